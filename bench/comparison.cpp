// SPDX-License-Identifier: Apache-2.0
// Lintel against programs by hand.
#include "bench/comparison.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include <benchmark/benchmark.h>

#include "bench/bench.h"
#include "bench/child_process.h"
#include "bench/generate.h"
#include "bench/peers/agreement.h"
#include "bench/peers/events.h"
#include "bench/peers/peer.h"

namespace lintel::bench {
namespace {

// Enough different events that the branches of a program cannot be learned by heart.
constexpr std::size_t many = 256;

// Answers of Node.js for each command, so that the pipe to it does not count.
constexpr std::size_t node_batch = 2000;

using Events = std::vector<std::string>;

void count_bytes(benchmark::State& state, const Events& events) {
  std::size_t sum = 0;
  for (const std::string& event : events) sum += event.size();
  state.SetBytesProcessed(static_cast<std::int64_t>(sum / events.size()) * state.iterations());
}

template <typename Answer>
void answer_all(benchmark::State& state, const Events& events, Answer&& answer) {
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(answer(events[next]));
    benchmark::ClobberMemory();
    next = next + 1 == events.size() ? 0 : next + 1;
  }
  count_bytes(state, events);
}

void answer_in_node(benchmark::State& state, const Events& events, Node& node) {
  node.load(events);
  while (state.KeepRunningBatch(node_batch)) {
    state.SetIterationTime(std::chrono::duration<double>(node.time(node_batch)).count());
  }
  count_bytes(state, events);
}

// A job for all programs: the rules, and an event that passes through all of them.
struct Description {
  std::string name;
  std::function<std::vector<std::byte>()> image;
  std::function<Job()> job;
  std::function<std::string(const Job&)> event;
};

// All programs for one job, and the events that all of them are given.
struct Contest {
  explicit Contest(const Description& description)
      : job(description.job()),
        image(in_child(description.image)),
        evaluator(load_or_give_up(description.name, image)),
        nlohmann_json(make_nlohmann_json(job)),
        one_event({description.event(job)}),
        many_events(bench::many_events(job, one_event.front(), many)) {
    if (has_simdjson()) {
      simdjson = make_simdjson(job);
      walk = make_walk(job);
    }
    if (has_node()) node = std::make_unique<Node>(job);
    require_agreement(one_event);
    require_agreement(many_events);
    require_agreement(edge_events(job, one_event.front()));
    if (node) warm_up();
  }

  void require_agreement(const Events& events) {
    const auto require = [&](std::string_view name, Peer* peer, Closeness closeness) {
      if (!peer) return;
      bench::require_agreement(
          name, [&](const std::string& event) { return evaluator.evaluate(event).body(); },
          [&](const std::string& event) { return peer->answer(event); }, closeness, events);
    };
    require("simdjson", simdjson.get(), Closeness::same_bytes);
    require("walk", walk.get(), Closeness::same_bytes);
    require("nlohmann_json", nlohmann_json.get(), Closeness::same_json);
    require("node", node.get(), Closeness::same_json);
  }

  // Node.js compiles what runs often; a function that has been busy for a while has that behind it.
  void warm_up() {
    node->load(many_events);
    node->time(5 * node_batch);
  }

  Job job;
  std::vector<std::byte> image;
  Evaluator evaluator;
  std::unique_ptr<Peer> simdjson;
  std::unique_ptr<Peer> walk;
  std::unique_ptr<Peer> nlohmann_json;
  std::unique_ptr<Node> node;
  Events one_event;
  Events many_events;
};

}  // namespace

class Comparison {
 public:
  explicit Comparison(Description description) : description_(std::move(description)) {
    register_rows("one_event", &Contest::one_event);
    register_rows("many_events", &Contest::many_events);
  }

 private:
  using EventsOf = Events Contest::*;

  Contest& contest() {
    if (!contest_) contest_.emplace(description_);
    return *contest_;
  }

  template <typename Row>
  auto add(const std::string& events, const char* program, Row row) {
    const std::string name = "compare/" + description_.name + "/" + events + "/" + program;
    return benchmark::RegisterBenchmark(
        name.c_str(), [this, row](benchmark::State& state) { row(state, contest()); });
  }

  void add_peer(const std::string& name, const char* program, EventsOf events,
                std::unique_ptr<Peer> Contest::*peer) {
    add(name, program, [events, peer](benchmark::State& state, Contest& contest) {
      answer_all(state, contest.*events,
                 [&peer = *(contest.*peer)](const auto& event) { return peer.answer(event); });
    });
  }

  void register_rows(const std::string& name, EventsOf events) {
    add(name, "lintel", [events](benchmark::State& state, Contest& contest) {
      answer_all(state, contest.*events, [&contest](const auto& event) {
        return contest.evaluator.evaluate(event).body();
      });
    });
    if (has_simdjson()) {
      add_peer(name, "simdjson", events, &Contest::simdjson);
      add_peer(name, "walk", events, &Contest::walk);
    }
    add_peer(name, "nlohmann_json", events, &Contest::nlohmann_json);
    if (has_node()) {
      add(name, "node", [events](benchmark::State& state, Contest& contest) {
        answer_in_node(state, contest.*events, *contest.node);
      })->UseManualTime();
    }
  }

  Description description_;
  std::optional<Contest> contest_;
};

namespace {

Description describe(const char* name, const Workload& workload, JobKind kind, const char* list) {
  return {name, [workload] { return image_of(workload); },
          [kind, list] {
            return Job{kind, list ? lines_of(list) : std::vector<std::string>()};
          },
          [workload](const Job&) { return event_of(workload); }};
}

// A rule for each of so many domains; the event is one of the last of them.
Description describe_domains(std::size_t rules) {
  const auto job = [rules] {
    Job result{JobKind::many_domains, {}};
    for (std::size_t i = 0; i < rules; ++i) result.domains.push_back(domain_number(i));
    return result;
  };
  const auto event = [](const Job& job_of_event) {
    std::string text = event_of(registered_domain);
    constexpr std::string_view address_domain = "Example.com";
    text.replace(text.find(address_domain), address_domain.size(), job_of_event.domains.back());
    return padded(text);
  };
  return {std::string("N").append(std::to_string(rules)),
          [rules] { return image_of(generate(Shape::domains, rules).source); }, job, event};
}

}  // namespace

std::vector<std::shared_ptr<Comparison>> register_comparisons() {
  std::vector<std::shared_ptr<Comparison>> comparisons;
  const auto add = [&](Description description) {
    comparisons.push_back(std::make_shared<Comparison>(std::move(description)));
  };
  add(describe("W1", registered_domain, JobKind::own_domain, nullptr));
  add(describe("W2", policy, JobKind::sign_up_policy, "bench/rules/blocked_domains.txt"));
  add(describe("W3", message, JobKind::code_message, nullptr));
  for (const std::size_t rules : {10U, 1'000U, 100'000U}) add(describe_domains(rules));
  return comparisons;
}

}  // namespace lintel::bench
