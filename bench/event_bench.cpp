// SPDX-License-Identifier: Apache-2.0
// What one event costs: the three steps and the whole, for the six rulesets of rules/ and the
// larger ones of bench/rules/; and against programs by hand.
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "bench/bench.h"
#include "bench/comparison.h"
#include "bench/peers/peer.h"
#include "runtime/lintel.h"

namespace lintel::bench {
namespace {

// An expression that other engines publish a time for: the decision alone, with the values there.
constexpr Workload expression = {"expression", "bench/rules/expression.rules",
                                 "bench/events/expression.json"};

struct Fixture {
  explicit Fixture(const Workload& workload)
      : name(workload.name),
        image(image_of(workload)),
        evaluator(load_or_give_up(name, image)),
        event(event_of(workload)) {
    if (evaluator.evaluate(event).kind() != OutcomeKind::answered)
      give_up(name + " is not answered");
  }

  std::string name;
  std::vector<std::byte> image;
  Evaluator evaluator;
  std::string event;
};

void count_bytes(benchmark::State& state, std::size_t bytes_each) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes_each) * state.iterations());
}

void read(benchmark::State& state, Fixture& fixture) {
  for (auto _ : state) benchmark::DoNotOptimize(fixture.evaluator.read(fixture.event));
  count_bytes(state, fixture.event.size());
}

void decide(benchmark::State& state, Fixture& fixture) {
  fixture.evaluator.read(fixture.event);
  for (auto _ : state) {
    fixture.evaluator.decide();
    benchmark::ClobberMemory();
  }
}

void write(benchmark::State& state, Fixture& fixture) {
  fixture.evaluator.read(fixture.event);
  fixture.evaluator.decide();
  for (auto _ : state) benchmark::DoNotOptimize(fixture.evaluator.write());
  count_bytes(state, fixture.event.size());
}

void evaluate(benchmark::State& state, Fixture& fixture) {
  for (auto _ : state) benchmark::DoNotOptimize(fixture.evaluator.evaluate(fixture.event));
  count_bytes(state, fixture.event.size());
  state.counters["event_bytes"] = static_cast<double>(fixture.event.size());
}

using Step = void (*)(benchmark::State&, Fixture&);

void register_step(const char* name, Step step, Fixture& fixture) {
  benchmark::RegisterBenchmark((std::string(name) + "/" + fixture.name).c_str(),
                               [&fixture, step](benchmark::State& state) { step(state, fixture); });
}

void register_steps(Fixture& fixture) {
  register_step("read", read, fixture);
  register_step("decide", decide, fixture);
  register_step("write", write, fixture);
  register_step("evaluate", evaluate, fixture);
}

}  // namespace
}  // namespace lintel::bench

int main(int argc, char** argv) {
  using namespace lintel::bench;
  std::vector<std::unique_ptr<Fixture>> fixtures;
  const auto add = [&](const Workload& workload) -> Fixture& {
    return *fixtures.emplace_back(std::make_unique<Fixture>(workload));
  };
  for (const Workload& workload : workloads) register_steps(add(workload));
  register_steps(add(policy));
  register_steps(add(message));
  register_step("decide", decide, add(expression));
  const auto comparisons = register_comparisons();
  if (has_simdjson()) benchmark::AddCustomContext("simdjson", simdjson_kernel());
  return run(argc, argv);
}
