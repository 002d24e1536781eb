// SPDX-License-Identifier: Apache-2.0
// An input is rules, and perhaps the file that they import.
#include "compiler/compiler.h"
#include "grammar/parser.h"
#include "grammar/printer.h"
#include "tests/fuzz/findings.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {

void print_rules_law(std::string_view input) {
  const auto parts = parts_of(input);
  const std::string text(parts[0]);
  std::vector<Finding> findings;
  const grammar::File file = grammar::parse(text, 0, findings);
  if (!findings.empty()) return;
  const std::string printed = grammar::print(file);
  std::vector<Finding> findings_of_print;
  require_same(printed, grammar::print(grammar::parse(printed, 0, findings_of_print)),
               "printed twice is not printed once");

  // Without the names and places of rules, and without the proofs, which comments may silence.
  OneFile files(parts.size() > 1 ? parts[1] : "");
  const CompileOptions options{.files = &files, .strip = true, .proofs = false};
  const Source as_written{"rules/x.rules", text};
  const Source as_printed{"rules/x.rules", printed};
  const Compilation one = compile({&as_written, 1}, options);
  const Compilation other = compile({&as_printed, 1}, options);
  if (one.ok() != other.ok())
    require_same(shown(one.findings), shown(other.findings), "only one of them compiles");
  if (one.image != other.image)
    require_same(text, printed, "what is printed compiles to something else");
}

}  // namespace lintel::fuzz
