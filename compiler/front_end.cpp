// SPDX-License-Identifier: Apache-2.0
#include "compiler/front_end.h"

#include <algorithm>

#include "grammar/parser.h"

namespace lintel::compiler {

std::vector<grammar::File> parse(std::span<const Source> sources, std::vector<Finding>& findings) {
  std::vector<grammar::File> files;
  files.reserve(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i)
    files.push_back(grammar::parse(sources[i].text, static_cast<std::uint32_t>(i), findings));
  return files;
}

bool has_error(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

}  // namespace lintel::compiler
