// SPDX-License-Identifier: Apache-2.0
// The project's own files, for tests that read them.
#pragma once

#include <string>
#include <vector>

namespace lintel::testing {

struct ProjectFile {
  std::string path;  // from the top folder, with /
  std::string text;
};

// The file at a path from the top folder; fails the test if there is none.
std::string project_file(const std::string& path);

// Files below a folder whose name ends in one of `endings`, sorted by path.
std::vector<ProjectFile> files_below(const std::string& folder,
                                     const std::vector<std::string>& endings);

// All .h, .cpp and .def files.
std::vector<ProjectFile> source_files();

}  // namespace lintel::testing
