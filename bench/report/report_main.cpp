// SPDX-License-Identifier: Apache-2.0
// What bench/run does with what the benchmarks wrote (Google Benchmark's JSON). A benchmark may
// have run in several processes.
//
//   bench_report keep COMMIT RESULT.json RAW.json...   all times in one file, and their page
//   printed bench_report paste RESULT.json README.md           the page into the file, between its
//   markers
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/report/files.h"
#include "bench/report/page.h"

namespace lintel::bench {
namespace {

int keep(const std::string& commit, const std::string& result,
         const std::vector<std::string>& raw_files) {
  std::vector<std::string> texts;
  for (const std::string& path : raw_files) texts.push_back(read_file(path));
  Measurements measurements = read_raw(texts);
  measurements.facts["commit"] = commit;
  write_file(result, write_result(measurements));
  std::fputs(results_page(measurements).c_str(), stdout);
  return 0;
}

int paste(const std::string& result, const std::string& readme) {
  const std::string name = result.substr(result.rfind('/') + 1);
  const std::string page = "`results/" + name + "` holds these and all other times.\n\n" +
                           results_page(read_result(read_file(result)));
  const std::optional<std::string> text = with_page(read_file(readme), page);
  if (!text) throw std::runtime_error(readme + " has no markers to put results between");
  write_file(readme, *text);
  return 0;
}

int usage() {
  std::fprintf(stderr,
               "usage: bench_report keep COMMIT RESULT.json RAW.json...\n"
               "       bench_report paste RESULT.json README.md\n");
  return 2;
}

int run(const std::vector<std::string>& words) {
  const std::string command = words.empty() ? "" : words[0];
  if (command == "keep" && words.size() > 3)
    return keep(words[1], words[2], {words.begin() + 3, words.end()});
  if (command == "paste" && words.size() == 3) return paste(words[1], words[2]);
  return usage();
}

}  // namespace
}  // namespace lintel::bench

int main(int argc, char** argv) try {
  return lintel::bench::run({argv + 1, argv + argc});
} catch (const std::exception& error) {
  std::fprintf(stderr, "bench_report: %s\n", error.what());
  return 1;
}
