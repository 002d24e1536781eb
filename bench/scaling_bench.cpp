// SPDX-License-Identifier: Apache-2.0
// What an event costs as rules grow in number, from 10 to 100,000, of each likeness: deciding alone
// and the whole. Half of the events fire one rule, the first or the last or one between them; the
// others fire none. That they do is looked at before anything is timed.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/bench.h"
#include "bench/child_process.h"
#include "bench/scaling_rules.h"
#include "runtime/lintel.h"

namespace lintel::bench {
namespace {

// Events in turn; each has an evaluator of its own, which has read it, for deciding alone.
constexpr std::size_t event_count = 16;

struct Fixture {
  Fixture(Likeness likeness, std::size_t rules)
      : name(std::string(name_of(likeness)) + "/" + std::to_string(rules)),
        image(in_child([likeness, rules] {
          return image_of(Source{"scaling.rules", rules_text(likeness, rules)});
        })) {
    const Ruleset ruleset = load_or_give_up(name, image);
    for (std::size_t i = 0; i < event_count; ++i) {
      const bool fires = i % 2 == 0;
      const std::size_t rule = (rules - 1) * i / (event_count - 2);
      events.push_back(event_for(likeness, fires ? std::optional(rule) : std::nullopt));
      evaluators.emplace_back(ruleset);
      const Outcome outcome = evaluators.back().evaluate(events.back());
      const bool as_meant = fires ? outcome.fired().size() == 1 && outcome.fired()[0] == rule
                                  : outcome.fired().empty();
      if (outcome.kind() != OutcomeKind::answered || !as_meant) {
        give_up(name + ": not the rule fired that the event is for\n  event: " + events.back());
      }
      evaluators.back().read(events.back());
    }
  }

  std::string name;
  std::vector<std::byte> image;
  std::vector<std::string> events;
  std::vector<Evaluator> evaluators;
};

// Made when it is first needed: the largest take seconds to compile.
Fixture& fixture(Likeness likeness, std::size_t rules) {
  static std::map<std::pair<Likeness, std::size_t>, std::unique_ptr<Fixture>> made;
  std::unique_ptr<Fixture>& result = made[{likeness, rules}];
  if (!result) result = std::make_unique<Fixture>(likeness, rules);
  return *result;
}

std::size_t after(std::size_t event) { return event + 1 == event_count ? 0 : event + 1; }

void decide(benchmark::State& state, Likeness likeness, std::size_t rules) {
  Fixture& with = fixture(likeness, rules);
  for (std::size_t i = 0; i < event_count; ++i) with.evaluators[i].read(with.events[i]);
  std::size_t next = 0;
  for (auto _ : state) {
    with.evaluators[next].decide();
    benchmark::ClobberMemory();
    next = after(next);
  }
  state.counters["image_bytes"] = static_cast<double>(with.image.size());
}

void evaluate(benchmark::State& state, Likeness likeness, std::size_t rules) {
  Fixture& with = fixture(likeness, rules);
  Evaluator& evaluator = with.evaluators.front();
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(evaluator.evaluate(with.events[next]).body().data());
    next = after(next);
  }
}

void add(const char* name, void (*bench)(benchmark::State&, Likeness, std::size_t),
         Likeness likeness, std::size_t rules) {
  const std::string row = std::string(name)
                              .append("/")
                              .append(name_of(likeness))
                              .append("/")
                              .append(std::to_string(rules));
  benchmark::RegisterBenchmark(row.c_str(), [bench, likeness, rules](benchmark::State& state) {
    bench(state, likeness, rules);
  });
}

}  // namespace
}  // namespace lintel::bench

int main(int argc, char** argv) {
  using namespace lintel::bench;
  for (const Likeness likeness : likenesses) {
    for (const std::size_t rules : {10U, 100U, 1'000U, 10'000U, 100'000U}) {
      add("decide", decide, likeness, rules);
      add("evaluate", evaluate, likeness, rules);
    }
  }
  return run(argc, argv);
}
