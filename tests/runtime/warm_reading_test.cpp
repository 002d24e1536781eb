// SPDX-License-Identifier: Apache-2.0
// What was learned from events changes how long reading others takes, and nothing else: readers and
// evaluators that have seen many events against those that have seen none.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/runtime/event_maker.h"
#include "tests/runtime/learning_reader.h"
#include "tests/runtime/rulesets.h"
#include "tests/runtime/shown_reading.h"

namespace lintel::test {
namespace {

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
  explicit Comparison(Bytes image) : image_(std::move(image)) { forget(); }

  // What one evaluator and the reader have learned; another evaluator keeps it.
  void forget() {
    young_ = std::make_unique<Evaluator>(ruleset_, &host_);
    warm_reader_.forget();
  }

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
  Bytes image_;
  Ruleset ruleset_ = *Ruleset::load(image_);
  LearningReader warm_reader_{image_};
  LearningReader fresh_reader_{image_};
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
      ASSERT_FALSE(HasFatalFailure()) << ruleset.path;
    }
    events += comparison.events();
    by_phrases += comparison.by_phrases();
  }
  EXPECT_GT(rulesets().size(), 60U);
  EXPECT_GT(by_phrases, events / 4);
}

// Fields of every type, whole maps, and an answer with fields of every kind and default.
Bytes all_types_image() {
  ImageSketch sketch({{"triggerSource", ReadAs::text},
                      {"version", ReadAs::integer},
                      {"userName", ReadAs::text},
                      {"flag", ReadAs::flag},
                      {"request.userAttributes", ReadAs::object},
                      {"request.userAttributes.email", ReadAs::text},
                      {"request.userAttributes.email_verified", ReadAs::flag},
                      {"request.userAttributes.age", ReadAs::number},
                      {"request.groups.list", ReadAs::array},
                      {"request.groups.deep.er.text", ReadAs::text},
                      {"request.count", ReadAs::integer}});
  for (const char* path : {"userName", "request.userAttributes.email"}) {
    sketch.show(sketch.slot(path), Kind::text);
  }
  sketch.show(sketch.slot("request.count"), Kind::integer);
  const Number flag = sketch.field("autoConfirmUser", FieldKind::flag, FieldDefault::no);
  const Number text = sketch.field("emails", FieldKind::text, FieldDefault::null);
  const Number always = sketch.field("x", FieldKind::flag, FieldDefault::yes);
  sketch.field("email", FieldKind::text, FieldDefault::as_it_came);
  const Number skip =
      sketch.emit(Opcode::test_boolean, sketch.slot("flag"), 0, 0, 0, if_no | if_absent);
  sketch.emit(Opcode::set_flag, 0, flag, 1);
  sketch.emit(Opcode::set_text, sketch.slot("userName"), text);
  sketch.land(skip);
  sketch.end_program();
  const Number nested = sketch.field("claims.level", FieldKind::text, FieldDefault::null);
  sketch.emit(Opcode::set_text, sketch.slot("request.userAttributes.email"), nested);
  sketch.end_program();
  EXPECT_NE(always, text);
  sketch.trigger("PreSignUp", {{"SignUp", 0}, {"AdminCreateUser", image::none}}, 0, 1, "1 2");
  sketch.trigger("PostConfirmation", {{"ConfirmSignUp", 1}}, image::none, 0, "1");
  return sketch.finish();
}

const std::vector<std::string> all_types_events = {
    R"({"version":"1","triggerSource":"PreSignUp_SignUp","userName":"jane","flag":"true",)"
    R"("request":{"userAttributes":{"email":"a@b.c","email_verified":"false","age":"7"},)"
    R"("groups":{"list":["a","b"],"deep":{"er":{"text":"x"}}},"count":null},"response":{}})",
    R"({"triggerSource":"PostConfirmation_ConfirmSignUp","version":"1","flag":false,"request":)"
    R"({"count":12,"userAttributes":{},"groups":null},"response":{"x":null,"emails":null}})",
    R"({"version":"2","triggerSource":"PreSignUp_AdminCreateUser","request":{"userAttributes":)"
    R"({"email":"\u00e9@b.c","n":"\\"},"groups":{"list":[],"deep":null}},"response":null})",
    R"({"version":"1","triggerSource":"PreSignUp_SignUp","userName":"x","flag":true,)"
    R"("request":{"userAttributes":{}},"response":null})",
};

TEST(WarmReading, OfFieldsOfAllTypesIsThatOfAFreshEvaluator) {
  const Bytes image = all_types_image();
  Comparison comparison(image);
  EventMaker maker(7, all_types_events, planned_names(image::View(image)));
  for (int i = 0; i < 1500; ++i) {
    if (i % 50 == 0) comparison.forget();
    comparison.check(maker.usual());
    comparison.check(maker.strange());
    comparison.check(maker.broken());
    ASSERT_FALSE(HasFatalFailure());
  }
  EXPECT_GT(comparison.by_phrases(), comparison.events() / 10);
}

TEST(WarmReading, OfEventsCutOffOrChangedAnywhereIsThatOfAFreshEvaluator) {
  Comparison comparison(all_types_image());
  for (const std::string& event : all_types_events) {
    for (int i = 0; i < 5; ++i) comparison.check(event);
    for (std::size_t size = 0; size < event.size(); ++size) {
      comparison.check(event.substr(0, size));
      if (size % 3 == 0) comparison.check(event);  // what was learned stays known
    }
    for (std::size_t place = 0; place < event.size(); ++place) {
      std::string changed = event;
      for (const char byte :
           {'"', '\\', ' ', '\n', '\0', ',', ':', '{', '}', ']', 'n', '1', '\xc3', '\xff'}) {
        changed[place] = byte;
        comparison.check(changed);
      }
      ASSERT_FALSE(HasFatalFailure());
    }
  }
}

TEST(WarmReading, OfLargeEventsIsThatOfAFreshEvaluator) {
  Comparison comparison(all_types_image());
  const std::string& event = all_types_events.front();
  const std::string head = event.substr(0, event.size() - 1) + R"(,"more":")";
  for (int i = 0; i < 5; ++i) comparison.check(event);
  for (const std::size_t size : {60'000U, 65'533U, 65'534U, 65'535U, 65'536U, 65'537U, 131'072U}) {
    const std::string large = head + std::string(size - head.size() - 2, 'x') + "\"}";
    ASSERT_EQ(large.size(), size);
    for (int i = 0; i < 3; ++i) comparison.check(large);
    comparison.check(large + " \n");
    comparison.check(large.substr(0, large.size() - 1));
    // So many strings that their quotes have no room.
    std::string many = event.substr(0, event.size() - 1) + ",\"more\":[\"\"";
    while (many.size() + 5 < size) many += ",\"\"";
    comparison.check(many + "]}");
    comparison.check(event);
  }
}

TEST(WarmReading, WithMadeUpNamesIsThatOfAFreshEvaluator) {
  Comparison comparison(all_types_image());
  for (int i = 0; i < 600; ++i) {
    const std::string& event = all_types_events[i % 2 == 0 ? 0 : 2];
    const std::string name = "\"n" + std::to_string(i) + "\":";
    std::string other = event;
    other.insert(other.find("\"request\""), name + "{" + name + "\"x\"},");
    comparison.check(event);
    comparison.check(other);
    ASSERT_FALSE(HasFatalFailure());
  }
  EXPECT_GT(comparison.edition(), 2U);
  EXPECT_GT(comparison.by_phrases(), 300);
}

}  // namespace
}  // namespace lintel::test
