// SPDX-License-Identifier: Apache-2.0
// Cold start as Lambda sees it, without what Lambda adds: from exec to the posted answer, a new
// process each time. Beside each bootstrap a program that is as static and does nothing but the
// exchange.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/bench.h"
#include "bench/process_start.h"
#include "compiler/cli/package/linked_image.h"

namespace lintel::bench {
namespace {

struct Program {
  std::string name;
  std::vector<std::string> words;
  std::string expected;  // in what it posts
};

// Each start beside the others of its repetition: the time of one is a matter of the moment.
void start(benchmark::State& state, const Program& program, const std::string& folder,
           const std::string& event) {
  std::size_t peak = 0;
  for (auto _ : state) {
    const Start one = start_process(program.words, folder, event, program.expected);
    state.SetIterationTime(one.seconds);
    peak = std::max(peak, one.peak_bytes);
  }
  state.counters["peak_bytes"] = static_cast<double>(peak);
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) give_up("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The bootstrap with the image in it, as `lintel package` makes it.
std::string function_of(const std::string& bootstrap, const std::string& folder) {
  const std::vector<std::byte> image = image_of(registered_domain);
  std::string why;
  const std::optional<std::string> linked =
      cli::link_image(bytes_of(std::string(LINTEL_BENCH_BOOTSTRAPS "/") + bootstrap), image,
                      cli::Architecture::x86_64, why);
  if (!linked) give_up(bootstrap + " " + why);
  std::string path = folder + "/" + bootstrap;
  std::ofstream(path, std::ios::binary) << *linked;
  if (::chmod(path.c_str(), 0755) != 0) give_up("cannot write " + path);
  return path;
}

}  // namespace
}  // namespace lintel::bench

int main(int argc, char** argv) {
  using namespace lintel::bench;
  std::string folder = "/tmp/lintel-bench-XXXXXX";
  if (!::mkdtemp(folder.data())) give_up("no temporary folder");
  const std::string confirmed = "\"autoConfirmUser\":true";
  const std::string exchanged = "/response {";
  const std::string exchange = LINTEL_BENCH_BOOTSTRAPS "/exchange-x86_64-";
  std::vector<Program> programs = {
      {"lintel", {function_of("bootstrap-x86_64", folder)}, confirmed},
      {"exchange_musl", {exchange + "musl"}, exchanged},
      {"lintel_glibc", {function_of("bootstrap-x86_64-glibc", folder)}, confirmed},
      {"exchange_glibc", {exchange + "glibc"}, exchanged},
      {"lintel_effects", {function_of("bootstrap-x86_64-effects", folder)}, confirmed},
  };
  const std::string node = LINTEL_BENCH_NODE;
  if (!node.empty())
    programs.push_back(
        {"node", {node, LINTEL_SOURCE_DIR "/bench/peers/node/bootstrap.mjs"}, confirmed});
  const std::string event = event_of(registered_domain);
  for (const Program& program : programs) {
    benchmark::RegisterBenchmark(
        ("compare/cold_start/" + program.name).c_str(),
        [&](benchmark::State& state) { start(state, program, folder, event); })
        ->UseManualTime();
  }
  const int code = run(argc, argv);
  for (const Program& program : programs) {
    if (program.words[0].starts_with(folder)) ::unlink(program.words[0].c_str());
  }
  ::rmdir(folder.c_str());
  return code;
}
