// SPDX-License-Identifier: Apache-2.0
// The parts of an evaluator's memory: each as large as the image needs it, none over another.
#include <gtest/gtest.h>

#include <malloc.h>

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/limits.h"
#include "runtime/response_writer.h"
#include "tests/runtime/heap_calls.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

std::size_t memory_of(const Bytes& image) {
  return Evaluator(*Ruleset::load(image)).memory_bytes();
}

// A program that fires `fired` rules and has `fields` flags, then one that does nothing.
Bytes busy_first(int fired, int fields, FieldKind kind = FieldKind::flag) {
  ImageSketch s;
  for (int i = 0; i < fields; ++i) s.field("f" + std::to_string(i), kind, FieldDefault::no);
  for (int i = 0; i < fired; ++i) s.emit(fire, 0, s.rule("r"));
  s.end_program();
  s.log("x");
  s.end_program();
  s.trigger("A", {{"x", 0}, {"y", 1}});
  return s.finish();
}

// Beside the room for the answers, which knows the names of the fields.
TEST(EvaluatorMemoryBounds, GrowsWithWhatTheImageNeeds) {
  constexpr std::size_t pad = 64;  // parts start at even addresses
  const std::size_t least = memory_of(busy_first(1, 1));
  const std::size_t fired = memory_of(busy_first(1001, 1));
  EXPECT_GE(fired, least + 1000 * sizeof(std::uint32_t));
  EXPECT_LE(fired, least + 1000 * sizeof(std::uint32_t) + pad);
  const std::size_t collecting = memory_of(busy_first(1, 1, FieldKind::entries));
  EXPECT_GE(collecting, least + limits::max_collected * sizeof(runtime::Cell));
  EXPECT_EQ(memory_of(busy_first(1, 1, FieldKind::text)), least);
}

// Sources and effects need none.
TEST(EvaluatorMemoryBounds, DoesNotGrowWithWhatIsOnlyRead) {
  const auto with = [](int sources, int parameters) {
    ImageSketch s;
    for (const char* name : {"f", "g"}) s.field(name, FieldKind::flag, FieldDefault::no);
    s.emit(fire, 0, s.rule("r"));
    s.effect("e", std::vector<std::string>(static_cast<std::size_t>(parameters), "p"));
    s.end_program();
    std::vector<std::pair<std::string, Number>> names;
    for (int i = 0; i < sources; ++i) names.emplace_back("s" + std::to_string(i), 0);
    s.trigger("A", names);
    return memory_of(s.finish());
  };
  EXPECT_EQ(with(1, 1), with(900, 1));
  for (int parameters = 2; parameters <= 8; ++parameters)
    EXPECT_EQ(with(1, 1), with(1, parameters)) << parameters;
}

// Each program may be the one that needs the most.
TEST(EvaluatorMemoryBounds, IsForTheLargestProgram) {
  constexpr Number rules = 600;
  for (const bool first : {true, false}) {
    ImageSketch s;
    const auto add_small = [&] {
      s.log("small");
      s.end_program();
    };
    if (!first) add_small();
    std::vector<Number> fields;
    for (Number i = 0; i < 40; ++i)
      fields.push_back(s.field("f" + std::to_string(i), FieldKind::flag, FieldDefault::no));
    s.log("before");
    for (const Number field : fields) s.emit(set_flag, 0, field, 1);
    for (Number i = 0; i < rules; ++i) s.emit(fire, 0, s.rule("r"));
    s.log("after");
    const Number large = s.end_program();
    if (first) add_small();
    s.trigger("A", {{"large", large}, {"small", 1 - large}});
    Engine engine(s.finish());
    const Outcome outcome = engine.run(R"({"triggerSource":"A_large"})");
    ASSERT_EQ(outcome.kind(), OutcomeKind::answered);
    ASSERT_EQ(outcome.fired().size(), rules);
    for (Number i = 0; i < rules; ++i) ASSERT_EQ(outcome.fired()[i] - outcome.fired()[0], i);
    ASSERT_EQ(outcome.effects().size(), 2U);
    EXPECT_EQ(outcome.effects()[0].arguments[0].text, "before");
    EXPECT_EQ(outcome.effects()[1].arguments[0].text, "after");
    std::string expected = R"({"triggerSource":"A_large","response":{)";
    for (Number i = 0; i < 40; ++i)
      expected += (i == 0 ? "\"f" : ",\"f") + std::to_string(i) + "\":true";
    EXPECT_EQ(outcome.body(), expected + "}}");
    EXPECT_EQ(engine.logs(R"({"triggerSource":"A_small"})"), std::vector<std::string>{"small"});
  }
}

TEST(EvaluatorMemoryBounds, EachPartIsAligned) {
  for (int rules = 1; rules <= 3; ++rules) {
    ImageSketch s;
    for (int i = 0; i < rules; ++i) s.emit(fire, 0, s.rule("r"));
    s.log("x");
    Engine engine(s.finish());
    const Outcome outcome = engine.run("{}");
    const auto rest = [](const auto* at) {
      return reinterpret_cast<std::uintptr_t>(at) % alignof(decltype(*at));
    };
    EXPECT_EQ(rest(outcome.effects().data()), 0U);
    EXPECT_EQ(rest(outcome.effects()[0].arguments.data()), 0U);
    EXPECT_EQ(rest(outcome.fired().data()), 0U);
  }
}

