// SPDX-License-Identifier: Apache-2.0
// The table of diagnostics as code: looking up codes, and the order of findings.
#include "grammar/diagnostic.h"

#include <algorithm>
#include <tuple>

namespace lintel::grammar {

namespace {

bool equal_without_case(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

auto order(const Finding& finding) {
  return std::tie(finding.span.file, finding.span.begin, finding.span.end, finding.code,
                  finding.message);
}

}  // namespace

const DiagnosticRow* find_diagnostic(std::string_view code) {
  for (const DiagnosticRow& candidate : diagnostic_rows)
    if (equal_without_case(candidate.code, code)) return &candidate;
  return nullptr;
}

void arrange(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return order(a) < order(b); });
  const auto repeats =
      std::unique(findings.begin(), findings.end(),
                  [](const Finding& a, const Finding& b) { return order(a) == order(b); });
  findings.erase(repeats, findings.end());
}

}  // namespace lintel::grammar
