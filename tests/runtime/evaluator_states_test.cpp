// SPDX-License-Identifier: Apache-2.0
// An evaluator answers each event as a new one would, whatever came before it and whatever its
// memory held.
#include <gtest/gtest.h>

#include <random>
#include <span>
#include <string>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/heap_calls.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

// All that an outcome says, but where its views point.
std::string told(const Outcome& outcome) {
  std::string text = std::to_string(static_cast<int>(outcome.kind()));
  const auto add = [&](std::string_view part) { text.append("|").append(part); };
  for (const auto part : {outcome.body(), outcome.message(), outcome.trigger(), outcome.source()})
    add(part);
  for (const std::uint32_t rule : outcome.fired()) add(std::to_string(rule));
  for (const Effect& effect : outcome.effects()) {
    add(effect.name);
    add(effect.reject_on_failure ? "rejects" : "");
    add(std::to_string(effect.rule));
    for (const EffectArgument& argument : effect.arguments) {
      add(argument.name);
      add(argument.text);
      add(argument.is_list ? "list" : "");
    }
  }
  return text;
}

// Programs that end in each way, most of them with fields of their own.
Bytes many_ends() {
  ImageSketch s({{"t", ReadAs::text}, {"o", ReadAs::object}});
  const Number t = s.slot("t");
  const auto logs = [&](std::string_view name) {
    s.log(name);
    const Number reversed = s.reg(Kind::text);
    s.emit(reverse, reversed, t);
    s.show(reversed, Kind::text);
  };
  const auto fires = [&](int count) {
    for (int i = 0; i < count; ++i) s.emit(fire, 0, s.rule("r"));
  };
  const Number confirm = s.field("c", FieldKind::flag, FieldDefault::no);  // 0
  fires(1);
  s.emit(set_flag, 0, confirm, 1);
  logs("zero");
  s.end_program();

  fires(2);  // 1
  const Number other = s.effect("other", {"text"}, true);
  s.emit(request_effect, s.text("x"), other, 1);
  logs("one");
  s.emit(reject, t);
  s.end_program();

  s.emit(set_text, t, s.field("d", FieldKind::text, FieldDefault::null));  // 2
  fires(1);
  s.emit(request_effect, s.text("x"), other, 1);
  logs("two");
  s.emit(deny);
  s.end_program();

  fires(3);  // 3
  logs("three");
  s.emit(load_now, s.reg(Kind::time));
  s.end_program();

  s.field("first", FieldKind::flag, FieldDefault::yes);  // 4
  const Number second = s.field("second", FieldKind::text, FieldDefault::null);
  const Number third = s.field("third", FieldKind::entries, FieldDefault::as_it_came);
  const Number fourth = s.field("fourth", FieldKind::flag, FieldDefault::no);
  const Number reversed = s.reg(Kind::text);
  s.emit(reverse, reversed, t);
  s.emit(set_text, reversed, second);
  s.emit(set_entries, s.slot("o"), third);
  const Number known = s.emit(skip_set, 0, fourth, 0, 0);
  s.emit(set_flag, 0, fourth, 1);
  s.land(known);
  fires(4);
  s.end_program();

  fires(1);  // 5
  logs("five");
  s.end_program();

  s.trigger("A", {{"x", 0}, {"y", 1}, {"d", 2}, {"n", 3}, {"f", 4}, {"l", 5}, {"z", image::none}},
            image::none, 0);
  s.trigger("B", {{"w", 4}}, 5, 0, "1 2");
  return s.finish();
}

std::vector<std::string> many_events() {
  std::vector<std::string> events = {
      "{",
      "[]",
      "",
      "{}",
      R"({"t":1,"triggerSource":"A_x"})",
      R"({"triggerSource":["A_x"]})",
      R"({"t":[],"triggerSource":"A_y","response":{}})",
      R"({"t":"x","triggerSource":"A_f","response":[]})",
      R"({"o":{"k":"v","\u0061":"\u0062"},"triggerSource":"A_f","response":{"third":{"z":1}}})"};
  for (const char* source : {"A_x", "A_y", "A_d", "A_n", "A_f", "A_l", "A_z", "A_other", "B_w",
                             "B_other", "C_x", "D_y"}) {
    for (const char* before :
         {"", R"("t":"abc",)", R"("t":"a\u0062\"c",)", R"("u":"longer than that",)"}) {
      for (const char* after : {"", R"(,"response":{})", R"(,"response":{"c":null,"second":null})",
                                R"(,"version":"2")", R"(,"version":"3","response":{})"}) {
        events.push_back(std::string("{") + before + "\"triggerSource\":\"" + source + "\"" +
                         after + "}");
      }
    }
  }
  return events;
}

void expect_consistent(const Outcome& outcome, const std::string& event) {
  if (outcome.kind() == OutcomeKind::fault) {
    EXPECT_TRUE(outcome.fired().empty()) << event;
    EXPECT_TRUE(outcome.effects().empty()) << event;
    return;
  }
  if (outcome.source() != "A_z" && !outcome.source().empty()) {
    EXPECT_FALSE(outcome.fired().empty()) << event;
    return;
  }
  if (outcome.trigger() == "B") return;
  EXPECT_EQ(outcome.body(), event);
  EXPECT_TRUE(outcome.fired().empty()) << event;
  EXPECT_TRUE(outcome.effects().empty()) << event;
}

