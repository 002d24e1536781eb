// SPDX-License-Identifier: Apache-2.0
// Two builds side by side, with made-up times: what is beyond noise and what is not.
#include "bench/report/comparison.h"

#include <stdexcept>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/bench/raw.h"

namespace lintel::testing {
namespace {

using bench::ComparedRow;
using bench::Side;
using bench::Verdict;

// A side that ran the row `a` in as many processes as there are times.
Side side(const std::vector<double>& times, const std::string& row = "a") {
  Side result{"abc", {}, {}};
  for (const double time : times)
    result.processes.push_back(bench::read_raw({raw_text({{row, {time, time * 2, time / 2}}})}));
  return result;
}

ComparedRow only_row(const Side& a, const Side& b) {
  const std::vector<ComparedRow> rows = bench::compare(a, b);
  EXPECT_EQ(rows.size(), 1u);
  return rows.at(0);
}

// Against the table of the binomial distribution: with 12 pairs one on each side may be left out
// (0.6 %), two may not (3.9 %).
TEST(Comparison, LeavesOutAsManyAsChanceAllows) {
  EXPECT_EQ(bench::left_out(1), 0u);
  EXPECT_EQ(bench::left_out(bench::fewest_pairs), 0u);
  EXPECT_EQ(bench::left_out(11), 0u);
  EXPECT_EQ(bench::left_out(12), 1u);
  EXPECT_EQ(bench::left_out(14), 1u);
  EXPECT_EQ(bench::left_out(15), 2u);
  EXPECT_EQ(bench::left_out(100), 36u);
}

TEST(Comparison, TellsWhatIsFasterAndSlower) {
  const std::vector<double> before = {100, 101, 99, 100, 102, 98, 100, 101, 99, 100, 103, 97};
  std::vector<double> less;
  std::vector<double> more;
  for (const double time : before) {
    less.push_back(time * 0.9);
    more.push_back(time * 1.2);
  }
  const ComparedRow faster = only_row(side(before), side(less));
  EXPECT_EQ(faster.verdict, Verdict::faster);
  EXPECT_EQ(faster.pairs, 12u);
  EXPECT_DOUBLE_EQ(*faster.median.a, 100);
  EXPECT_DOUBLE_EQ(*faster.median.b, 90);
  EXPECT_DOUBLE_EQ(faster.ratio.median, 0.9);
  EXPECT_EQ(only_row(side(before), side(more)).verdict, Verdict::slower);
  EXPECT_EQ(only_row(side(before), side(before)).verdict, Verdict::unchanged);
}

// The machine slows down threefold on the way: pairs do not mind.
TEST(Comparison, PairsShareTheirMoment) {
  std::vector<double> a;
  std::vector<double> b;
  for (int pair = 0; pair < 12; ++pair) {
    a.push_back(100.0 + 20 * pair);
    b.push_back(a.back() * 0.95);
  }
  EXPECT_EQ(only_row(side(a), side(b)).verdict, Verdict::faster);
}

TEST(Comparison, OneOddPairOfTwelveDoesNotCount) {
  const std::vector<double> a(12, 100);
  std::vector<double> b(12, 90);
  b[3] = 500;
  EXPECT_EQ(only_row(side(a), side(b)).verdict, Verdict::faster);
  b[7] = 500;
  EXPECT_EQ(only_row(side(a), side(b)).verdict, Verdict::unchanged);
}

TEST(Comparison, AChangeHasASize) {
  const std::vector<double> a(12, 1000);
  EXPECT_EQ(only_row(side(a), side(std::vector<double>(12, 1029))).verdict, Verdict::unchanged);
  EXPECT_EQ(only_row(side(a), side(std::vector<double>(12, 1031))).verdict, Verdict::slower);
}

// What takes longer with the same instructions is told apart from what has more to do.
TEST(Comparison, SameInstructionsAreNamed) {
  Side a = side(std::vector<double>(12, 100));
  Side b = side(std::vector<double>(12, 110));
  a.instructions = {{"a", 5000}};
  b.instructions = {{"a", 5004}};
  EXPECT_EQ(only_row(a, b).verdict, Verdict::moved);
  EXPECT_EQ(
      bench::closing_line(bench::compare(a, b)),
      "Beyond noise: 1 moved (a). Instructions: fewer in 0 rows, more in 0, the same in 1.\n");
  b.instructions = {{"a", 5006}};
  EXPECT_EQ(only_row(a, b).verdict, Verdict::slower);
}

TEST(Comparison, FewPairsTellNothing) {
  const Side a = side(std::vector<double>(bench::fewest_pairs - 1, 100));
  const Side b = side(std::vector<double>(bench::fewest_pairs - 1, 10));
  EXPECT_EQ(only_row(a, b).verdict, Verdict::untold);
  EXPECT_NE(bench::closing_line(bench::compare(a, b)).find("It takes 8 pairs"), std::string::npos);
}

TEST(Comparison, NamesRowsThatOneSideLacks) {
  const std::vector<ComparedRow> rows = bench::compare(side({1}, "old"), side({1}, "new"));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].verdict, Verdict::only_a);
  EXPECT_EQ(rows[1].verdict, Verdict::only_b);
  EXPECT_EQ(bench::closing_line(rows), "Beyond noise: 1 only in A (old), 1 only in B (new).\n");
  EXPECT_EQ(bench::compare(side({}), side({1}, "new")).at(0).verdict, Verdict::only_b);
}

