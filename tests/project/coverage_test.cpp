// SPDX-License-Identifier: Apache-2.0
// What a table declares, a test uses. Each row has to turn up in a test: in a .case file, in a unit
// test, or in the rules and events of rules/. A row that cannot stands in `exceptions` with the
// reason.
#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/cli/command.h"
#include "compiler/schema.h"
#include "grammar/diagnostic.h"
#include "tests/support/case_file.h"
#include "tests/support/project_files.h"

namespace lintel::testing {
namespace {

// Row of a table, and why no test can use it.
const std::map<std::string, std::string> exceptions = {
    {"diagnostic E0905", "an image of 2 GiB takes more memory than a test may have"},
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// True if `word` stands in `text` and is not part of a longer word.
bool holds_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool starts = at == 0 || !is_word(word.front()) || !is_word(text[at - 1]);
    const bool ends = end == text.size() || !is_word(word.back()) || !is_word(text[end]);
    if (starts && ends) return true;
  }
  return false;
}

// Everything that tests are written in, but not this file, nor what knows rows without testing
// them.
const std::vector<ProjectFile>& tests() {
  static const std::vector<ProjectFile> files = [] {
    std::vector<ProjectFile> found = files_below("tests", {".case", ".cpp"});
    std::erase_if(found, [](const ProjectFile& file) {
      return file.path == "tests/project/coverage_test.cpp" ||
             file.path == "tests/compatibility/codes_test.cpp" ||
             file.path.starts_with("tests/support/");
    });
    for (ProjectFile& file : files_below("rules", {".rules", ".json", ".jsonl"}))
      found.push_back(std::move(file));
    return found;
  }();
  return files;
}

bool tested(std::string_view word) {
  return std::any_of(tests().begin(), tests().end(),
                     [&](const ProjectFile& file) { return holds_word(file.text, word); });
}

void expect_tested(std::string_view table, std::string_view row, bool is_tested) {
  const std::string name = std::string(table) + " " + std::string(row);
  const bool is_exception = exceptions.contains(name);
  if (!is_tested && !is_exception) ADD_FAILURE() << name << " is in no test";
  if (is_tested && is_exception) ADD_FAILURE() << name << " is tested, and an exception no more";
}

void expect_tested(std::string_view table, std::string_view row) {
  expect_tested(table, row, tested(row));
}

TEST(Coverage, Diagnostics) {
  for (const grammar::DiagnosticRow& row : grammar::diagnostic_rows)
    expect_tested("diagnostic", row.code);
}

TEST(Coverage, Triggers) {
  namespace schema = compiler::schema;
  for (const auto& row : schema::sources()) expect_tested("source", row.name);
  for (const auto& row : schema::fields()) expect_tested("field", row.name);
  for (const auto& row : schema::attributes()) expect_tested("attribute", row.name);
  for (const auto& row : schema::responses()) {
    expect_tested("action", row.action);
    // Of a path each name stands in an answer.
    for (std::string_view path = row.field; !path.empty();) {
      const auto dot = path.find('.');
      expect_tested("response", path.substr(0, dot));
      path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
    }
  }
  for (const auto& row : schema::effects()) expect_tested("effect", row.name);
  for (const auto& row : schema::parameters()) expect_tested("parameter", row.name);
}

constexpr std::string_view builtin_spellings[] = {
#define LINTEL_BUILTIN(name, spelling, form, first, second, result, opcode, grade, meaning) \
  spelling,
#include "compiler/builtins.def"
#undef LINTEL_BUILTIN
};

TEST(Coverage, Builtins) {
  for (const std::string_view spelling : builtin_spellings)
    if (!spelling.empty()) expect_tested("builtin", spelling);
}

constexpr std::string_view opcode_names[] = {
#define LINTEL_OPCODE(name, mask, a, b, c, d, meaning) #name,
#include "runtime/opcodes.def"
#undef LINTEL_OPCODE
};

TEST(Coverage, Opcodes) {
  for (const std::string_view name : opcode_names) expect_tested("opcode", name);
}

struct FaultRow {
  std::string_view name;
  std::string_view message;
};

constexpr FaultRow fault_rows[] = {
#define LINTEL_FAULT(name, message) {#name, message},
#include "runtime/faults.def"
#undef LINTEL_FAULT
};

TEST(Coverage, Faults) {
  for (const FaultRow& row : fault_rows)
    expect_tested("fault", row.name, tested(row.name) || tested(row.message));
}

// The runs of all .case files.
std::vector<Step> runs() {
  std::vector<Step> found;
  for (const ProjectFile& file : files_below("tests", {".case"})) {
    std::string why;
    const std::optional<CaseFile> parsed = parse_case(file.text, why);
    EXPECT_TRUE(parsed) << file.path << ": " << why;
    if (!parsed) continue;
    for (const Step& step : parsed->steps)
      if (step.is_run) found.push_back(step);
  }
  return found;
}

TEST(Coverage, CommandsAndFlags) {
  const std::vector<Step> all = runs();
  for (const cli::CommandRow& command : cli::commands()) {
    const std::string call = "lintel " + std::string(command.name);
    for (const cli::FlagRow& flag : cli::flags()) {
      if (!cli::takes(command.command, flag.flag)) continue;
      const std::string flag_name = cli::spelling(flag);
      const std::string short_name = std::string("-") + flag.short_name;
      const bool used = std::any_of(all.begin(), all.end(), [&](const Step& step) {
        return holds_word(step.text, call) &&
               (holds_word(step.text, flag_name) ||
                (flag.short_name && holds_word(step.text, short_name)));
      });
      expect_tested("flag", std::string(command.name) + " " + flag_name, used);
    }
  }
}

TEST(Coverage, ExitCodes) {
  const std::vector<Step> all = runs();
  for (const cli::ExitRow& row : cli::exits()) {
    const std::string_view command = cli::commands()[static_cast<std::size_t>(row.command)].name;
    const std::string call = "lintel " + std::string(command);
    const bool seen = std::any_of(all.begin(), all.end(), [&](const Step& step) {
      return holds_word(step.text, call) && step.expected.exit == static_cast<int>(row.code);
    });
    expect_tested("exit", std::string(command) + " " + std::to_string(static_cast<int>(row.code)),
                  seen);
  }
}

TEST(Coverage, IsNotVacuous) {
  EXPECT_GT(tests().size(), 60u);
  EXPECT_TRUE(holds_word("a E0101 b", "E0101"));
  EXPECT_FALSE(holds_word("a E01012 b", "E0101"));
  EXPECT_FALSE(holds_word("xE0101", "E0101"));
  EXPECT_TRUE(holds_word("x.size()", "size"));
  EXPECT_TRUE(holds_word("a<b", "<"));
  EXPECT_FALSE(
      tested("word_that_stands_in_no_"
             "test"));
}

}  // namespace
}  // namespace lintel::testing
