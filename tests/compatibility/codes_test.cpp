// SPDX-License-Identifier: Apache-2.0
// Codes are for ever: what codes.txt and faults.txt record means the same in every version, and a
// code that goes is never given to something else. Messages may be worded better; findings.txt
// shows the change.
#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "grammar/diagnostic.h"
#include "runtime/lintel.h"
#include "tests/compatibility/recorded.h"
#include "tests/support/project_files.h"

namespace lintel::compatibility {
namespace {

std::vector<std::string> codes() {
  std::vector<std::string> rows;
  for (const auto& row : grammar::diagnostic_rows)
    rows.push_back(std::string(row.code).append(" ").append(row.name));
  return rows;
}

std::vector<std::string> faults() {
  return {
#define LINTEL_FAULT(name, message) #name,
#include "runtime/faults.def"
#undef LINTEL_FAULT
  };
}

// Each of `recorded` is still there, and each of `now` is recorded.
std::vector<std::string> differences(const std::vector<std::string>& recorded,
                                     const std::vector<std::string>& now) {
  std::vector<std::string> found;
  const auto missing = [](const std::vector<std::string>& from, const std::string& row) {
    return std::find(from.begin(), from.end(), row) == from.end();
  };
  for (const std::string& row : recorded)
    if (missing(now, row)) found.push_back("gone: " + row);
  for (const std::string& row : now)
    if (missing(recorded, row)) found.push_back("not recorded: " + row);
  return found;
}

void expect_recorded(const std::string& file, const std::vector<std::string>& now) {
  if (is_recording()) {
    const auto before = recorded_lines(file);
    for (const std::string& row : now)
      if (std::find(before.begin(), before.end(), row) == before.end()) add_line(file, row);
  }
  EXPECT_EQ(differences(recorded_lines(file), now), std::vector<std::string>()) << file;
}

TEST(Codes, AreForEver) {
  expect_recorded("codes.txt", codes());
  std::set<std::string> seen;
  for (const std::string& row : recorded_lines("codes.txt"))
    EXPECT_TRUE(seen.insert(row.substr(0, row.find(' '))).second) << row;
}

// Hosts tell faults apart by their names, and logs show them by their messages.
TEST(Codes, OfFaultsAreForEver) { expect_recorded("faults.txt", faults()); }

TEST(Codes, ThatGoOrMoveAreSeen) {
  const std::vector<std::string> recorded = {"E0101 a", "E0102 b"};
  EXPECT_EQ(differences(recorded, recorded).size(), 0U);
  EXPECT_EQ(differences(recorded, {"E0101 a"}).size(), 1U);
  EXPECT_EQ(differences(recorded, {"E0101 a", "E0103 b"}).size(), 2U);
  EXPECT_EQ(differences(recorded, {"E0101 b", "E0102 a"}).size(), 4U);
  EXPECT_EQ(differences(recorded, {"E0101 a", "E0102 b", "E0103 c"}).size(), 1U);
}

// The .case files, which hold findings as they are rendered.
const std::vector<testing::ProjectFile>& cases() {
  static const std::vector<testing::ProjectFile> all = testing::files_below("tests", {".case"});
  return all;
}

// The first example of a code.
std::string example(std::string_view code) {
  const std::string mark = "[" + std::string(code) + "]: ";
  for (const testing::ProjectFile& file : cases()) {
    const std::size_t at = file.text.find(mark);
    if (at == std::string::npos) continue;
    const std::size_t begin = file.text.rfind('\n', at) + 1;
    const std::size_t end =
        std::min({file.text.find("\n\n", at), file.text.find("\n===", at), file.text.size()});
    return file.text.substr(begin, end - begin);
  }
  return "";
}

bool is_shown(const std::string& text) {
  return std::any_of(cases().begin(), cases().end(), [&](const testing::ProjectFile& file) {
    return file.text.find(text) != std::string::npos;
  });
}

struct Entry {
  std::string message;
  std::string example;  // empty if no case shows the code
};

// What findings.txt holds of a code.
std::optional<Entry> entry(const std::string& page, std::string_view code) {
  const std::string heading = "## " + std::string(code) + "\n";
  const std::size_t at = page.find(heading);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + heading.size();
  const std::string text =
      page.substr(begin, std::min(page.find("\n## ", begin), page.size()) - begin);
  const std::size_t line = text.find('\n');
  Entry found{text.substr(0, line), text.substr(std::min(line + 1, text.size()))};
  while (found.example.starts_with('\n')) found.example.erase(0, 1);
  while (found.example.ends_with('\n')) found.example.pop_back();
  return found;
}

void record_page(const std::string& before) {
  std::ofstream page(recorded_path("findings.txt"), std::ios::binary);
  page << "The message of each finding, and an example as people see it.\n";
  for (const grammar::DiagnosticRow& row : grammar::diagnostic_rows) {
    const auto old = entry(before, row.code);
    const bool stays = old && !old->example.empty() && is_shown(old->example);
    const std::string shown = stays ? old->example : example(row.code);
    page << "\n## " << row.code << "\n" << row.text << "\n";
    if (!shown.empty()) page << "\n" << shown << "\n";
  }
}

// Another wording is for a person to read: LINTEL_REBASE=1 writes the page anew, and the difference
// stands in the review. More cases change nothing.
TEST(Codes, HaveTheMessagesAndExamplesOfThePage) {
  if (is_recording()) record_page(recorded_bytes("findings.txt"));
  const std::string page = recorded_bytes("findings.txt");
  std::size_t examples = 0;
  for (const grammar::DiagnosticRow& row : grammar::diagnostic_rows) {
    const auto found = entry(page, row.code);
    ASSERT_TRUE(found) << row.code;
    EXPECT_EQ(found->message, row.text) << row.code;
    EXPECT_TRUE(found->example.empty() || is_shown(found->example)) << found->example;
    if (!found->example.empty()) ++examples;
  }
  // The others cannot be caused by a file of a usual size, or have tests of their own.
  EXPECT_GT(examples * 10, std::size(grammar::diagnostic_rows) * 8);
}

TEST(Codes, OfThePageAreRead) {
  const std::string page =
      "Title.\n\n## E1\nmessage\n\nerror[E1]: message\n --> a\n\n## E2\nother\n";
  EXPECT_EQ(entry(page, "E1")->message, "message");
  EXPECT_EQ(entry(page, "E1")->example, "error[E1]: message\n --> a");
  EXPECT_EQ(entry(page, "E2")->message, "other");
  EXPECT_EQ(entry(page, "E2")->example, "");
  EXPECT_FALSE(entry(page, "E3"));
}

}  // namespace
}  // namespace lintel::compatibility
