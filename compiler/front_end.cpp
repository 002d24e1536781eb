// SPDX-License-Identifier: Apache-2.0
#include "compiler/front_end.h"

#include <algorithm>

#include "compiler/checker.h"
#include "compiler/ignores.h"
#include "compiler/proofs/proofs.h"
#include "grammar/diagnostic.h"
#include "grammar/parser.h"

namespace lintel::compiler {

std::vector<grammar::File> parse(std::span<const Source> sources, std::vector<Finding>& findings) {
  std::vector<grammar::File> files;
  files.reserve(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i)
    files.push_back(grammar::parse(sources[i].text, static_cast<std::uint32_t>(i), findings));
  return files;
}

Module check_all(std::span<const grammar::File> files, std::span<const Source> sources,
                 const CompileOptions& options, std::vector<Finding>& findings) {
  auto module = check(files, sources, options, findings);
  if (options.proofs) proofs::prove(module, sources, findings);
  return module;
}

void finish(std::span<const grammar::File> files, std::span<const Source> sources,
            const CompileOptions& options, std::vector<Finding>& findings) {
  grammar::arrange(findings);
  // After an error, the compiler has not looked everywhere.
  const bool all_run = options.proofs && !has_error(findings);
  apply_ignores(files, sources, all_run, findings);
  grammar::arrange(findings);
}

bool has_error(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

}  // namespace lintel::compiler