class EvaluatorStates : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    image_ = new Bytes(many_ends());
    events_ = new std::vector<std::string>(many_events());
    told_ = new std::vector<std::string>;
    for (const std::string& event : *events_) {
      Engine engine(*image_);
      told_->push_back(told(engine.run(event)));
    }
  }
  static void TearDownTestSuite() {
    delete image_;
    delete events_;
    delete told_;
  }
  static Bytes* image_;
  static std::vector<std::string>* events_;
  static std::vector<std::string>* told_;  // by a new evaluator, of each event
};
Bytes* EvaluatorStates::image_ = nullptr;
std::vector<std::string>* EvaluatorStates::events_ = nullptr;
std::vector<std::string>* EvaluatorStates::told_ = nullptr;

TEST_F(EvaluatorStates, EachEventIsAnsweredAsByANewOne) {
  Engine engine(*image_);
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    const std::size_t which = random() % events_->size();
    const Outcome outcome = engine.run((*events_)[which]);
    expect_consistent(outcome, (*events_)[which]);
    ASSERT_EQ(told(outcome), (*told_)[which]) << (*events_)[which];
  }
}

// One after the other twice, so that the second is of the same kind as the first.
TEST_F(EvaluatorStates, EachEventAfterItsLike) {
  Engine engine(*image_);
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < events_->size(); ++i) {
      for (int again = 0; again < 3; ++again)
        ASSERT_EQ(told(engine.run((*events_)[i])), (*told_)[i]) << (*events_)[i];
      engine.run("{");
      ASSERT_EQ(told(engine.run((*events_)[i])), (*told_)[i]) << (*events_)[i];
    }
  }
}

TEST_F(EvaluatorStates, WhateverTheMemoryHeld) {
  for (const int byte : {0x00, 0x01, 0x02, 0x5a, 0xff}) {
    fill_mallocs(byte);
    Engine engine(*image_);
    fill_mallocs(-1);
    for (std::size_t i = 0; i < events_->size(); ++i)
      ASSERT_EQ(told(engine.run((*events_)[i])), (*told_)[i]) << (*events_)[i] << byte;
  }
}

TEST(EvaluatorSteps, ReadingSaysWhetherAnEventCanBeDecided) {
  Engine engine(many_ends());
  Evaluator& evaluator = engine.evaluator();
  EXPECT_TRUE(evaluator.read(R"({"triggerSource":"A_x"})"));
  EXPECT_TRUE(evaluator.read(R"({"triggerSource":"A_z"})"));
  EXPECT_TRUE(evaluator.read(R"({"triggerSource":"A_other"})"));
  for (const char* event :
       {"{", "{}", R"({"triggerSource":"C_x"})", R"({"triggerSource":"B_w","version":"3"})",
        R"({"triggerSource":"A_f","response":7})", R"({"t":[],"triggerSource":"A_x"})"})
    EXPECT_FALSE(evaluator.read(event)) << event;
}

TEST(EvaluatorSteps, AnOutcomeNamesTriggerAndSource) {
  Engine engine(many_ends());
  const auto names = [&](const char* event) {
    const Outcome outcome = engine.run(event);
    return std::string(outcome.trigger()) + "," + std::string(outcome.source());
  };
  for (int round = 0; round < 4; ++round) {
    EXPECT_EQ(names(R"({"triggerSource":"A_x"})"), "A,A_x");
    EXPECT_EQ(names(R"({"triggerSource":"A_n"})"), "A,A_n");
    EXPECT_EQ(names(R"({"triggerSource":"A_z"})"), "A,A_z");
    EXPECT_EQ(names(R"({"triggerSource":"A_other"})"), "A,");
    EXPECT_EQ(names(R"({"triggerSource":"B_w"})"), "B,B_w");
    EXPECT_EQ(names(R"({"triggerSource":"C_x"})"), ",");
    EXPECT_EQ(names("{}"), ",");
    EXPECT_EQ(names("{"), ",");
    EXPECT_EQ(names(R"({"triggerSource":"A_l"})"), "A,A_l");
    EXPECT_EQ(names("{"), ",");
    EXPECT_EQ(names(R"({"triggerSource":"A_l"})"), "A,A_l");
  }
}

// The place is that of this event, not of the one that was like it.
TEST(EvaluatorSteps, AFaultSaysWhereItIs) {
  Engine engine(many_ends());
  for (const std::size_t size : {1U, 1U, 1U, 1U, 9U, 200U, 0U}) {
    const std::string event =
        "{\"t\":\"" + std::string(size, 'x') + R"(","triggerSource":"C_x","version":"1"})";
    EXPECT_EQ(engine.run(event).message(),
              "triggerSource: the image does not serve the trigger of this event: C_x (byte " +
                  std::to_string(event.find("\"C_x\"")) + ")");
  }
  EXPECT_EQ(engine.run(R"({"triggerSource":"A_n"})").message(),
            "the rules ask for the time, and the host does not give it");
}

