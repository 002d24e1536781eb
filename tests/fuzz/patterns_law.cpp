// SPDX-License-Identifier: Apache-2.0
// An input is a pattern, then texts.
#include <algorithm>

#include <re2/re2.h>

#include "compiler/regex/parser.h"
#include "compiler/regex/regex.h"
#include "runtime/utf8.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/targets.h"
#include "tests/support/pattern_generator.h"

namespace lintel::fuzz {
namespace {

namespace regex = compiler::regex;

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

RE2::Options quiet() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(std::int64_t{8} << 20);
  return options;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

// Whether one of the two may refuse what the other takes: an automaton of an image has its bounds,
// and RE2 others; no byte stands alone for us; newer versions of RE2 take (?<name>...) too.
bool may_differ(std::string_view pattern, const regex::Error* error, const RE2& re2) {
  if (error != nullptr)
    return regex::row(error->kind).group == regex::ErrorGroup::too_large ||
           error->kind == regex::ErrorKind::single_byte;
  return re2.error_code() == RE2::ErrorPatternTooLarge ||
         pattern.find("(?<") != std::string_view::npos;
}

}  // namespace

void patterns_law(std::string_view input) {
  const auto parts = parts_of(input);
  const std::string_view pattern = parts[0];
  if (!runtime::is_valid_utf8(pattern)) return;
  const auto ours = regex::compile(pattern);
  const RE2 re2(piece(pattern), quiet());
  const auto* const error = std::get_if<regex::Error>(&ours);
  if ((error == nullptr) != re2.ok()) {
    if (may_differ(pattern, error, re2)) return;
    broken(re2.ok() ? "only RE2 takes the pattern" : "only RE2 refuses the pattern", pattern);
  }
  if (error != nullptr) return;

  const auto tree = regex::parse(pattern);
  const auto* const parsed = std::get_if<regex::Tree>(&tree);
  require(parsed != nullptr, "a pattern that is compiled and not parsed", pattern);
  std::vector<std::string> texts(parts.begin() + 1, parts.end());
  // From nothing but the input, so that a finding comes again.
  generator::Dice dice(std::hash<std::string_view>()(input));
  for (int i = 0; i < 4; ++i) {
    const std::string text = generator::matching_text(dice, *parsed);
    texts.push_back(generator::mutated(dice, text));
    texts.push_back(text);
    texts.push_back(generator::make_text(dice));
  }
  const auto& automaton = *std::get_if<regex::Automaton>(&ours);
  const bool has_no_boundary = pattern.find("\\B") != std::string_view::npos;
  for (const std::string& text : texts) {
    if (!runtime::is_valid_utf8(text)) continue;
    // RE2 looks for \B between the bytes of a character too.
    if (has_no_boundary && !is_ascii(text)) continue;
    if (regex::matches(automaton, text) != RE2::PartialMatch(piece(text), re2))
      require_same(pattern, text, "RE2 says otherwise of a pattern and a text");
  }
}

}  // namespace lintel::fuzz
