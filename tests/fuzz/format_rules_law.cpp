// SPDX-License-Identifier: Apache-2.0
// An input is rules, and perhaps the file that they import.
#include "compiler/compiler.h"
#include "grammar/formatter.h"
#include "grammar/parser.h"
#include "grammar/tokens.h"
#include "tests/fuzz/findings.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/targets.h"

namespace lintel::fuzz {
namespace {

std::string words(std::string_view text, const grammar::File& file) {
  std::string all;
  for (const grammar::Token& token : grammar::tokens(text, file))
    all.append(token.text).append("\n");
  return all;
}

}  // namespace

void format_rules_law(std::string_view input) {
  const auto parts = parts_of(input);
  const std::string text(parts[0]);
  std::vector<Finding> findings;
  const grammar::File file = grammar::parse(text, 0, findings);
  if (!findings.empty()) return;
  const std::string formatted = grammar::format(text, file);
  const grammar::File again = grammar::parse(formatted, 0, findings);
  if (!findings.empty()) require_same(text, formatted, "formatted to what has findings");
  require_same(words(text, file), words(formatted, again), "not only white space has changed");
  require_same(formatted, grammar::format(formatted, again),
               "formatted twice is not formatted once");

  // Without the names and places of rules, and without the proofs, which comments may silence.
  OneFile files(parts.size() > 1 ? parts[1] : "");
  const CompileOptions options{.files = &files, .strip = true, .proofs = false};
  const Source as_written{"rules/x.rules", text};
  const Source as_formatted{"rules/x.rules", formatted};
  const Compilation one = compile({&as_written, 1}, options);
  const Compilation other = compile({&as_formatted, 1}, options);
  if (one.image != other.image)
    require_same(text, formatted, "what is formatted compiles to something else");
}

}  // namespace lintel::fuzz
