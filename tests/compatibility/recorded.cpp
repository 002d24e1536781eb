// SPDX-License-Identifier: Apache-2.0
#include "tests/compatibility/recorded.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace lintel::compatibility {

std::string recorded_path(const std::string& name) {
  return std::string(LINTEL_SOURCE_DIR "/tests/compatibility/").append(name);
}

std::string recorded_bytes(const std::string& name) {
  std::ifstream file(recorded_path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> recorded_lines(const std::string& name) {
  std::vector<std::string> lines;
  std::istringstream text(recorded_bytes(name));
  for (std::string line; std::getline(text, line);)
    if (!line.empty() && line.front() != '#') lines.push_back(line);
  return lines;
}

bool is_recording() { return std::getenv("LINTEL_REBASE") != nullptr; }

void add_line(const std::string& name, const std::string& line) {
  std::ofstream(recorded_path(name), std::ios::app | std::ios::binary) << line << '\n';
}

}  // namespace lintel::compatibility