TEST(Comparison, ShowsAllFigures) {
  Side a = side(std::vector<double>(12, 100), "decide/x");
  Side b = side(std::vector<double>(12, 50), "decide/x");
  b.name = "the working tree";
  a.instructions = {{"decide/x", 300}};
  b.instructions = {{"decide/x", 270}};
  const std::vector<ComparedRow> rows = bench::compare(a, b);
  EXPECT_EQ(bench::comparison_table(a, b, rows),
            "A is abc, B is the working tree.\n"
            "\n"
            "| row      | time A |  time B | time B / A             | instructions A | "
            "instructions B | B / A | verdict |\n"
            "|----------|-------:|--------:|------------------------|---------------:|-"
            "--------------:|------:|---------|\n"
            "| decide/x | 100 ns | 50.0 ns | 0.500 (0.500 to 0.500) |            300 | "
            "           270 | 0.900 | faster  |\n");
  EXPECT_EQ(bench::closing_line(rows),
            "Beyond noise: 1 faster (decide/x). Instructions: fewer in 1 rows, more in 0, the same "
            "in 0.\n");
  const auto json = nlohmann::json::parse(bench::comparison_json(a, b, rows));
  EXPECT_EQ(json.at("cpu"), "a cpu");
  EXPECT_EQ(json.at("rows").at(0).at("verdict"), "faster");
  EXPECT_EQ(json.at("rows").at(0).at("ratio").at("pairs"), 12);
  EXPECT_EQ(json.at("rows").at(0).at("instructions").at("b"), 270);
}

TEST(Comparison, HasAWordForNothing) {
  EXPECT_EQ(bench::closing_line({}), "There is no such row in either.\n");
}

// A part for each entry of the loop, which is left out, and one for each exit.
std::string callgrind(const std::vector<int>& sums) {
  std::string text = "# callgrind format\n";
  for (const int sum : sums) {
    text.append("part: 1\ndesc: Trigger: --dump-after=Start\nsummary: 238\n\n");
    text.append("part: 2\ndesc: Trigger: --dump-before=Finish\nfn=(1)\n0 5\n");
    text.append("summary: ").append(std::to_string(sum)).append("\ntotals: 7\n\n");
  }
  return text + "part: 9\ndesc: Trigger: Program termination\nsummary: 99999\n";
}

std::string counted(const std::string& iterations) {
  std::string text = raw_text({{"a", {1, 1, 1}}, {"b/manual_time", {1, 1, 1}}});
  for (std::size_t at; (at = text.find("\"iterations\":7")) != std::string::npos;)
    text.replace(at, 14, "\"iterations\":" + iterations);
  return text;
}

TEST(Instructions, AreThoseOfTheLoops) {
  const auto read = bench::read_instructions(counted("1"), callgrind({7000, 5, 5, 9, 8, 10}));
  EXPECT_EQ(read, (std::map<std::string, double>{{"a", 5}, {"b", 9}}));
}

TEST(Instructions, MustFitWhatWasRun) {
  const std::string raw = counted("1");
  EXPECT_THROW(bench::read_instructions(raw, callgrind({1, 2, 3, 4, 5})), std::runtime_error);
  EXPECT_THROW(bench::read_instructions(raw, callgrind({1, 2, 3, 4, 5, 6, 7})), std::runtime_error);
  EXPECT_THROW(bench::read_instructions(counted("2"), callgrind({1, 2, 3, 4, 5, 6})),
               std::runtime_error);
}

}  // namespace
}  // namespace lintel::testing
