// SPDX-License-Identifier: Apache-2.0
#include "tests/compiler/support.h"

#include <algorithm>

namespace lintel::testing {
namespace {

std::string in_short(const std::vector<Finding>& findings, const std::string& text) {
  std::string result;
  for (const auto& finding : findings) {
    if (!result.empty()) result += "; ";
    result += finding.code;
    const auto marked = text.substr(finding.span.begin, finding.span.end - finding.span.begin);
    if (!marked.empty()) result += " " + marked;
  }
  return result;
}

}  // namespace

CompileOptions without_proofs(CompileOptions options) {
  options.proofs = false;
  return options;
}

std::string findings_of(std::string_view text, const CompileOptions& options) {
  const Source source{"rules/x.rules", std::string(text)};
  return in_short(compile({&source, 1}, without_proofs(options)).findings, source.text);
}

std::string proofs_of(std::string_view text) {
  const Source source{"rules/x.rules", std::string(text)};
  return in_short(compile({&source, 1}).findings, source.text);
}

std::string findings_of_rule(std::string_view rule, std::string_view section) {
  return findings_of("on " + std::string(section) + "\n" + std::string(rule));
}

std::string fixed(std::string_view text, std::size_t number, bool proofs) {
  const Source source{"x.rules", std::string(text)};
  const auto findings =
      compile({&source, 1}, proofs ? CompileOptions{} : without_proofs()).findings;
  if (findings.empty() || findings[0].fixes.size() <= number) return "no such fix";
  auto edits = findings[0].fixes[number].edits;
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.span.begin > b.span.begin; });
  std::string result = source.text;
  for (const auto& edit : edits)
    result.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
  return result;
}

std::string answer(std::string_view rules, std::string_view event, const CompileOptions& options) {
  const Source source{"rules/x.rules", std::string(rules)};
  const auto compilation = compile({&source, 1}, without_proofs(options));
  if (!compilation.ok()) return "does not compile: " + in_short(compilation.findings, source.text);
  const auto loaded = Ruleset::load(compilation.image);
  if (!loaded) return "refused: " + std::string(loaded.fault().message());
  Evaluator evaluator(*loaded);
  return std::string(evaluator.evaluate(event).body());
}

}  // namespace lintel::testing
