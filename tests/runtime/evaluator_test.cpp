// SPDX-License-Identifier: Apache-2.0
// Whole evaluations through the front door: which program answers, faults, limits, memory, tracing.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "runtime/fault_text.h"
#include "runtime/limits.h"
#include "tests/runtime/heap_calls.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::test {
namespace {

// PreSignUp: when email.domain == attr["custom:domain"] then autoConfirm.
Bytes domain_image(bool stripped = false) {
  ImageSketch sketch({{"request.userAttributes.email", ReadAs::text},
                      {"request.userAttributes.custom:domain", ReadAs::text}});
  const Number confirm = sketch.field("autoConfirmUser", FieldKind::flag, FieldDefault::no);
  const Number rule = sketch.rule("domain");
  const Number domain = sketch.reg(Kind::text);
  sketch.emit(Opcode::domain, domain, sketch.slot("request.userAttributes.email"));
  const Number skip =
      sketch.emit(Opcode::test_same, domain, sketch.slot("request.userAttributes.custom:domain"), 0,
                  0, if_no | if_absent);
  auto& builder = sketch.builder;
  builder.trace.push_back(
      {skip, rule, builder.string("always"), image::none, image::none, 1, 0, {}});
  builder.trace.push_back({skip,
                           rule,
                           builder.string("a == b"),
                           builder.string("a"),
                           builder.string("b"),
                           image::none8,
                           0,
                           {}});
  sketch.emit(Opcode::fire, 0, rule);
  sketch.emit(Opcode::set_flag, 0, confirm, 1);
  sketch.land(skip);
  sketch.end_program();
  sketch.trigger("PreSignUp", {{"SignUp", 0}});
  return sketch.finish(stripped);
}

constexpr std::string_view matching =
    R"({"request":{"userAttributes":{"email":"testuser@example.com","custom:domain":"EXAMPLE.com"}},"response":{}})";
constexpr std::string_view without_email =
    R"({"request":{"userAttributes":{"custom:domain":"example.com"}},"response":{}})";

TEST(Evaluator, ConfirmsTheDomain) {
  Engine engine(domain_image());
  const Outcome outcome = engine.run(matching);
  EXPECT_EQ(outcome.kind(), OutcomeKind::answered);
  EXPECT_EQ(
      outcome.body(),
      R"({"request":{"userAttributes":{"email":"testuser@example.com","custom:domain":"EXAMPLE.com"}},"response":{"autoConfirmUser":true}})");
  ASSERT_EQ(outcome.fired().size(), 1u);
  EXPECT_EQ(outcome.fired()[0], 0u);

  const Outcome other = engine.run(without_email);
  EXPECT_EQ(
      other.body(),
      R"({"request":{"userAttributes":{"custom:domain":"example.com"}},"response":{"autoConfirmUser":false}})");
  EXPECT_TRUE(other.fired().empty());
}

TEST(Evaluator, DecidesAgainWhatWasRead) {
  Engine engine(domain_image());
  ASSERT_TRUE(engine.evaluator().read(matching));
  std::string first;
  for (int i = 0; i < 3; ++i) {
    engine.evaluator().decide();
    const Outcome outcome = engine.evaluator().write();
    EXPECT_EQ(outcome.fired().size(), 1u);
    if (i == 0) first = outcome.body();
    EXPECT_EQ(outcome.body(), first);
  }
  EXPECT_FALSE(engine.evaluator().read("{"));
  engine.evaluator().decide();
  EXPECT_EQ(engine.evaluator().write().kind(), OutcomeKind::fault);
}

// Programs 0 and 1 of A, 2 of B; each rejects with its name.
Bytes sources_image(bool two_triggers, Number unknown, Number unnamed) {
  ImageSketch sketch;
  for (const char* name : {"zero", "one", "two"}) {
    sketch.emit(Opcode::reject, sketch.text(name));
    sketch.end_program();
  }
  sketch.trigger("A", {{"x", 0}, {"y", 1}, {"z", image::none}}, unknown, unnamed);
  if (two_triggers) sketch.trigger("B", {{"x", 2}}, image::none, 2);
  return sketch.finish();
}

std::string answer(Engine& engine, std::string_view source) {
  const std::string event =
      source.empty() ? "{}" : R"({"triggerSource":)" + std::string(source) + "}";
  const Outcome outcome = engine.run(event);
  if (outcome.kind() == OutcomeKind::answered) {
    EXPECT_EQ(outcome.body(), event);
    return "unchanged";
  }
  return std::string(outcome.message());
}

TEST(Dispatch, ByTheSource) {
  Engine engine(sources_image(true, 1, 0));
  EXPECT_EQ(answer(engine, R"("A_x")"), "zero");
  EXPECT_EQ(answer(engine, R"("A_y")"), "one");
  EXPECT_EQ(answer(engine, R"("A_z")"), "unchanged");
  EXPECT_EQ(answer(engine, R"("A_new")"), "one");
  EXPECT_EQ(answer(engine, R"("B_x")"), "two");
  EXPECT_EQ(answer(engine, R"("B_new")"), "unchanged");
  EXPECT_EQ(answer(engine, R"("\u0041_\u0079")"), "one");
  EXPECT_EQ(answer(engine, R"("C_x","triggerSource":"A_x")"), "zero");
}

TEST(Dispatch, OfAnUnknownTriggerIsAFault) {
  Engine engine(sources_image(true, 1, 0));
  EXPECT_EQ(answer(engine, R"("C_x")"),
            "triggerSource: the image does not serve the trigger of this event: C_x (byte 17)");
  EXPECT_EQ(answer(engine, R"("a_x")"),
            "triggerSource: the image does not serve the trigger of this event: a_x (byte 17)");
  EXPECT_EQ(answer(engine, R"("A")"),
            "triggerSource: the image does not serve the trigger of this event: A (byte 17)");
  EXPECT_EQ(answer(engine, R"([])"),
            "triggerSource: a field has another type than Cognito's contract says: expected text, "
            "found a list (byte 17)");
  EXPECT_EQ(answer(engine, R"(7)"),
            "triggerSource: a field has another type than Cognito's contract says: expected text, "
            "found a number (byte 17)");
  const std::string missing =
      "triggerSource: the event has no triggerSource, and the image serves more than one trigger "
      "or source";
  EXPECT_EQ(answer(engine, ""), missing);
  EXPECT_EQ(answer(engine, "null"), missing);
}

TEST(Dispatch, WithoutASourceIfThereIsOneTrigger) {
  Engine named(sources_image(false, image::none, 1));
  EXPECT_EQ(answer(named, ""), "one");
  EXPECT_EQ(answer(named, "null"), "one");
  EXPECT_EQ(answer(named, R"("A_new")"), "unchanged");
  Engine unnamed(sources_image(false, 0, image::none));
  const Outcome outcome = unnamed.run("{}");
  ASSERT_EQ(outcome.kind(), OutcomeKind::fault);
  EXPECT_EQ(outcome.fault().kind, FaultKind::source_missing);
}

TEST(Dispatch, WhatGoesBackUnchangedIsNotLookedAt) {
  ImageSketch sketch({{"t", ReadAs::text}});
  sketch.end_program();
  sketch.trigger("A", {{"x", 0}, {"y", image::none}});
  Engine engine(sketch.finish());
  EXPECT_EQ(engine.run(R"({"triggerSource":"A_x","t":[]})").kind(), OutcomeKind::fault);
  EXPECT_EQ(engine.run(R"({"triggerSource":"A_y","t":[]})").kind(), OutcomeKind::answered);
}

TEST(Fault, IsAnsweredAsAnError) {
  Engine engine(domain_image());
  const Outcome outcome = engine.run(R"({"request":{"userAttributes":{"email":{"a":1}}}})");
  ASSERT_EQ(outcome.kind(), OutcomeKind::fault);
  EXPECT_EQ(outcome.fault().kind, FaultKind::wrong_type);
  EXPECT_EQ(outcome.fault().path, "request.userAttributes.email");
  EXPECT_EQ(outcome.fault().detail, "expected text, found an object");
  EXPECT_EQ(outcome.fault().offset, 38u);
  EXPECT_EQ(outcome.message(),
            "request.userAttributes.email: a field has another type than Cognito's contract says: "
            "expected text, found an object (byte 38)");
  EXPECT_EQ(outcome.body(),
            R"({"errorMessage":")" + std::string(outcome.message()) + R"(","errorType":"Fault"})");
  EXPECT_TRUE(outcome.effects().empty());
  EXPECT_TRUE(outcome.fired().empty());
}

TEST(Fault, MessagesAreCutBetweenCharacters) {
  Engine engine(domain_image());
  std::string source;
  for (int i = 0; i < 1000; ++i) source += "é";
  const Outcome outcome = engine.run(R"({"triggerSource":"x)" + source + "\"}");
  ASSERT_EQ(outcome.kind(), OutcomeKind::fault);
  EXPECT_LE(outcome.message().size(), 1024u);
  EXPECT_GE(outcome.message().size(), 1023u);
  EXPECT_TRUE(outcome.message().ends_with("é"));

