// SPDX-License-Identifier: Apache-2.0
// Reads the project's files from where the tests were built.
#include "tests/support/project_files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace lintel::testing {
namespace {

namespace fs = std::filesystem;

const fs::path top = LINTEL_SOURCE_DIR;

}  // namespace

std::string project_file(const std::string& path) {
  std::ifstream file(top / path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<ProjectFile> files_below(const std::string& folder,
                                     const std::vector<std::string>& endings) {
  std::vector<ProjectFile> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(top / folder)) {
    const std::string path = fs::relative(entry.path(), top).generic_string();
    if (entry.is_regular_file() &&
        std::any_of(endings.begin(), endings.end(),
                    [&](const std::string& ending) { return path.ends_with(ending); }))
      files.push_back({path, project_file(path)});
  }
  std::sort(files.begin(), files.end(),
            [](const ProjectFile& a, const ProjectFile& b) { return a.path < b.path; });
  return files;
}

std::vector<ProjectFile> source_files() {
  std::vector<ProjectFile> files;
  for (const char* room : {"bench", "compiler", "grammar", "runtime", "tests"})
    for (ProjectFile& file : files_below(room, {".h", ".cpp", ".def"}))
      files.push_back(std::move(file));
  return files;
}

}  // namespace lintel::testing
