// SPDX-License-Identifier: Apache-2.0
#include "compiler/testing.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>
#include <utility>

#include "compiler/checker.h"
#include "compiler/emitter.h"
#include "compiler/evaluator.h"
#include "compiler/front_end.h"
#include "compiler/lowering.h"
#include "compiler/test_outcome.h"
#include "grammar/diagnostic.h"

namespace lintel {
namespace {

using compiler::ExpectedAction;
using compiler::Module;
using compiler::TypedAction;
using compiler::TypedRule;
using compiler::TypedTest;

// The parts that one evaluation decided, by rule, and all of them by row of the image.
class Collector final : public Tracer {
 public:
  void part(const TracedPart& part) override {
    TestedPart& made = parts[part.rule].emplace_back();
    made.expression = part.expression;
    made.truth = part.truth;
    for (const TracedValue& value : part.values)
      made.values.push_back(
          {std::string(value.expression), std::string(value.text), value.present, value.is_text});
    rows.emplace_back(part.number, part.truth);
  }

  void clear() {
    parts.clear();
    rows.clear();
  }

  std::map<std::uint32_t, std::vector<TestedPart>> parts;
  std::vector<std::pair<std::uint32_t, Truth>> rows;
};

// The world of one evaluator. Both evaluators of a test have to see the same.
class TestHost final : public Host {
 public:
  explicit TestHost(const TestWorld& world) : world_(world) {}

  std::string_view variable(std::string_view name) override {
    for (std::size_t i = world_.variables.size(); i-- > 0;)
      if (world_.variables[i].first == name) return world_.variables[i].second;
    return {};
  }

  bool now(Instant& time) override {
    time = world_.now;
    return true;
  }

  bool random(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(next_byte_++);
    return true;
  }

  void start() { next_byte_ = 0; }

 private:
  const TestWorld& world_;
  std::uint8_t next_byte_ = 0;
};

bool share_a_field(const compiler::schema::ResponseRow& a, const compiler::schema::ResponseRow& b) {
  const auto ours = compiler::schema::fields_of(a.trigger, a.action);
  const auto theirs = compiler::schema::fields_of(b.trigger, b.action);
  return std::find_first_of(ours.begin(), ours.end(), theirs.begin(), theirs.end()) != ours.end();
}

// True if the rule could meet the expectation, or go against it.
bool concerns(const TypedRule& rule, const ExpectedAction& expected) {
  return std::any_of(rule.actions.begin(), rule.actions.end(), [&](const TypedAction& action) {
    if (expected.kind == ExpectedAction::Kind::reject)
      return action.kind == TypedAction::Kind::reject;
    if (expected.kind == ExpectedAction::Kind::effect) return action.effect == expected.effect;
    return action.response != nullptr && share_a_field(*action.response, *expected.response);
  });
}

std::string expectation(const TypedTest& test) {
  std::string text = test.exactly ? "exactly " : "";
  for (const ExpectedAction& one : test.expected) {
    if (&one != test.expected.data()) text += ", ";
    if (one.negated) text += "not ";
    text += one.written;
  }
  return test.nothing ? "nothing" : text;
}

// How many outcomes of a part count, of those in `mask`. A part with one possible outcome was
// decided when the rules were compiled: there is nothing to cover.
std::size_t outcomes(const CoveredPart& part, unsigned mask) {
  const bool counts = std::popcount(unsigned{part.possible}) > 1;
  return counts ? static_cast<std::size_t>(std::popcount(part.possible & mask)) : 0;
}

class Runner {
 public:
  Runner(const Module& module, const Ruleset& shipped, const Ruleset& plain,
         const std::vector<compiler::TracedPlace>& places, const TestWorld& world,
         TestReport& report)
      : module_(module),
        host_(world),
        evaluator_(make_evaluator(shipped, &host_)),
        plain_(make_evaluator(plain, &host_)),
        report_(report) {
    list_rules();
    for (const auto& place : places) add_part(place);
  }

  void run(const TypedTest& test) {
    collector_.clear();
    host_.start();
    const Outcome why = plain_.evaluate(test.event, collector_);
    host_.start();
    const Outcome outcome = evaluator_.evaluate(test.event);
    report_.agreed &= why.body() == outcome.body();
    count(outcome);

    const compiler::Taken taken(outcome, test);
    std::vector<const ExpectedAction*> missed;
    TestResult result;
    result.name = test.name;
    result.span = test.span;
    result.expected = expectation(test);
    result.outcome = taken.describe();
    result.wrong = taken.differences(missed);
    result.passed = result.wrong.empty();
    if (!result.passed) result.reasons = reasons(test, outcome, missed);
    report_.results.push_back(std::move(result));
  }

