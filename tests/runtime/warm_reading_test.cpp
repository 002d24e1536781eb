// SPDX-License-Identifier: Apache-2.0
// What was learned from events changes how long reading others takes, and nothing else: readers and
// evaluators that have seen many events against those that have seen none.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/runtime/event_maker.h"
#include "tests/runtime/learning_reader.h"
#include "tests/runtime/rulesets.h"

namespace lintel::test {
namespace {

std::string shown(std::string_view text, const char* begin) {
  if (text.data() == nullptr) return "none";
  return std::to_string(text.data() - begin) + " " + std::string(text);
}

std::string shown(const Fault& fault) {
  return std::string(fault.message()) + " at " + std::to_string(fault.offset) + " of " +
         std::string(fault.path) + ": " + std::string(fault.detail);
}

std::string shown(const runtime::Cell& cell, Kind kind) {
  if (!cell.present()) return "absent";
  const bool is_view = kind == Kind::text || kind == Kind::object || kind == Kind::array;
  return is_view ? std::string(cell.text()) : std::to_string(cell.number);
}

// All that reading gives.
std::string read(LearningReader& reader, std::string_view event) {
  if (!reader.read(event)) return shown(reader.reader().fault());
  const runtime::Reading& reading = reader.reader().reading();
  std::string result = shown(reading.json, event.data());
  result += "\nsource " + std::to_string(static_cast<int>(reading.source_type)) + " ";
  if (reading.source_type == runtime::JsonType::text) {
    result += shown(reading.source.text, event.data()) + (reading.source.escaped ? " escaped" : "");
  }
  if (reading.source_at != nullptr) result += std::to_string(reading.source_at - event.data());
  result += "\nversion " + std::to_string(static_cast<int>(reading.version_type)) + " " +
            shown(reading.version.text, event.data()) + (reading.version.escaped ? " escaped" : "");
  if (reading.version_at != nullptr) result += std::to_string(reading.version_at - event.data());
  result += "\nresponse " + shown(reading.response, event.data());
  result += "\nends " + std::to_string(reading.last_member_end - event.data());
  result += reading.has_members ? " with members" : " empty";
  result += "\nroom " + std::to_string(reader.texts_used());
  for (std::size_t i = 0; i < reader.slot_count(); ++i) {
    const auto kind = static_cast<Kind>(
        reader.image().row<std::uint8_t>(image::Section::registers, static_cast<Number>(i)));
    result += "\n" + std::to_string(i) + " " + shown(reader.slot(i), kind);
  }
  return result;
}

// All that an evaluation gives.
std::string answer(Evaluator& evaluator, std::string_view event) {
  const Outcome outcome = evaluator.evaluate(event);
  std::string result = std::to_string(static_cast<int>(outcome.kind()));
  result += " " + std::string(outcome.trigger()) + " " + std::string(outcome.source()) + "\n";
  result += std::string(outcome.message()) + "\n" + std::string(outcome.body()) + "\n";
  if (outcome.kind() == OutcomeKind::fault) result += shown(outcome.fault());
  for (const std::uint32_t rule : outcome.fired()) result += " " + std::to_string(rule);
  for (const Effect& effect : outcome.effects()) {
    result += "\n" + std::string(effect.name) + " " + std::to_string(effect.rule);
    result += effect.reject_on_failure ? " or reject" : "";
    for (const EffectArgument& argument : effect.arguments) {
      result += "; " + std::string(argument.name) + (argument.is_list ? ": list " : ": ") +
                std::string(argument.text);
    }
  }
  return result;
}

// One image, answered by evaluators of any experience.
class Comparison {
 public:
  explicit Comparison(const std::vector<std::byte>& image)
      : ruleset_(*Ruleset::load(image)), warm_reader_(image), fresh_reader_(image) {
    forget();
  }

  void forget() { young_ = std::make_unique<Evaluator>(ruleset_, &host_); }

  void check(const std::string& event) {
    ++events_;
    // Right up to the end of its memory, so that a step past it is seen.
    const std::vector<char> alone(event.begin(), event.end());
    const std::string_view bytes(alone.data(), alone.size());
    fresh_reader_.forget();
    const std::string wanted_reading = read(fresh_reader_, bytes);
    Evaluator fresh(ruleset_, &host_);
    const std::string wanted = answer(fresh, bytes);
    for (int i = 0; i < 2; ++i) {
      ASSERT_EQ(read(warm_reader_, bytes), wanted_reading) << event;
      ASSERT_EQ(answer(*young_, bytes), wanted) << event;
      ASSERT_EQ(answer(*old_, bytes), wanted) << event;
      if (warm_reader_.reader().reading().kind != 0) ++by_phrases_;
    }
  }

  int events() const { return events_; }
  int by_phrases() const { return by_phrases_; }
  std::uint32_t edition() const { return warm_reader_.reader().edition(); }

 private:
  StillHost host_;
  Ruleset ruleset_;
  LearningReader warm_reader_;
  LearningReader fresh_reader_;
  std::unique_ptr<Evaluator> young_;
  std::unique_ptr<Evaluator> old_ = std::make_unique<Evaluator>(ruleset_, &host_);
  int events_ = 0;
  int by_phrases_ = 0;
};

TEST(WarmReading, IsThatOfAFreshEvaluatorForAllRulesets) {
  unsigned seed = 20240717;
  int events = 0;
  int by_phrases = 0;
  for (const CompiledRuleset& ruleset : rulesets()) {
    Comparison comparison(ruleset.image);
    EventMaker maker(++seed, ruleset.events, planned_names(image::View(ruleset.image)));
    for (const std::string& event : ruleset.events) comparison.check(event);
    for (int round = 0; round < 8; ++round) {
      comparison.forget();
      for (int i = 0; i < 6; ++i) {
        comparison.check(maker.usual());
        comparison.check(maker.strange());
        comparison.check(maker.broken());
      }
      ASSERT_FALSE(testing::Test::HasFatalFailure()) << ruleset.path;
    }
    events += comparison.events();
    by_phrases += comparison.by_phrases();
  }
  EXPECT_GT(rulesets().size(), 60U);
  EXPECT_GT(by_phrases, events / 4);
}

}  // namespace
}  // namespace lintel::test
