// SPDX-License-Identifier: Apache-2.0
#include "tests/exhaustive/forms.h"

#include "compiler/compiler.h"

namespace lintel::exhaustive {

Forms::Forms(const std::string& rules) {
  for (std::size_t form = 0; form < count; ++form) {
    CompileOptions options;
    options.proofs = false;  // the rules mean nothing to Cognito
    options.optimise = form % 2 == 0;
    options.index = form < 2;
    const Source source{"all.rules", rules};
    Compilation compiled = compile({&source, 1}, options);
    for (const Finding& finding : compiled.findings) {
      if (finding.severity != Severity::error || form != 0) continue;
      refusal_ += std::string(finding.code) + " " + finding.message + ": " +
                  rules.substr(finding.span.begin, finding.span.end - finding.span.begin) + "\n";
    }
    if (!compiled.ok() && refusal_.empty()) refusal_ = "no image, and no finding that is an error";
    if (!refusal_.empty()) return;
    images_.push_back(std::move(compiled.image));
    const LoadResult loaded = Ruleset::load(images_.back());
    if (!loaded) {
      refusal_ = "the image does not load: " + std::string(loaded.fault().message());
      return;
    }
    evaluators_.emplace_back(*loaded);
  }
}

}  // namespace lintel::exhaustive
