// SPDX-License-Identifier: Apache-2.0
// What is learned from events, what is not, and that events read by phrases mean what they say.
#include "runtime/phrase_book.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/runtime/learning_reader.h"

namespace lintel::test {
namespace {

Bytes plan_image() {
  return ImageSketch({{"triggerSource", ReadAs::text},
                      {"userName", ReadAs::text},
                      {"r.f", ReadAs::flag},
                      {"r.i", ReadAs::integer},
                      {"r.l", ReadAs::array},
                      {"r.m", ReadAs::object},
                      {"r.m.t", ReadAs::text}})
      .finish();
}

class Phrases : public testing::Test {
 protected:
  // Whether one event teaches the reader to read another one.
  static bool teaches(std::string_view lesson, std::string_view event) {
    LearningReader reader(plan_image());
    EXPECT_FALSE(reader.reads_by_phrases(lesson));
    return reader.reads_by_phrases(event);
  }
  static bool is_learned(std::string_view event) { return teaches(event, event); }

  static std::string with(std::string_view members) {
    return R"({"triggerSource":"Test_a",)" + std::string(members) + "}";
  }
};

TEST_F(Phrases, AreLearnedFromEventsAsCognitoSendsThem) {
  for (const std::string_view members : {
           R"("userName":"x")",
           R"("userName":null)",
           R"("version":"1","userName":"","x":{"y":{"z":"1"}})",
           R"("r":{"f":true,"l":["a","b"],"m":{"t":"x","":"y"}})",
           R"("r":{"f":"TRUE","l":[],"m":{}},"response":{})",
           R"("r":null,"response":null)",
           R"("response":{"a":null,"b":false})",
           R"("x":[[],{},[null,{"y":["z"]}]])",
           R"("userName":"a\"\u00e9\\")",
           R"("userName":"ä","ä":"€")",
           R"("r":{"i":"text where a number is wanted"})",
       }) {
    EXPECT_TRUE(is_learned(with(members))) << members;
  }
  EXPECT_TRUE(is_learned("{\"triggerSource\":\"Test_a\"}"));
  EXPECT_TRUE(is_learned("\xef\xbb\xbf{\"triggerSource\":\"Test_a\"}  "));
}

TEST_F(Phrases, AreNotLearnedFromWhatIsLeftToTheScanner) {
  for (const std::string_view members : {
           R"("x":1)",
           R"("x": "y")",
           R"("\u0078":"y")",
           R"("response":{"a":"text"})",
           R"("response":{"a":{}})",
           R"("response":{"a":[]})",
           R"("response":"text")",
           R"("response":[])",
           R"("userName":{})",
           R"("userName":[])",
           R"("r":[])",
           R"("r":{"l":{}})",
           R"("version":null)",
           R"("version":{})",
           R"("triggerSource":[])",
           R"("triggerSource":"\u0054est_a")",
       }) {
    EXPECT_FALSE(is_learned(with(members))) << members;
  }
  EXPECT_FALSE(is_learned(" {\"triggerSource\":\"Test_a\"}"));
}

TEST_F(Phrases, ServeOtherEventsOfThePool) {
  const std::string lesson =
      with(R"("userName":"x","r":{"m":{"t":"a","u":"b","v":"c"}},"response":{})");
  EXPECT_TRUE(teaches(
      lesson, with(R"("userName":"","r":{"m":{"t":"\n","u":"é","v":"\""}},"response":{})")));
  EXPECT_FALSE(
      teaches(lesson, with(R"("userName":"x","r":{"m":{"t":"a","w":"b"}},"response":{})")));
  // A member more than once, and not at all: with phrases of one place in any order.
  const std::string many = with(R"("a":"1","b":"2","a":"3","a":"4","b":"5","b":"6")");
  EXPECT_TRUE(teaches(many, with(R"("a":"1","a":"2","b":"3","b":"4","a":"5","b":"6")")));
  EXPECT_TRUE(teaches(many, with(R"("a":"1","a":"2","a":"3","b":"4")") + "\n"));
}

TEST_F(Phrases, OfAFullBookAreForgotten) {
  LearningReader reader(plan_image());
  const std::string usual = with(R"("userName":"x")");
  reader.reads_by_phrases(usual);
  const std::uint32_t first_edition = reader.reader().edition();
  int lessons = 0;
  while (reader.reader().edition() == first_edition && lessons < 1000) {
    EXPECT_TRUE(reader.reads_by_phrases(usual));
    const std::string name = "made_up_" + std::to_string(lessons++);
    reader.reads_by_phrases(with("\"" + name + "\":\"x\",\"" + name + "\":\"y\""));
  }
  EXPECT_GT(lessons, 20);
  EXPECT_LT(lessons, 1000);
  // The lesson that found no room makes the reader pass over the next one.
  EXPECT_FALSE(reader.reads_by_phrases(usual));
  EXPECT_FALSE(reader.reads_by_phrases(usual));
  EXPECT_TRUE(reader.reads_by_phrases(usual));
}

// What cannot be learned takes no room from what can.
TEST_F(Phrases, OfFailedLessonsAreForgotten) {
  LearningReader reader(plan_image());
  const std::string usual = with(R"("userName":"x","r":{"f":true})");
  EXPECT_TRUE(reader.book().learn(usual));
  const std::uint32_t edition = reader.reader().edition();
  for (int i = 0; i < 1000; ++i) {
    EXPECT_FALSE(reader.book().learn(with(R"("r":{"f":true,"m":{"u":{"v":[]}},"i":1})")));
    EXPECT_FALSE(reader.book().learn(with(R"("response":{"a":null,"b":"text"})")));
    EXPECT_FALSE(reader.book().learn(with(R"("u":{"v":[[[{}]]]},"i":1)")));
  }
  EXPECT_EQ(reader.reader().edition(), edition);
  EXPECT_TRUE(reader.reads_by_phrases(usual));
}

TEST_F(Phrases, AreTooManyOrTooDeepWithoutHarm) {
  std::string names;
  for (int i = 0; i < 200; ++i) names += "\"n" + std::to_string(i) + "\":\"x\",";
  EXPECT_FALSE(is_learned(with(names + "\"u\":\"x\"")));
  EXPECT_FALSE(is_learned(with("\"" + std::string(9000, 'n') + "\":\"x\"")));
  std::string nested = "\"x\"";
  for (int i = 0; i < 40; ++i) nested = "{\"a\":" + nested + "}";
  EXPECT_FALSE(is_learned(with("\"u\":" + nested)));
  std::string members;
  for (int i = 0; i < 70; ++i) members += ",\"m\":null";
  EXPECT_FALSE(is_learned(with("\"response\":{\"x\":null" + members + "}")));
}

TEST_F(Phrases, AreLearnedOnce) {
  LearningReader reader(plan_image());
  const std::string usual = with(R"("userName":"x")");
  EXPECT_TRUE(reader.book().learn(usual));
  EXPECT_FALSE(reader.book().learn(usual));
}

// Whatever asks for the action that finds no room.
TEST_F(Phrases, HaveRoomForSomeActions) {
  struct Last {
    std::string_view members;  // behind those of r
    std::size_t actions;
  };
  for (const Last& last : {Last{R"("f":null})", 1}, Last{R"("f":true})", 2}, Last{R"("l":[]})", 3},
                           Last{R"("m":{}})", 3}, Last{R"("x":[]},"version":"1")", 1}}) {
    for (std::size_t nulls = 110; nulls < 130; ++nulls) {
      std::string members;
      for (std::size_t i = 0; i < nulls; ++i) members += "\"f\":null,";
      members += last.members;
      LearningReader reader(plan_image());
      const std::size_t actions = 2 + nulls + last.actions;  // the source and r have one each
      EXPECT_EQ(reader.book().learn(with("\"r\":{" + members)), actions <= 128)
          << nulls << last.members;
    }
  }
}

// The text of a slot that was read by its phrase, and has escapes.
TEST_F(Phrases, LeaveATextWithoutRoomToTheScanner) {
  const std::string event = with(R"("userName":"\u0041\u0042\u0043")");
  LearningReader enough(plan_image(), 18);
  EXPECT_FALSE(enough.reads_by_phrases(event));
  EXPECT_TRUE(enough.reads_by_phrases(event));
  LearningReader too_little(plan_image(), 17);
  EXPECT_TRUE(too_little.book().learn(event));
  EXPECT_FALSE(too_little.read(event));
  EXPECT_EQ(too_little.reader().fault().kind, FaultKind::text_too_long);
}

// The text of the whole event can be asked for as that of an object in it.
TEST_F(Phrases, MakeUpAnEventThatASlotTakes) {
  ImageSketch sketch({{"userName", ReadAs::text}});
  image::PlanNode& root = sketch.builder.plan_nodes.front();
  root.read_as = static_cast<std::uint8_t>(ReadAs::object);
  root.slot = sketch.reg(Kind::object);
  root.slots_end = root.slot + 1;
  const Bytes image = sketch.finish();
  ASSERT_TRUE(Ruleset::load(image));
  LearningReader reader(image);
  for (const std::string& event : {with(R"("userName":"x")"), with(R"("userName":"yz")")}) {
    reader.reads_by_phrases(event);
    EXPECT_EQ(reader.slot(1).text(), event);
    EXPECT_TRUE(reader.reads_by_phrases(event));
    EXPECT_EQ(reader.slot(1).text(), event);
  }
}

// An image with an answer: a flag and a text that are set, and a flag that is not.
Bytes answering_image(ReadAs source) {
  ImageSketch sketch({{"triggerSource", source}, {"userName", ReadAs::text}});
  const Number flag = sketch.field("flag", FieldKind::flag, FieldDefault::no);
  const Number text = sketch.field("text", FieldKind::text, FieldDefault::null);
  sketch.field("rest", FieldKind::flag, FieldDefault::as_it_came);
  sketch.emit(Opcode::set_flag, 0, flag, 1);
  sketch.emit(Opcode::set_text, sketch.slot("userName"), text);
  sketch.show(sketch.slot("triggerSource"), source == ReadAs::flag ? Kind::boolean : Kind::text);
  sketch.end_program();
  sketch.emit(Opcode::reject, sketch.text("other"));
  sketch.end_program();
  sketch.trigger("Test", {{"a", 0}, {"b", 1}}, 0);
  return sketch.finish();
}

// What is logged, and the answer; the same three times, of which the scanner reads the first.
std::string answer(Engine& engine, std::string_view event) {
  std::string first;
  for (int i = 0; i < 3; ++i) {
    const Outcome outcome = engine.run(event);
    std::string shown(outcome.body());
    for (const Effect& effect : outcome.effects()) {
      shown += " ";
      shown += effect.arguments[0].text;
    }
    if (i == 0) first = shown;
    EXPECT_EQ(shown, first) << event;
  }
  return first;
}

TEST(Answers, GoIntoAnyResponse) {
  Engine engine(answering_image(ReadAs::text));
  const auto response = [&](const std::string& members) {
    const std::string head = R"({"triggerSource":"Test_a","userName":"x",)";
    const std::string all = answer(engine, head + members + "}");
    return all.substr(head.size(), all.rfind('}') - head.size());
  };
  const std::string usual = R"("response":{"flag":true,"text":"x"})";
  EXPECT_EQ(response(R"("response":{})"), usual);
  EXPECT_EQ(response(R"("response":null)"), usual);
  EXPECT_EQ(response(R"("response":{"flag":false},"response":null)"),
            R"("response":{"flag":false},)" + usual);
  EXPECT_EQ(response(R"("response":null,"response":{"text":null,"flag":null})"),
            R"("response":null,"response":{"text":"x","flag":true})");
  EXPECT_EQ(response(R"("response":{"flag":false,"x":true,"flag":null,"rest":null})"),
            R"("response":{"flag":true,"x":true,"flag":true,"rest":null,"text":"x"})");
  EXPECT_EQ(response(R"("response":{"fla":null,"flags":null,"":null})"),
            R"("response":{"fla":null,"flags":null,"":null,"flag":true,"text":"x"})");
  EXPECT_EQ(response(R"("response":{},"x":"y","response":{"flag":false},"z":"")"),
            R"("response":{},"x":"y","response":{"flag":true,"text":"x"},"z":"")");
}

// The last source counts, however many versions come after it.
TEST(Answers, AreForTheLastSource) {
  Engine engine(answering_image(ReadAs::text));
  const auto of = [&](const std::string& sources) {
    std::string event = "{" + sources;
    for (int i = 0; i < 6; ++i) event += R"(,"userName":"x","version":"1")";
    return answer(engine, event + "}");
  };
  for (int i = 0; i < 2; ++i) {
    EXPECT_NE(of(R"("triggerSource":"Test_a")").find(" Test_a"), std::string::npos);
    EXPECT_NE(of(R"("triggerSource":"Test_b")").find("other"), std::string::npos);
    EXPECT_NE(of(R"("triggerSource":"Test_b","triggerSource":"Test_a")").find(" Test_a"),
              std::string::npos);
    EXPECT_NE(
        of(R"("triggerSource":"Test_a","userName":"","triggerSource":"Test_b")").find("other"),
        std::string::npos);
  }
}

TEST(Answers, KeepNothingOfAnEarlierSource) {
  Engine engine(answering_image(ReadAs::flag));
  const std::string both = R"({"triggerSource":"true","triggerSource":"Test_a","userName":"x"})";
  EXPECT_TRUE(answer(engine, both).ends_with(" absent"));
}

}  // namespace
}  // namespace lintel::test
