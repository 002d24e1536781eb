// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/project_texts.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/case_file.h"

namespace lintel::fuzz {
namespace {

namespace fs = std::filesystem;

const fs::path top = LINTEL_SOURCE_DIR;

std::optional<std::string> content(const fs::path& path) {
  std::error_code error;  // a name may be that of a folder, or too long
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The rules that a case writes into files.
void add_rules_of_case(const ProjectText& file, std::vector<ProjectText>& all) {
  std::string why;
  const auto parsed = testing::parse_case(file.text, why);
  if (!parsed) return;
  for (const testing::Step& step : parsed->steps)
    if (!step.is_run && step.text.ends_with(".rules")) all.push_back({file.path, step.content});
}

}  // namespace

std::vector<ProjectText> texts_below(const std::string& folder, const std::string& ending) {
  std::vector<ProjectText> texts;
  if (!fs::exists(top / folder)) return texts;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(top / folder)) {
    if (!entry.is_regular_file() || !entry.path().string().ends_with(ending)) continue;
    texts.push_back(
        {fs::relative(entry.path(), top).generic_string(), content(entry.path()).value_or("")});
  }
  std::sort(texts.begin(), texts.end(),
            [](const ProjectText& a, const ProjectText& b) { return a.path < b.path; });
  return texts;
}

std::optional<std::string> ProjectFiles::read(const std::string& path) {
  return content(top / path);
}

const std::vector<ProjectText>& project_rules() {
  static const std::vector<ProjectText> all = [] {
    std::vector<ProjectText> found = texts_below("rules", ".rules");
    for (const ProjectText& file : texts_below("tests", ".case")) add_rules_of_case(file, found);
    return found;
  }();
  return all;
}

}  // namespace lintel::fuzz