  for (std::size_t size = 0; size < 20; ++size) {
    std::string buffer(size, '?');
    const Fault fault{FaultKind::no_memory, 1, "€€", {}};
    const auto text = runtime::describe(fault, {}, buffer);
    EXPECT_LE(text.size(), size);
    EXPECT_EQ(text, std::string_view("€€: there is no memory").substr(0, text.size()));
    if (size < 6) {
      EXPECT_EQ(text.size(), size / 3 * 3);
    }
  }
}

TEST(Limits, Effects) {
  const auto asking = [](std::size_t count) {
    ImageSketch sketch;
    for (std::size_t i = 0; i < count; ++i) sketch.log("x");
    Engine engine(sketch.finish());
    const Outcome outcome = engine.run("{}");
    return std::pair(outcome.kind(), outcome.effects().size());
  };
  EXPECT_EQ(asking(limits::max_effects), std::pair(OutcomeKind::answered, limits::max_effects));
  EXPECT_EQ(asking(limits::max_effects + 1), std::pair(OutcomeKind::fault, std::size_t{0}));
}

TEST(Limits, Texts) {
  // Doubles a text of `size` bytes eight times.
  const auto building = [](std::size_t size) {
    ImageSketch sketch;
    Number text = sketch.text(std::string(size, 'x'));
    for (int i = 0; i < 8; ++i) {
      const Number twice = sketch.reg(Kind::text);
      sketch.emit(Opcode::concat, twice, text, text);
      text = twice;
    }
    sketch.emit(Opcode::reject, text);
    Engine engine(sketch.finish());
    const Outcome outcome = engine.run("{}");
    return std::pair(outcome.kind(), outcome.message().size());
  };
  const std::size_t fits = limits::text_arena_bytes / 256;
  EXPECT_EQ(building(fits), std::pair(OutcomeKind::rejected, fits * 256));
  EXPECT_EQ(building(fits + 1).first, OutcomeKind::fault);
}

