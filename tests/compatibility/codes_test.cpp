// SPDX-License-Identifier: Apache-2.0
// Codes are for ever: what codes.txt and faults.txt record means the same in every version, and a
// code that goes is never given to something else. Messages may be worded better; findings.txt
// shows the change.
#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "compiler/compiler.h"
#include "grammar/diagnostic.h"
#include "runtime/lintel.h"
#include "tests/compatibility/recorded.h"
#include "tests/support/project_files.h"

namespace lintel::compatibility {
namespace {

using Json = nlohmann::json;

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

// Files beside the rules of an example.
class ExampleFiles final : public Files {
 public:
  explicit ExampleFiles(const Json& files) : files_(files) {}
  std::optional<std::string> read(const std::string& path) override {
    if (!files_.contains(path)) return {};
    return files_[path].get<std::string>();
  }

 private:
  const Json& files_;
};

// The finding of that code in the example, as people see it; empty if it does not come.
std::string rendered(const std::string& code, const std::string& rules, const Json& files) {
  const Source source{"a.rules", rules};
  ExampleFiles imports(files);
  CompileOptions options;
  options.files = &imports;
  const Compilation made = compile({&source, 1}, options);
  const grammar::SourceText text{"a.rules", rules};
  for (const Finding& finding : made.findings) {
    if (finding.code != code) continue;
    std::string shown = grammar::render({&finding, 1}, {&text, 1}, {});
    while (shown.ends_with('\n')) shown.pop_back();
    return shown;
  }
  return "";
}

// By code. examples.jsonl has rules for each but those that stand here.
std::map<std::string, std::string> examples() {
  std::map<std::string, std::string> all;
  const Json none = Json::object();
  // JSON holds no such byte.
  all["E0101"] = rendered("E0101", "on PreSignUp // \xff\nthen autoConfirm\n", none);
  for (const std::string& line : recorded_lines("examples.jsonl")) {
    const Json entry = Json::parse(line);
    const std::string code = entry["code"];
    all[code] = rendered(code, entry["rules"], entry.value("files", none));
    EXPECT_NE(all[code], "") << line;
  }
  return all;
}

struct Entry {
  std::string message;
  std::string example;  // empty if there is none
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

void record_page(const std::map<std::string, std::string>& shown) {
  std::ofstream page(recorded_path("findings.txt"), std::ios::binary);
  page << "The message of each finding, and an example as people see it.\n";
  for (const grammar::DiagnosticRow& row : grammar::diagnostic_rows) {
    page << "\n## " << row.code << "\n" << row.text << "\n";
    const auto found = shown.find(std::string(row.code));
    if (found != shown.end()) page << "\n" << found->second << "\n";
  }
}

// Codes without an example, and why.
const std::map<std::string_view, std::string_view> without_example = {
    {"E0604", "a file that is no UTF-8: tests/compiler/codes_test.cpp"},
    {"E0901", "a file of 256 MB: tests/grammar/limits_test.cpp"},
    {"E0904", "65,536 attributes: tests/compiler/limits_test.cpp"},
    {"E0905", "an image of 2 GB"},
    {"E0907", "comes with an option: tests/cli/check_cost.case"},
    {"E1006", "goes by the name of the file: tests/cli/test_findings.case"},
};

// Another wording is for a person to read: LINTEL_REBASE=1 writes the page anew, and the difference
// stands in the review.
TEST(Codes, HaveTheMessagesAndExamplesOfThePage) {
  const auto shown = examples();
  if (is_recording()) record_page(shown);
  const std::string page = recorded_bytes("findings.txt");
  for (const grammar::DiagnosticRow& row : grammar::diagnostic_rows) {
    const auto found = entry(page, row.code);
    ASSERT_TRUE(found) << row.code;
    EXPECT_EQ(found->message, row.text) << row.code;
    const auto example = shown.find(std::string(row.code));
    EXPECT_EQ(found->example, example == shown.end() ? "" : example->second) << row.code;
    EXPECT_EQ(found->example.empty(), without_example.contains(row.code)) << row.code;
  }
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
