// SPDX-License-Identifier: Apache-2.0
// Patterns, answered by our automata and by RE2: both accept a pattern or none, and the answers are
// the same for each text. What differs on purpose stands in `deliberate`.
//
//   pattern_test [--seed=FIRST] [--count=PATTERNS]     a count of 0 runs until a difference is
//   found
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "compiler/regex/parser.h"
#include "compiler/regex/regex.h"
#include "tests/differential/options.h"
#include "tests/differential/real_patterns.h"
#include "tests/support/pattern_generator.h"

namespace lintel::differential {
namespace {

namespace regex = compiler::regex;

std::uint64_t first_seed = 1;
std::uint64_t pattern_count = 3000;

struct Tally {
  std::uint64_t patterns = 0;
  std::uint64_t refused = 0;     // by both
  std::uint64_t deliberate = 0;  // accepted by one, on purpose
  std::uint64_t comparisons = 0;
  std::uint64_t matched = 0;

  void print(std::string_view what) const {
    std::cout << what << ": " << patterns << " patterns, " << refused << " refused, " << deliberate
              << " judged differently on purpose; " << comparisons << " texts, " << matched
              << " matched\n";
  }
};

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

RE2::Options quiet() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(std::int64_t{64} << 20);
  return options;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

// Why one of the two may refuse what the other accepts; empty if it may not.
std::string_view deliberate(std::string_view pattern, const regex::Error* error, const RE2& re2) {
  if (error != nullptr && regex::row(error->kind).group == regex::ErrorGroup::too_large)
    return "the automaton is stored in the image, so it is bounded";
  if (error != nullptr && error->kind == regex::ErrorKind::single_byte)
    return "a text is read by characters: no byte stands alone";
  if (error == nullptr && re2.error_code() == RE2::ErrorPatternTooLarge)
    return "RE2 has limits of its own";
  if (error == nullptr && pattern.find("(?<") != std::string_view::npos)
    return "newer versions of RE2 than Debian's accept (?<name>...)";
  return {};
}

class Comparison {
 public:
  Comparison(std::string_view pattern, Tally& tally)
      : pattern_(pattern),
        tally_(tally),
        re2_(piece(pattern), quiet()),
        ours_(regex::compile(pattern)) {
    ++tally_.patterns;
    const auto* error = std::get_if<regex::Error>(&ours_);
    if (error != nullptr && !re2_.ok()) {
      ++tally_.refused;
    } else if ((error == nullptr) != re2_.ok()) {
      if (deliberate(pattern, error, re2_).empty())
        difference_ = re2_.ok() ? "only RE2 accepts it; ours: " + std::string(row(error->kind).name)
                                : "only RE2 refuses it: " + re2_.error();
      ++tally_.deliberate;
    }
  }

  bool can_match() const { return re2_.ok() && std::holds_alternative<regex::Automaton>(ours_); }
  const std::string& difference() const { return difference_; }

  void text(std::string_view text) {
    // RE2 looks for \B between the bytes of a character too.
    if (!difference_.empty() || !can_match()) return;
    if (pattern_.find("\\B") != std::string_view::npos && !is_ascii(text)) return;
    const bool expected = RE2::PartialMatch(piece(text), re2_);
    ++tally_.comparisons;
    tally_.matched += expected;
    if (regex::matches(*std::get_if<regex::Automaton>(&ours_), text) != expected)
      difference_ = "text " + testing::PrintToString(std::string(text)) + ": RE2 says " +
                    (expected ? "yes" : "no");
  }

  std::string report() const {
    return difference_.empty() ? ""
                               : "pattern " + testing::PrintToString(pattern_) + ": " + difference_;
  }

