// SPDX-License-Identifier: Apache-2.0
#include "bench/report/files.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace lintel::bench {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const std::string& path, std::string_view text) {
  const std::string beside = path + ".part";
  std::ofstream file(beside, std::ios::binary);
  file << text;
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(beside, path, error);
  if (!file || error) throw std::runtime_error("cannot write " + path);
}

}  // namespace lintel::bench
