// SPDX-License-Identifier: Apache-2.0
// The page: every row stands in one of its tables, and only the page changes in the README.
#include "bench/report/page.h"

#include <gtest/gtest.h>

#include "tests/bench/raw.h"
#include "tests/support/project_files.h"

namespace lintel::testing {
namespace {

std::string page_of(const std::vector<RawRow>& rows) {
  return bench::results_page(bench::read_raw({raw_text(rows)}));
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

TEST(Page, ComparesWithTheProgramsByHand) {
  const std::string page = page_of({{"compare/W2/one_event/lintel", {90, 100, 110}},
                                    {"compare/W2/one_event/simdjson", {180, 200, 220}},
                                    {"compare/W2/one_event/walk", {100, 100, 100}},
                                    {"compare/W2/many_events/lintel", {100}},
                                    {"compare/N10/one_event/node", {500}}});
  EXPECT_NE(
      page.find("| W2       | lintel   | 100 ns |  5.0 % |                        |      |\n"
                "|          | simdjson | 200 ns |  5.0 % | 0.500 (0.452 to 0.553) | 0.45 |\n"
                "|          | walk     | 100 ns |  0.0 % | 1.000 (0.950 to 1.050) |    1 |\n"
                "| N10      | node     | 500 ns |  0.0 % |                        |      |\n"),
      std::string::npos)
      << page;
  EXPECT_LT(page.find("The same event"), page.find("Different events"));
}

TEST(Page, ShowsWhatManyRulesCost) {
  const std::string page = page_of({{"evaluate/domains/10", {100}},
                                    {"evaluate/domains/1000", {150}},
                                    {"evaluate/domains/100000", {200}},
                                    {"evaluate/mixed/10", {50}},
                                    {"decide/domains/10/miss", {7}}});
  EXPECT_NE(page.find("| evaluate |      10 |  1,000 | 100,000 | 1,000 / 10 | 100,000 / 10 |\n"),
            std::string::npos)
      << page;
  EXPECT_NE(page.find("| domains  |  100 ns | 150 ns |  200 ns |      1.500 |        2.000 |\n"
                      "| mixed    | 50.0 ns |"),
            std::string::npos)
      << page;
  EXPECT_NE(page.find("| domains/miss | 7.0 ns |"), std::string::npos) << page;
}

TEST(Page, ColdStartIsComparedWithWhatIsLinkedAlike) {
  const std::string page = page_of({{"compare/cold_start/lintel/manual_time", {100}},
                                    {"compare/cold_start/exchange_musl/manual_time", {100}},
                                    {"compare/cold_start/lintel_glibc", {300}},
                                    {"compare/cold_start/exchange_glibc", {200}},
                                    {"compare/cold_start/node", {30'000}, ",\"peak_bytes\":2e6"}});
  EXPECT_NE(page.find("exchange_glibc |  200 ns |  0.0 % | 1.500 (1.500 to 1.500)"),
            std::string::npos)
      << page;
  EXPECT_NE(page.find("  2000 KB |\n"), std::string::npos) << page;
  EXPECT_NE(page.find(" 1.2 |"), std::string::npos) << page;
}

// Each row is shown once, whatever its name: what no section knows stands in the last.
TEST(Page, DropsNoRow) {
  const char* const names[] = {"compare/one_event/lintel",
                               "compare/W1/one_event/walk",
                               "compare/a/b/c/d",
                               "compare/cold_start/lintel",
                               "read/sign_up",
                               "decide/expression",
                               "decide/pairs/10",
                               "load/sign_up",
                               "make_evaluator/mixed_1000",
                               "compile/list/100000",
                               "parse/mixed",
                               "something"};
  std::vector<RawRow> rows;
  for (const char* name : names)
    rows.push_back({name, {101.0 + static_cast<double>(rows.size())}, ",\"some_bytes\":12"});
  const std::string page = page_of(rows);
  for (std::size_t i = 0; i < rows.size(); ++i)
    EXPECT_EQ(count(page, " " + std::to_string(101 + i) + " ns |"), 1u) << names[i] << "\n" << page;
  EXPECT_NE(page.find("| something       | 112 ns |  0.0 % |      | some_bytes 12 B |"),
            std::string::npos)
      << page;
}

TEST(Page, OnlyThePageChanges) {
  const std::string before = "# Title\ntext\n" + std::string(bench::page_begins);
  const std::string after = std::string(bench::page_ends) + "## More\n";
  const auto changed = bench::with_page(before + "old | table\n" + after, "new\n");
  ASSERT_TRUE(changed);
  EXPECT_EQ(*changed, before + "\nnew\n\n" + after);
  EXPECT_EQ(bench::with_page(*changed, "new\n"), changed);
}

TEST(Page, NeedsItsMarkersOnceAndInOrder) {
  const std::string begins(bench::page_begins);
  const std::string ends(bench::page_ends);
  EXPECT_FALSE(bench::with_page("text\n", "new\n"));
  EXPECT_FALSE(bench::with_page(begins, "new\n"));
  EXPECT_FALSE(bench::with_page(ends + begins, "new\n"));
  EXPECT_FALSE(bench::with_page(begins + ends + begins, "new\n"));
  EXPECT_FALSE(bench::with_page(begins + ends + ends, "new\n"));
}

// What bench/run --readme does to the README of the benchmarks: the rest stays as it is.
TEST(Page, TheReadmeHasAPlaceForIt) {
  const std::string readme = project_file("bench/README.md");
  const auto changed = bench::with_page(readme, "new\n");
  ASSERT_TRUE(changed);
  const auto outside = [](const std::string& text) {
    const std::size_t begin = text.find(bench::page_begins);
    return text.substr(0, begin) + text.substr(text.find(bench::page_ends));
  };
  EXPECT_EQ(outside(*changed), outside(readme));
  EXPECT_NE(outside(readme).find("\n## What limits us now\n"), std::string::npos);
}

}  // namespace
}  // namespace lintel::testing
