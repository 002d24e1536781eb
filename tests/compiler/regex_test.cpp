// SPDX-License-Identifier: Apache-2.0
// Patterns by themselves: errors and their places, and the limits. What they match is compared with
// RE2 in tests/differential/pattern_test.cpp.
#include "compiler/regex/regex.h"

#include <string>
#include <string_view>
#include <variant>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "runtime/limits.h"

namespace lintel::compiler::regex {
namespace {

// "NAME PART" of the error, or "fine".
std::string error_of(std::string_view pattern) {
  const auto made = compile(pattern);
  const auto* error = std::get_if<Error>(&made);
  if (error == nullptr) return "fine";
  return std::string(row(error->kind).name) + " " +
         std::string(pattern.substr(error->offset, error->size));
}

bool is_match(std::string_view pattern, std::string_view text) {
  const auto made = compile(pattern);
  EXPECT_TRUE(std::holds_alternative<Automaton>(made)) << pattern;
  return matches(*std::get_if<Automaton>(&made), text);
}

TEST(Regex, ErrorsNameThePart) {
  EXPECT_EQ(error_of("a|*b"), "missing_operand *");
  EXPECT_EQ(error_of("a**"), "repeated_twice *");
  EXPECT_EQ(error_of("a*+"), "possessive +");
  EXPECT_EQ(error_of("a{2,1}"), "bad_count {2,1}");
  EXPECT_EQ(error_of("a(b"), "unclosed_group (");
  EXPECT_EQ(error_of("a)b"), "unopened_group )");
  EXPECT_EQ(error_of("a[b"), "unclosed_class [");
  EXPECT_EQ(error_of("[é-a]"), "bad_range é-a");
  EXPECT_EQ(error_of("[[:no:]]"), "unknown_class [:no:]");
  EXPECT_EQ(error_of("a\\p{Nope}b"), "unknown_group \\p{Nope}");
  EXPECT_EQ(error_of("a\\qb"), "bad_escape \\q");
  EXPECT_EQ(error_of("a\\"), "lone_backslash \\");
  EXPECT_EQ(error_of("\\x{110000}"), "bad_code \\x{110000}");
  EXPECT_EQ(error_of("(?x)a"), "bad_flags (?x");
  EXPECT_EQ(error_of("(?P<a b>c)"), "bad_group_name (?P<a ");
  EXPECT_EQ(error_of("(a)\\1"), "backreference \\1");
  EXPECT_EQ(error_of("(?P<n>a)(?P=n)"), "backreference (?P=");
  for (const std::string start : {"(?=", "(?!", "(?<=", "(?<!"})
    EXPECT_EQ(error_of("a" + start + "b)"), "look_around " + start);
  EXPECT_EQ(error_of("(?>a)"), "perl_group (?>");
  EXPECT_EQ(error_of("a\\Cb"), "single_byte \\C");
  EXPECT_EQ(error_of("a\\Z"), "other_anchor \\Z");
  EXPECT_EQ(error_of("\\R"), "other_class \\R");
}

TEST(Regex, Limits) {
  const auto repeated = [](std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
  };
  const std::size_t depth = limits::max_pattern_depth - 1;
  EXPECT_EQ(error_of("a{1000}"), "fine");
  EXPECT_EQ(error_of("a{1001}"), "bad_count {1001}");
  EXPECT_EQ(error_of("a{1,1001}"), "bad_count {1,1001}");
  EXPECT_EQ(error_of("((a{10}){10}){10}"), "fine");
  EXPECT_EQ(error_of("((a{10}){10}){11}"), "bad_count {11}");
  EXPECT_EQ(error_of(repeated("(", depth) + "a" + repeated(")", depth)), "fine");
  EXPECT_EQ(error_of(repeated("(", depth + 2) + "a" + repeated(")", depth + 2)).substr(0, 8),
            "too_deep");
  EXPECT_EQ(error_of(repeated("(x|", depth) + "a" + repeated(")*", depth)).substr(0, 8),
            "too_deep");
  const std::size_t parts = limits::max_pattern_parts;
  EXPECT_EQ(error_of("^" + repeated("a{1000}", parts / 1000) + "a").substr(0, 14),
            "too_many_parts");
  // A chain of n characters has n states, one before it, and the two that end it.
  const std::size_t states = limits::max_dfa_states;
  EXPECT_EQ(error_of("^" + std::string(states - 4, 'a') + "b"), "fine");
  EXPECT_EQ(error_of("^" + std::string(states, 'a') + "b").substr(0, 15), "too_many_states");
  EXPECT_EQ(error_of("a.{30}b").substr(0, 15), "too_many_states");
  // A cell for each class of characters in each state.
  const auto chain = [](std::size_t classes, std::size_t length) {
    std::string all = "^";
    for (std::size_t i = 0; i < length; ++i) all += fmt::format("\\x{{{:x}}}", 0x100 + i % classes);
    return all;
  };
  EXPECT_EQ(error_of(chain(300, states - 4)).substr(0, 14), "too_many_cells");
}

// Each class ends where all others of its kind do, and is cut where the later ones begin.
TEST(Regex, ManyClassesThatCutEachOtherTakeTooManySteps) {
  std::string pattern;
  for (char32_t i = 0; i < 6500; ++i)
    pattern += fmt::format("[\\x{{{:x}}}-\\x{{10ffff}}]", 0x100 + 2 * static_cast<unsigned>(i));
  EXPECT_EQ(error_of(pattern).substr(0, 14), "too_many_steps");
}

TEST(Regex, ManyCharactersOfAScriptCountAsOne) {
  EXPECT_TRUE(is_match("^\\p{L}{1,1000}$", "Ψυχή"));
  EXPECT_FALSE(is_match("^\\p{L}{1,1000}$", "Ψυχή!"));
}

TEST(Regex, NoCharacterIsSplit) {
  EXPECT_FALSE(is_match("\\B", "aéa"));
  EXPECT_TRUE(is_match("\\B", "éé"));
  EXPECT_TRUE(is_match("^.$", "😀"));
}

TEST(Regex, EqualLanguagesHaveOneAutomaton) {
  const auto automaton = [](std::string_view pattern) {
    const auto made = compile(pattern);
    return *std::get_if<Automaton>(&made);
  };
  EXPECT_EQ(automaton("^(a|b)*$"), automaton("^[ab]*$"));
  EXPECT_EQ(automaton("x"), automaton("(x+?)"));
  EXPECT_EQ(automaton("").state_count, 2u);
}

}  // namespace
}  // namespace lintel::compiler::regex
