// SPDX-License-Identifier: Apache-2.0
// What one event costs: the three steps and the whole, for six rulesets, and the first ruleset
// against programs by hand that do the same job. Nothing is timed before all of them have been seen
// to give the same answers.
#include <memory>

#include <benchmark/benchmark.h>

#include "bench/bench.h"
#include "bench/peers/agreement.h"
#include "bench/peers/peer.h"
#include "runtime/lintel.h"

namespace lintel::bench {
namespace {

// Enough different events that the branches of a program cannot be learned by heart.
constexpr std::size_t many = 256;

// Answers of Node.js for each command, so that the pipe to it does not count.
constexpr std::size_t node_batch = 2000;

struct Fixture {
  explicit Fixture(const Workload& workload)
      : name(workload.name),
        image(image_of(workload)),
        evaluator(load()),
        event(event_of(workload)) {
    if (evaluator.evaluate(event).kind() != OutcomeKind::answered)
      give_up(name + " is not answered");
  }

  Ruleset load() const {
    const LoadResult loaded = Ruleset::load(image);
    if (!loaded) give_up(name + ": " + std::string(loaded.fault().message()));
    return *loaded;
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

void register_steps(Fixture& fixture) {
  using Step = void (*)(benchmark::State&, Fixture&);
  const std::pair<const char*, Step> steps[] = {
      {"read", read}, {"decide", decide}, {"write", write}, {"evaluate", evaluate}};
  for (const auto& [name, step] : steps) {
    const auto bench = [&fixture, step = step](benchmark::State& state) { step(state, fixture); };
    benchmark::RegisterBenchmark((std::string(name) + "/" + fixture.name).c_str(), bench);
  }
}

// The events of one comparison. All programs are given the same strings.
struct EventSet {
  std::string name;
  std::vector<std::string> events;

  std::size_t mean_bytes() const {
    std::size_t sum = 0;
    for (const std::string& event : events) sum += event.size();
    return sum / events.size();
  }
};

template <typename Answer>
void answer_all(benchmark::State& state, const EventSet& set, Answer&& answer) {
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(answer(set.events[next]));
    benchmark::ClobberMemory();
    next = next + 1 == set.events.size() ? 0 : next + 1;
  }
  count_bytes(state, set.mean_bytes());
}

void answer_in_node(benchmark::State& state, const EventSet& set, Node& node) {
  node.load(set.events);
  while (state.KeepRunningBatch(node_batch)) {
    state.SetIterationTime(std::chrono::duration<double>(node.time(node_batch)).count());
  }
  count_bytes(state, set.mean_bytes());
}

// The programs by hand that this machine can run.
struct Peers {
  std::unique_ptr<Peer> simdjson = make_simdjson();
  std::unique_ptr<Peer> nlohmann_json = make_nlohmann_json();
  std::unique_ptr<Node> node = make_node();
};

void require_agreement(Fixture& lintel, Peers& peers, const std::vector<std::string>& events) {
  const auto require = [&](std::string_view name, Peer* peer, Closeness closeness) {
    if (!peer) return;
    bench::require_agreement(
        name, [&](const std::string& event) { return lintel.evaluator.evaluate(event).body(); },
        [&](const std::string& event) { return peer->answer(event); }, closeness, events);
  };
  require("simdjson", peers.simdjson.get(), Closeness::same_bytes);
  require("nlohmann_json", peers.nlohmann_json.get(), Closeness::same_json);
  require("node", peers.node.get(), Closeness::same_json);
}

void register_comparison(const EventSet& set, Fixture& lintel, Peers& peers) {
  const auto add = [&set](const char* who, auto bench) {
    return benchmark::RegisterBenchmark(("compare/" + set.name + "/" + who).c_str(), bench);
  };
  add("lintel", [&](benchmark::State& state) {
    answer_all(state, set,
               [&](const auto& event) { return lintel.evaluator.evaluate(event).body(); });
  });
  const auto add_peer = [&](const char* who, Peer* peer) {
    if (!peer) return;
    add(who, [&set, peer](benchmark::State& state) {
      answer_all(state, set, [peer](const auto& event) { return peer->answer(event); });
    });
  };
  add_peer("simdjson", peers.simdjson.get());
  add_peer("nlohmann_json", peers.nlohmann_json.get());
  if (peers.node) {
    add("node", [&](benchmark::State& state) {
      answer_in_node(state, set, *peers.node);
    })->UseManualTime();
  }
}

}  // namespace
}  // namespace lintel::bench

int main(int argc, char** argv) {
  using namespace lintel::bench;
  std::vector<std::unique_ptr<Fixture>> fixtures;
  for (const Workload& workload : workloads) {
    fixtures.push_back(std::make_unique<Fixture>(workload));
    register_steps(*fixtures.back());
  }
  Fixture& lintel = *fixtures.front();
  Peers peers;
  const EventSet one{"one_event", {lintel.event}};
  const EventSet different{"many_events", many_events(lintel.event, many)};
  require_agreement(lintel, peers, edge_events(lintel.event));
  require_agreement(lintel, peers, different.events);
  register_comparison(one, lintel, peers);
  register_comparison(different, lintel, peers);
  return run(argc, argv);
}
