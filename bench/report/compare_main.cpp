// SPDX-License-Identifier: Apache-2.0
// What bench/compare does with what the benchmarks of two builds wrote: a table and a closing line.
//
//   bench_compare NAME_A NAME_B FOLDER [JSON]
//
// FOLDER/a/ and FOLDER/b/ hold PROGRAM.PAIR.json, what Google Benchmark wrote in that pair, and
// PROGRAM.counted.json with PROGRAM.callgrind where instructions were counted.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <map>

#include "bench/report/comparison.h"
#include "bench/report/files.h"

namespace lintel::bench {
namespace {

namespace fs = std::filesystem;

// NAME of /folder/NAME.second.last, and second.
std::string first_part(const fs::path& path) { return path.stem().stem().string(); }
std::string second_part(const fs::path& path) {
  const std::string part = path.stem().extension().string();
  return part.empty() ? part : part.substr(1);
}

// The files of one pair, of all programs, are read as one process.
Side read_side(const std::string& name, const fs::path& folder) {
  Side side{name, {}, {}};
  std::map<int, std::vector<std::string>> pairs;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const fs::path& path = entry.path();
    if (path.extension() != ".json") continue;
    if (second_part(path) == "counted") {
      const fs::path counts = folder / (first_part(path) + ".callgrind");
      side.instructions.merge(read_instructions(read_file(path), read_file(counts)));
    } else {
      pairs[std::stoi(second_part(path))].push_back(path);
    }
  }
  for (auto& [pair, paths] : pairs) {
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> texts;
    for (const std::string& path : paths) texts.push_back(read_file(path));
    side.processes.push_back(read_raw(texts));
  }
  return side;
}

int run(const std::vector<std::string>& words) {
  if (words.size() != 3 && words.size() != 4) {
    std::fprintf(stderr, "usage: bench_compare NAME_A NAME_B FOLDER [JSON]\n");
    return 2;
  }
  const Side a = read_side(words[0], fs::path(words[2]) / "a");
  const Side b = read_side(words[1], fs::path(words[2]) / "b");
  const std::vector<ComparedRow> rows = compare(a, b);
  std::printf("%s\n%s", comparison_table(a, b, rows).c_str(), closing_line(rows).c_str());
  if (words.size() == 4) write_file(words[3], comparison_json(a, b, rows));
  return 0;
}

}  // namespace
}  // namespace lintel::bench

int main(int argc, char** argv) try {
  return lintel::bench::run({argv + 1, argv + argc});
} catch (const std::exception& error) {
  std::fprintf(stderr, "bench_compare: %s\n", error.what());
  return 1;
}
