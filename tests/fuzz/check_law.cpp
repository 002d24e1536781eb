// SPDX-License-Identifier: Apache-2.0
// An input is rules, and perhaps the file that they import.
#include "compiler/compiler.h"
#include "grammar/diagnostic.h"
#include "grammar/parser.h"
#include "tests/fuzz/findings.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {
namespace {

bool has_syntax_error(std::string_view text) {
  std::vector<Finding> findings;
  grammar::parse(text, 0, findings);
  return has_error(findings);
}

// Who repairs rules without looking must not be left with what cannot be read.
void check_repairs(const std::string& text, const std::vector<Finding>& findings) {
  constexpr std::size_t enough = 8;
  if (has_syntax_error(text)) return;
  std::size_t seen = 0;
  for (const Finding& finding : findings) {
    for (const FixIt& fix : finding.fixes) {
      if (fix.needs_review || ++seen > enough) continue;
      const std::string better = repaired(text, fix);
      require(better != text, "a repair that changes nothing", fix.label);
      if (has_syntax_error(better)) require_same(text, better, "a repair breaks the syntax");
    }
  }
}

}  // namespace

void check_law(std::string_view input) {
  const auto parts = parts_of(input);
  const Source source{"rules/x.rules", std::string(parts[0])};
  OneFile files(parts.size() > 1 ? parts[1] : "");
  const CompileOptions options{.files = &files};
  const Dump first = dump({&source, 1}, Stage::typed, options);
  check_findings(first.findings, {&source, 1});
  require(first.text.empty() || !has_error(first.findings), "a meaning in spite of an error");

  const Dump second = dump({&source, 1}, Stage::typed, options);
  require_same(shown(first.findings), shown(second.findings), "other findings the second time");
  require_same(first.text, second.text, "another meaning the second time");

  const grammar::SourceText shown_source{source.name, source.text};
  require(grammar::render(first.findings, {&shown_source, 1}, {}).empty() == first.findings.empty(),
          "findings that are not shown");
  check_repairs(source.text, first.findings);
}

}  // namespace lintel::fuzz