TEST(Memory, NothingIsAllocatedWhileEvaluating) {
  Engine engine(domain_image());
  const std::string escaped =
      R"({"request":{"userAttributes":{"email":"A\u0042@C.d","custom:domain":"c.d"}}})";
  const std::size_t before = heap_calls();
  std::size_t sum = 0;
  for (const std::string_view event :
       {matching, without_email, std::string_view(escaped), std::string_view("{"),
        std::string_view(R"({"triggerSource":"other"})")}) {
    sum += engine.run(event).body().size();
  }
  EXPECT_EQ(heap_calls(), before);
  EXPECT_GT(sum, 0u);
  // The counter counts. Without volatile, the compiler leaves the pair of calls out.
  void* volatile block = std::malloc(1);
  std::free(block);
  EXPECT_GT(heap_calls(), before);
}

TEST(Memory, OneBlockForAnEvaluator) {
  const Bytes image = domain_image();
  const auto loaded = Ruleset::load(image);
  ASSERT_TRUE(loaded);
  const std::size_t before = heap_calls();
  Evaluator evaluator(*loaded);
  EXPECT_EQ(heap_calls(), before + 1);
  EXPECT_GT(evaluator.memory_bytes(), limits::max_event_bytes + limits::text_arena_bytes);
  EXPECT_LT(evaluator.memory_bytes(), 2 * limits::max_event_bytes);

  Evaluator moved(std::move(evaluator));
  EXPECT_EQ(heap_calls(), before + 1);
  EXPECT_EQ(moved.evaluate(matching).kind(), OutcomeKind::answered);
  // What has been moved from answers like an evaluator that got no memory.
  const Outcome none = evaluator.evaluate(matching);
  EXPECT_EQ(none.kind(), OutcomeKind::fault);
  EXPECT_EQ(none.fault().kind, FaultKind::no_memory);
  EXPECT_EQ(none.body(),
            R"({"errorMessage":"there is no memory for the evaluator","errorType":"Fault"})");
  EXPECT_EQ(evaluator.memory_bytes(), 0u);
  EXPECT_FALSE(evaluator.read(matching));
  evaluator = std::move(moved);
  EXPECT_EQ(evaluator.evaluate(matching).kind(), OutcomeKind::answered);
}

