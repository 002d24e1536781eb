// SPDX-License-Identifier: Apache-2.0
// All patterns up to a size, on all texts of a and b up to six characters: the automaton as the
// compiler runs it, the automaton in a verified image, RE2, and a matcher that only knows sets of
// places.
#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "compiler/regex/regex.h"
#include "runtime/dfa.h"
#include "tests/exhaustive/patterns.h"
#include "tests/exhaustive/scale.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::exhaustive {
namespace {

namespace regex = compiler::regex;
using enum Atom::Meaning;

// The first of them, for the largest trees, are those that no other stands for.
constexpr Atom atoms[] = {
    {"a", character, true, false},
    {"b", character, false, true},
    {".", character, true, true},
    {"[^a]", character, false, true},
    {"^", begin},
    {"$", end},
    {"\\b", border},
    {"\\B", no_border},
    {"(?:)", empty},
    {"[ab]", character, true, true},
    {"[^ab]", character, false, false},
    {"\\A", begin},
    {"\\z", end},
    {"\\w", character, true, true},
    {"\\W", character, false, false},
    {"\\D", character, true, true},
    {"\\pL", character, true, true},
    {"[[:^alpha:]b]", character, false, true},
    {"(?i:A)", character, true, false},
    {"(?m:^)", begin},
    {"(?P<n>\\x61)", character, true, false},
    {"\\Qb\\E", character, false, true},
};
constexpr std::size_t core_atoms = 9;

constexpr Repeat repeats[] = {
    {"*", 0, endless},  {"+", 1, endless},    {"?", 0, 1},   {"{2}", 2, 2},
    {"{1,2}", 1, 2},    {"{2,}", 2, endless}, {"{0}", 0, 0}, {"{0,3}", 0, 3},
    {"*?", 0, endless}, {"+?", 1, endless},   {"??", 0, 1},  {"{1,3}?", 1, 3},
};
constexpr std::size_t core_repeats = 5;

std::vector<std::string> all_texts(std::size_t longest) {
  std::vector<std::string> texts{""};
  for (std::size_t i = 0; texts[i].size() < longest; ++i) {
    texts.push_back(texts[i] + "a");
    texts.push_back(texts[i] + "b");
  }
  return texts;
}

RE2::Options quiet() {
  RE2::Options options;
  options.set_log_errors(false);
  return options;
}

// Some patterns in one image.
class Images {
 public:
  explicit Images(const std::vector<std::string>& patterns) {
    test::ImageSketch sketch;
    for (const std::string& pattern : patterns) {
      automata_.push_back(regex::compile(pattern));
      if (const auto* made = std::get_if<regex::Automaton>(&automata_.back()))
        sketch.builder.dfa(pattern, *made);
    }
    image_ = sketch.finish();
    loads_ = static_cast<bool>(Ruleset::load(image_));
    if (loads_) view_ = image::View(image_);
  }

  bool loads() const { return loads_; }
  const regex::Automaton* automaton(std::size_t number) const {
    return std::get_if<regex::Automaton>(&automata_[number]);
  }
  bool matches(std::uint32_t row, std::string_view text) const {
    return runtime::matches(view_, row, text);
  }

 private:
  std::vector<std::variant<regex::Automaton, regex::Error>> automata_;
  test::Bytes image_;
  bool loads_ = false;
  image::View view_;
};

// All patterns as they are, and between the ends of the text.
void compare(const Patterns& patterns, bool between_ends, std::string_view name) {
  constexpr std::size_t at_once = 500;
  const std::vector<std::string> texts = all_texts(6);
  std::uint64_t cases = 0;
  std::uint64_t matched = 0;
  for (std::size_t first = 0; first < patterns.count(); first += at_once) {
    const std::size_t end = std::min(first + at_once, patterns.count());
    std::vector<std::string> written;
    for (std::size_t i = first; i < end; ++i)
      written.push_back(between_ends ? "^(?:" + patterns.text(i) + ")$" : patterns.text(i));
    const Images images(written);
    ASSERT_TRUE(images.loads());
    std::uint32_t row = 0;
    for (std::size_t i = first; i < end; ++i, ++row) {
      const std::string& pattern = written[i - first];
      const regex::Automaton* const automaton = images.automaton(i - first);
      const RE2 re2(pattern, quiet());
      ASSERT_TRUE(automaton != nullptr && re2.ok()) << pattern << ": " << re2.error();
      for (const std::string& text : texts) {
        const bool expected =
            between_ends ? patterns.matches_all(i, text) : patterns.matches(i, text);
        ASSERT_EQ(RE2::PartialMatch(text, re2), expected) << pattern << " on " << text;
        ASSERT_EQ(regex::matches(*automaton, text), expected) << pattern << " on " << text;
        ASSERT_EQ(images.matches(row, text), expected) << pattern << " on " << text;
        matched += expected;
        ++cases;
      }
    }
  }
  std::cout << patterns.count() << " patterns, " << texts.size() << " texts, " << matched
            << " matched\n";
  EXPECT_GT(matched, cases / 20);
  EXPECT_LT(matched, cases * 19 / 20);
  checked(name, cases);
}

TEST(Patterns, AllTreesOfTheCore) {
  const Patterns patterns({atoms, core_atoms}, {repeats, core_repeats}, everything() ? 5 : 3);
  compare(patterns, false, "patterns of the core");
  compare(patterns, true, "the same between the ends of a text");
}

TEST(Patterns, AllTreesWithEveryOperator) {
  const Patterns patterns(atoms, repeats, everything() ? 4 : 2);
  compare(patterns, false, "patterns with every operator");
  compare(patterns, true, "the same between the ends of a text");
}

TEST(Patterns, ARepeatOfARepeatIsRefused) {
  for (const Repeat& first : repeats) {
    for (const Repeat& second : repeats) {
      const std::string pattern = std::string("a").append(first.text).append(second.text);
      const bool accepted = std::holds_alternative<regex::Automaton>(regex::compile(pattern));
      EXPECT_EQ(accepted, RE2(pattern, quiet()).ok()) << pattern;
    }
  }
}

}  // namespace
}  // namespace lintel::exhaustive
