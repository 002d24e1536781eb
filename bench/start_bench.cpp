// SPDX-License-Identifier: Apache-2.0
// What comes before the first answer: verifying the image, making the evaluator, answering once;
// for the six rulesets and for images of many rules. And what an evaluator holds in memory.
#include <malloc.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>

#include <benchmark/benchmark.h>

#include "bench/bench.h"
#include "bench/child_process.h"
#include "bench/generate.h"
#include "runtime/lintel.h"

namespace lintel::bench {
namespace {

struct Fixture {
  std::string name;
  std::function<std::vector<std::byte>()> compile;
  std::string event;
  std::vector<std::byte> image;    // empty until it is needed: the largest take seconds to compile
  std::size_t resident_bytes = 0;  // that one evaluator and its first answer bring into memory
};

Ruleset load_or_give_up(const Fixture& fixture) {
  return bench::load_or_give_up(fixture.name, fixture.image);
}

void load(benchmark::State& state, const Fixture& fixture) {
  for (auto _ : state) benchmark::DoNotOptimize(Ruleset::load(fixture.image));
  const auto size = static_cast<std::int64_t>(fixture.image.size());
  state.SetBytesProcessed(size * state.iterations());
  state.counters["image_bytes"] = static_cast<double>(size);
}

void make_evaluator(benchmark::State& state, const Fixture& fixture) {
  const Ruleset ruleset = load_or_give_up(fixture);
  for (auto _ : state) {
    const Evaluator evaluator(ruleset);
    benchmark::DoNotOptimize(&evaluator);
  }
  state.counters["memory_bytes"] = static_cast<double>(Evaluator(ruleset).memory_bytes());
  state.counters["resident_bytes"] = static_cast<double>(fixture.resident_bytes);
}

void first_answer(benchmark::State& state, const Fixture& fixture) {
  for (auto _ : state) {
    Evaluator evaluator(*Ruleset::load(fixture.image));
    benchmark::DoNotOptimize(evaluator.evaluate(fixture.event).body().data());
  }
}

void answer(benchmark::State& state, const Fixture& fixture) {
  Evaluator evaluator(load_or_give_up(fixture));
  for (auto _ : state) benchmark::DoNotOptimize(evaluator.evaluate(fixture.event).body().data());
}

// Bytes of this process that are in memory and belong to no file, such as the program itself.
std::size_t resident_bytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (!file) return 0;
  std::size_t resident = 0;
  std::size_t of_files = 0;
  const int fields = std::fscanf(file, "%*u %zu %zu", &resident, &of_files);
  std::fclose(file);
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return fields == 2 ? (resident - of_files) * page : 0;
}

std::size_t measure_resident(const Fixture& fixture) {
  const std::vector<std::byte> grown = in_child([&fixture] {
    const Ruleset ruleset = load_or_give_up(fixture);
    resident_bytes();  // brings in the memory that asking takes
    const std::size_t before = resident_bytes();
    Evaluator evaluator(ruleset);
    benchmark::DoNotOptimize(evaluator.evaluate(fixture.event).body().data());
    const std::size_t bytes = resident_bytes() - before;
    const auto* const begin = reinterpret_cast<const std::byte*>(&bytes);
    return std::vector<std::byte>(begin, begin + sizeof bytes);
  });
  std::size_t bytes = 0;
  std::memcpy(&bytes, grown.data(), sizeof bytes);
  return bytes;
}

void prepare(Fixture& fixture) {
  if (!fixture.image.empty()) return;
  fixture.image = in_child(fixture.compile);
  fixture.resident_bytes = measure_resident(fixture);
}

// An image of `rules` rules, and an event with the domain of the last one.
Fixture large(Shape shape, std::size_t rules) {
  const auto compile = [shape, rules] {
    const Generated generated = generate(shape, rules);
    GeneratedFiles files(generated);
    return image_of(generated.source, &files);
  };
  std::string event = event_of(registered_domain);
  const std::string_view domain = "Example.com";
  event.replace(event.find(domain), domain.size(), domain_number(rules - 1));
  const std::string name = std::string(name_of(shape)) + "_" + std::to_string(rules);
  return {name, compile, padded(event), {}};
}

void add(Fixture& fixture) {
  using Bench = void (*)(benchmark::State&, const Fixture&);
  const std::pair<const char*, Bench> benches[] = {{"load", load},
                                                   {"make_evaluator", make_evaluator},
                                                   {"first_answer", first_answer},
                                                   {"answer", answer}};
  for (const auto& [name, bench] : benches) {
    benchmark::RegisterBenchmark((std::string(name) + "/" + fixture.name).c_str(),
                                 [&fixture, bench = bench](benchmark::State& state) {
                                   prepare(fixture);
                                   bench(state, fixture);
                                 });
  }
}

}  // namespace
}  // namespace lintel::bench

int main(int argc, char** argv) {
  using namespace lintel::bench;
  // Memory of the size of an evaluator comes from the system and goes back to it, every time.
  ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
  std::vector<Fixture> fixtures;
  for (const Workload& workload : workloads) {
    fixtures.push_back({std::string(workload.name),
                        [&workload] { return image_of(workload); },
                        event_of(workload),
                        {}});
  }
  for (const Shape shape : {Shape::domains, Shape::mixed, Shape::list}) {
    for (const std::size_t rules : {1'000U, 100'000U}) fixtures.push_back(large(shape, rules));
  }
  for (Fixture& fixture : fixtures) add(fixture);
  return run(argc, argv);
}