class Notes : public Tracer {
 public:
  void part(const TracedPart& part) override {
    text += std::to_string(part.rule) + " " + std::string(part.expression) +
            (part.constant ? " constantly " : " ") +
            (part.truth == Truth::absent ? "absent"
             : part.truth == Truth::yes  ? "true"
                                         : "false");
    for (const TracedValue& value : part.values) {
      text += ", " + std::string(value.expression) + " = " +
              (value.present ? std::string(value.text) : "absent");
    }
    text += "\n";
  }
  std::string text;
};

TEST(Trace, TellsEveryPartThatIsDecided) {
  Engine engine(domain_image());
  Notes notes;
  const std::string body(engine.run(matching).body());
  EXPECT_EQ(engine.evaluator().evaluate(matching, notes).body(), body);
  EXPECT_EQ(notes.text,
            "0 always constantly true\n0 a == b true, a = example.com, b = EXAMPLE.com\n");
  Notes other;
  engine.evaluator().evaluate(without_email, other);
  EXPECT_EQ(other.text, "0 always constantly true\n0 a == b absent, a = absent, b = example.com\n");
  Notes none;
  engine.evaluator().evaluate("{", none);
  EXPECT_EQ(none.text, "");
}

TEST(Trace, ShowsValuesOfEachKind) {
  ImageSketch sketch({{"o", ReadAs::object}});
  auto& builder = sketch.builder;
  const Number rule = sketch.rule("");
  const auto traced = [&](Opcode test, Number a, Number b, bool names_a, bool names_b,
                          std::uint8_t flags = 0) {
    const Number at = sketch.emit(test, a, b, 0, 0, if_no);
    sketch.land(at);
    builder.trace.push_back({at,
                             rule,
                             builder.string("e"),
                             names_a ? builder.string("a") : image::none,
                             names_b ? builder.string("b") : image::none,
                             image::none8,
                             flags,
                             {}});
  };
  traced(Opcode::test_integer_less, sketch.integer(-5), sketch.integer(7), true, true);
  traced(Opcode::test_boolean_equal, sketch.boolean(true), sketch.boolean(false), false, true);
  traced(Opcode::test_member, sketch.text("k"), sketch.slot("o"), true, true);
  traced(Opcode::test_boolean, sketch.boolean(false), 0, false, false);
  traced(Opcode::test_integer_less, sketch.integer(1), sketch.integer(2), true, true,
         image::trace_inverted | image::trace_exchanged);
  Engine engine(sketch.finish());
  Notes notes;
  engine.evaluator().evaluate(R"({"o":{"k":1}})", notes);
  EXPECT_EQ(notes.text,
            "0 e true, a = -5, b = 7\n0 e false, b = false\n0 e true, a = k, b = {\"k\":1}\n"
            "0 e false\n0 e false, b = 2, a = 1\n");
}

TEST(Trace, AStrippedImageTellsNothing) {
  Engine engine(domain_image(true));
  Notes notes;
  EXPECT_EQ(engine.evaluator().evaluate(matching, notes).kind(), OutcomeKind::answered);
  EXPECT_EQ(notes.text, "");
}

TEST(Ruleset, KnowsItsRules) {
  Engine engine(domain_image());
  ASSERT_EQ(engine.ruleset().rule_count(), 1u);
  const RuleInfo rule = engine.ruleset().rule(0);
  EXPECT_EQ(rule.name, "domain");
  EXPECT_EQ(rule.file, "test.rules");
  EXPECT_EQ(rule.line, 1u);
  EXPECT_EQ(rule.column, 1u);
  EXPECT_EQ(engine.ruleset().content_hash(), Engine(domain_image()).ruleset().content_hash());

  Engine stripped(domain_image(true));
  EXPECT_NE(engine.ruleset().content_hash(), stripped.ruleset().content_hash());
  ASSERT_EQ(stripped.ruleset().rule_count(), 1u);
  EXPECT_EQ(stripped.ruleset().rule(0).name, "");
  EXPECT_EQ(stripped.ruleset().rule(0).line, 0u);
}

}  // namespace
}  // namespace lintel::test
