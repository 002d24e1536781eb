// SPDX-License-Identifier: Apache-2.0
// One meaning for each format version: all tables that give an image its meaning make one number,
// which formats.txt records. A changed table needs a new version, and a new version a new line.
#include <cstdint>
#include <cstdio>
#include <regex>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "runtime/image.h"
#include "runtime/instruction.h"
#include "tests/compatibility/recorded.h"
#include "tests/support/project_files.h"

namespace lintel::compatibility {
namespace {

// What reads and writes images goes by these. Of a header, all but comments, blanks and functions
// counts: its structures, its enumerations and its constants. Attributes say how to compile what
// reads them; the sizes of rows count apart.
std::string declarations(std::string text) {
  text = std::regex_replace(text, std::regex("//[^\n]*"), "");
  text = std::regex_replace(text, std::regex("\\[\\[[^\\]]*\\]\\] "), "");
  std::string found;
  const std::regex declaration(
      "(?:enum class|struct) [A-Za-z]+[^;{]*\\{[^}]*\\}|inline constexpr [^;(]*;");
  for (auto match = std::sregex_iterator(text.begin(), text.end(), declaration);
       match != std::sregex_iterator(); ++match)
    found += std::regex_replace(match->str(), std::regex("[ \t\n]+"), " ") + "\n";
  return found;
}

std::string meaning() {
  std::string text;
  for (const auto& row : runtime::instruction_set) {
    text.append("opcode ").append(row.name).append(row.mask == runtime::Mask::tests ? " tests"
                                                                                    : "");
    for (const auto operand : row.operands) text += " " + std::to_string(static_cast<int>(operand));
    text += '\n';
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(image::Section::count); ++i) {
    const auto section = static_cast<image::Section>(i);
    text.append("section ").append(image::section_name(section));
    text += " " + std::to_string(image::row_size(section)) + "\n";
  }
  text += "header " + std::to_string(sizeof(image::Header)) + "\n";
  return text + declarations(testing::project_file("runtime/image.h"));
}

// FNV-1a of 64 bits.
std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return digits;
}

// What is to be done about the tables; empty if nothing.
std::string objection(std::uint32_t version, const std::string& now,
                      const std::vector<std::string>& recorded) {
  const std::string name = std::to_string(version) + " ";
  for (const std::string& line : recorded) {
    if (!line.starts_with(name)) continue;
    if (line.substr(name.size()) == now) return "";
    return "the tables of format " + name + "have changed: step format_version in runtime/image.h";
  }
  return "format " + name + "is not recorded: run with LINTEL_REBASE=1";
}

TEST(Format, HasOneMeaningForEachVersion) {
  const std::string now = fingerprint(meaning());
  const std::string version = std::to_string(image::format_version);
  auto recorded = recorded_lines("formats.txt");
  if (is_recording() &&
      objection(image::format_version, now, recorded).ends_with("LINTEL_REBASE=1")) {
    add_line("formats.txt", version + " " + now);
    recorded = recorded_lines("formats.txt");
  }
  EXPECT_EQ(objection(image::format_version, now, recorded), "") << now;
  // No two versions are one.
  for (const std::string& line : recorded)
    if (!line.starts_with(version + " ")) {
      EXPECT_EQ(line.find(now), std::string::npos) << line;
    }
}

TEST(Format, AChangedTableIsSeen) {
  const std::string text = meaning();
  EXPECT_GT(text.size(), 5000U);
  EXPECT_NE(text.find("opcode end"), std::string::npos);
  EXPECT_NE(text.find("section rules "), std::string::npos)
      << text.substr(text.find("section"), 800);
  for (const std::string_view word :
       {"opcode jump", "section fields", "struct TableRow", "enum class Kind", "enum class ReadAs",
        "enum class FieldDefault", "enum class Lookup", "dfa_ascii", "magic"}) {
    std::string changed = text;
    const std::size_t at = changed.find(word);
    ASSERT_NE(at, std::string::npos) << word;
    changed[at + word.size() - 1] = '?';
    EXPECT_NE(fingerprint(changed), fingerprint(text)) << word;
  }
  // Words that mean nothing for an image.
  EXPECT_EQ(declarations("struct A {\n  int b;  // one\n};\n"),
            declarations("struct A { int b; };  // two"));
  EXPECT_NE(declarations("enum class A { b, c };"), declarations("enum class A { c, b };"));
  const std::vector<std::string> recorded = {"1 aa", "2 bb"};
  EXPECT_EQ(objection(2, "bb", recorded), "");
  EXPECT_NE(objection(2, "cc", recorded), "");
  EXPECT_NE(objection(3, "bb", recorded), "");
}

}  // namespace
}  // namespace lintel::compatibility
