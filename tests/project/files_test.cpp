// SPDX-License-Identifier: Apache-2.0
// What holds for every source file: the licence line, a word on what it is for, and a size that can
// be read in one sitting.
#include <algorithm>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/support/project_files.h"

namespace lintel::testing {
namespace {

constexpr std::ptrdiff_t most_lines = 600;
constexpr std::string_view licence = "// SPDX-License-Identifier: Apache-2.0\n";

TEST(Files, StartWithTheLicence) {
  int seen = 0;
  for (const ProjectFile& file : source_files()) {
    ++seen;
    ASSERT_TRUE(file.text.starts_with(licence)) << file.path;
  }
  EXPECT_GT(seen, 50);
}

// In the file itself, or in the header of the same name.
TEST(Files, SayWhatTheyAreFor) {
  for (const ProjectFile& file : source_files()) {
    const std::string header = file.path.substr(0, file.path.rfind('.')) + ".h";
    const std::string_view second = std::string_view(file.text).substr(licence.size());
    EXPECT_TRUE(second.starts_with("// ") || second.starts_with("#include \"" + header + "\"\n"))
        << file.path;
  }
}

TEST(Files, AreSmall) {
  for (const ProjectFile& file : source_files())
    EXPECT_LE(std::count(file.text.begin(), file.text.end(), '\n'), most_lines) << file.path;
}

TEST(Files, HeadersAreIncludedOnce) {
  for (const ProjectFile& file : source_files()) {
    if (!file.path.ends_with(".h")) continue;
    EXPECT_NE(file.text.find("#pragma once"), std::string::npos) << file.path;
  }
}

}  // namespace
}  // namespace lintel::testing