// As much text as there is room for is not written over by the answer that holds it, nor by the
// message of a fault before it.
TEST(EvaluatorMemoryBounds, TheRoomForTextsIsItsOwn) {
  ImageSketch s({{"t", ReadAs::text}});
  const Number twice = s.reg(Kind::text);
  s.emit(concat, twice, s.slot("t"), s.slot("t"));
  s.emit(reject, twice);
  Engine engine(s.finish());
  const std::string half(limits::text_arena_bytes / 2, 'x');
  const Outcome outcome = engine.run("{\"t\":\"" + half + "\"}");
  ASSERT_EQ(outcome.kind(), OutcomeKind::rejected);
  EXPECT_TRUE(outcome.message() == half + half);
  EXPECT_TRUE(outcome.body() ==
              "{\"errorMessage\":\"" + half + half + "\",\"errorType\":\"Rejected\"}");
  EXPECT_EQ(engine.run("{\"t\":\"" + half + "x\"}").kind(), OutcomeKind::fault);
}

// The largest answer that fits, and one that is longer.
TEST(EvaluatorMemoryBounds, AnAnswerEndsWithTheMemory) {
  ImageSketch s({{"t", ReadAs::text}});
  const Number field = s.field("f", FieldKind::entries, FieldDefault::null);
  for (const char* key : {"a", "b"}) s.emit(set_entry, s.text(key), field, s.slot("t"));
  s.log("x");
  s.emit(fire, 0, s.rule("r"));
  const Bytes image = s.finish();
  const std::size_t growth = runtime::max_growth(image::View(image));
  const Ruleset ruleset = *Ruleset::load(image);
  Evaluator evaluator(ruleset);
  const HeapBlock block = last_heap_block();
  ASSERT_EQ(block.size, evaluator.memory_bytes());
  const auto event = [](std::size_t text, std::size_t size) {
    std::string json = "{\"t\":\"" + std::string(text, 'x') + "\",\"pad\":\"";
    return json + std::string(size - json.size() - 2, 'p') + "\"}";
  };
  const std::string small = event(10, 100);
  const std::size_t around = evaluator.evaluate(small).body().size() - small.size() - 20;
  const bool odd = (growth - around) % 2 != 0;
  const std::size_t size = limits::max_event_bytes - (odd ? 1 : 0);
  const std::size_t text = (growth - around + (odd ? 1 : 0)) / 2;
  const std::string largest = event(text, size);
  const Outcome outcome = evaluator.evaluate(largest);
  ASSERT_EQ(outcome.kind(), OutcomeKind::answered) << outcome.message();
  EXPECT_EQ(outcome.body().size(), limits::max_event_bytes + growth);
  EXPECT_LE(outcome.body().data() + outcome.body().size(),
            static_cast<const char*>(block.begin) + block.size);
  EXPECT_TRUE(outcome.body().ends_with("xxx\"}}}"));
  const std::string longer = event(text + 1, size);
  const Outcome fault = evaluator.evaluate(longer);
  ASSERT_EQ(fault.kind(), OutcomeKind::fault);
  EXPECT_EQ(fault.message(),
            "the texts and lists of this event need more room than an evaluation has");
  EXPECT_TRUE(fault.fired().empty());
  EXPECT_TRUE(fault.effects().empty());
}

// Nothing is left to an identity provider's user, which is a fault only when the answer is written.
TEST(EvaluatorMemoryBounds, AFaultOfTheAnswerTellsNothingElse) {
  ImageSketch s({{"t", ReadAs::text}});
  s.field("f", FieldKind::entries, FieldDefault::as_it_came, "o");
  const Number dropped = s.field("f", FieldKind::dropped, FieldDefault::as_it_came);
  s.emit(add_item, s.slot("t"), dropped);
  s.emit(fire, 0, s.rule("r"));
  s.log("x");
  Engine engine(s.finish());
  const Outcome answered = engine.run(R"({"t":"a","o":{"a":"1","b":"2"}})");
  EXPECT_EQ(answered.kind(), OutcomeKind::answered) << answered.message();
  EXPECT_EQ(answered.fired().size(), 1U);
  const Outcome outcome = engine.run(R"({"t":"a","o":{"a":"1"}})");
  ASSERT_EQ(outcome.kind(), OutcomeKind::fault);
  EXPECT_EQ(outcome.fault().kind, FaultKind::nothing_left);
  EXPECT_EQ(outcome.message(), "response: " + std::string(outcome.fault().message()));
  EXPECT_TRUE(outcome.fired().empty());
  EXPECT_TRUE(outcome.effects().empty());
}

TEST(EvaluatorMemoryBounds, IsGivenBack) {
  const Bytes image = busy_first(1, 1);
  const auto in_use = [] {
    const auto info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
  };
  memory_of(image);
  const std::size_t before = in_use();
  for (int i = 0; i < 3; ++i) memory_of(image);
  EXPECT_EQ(in_use(), before);
}

}  // namespace
}  // namespace lintel::test