// Each three times, so that it is known, and between others.
TEST(EvaluatorSteps, EachEventIsAnsweredByItself) {
  Engine engine(many_ends());
  const std::string events[] = {R"({"t":"abc","triggerSource":"A_x","response":{}})",
                                R"({"triggerSource":"A_z"})",
                                R"({"triggerSource":"C_x"})",
                                R"({"t":"abc","triggerSource":"A_f","response":{}})",
                                R"({"triggerSource":"A_z","response":{}})",
                                R"({"triggerSource":"A_n"})"};
  std::vector<std::string> alone;
  for (const std::string& event : events) alone.push_back(told(Engine(many_ends()).run(event)));
  for (int round = 0; round < 4; ++round) {
    for (std::size_t i = 0; i < alone.size(); ++i) {
      for (int again = 0; again < 1 + round; ++again) {
        const Outcome outcome = engine.run(events[i]);
        expect_consistent(outcome, events[i]);
        EXPECT_EQ(told(outcome), alone[i]);
      }
      engine.run(events[(i + static_cast<std::size_t>(round)) % alone.size()]);
    }
  }
}

TEST(EvaluatorSteps, MemoryThatHeldSomethingIsNoMatter) {
  const std::string event = R"({"t":"abc","triggerSource":"A_f","response":{}})";
  const std::string first = R"({"t":"abc","triggerSource":"A_x","response":{}})";
  const std::string expected = told(Engine(many_ends()).run(event));
  const std::string expected_first = told(Engine(many_ends()).run(first));
  ImageSketch s;
  const Number variable = s.reg(Kind::text);
  s.emit(load_variable, variable, s.builder.variable("V"));
  const Number known = s.emit(once, variable);
  s.log("not computed");
  s.land(known);
  s.show(variable, Kind::text);
  const Bytes with_variable = s.finish();
  for (const int byte : {0x00, 0x02, 0xff}) {
    fill_mallocs(byte);
    Engine engine(many_ends());
    Engine other(with_variable);
    fill_mallocs(-1);
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(told(engine.run(event)), expected) << byte;
      EXPECT_EQ(told(engine.run(first)), expected_first) << byte;
    }
    EXPECT_EQ(other.logs("{}"), std::vector<std::string>{"absent"}) << byte;
  }
}

// With all the room for texts for each event.
TEST(EvaluatorSteps, EachEventHasAllTheRoom) {
  ImageSketch s({{"t", ReadAs::text}});
  const Number reversed = s.reg(Kind::text);
  s.emit(reverse, reversed, s.slot("t"));
  Engine engine(s.finish());
  const std::string event = "{\"t\":\"" + std::string(limits::text_arena_bytes, 'x') + "\"}";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(engine.run(event).kind(), OutcomeKind::answered);
}

TEST(EvaluatorSteps, AreTakenAgainWithTheSameOutcome) {
  ImageSketch s({{"t", ReadAs::text}});
  const Number other = s.effect("other", {"text"});
  for (const char* name : {"a", "b"}) {
    s.emit(request_effect, s.text(name), other, 1);
    s.log(name);
  }
  const Number reversed = s.reg(Kind::text);
  s.emit(reverse, reversed, s.slot("t"));
  s.emit(reject, reversed);
  Engine engine(s.finish());
  const std::string event = "{\"t\":\"\\\"" + std::string(100'000, 'x') + "\"}";
  Evaluator& evaluator = engine.evaluator();
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(evaluator.read(event));
    for (int j = 0; j < 4; ++j) {
      evaluator.decide();
      for (int k = 0; k < 3; ++k) {
        const Outcome outcome = evaluator.write();
        ASSERT_EQ(outcome.kind(), OutcomeKind::rejected) << outcome.message();
        EXPECT_EQ(outcome.message().size(), 100'001U);
        ASSERT_EQ(outcome.effects().size(), 2U);
        EXPECT_EQ(outcome.effects()[0].arguments[0].text, "a");
        EXPECT_EQ(outcome.effects()[1].arguments[0].text, "b");
        EXPECT_EQ(outcome.effects()[1].name, "log");
      }
    }
  }
}

TEST(EvaluatorSteps, OfWhatHasBeenMovedFromAreFaults) {
  const Bytes image = many_ends();
  Evaluator evaluator(*Ruleset::load(image));
  const Evaluator moved(std::move(evaluator));
  // NOLINTBEGIN(bugprone-use-after-move): that is what it is about
  EXPECT_FALSE(evaluator.read("{}"));
  evaluator.decide();
  const Outcome outcome = evaluator.write();
  // NOLINTEND(bugprone-use-after-move)
  EXPECT_EQ(outcome.kind(), OutcomeKind::fault);
  EXPECT_EQ(outcome.fault().kind, FaultKind::no_memory);
  EXPECT_EQ(outcome.fault().offset, 0U);
  EXPECT_EQ(outcome.message(), "there is no memory for the evaluator");
}

}  // namespace
}  // namespace lintel::test
