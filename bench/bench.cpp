// SPDX-License-Identifier: Apache-2.0
// What the benchmarks share.
#include "bench/bench.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include <benchmark/benchmark.h>

namespace lintel::bench {
namespace {

std::string read_file(std::string_view path) {
  std::ifstream file(std::string(LINTEL_SOURCE_DIR "/").append(path), std::ios::binary);
  if (!file) give_up("cannot read " + std::string(path));
  return {std::istreambuf_iterator<char>(file), {}};
}

// The files that rules import, by their path from the root of the project.
class ProjectFiles : public Files {
 public:
  std::optional<std::string> read(const std::string& path) override { return read_file(path); }
};

// A line of /proc/cpuinfo, such as "model name"; virtual machines hide the exact name of the model,
// so the family and the number are wanted too.
std::string cpu_fact(std::string_view key) {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    if (line.substr(0, line.find_last_not_of(" \t:", colon) + 1) == key)
      return line.substr(colon + 2);
  }
  return "unknown";
}

std::string cpu() {
  return cpu_fact("model name") + " (family " + cpu_fact("cpu family") + ", model " +
         cpu_fact("model") + ")";
}

constexpr const char* compiler =
#ifdef __clang__
    "clang " __clang_version__;
#else
    "g++ " __VERSION__;
#endif

}  // namespace

void give_up(const std::string& reason) {
  std::fprintf(stderr, "bench: %s\n", reason.c_str());
  std::exit(EXIT_FAILURE);
}

std::string padded(std::string_view text) {
  std::string result;
  result.reserve(text.size() + event_padding);
  return result.append(text);
}

std::vector<std::string> lines_of(std::string_view path) {
  std::istringstream text(read_file(path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) {
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  }
  return lines;
}

std::string event_of(const Workload& workload) {
  std::string text = read_file(workload.event);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return padded(text);
}

std::vector<std::byte> image_of(const Workload& workload) {
  ProjectFiles files;
  return image_of(Source{std::string(workload.rules), read_file(workload.rules)}, &files);
}

std::vector<std::byte> image_of(const Source& source, Files* files) {
  CompileOptions options;
  options.files = files;
  Compilation compilation = compile({&source, 1}, options);
  if (!compilation.ok()) {
    give_up(source.name + " does not compile" +
            (compilation.findings.empty() ? "" : ": " + compilation.findings.front().message));
  }
  return std::move(compilation.image);
}

Ruleset load_or_give_up(const std::string& name, std::span<const std::byte> image) {
  const LoadResult loaded = Ruleset::load(image);
  if (!loaded) give_up(name + ": " + std::string(loaded.fault().message()));
  return *loaded;
}

int run(int argc, char** argv) {
  benchmark::AddCustomContext("cpu", cpu());
  benchmark::AddCustomContext("compiler", compiler);
  benchmark::AddCustomContext("flags", LINTEL_BENCH_FLAGS);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return EXIT_FAILURE;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return EXIT_SUCCESS;
}

}  // namespace lintel::bench