 private:
  void list_rules() {
    report_.rules.resize(module_.rule_count);
    for (const auto& section : module_.sections) {
      for (const auto& rule : section.rules) {
        auto& listed = report_.rules[rule.number];
        listed.name = rule.name;
        listed.span = rule.span;
        const auto* condition = rule.condition;
        listed.can_fire = condition == nullptr || condition->kind != compiler::Kind::boolean ||
                          condition->number != 0;
      }
    }
  }

  // Programs for different sources hold the same part, each in a row of its own.
  void add_part(const compiler::TracedPlace& place) {
    auto& parts = report_.rules[place.rule].parts;
    const auto key = std::tuple(place.rule, place.span.file, place.span.begin, place.value);
    const auto [known, is_new] = known_.try_emplace(key, parts.size());
    if (is_new) parts.push_back({place.span, place.expression, 0, {}});
    parts[known->second].possible |= place.possible;
    rows_.emplace_back(place.rule, known->second);
  }

  void count(const Outcome& outcome) {
    for (const std::uint32_t rule : outcome.fired()) ++report_.rules[rule].fired;
    for (const auto& [row, truth] : collector_.rows) {
      const auto& [rule, number] = rows_[row];
      ++report_.rules[rule].parts[number].seen[static_cast<std::size_t>(truth)];
    }
  }

  std::vector<TestedRule> reasons(const TypedTest& test, const Outcome& outcome,
                                  const std::vector<const ExpectedAction*>& missed) {
    std::vector<TestedRule> all;
    const auto fired = outcome.fired();
    for (const auto& section : module_.sections) {
      if (section.trigger != test.trigger) continue;
      for (const auto& rule : section.rules) {
        const bool has_fired = std::find(fired.begin(), fired.end(), rule.number) != fired.end();
        const bool is_concerned =
            std::any_of(missed.begin(), missed.end(),
                        [&](const ExpectedAction* one) { return concerns(rule, *one); });
        if (has_fired || is_concerned)
          all.push_back({rule.number, has_fired, collector_.parts[rule.number]});
      }
    }
    return all;
  }

  const Module& module_;
  TestHost host_;
  Evaluator evaluator_;
  Evaluator plain_;
  TestReport& report_;
  Collector collector_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>, std::size_t>
      known_;
  std::vector<std::pair<std::uint32_t, std::size_t>> rows_;  // rule and part of each row
};

// The image for `options`, with the places of its trace; empty after a finding.
std::vector<std::byte> image_of(Module& module, std::span<const Source> sources,
                                const CompileOptions& options, std::vector<Finding>& findings,
                                std::vector<compiler::TracedPlace>* places) {
  return compiler::emit(compiler::lower(module, options), module, sources, options, findings,
                        places);
}

}  // namespace

std::size_t TestReport::possible() const {
  std::size_t count = 0;
  for (const CoveredRule& rule : rules) {
    if (rule.can_fire) ++count;
    for (const CoveredPart& part : rule.parts) count += outcomes(part, part.possible);
  }
  return count;
}

std::size_t TestReport::covered() const {
  std::size_t count = 0;
  for (const CoveredRule& rule : rules) {
    if (rule.can_fire && rule.fired > 0) ++count;
    for (const CoveredPart& part : rule.parts) {
      std::uint8_t seen = 0;
      for (std::size_t truth = 0; truth < part.seen.size(); ++truth)
        if (part.seen[truth] > 0) seen |= static_cast<std::uint8_t>(1U << truth);
      count += outcomes(part, seen);
    }
  }
  return count;
}

TestReport run_tests(std::span<const Source> sources, const CompileOptions& options,
                     std::string_view filter, const TestWorld& world) {
  TestReport report;
  const auto files = compiler::parse(sources, report.findings);
  Module module = compiler::check_all(files, sources, options, report.findings);
  CompileOptions shipped = options;
  shipped.strip = false;
  CompileOptions plain = shipped;
  plain.optimise = false;
  std::vector<compiler::TracedPlace> places;
  std::vector<std::byte> image;
  std::vector<std::byte> plain_image;
  if (!compiler::has_error(report.findings)) {
    image = image_of(module, sources, shipped, report.findings, nullptr);
    plain_image = image_of(module, sources, plain, report.findings, &places);
  }
  compiler::finish(files, sources, options, report.findings);
  const auto loaded = Ruleset::load(image);
  const auto plain_loaded = Ruleset::load(plain_image);
  if (!loaded || !plain_loaded) return report;
  report.ok = true;
  report.test_count = module.tests.size();
  Runner runner(module, *loaded, *plain_loaded, places, world, report);
  for (const TypedTest& test : module.tests)
    if (test.name.find(filter) != std::string_view::npos) runner.run(test);
  return report;
}

}  // namespace lintel