 private:
  std::string pattern_;
  Tally& tally_;
  RE2 re2_;
  std::variant<regex::Automaton, regex::Error> ours_;
  std::string difference_;
};

std::string run_seed(std::uint64_t seed, Tally& tally) {
  constexpr int random_texts = 12;
  constexpr int matching_texts = 10;
  generator::Dice dice(seed);
  const std::string pattern = generator::make_pattern(dice);
  Comparison comparison(pattern, tally);
  if (comparison.can_match()) {
    for (int i = 0; i < random_texts; ++i) comparison.text(generator::make_text(dice));
    const auto tree = regex::parse(pattern);
    for (int i = 0; i < matching_texts; ++i) {
      const std::string text = generator::matching_text(dice, *std::get_if<regex::Tree>(&tree));
      comparison.text(text);
      comparison.text(generator::mutated(dice, text));
      comparison.text(generator::make_text(dice) + text + generator::make_text(dice));
    }
  }
  return comparison.report();
}

TEST(Patterns, OfPeople) {
  Tally tally;
  generator::Dice dice(first_seed);
  for (const std::string_view pattern : real_patterns) {
    Comparison comparison(pattern, tally);
    for (const std::string_view text : real_texts) comparison.text(text);
    const auto tree = regex::parse(pattern);
    if (const auto* parsed = std::get_if<regex::Tree>(&tree)) {
      for (int i = 0; i < 100; ++i) {
        const std::string text = generator::matching_text(dice, *parsed);
        comparison.text(text);
        comparison.text(generator::mutated(dice, text));
      }
    }
    ASSERT_EQ(comparison.report(), "");
    EXPECT_TRUE(comparison.can_match()) << pattern;
  }
  tally.print("real patterns");
}

// All texts of these characters up to this length.
std::vector<std::string> all_texts(std::string_view characters, std::size_t length) {
  std::vector<std::string> all{""};
  for (std::size_t begin = 0, round = 0; round < length; ++round) {
    const std::size_t end = all.size();
    for (std::size_t i = begin; i < end; ++i)
      for (const char c : characters) all.push_back(all[i] + c);
    begin = end;
  }
  return all;
}

TEST(Patterns, AllSmallOnes) {
  constexpr std::string_view tokens[] = {"a", "b", ".", "*", "+",    "?",    "|",
                                         "(", ")", "^", "$", "[ab]", "[^a]", "\\b"};
  constexpr std::size_t longest = 4;
  const auto texts = all_texts("ab \n", 3);
  Tally tally;
  std::vector<std::string> patterns{""};
  for (std::size_t begin = 0, round = 0; round <= longest; ++round) {
    const std::size_t end = patterns.size();
    for (std::size_t i = begin; i < end; ++i) {
      Comparison comparison(patterns[i], tally);
      for (const auto& text : texts) comparison.text(text);
      ASSERT_EQ(comparison.report(), "");
      for (const std::string_view token : tokens)
        if (round < longest) patterns.push_back(patterns[i] + std::string(token));
    }
    begin = end;
  }
  tally.print("small patterns");
  EXPECT_GT(tally.refused, tally.patterns / 10);
  EXPECT_GT(tally.matched, tally.comparisons / 10);
}

TEST(Patterns, Random) {
  Tally tally;
  constexpr std::uint64_t show_every = 100'000;
  for (std::uint64_t done = 0; pattern_count == 0 || done < pattern_count; ++done) {
    ASSERT_EQ(run_seed(first_seed + done, tally), "") << "seed " << first_seed + done;
    if (pattern_count == 0 && done % show_every == show_every - 1)
      std::cout << done + 1 << " patterns, no difference" << std::endl;
  }
  tally.print("random patterns");
  if (pattern_count < 100) return;
  // Else the comparison says less than it seems to.
  EXPECT_LT(tally.refused, tally.patterns / 3);
  EXPECT_LT(tally.deliberate, tally.patterns / 20);
  EXPECT_GT(tally.matched, tally.comparisons / 5);
  EXPECT_LT(tally.matched, tally.comparisons * 9 / 10);
}

}  // namespace
}  // namespace lintel::differential

int main(int argument_count, char** arguments) {
  return lintel::differential::run_tests(argument_count, arguments, "PATTERNS",
                                         lintel::differential::first_seed,
                                         lintel::differential::pattern_count);
}
