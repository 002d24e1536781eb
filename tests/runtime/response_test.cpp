// SPDX-License-Identifier: Apache-2.0
// How the answer is made of the event.
#include <gtest/gtest.h>

#include <string>

#include "runtime/limits.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::test {
namespace {

// Sets the flag f and the text s of `t`; leaves u and v unset.
class Response : public testing::Test {
 protected:
  static Bytes image() {
    ImageSketch sketch({{"t", ReadAs::text}});
    const Number flag = sketch.field("f", FieldKind::flag, FieldDefault::no);
    const Number text = sketch.field("s", FieldKind::text, FieldDefault::null);
    sketch.field("u", FieldKind::flag, FieldDefault::no);
    sketch.field("v\"", FieldKind::text, FieldDefault::null);
    sketch.emit(Opcode::set_flag, 0, flag, 1);
    sketch.emit(Opcode::set_text, sketch.slot("t"), text);
    return sketch.finish();
  }

  std::string answer(std::string_view event) {
    const Outcome outcome = engine_.run(event);
    return (outcome.kind() == OutcomeKind::answered ? "" : "not answered: ") +
           std::string(outcome.body());
  }

  Engine engine_{image()};
};

constexpr std::string_view all = R"({"f":true,"s":null,"u":false,"v\"":null})";

TEST_F(Response, IsFilledIn) {
  EXPECT_EQ(answer(R"({"response":{}})"), R"({"response":)" + std::string(all) + "}");
  EXPECT_EQ(answer(R"({"t":"x","response":{}})"),
            R"({"t":"x","response":{"f":true,"s":"x","u":false,"v\"":null}})");
}

TEST_F(Response, ReplacesWhatIsThereAndAddsTheRest) {
  EXPECT_EQ(answer(R"({"response":{"f":false}})"),
            R"({"response":{"f":true,"s":null,"u":false,"v\"":null}})");
  EXPECT_EQ(answer(R"({"response":{"u":[1,{"f":2}],"other":{"f":0}}})"),
            R"({"response":{"u":false,"other":{"f":0},"f":true,"s":null,"v\"":null}})");
  EXPECT_EQ(answer(R"({"response":{"f":1,"x":2,"\u0066":3}})"),
            R"({"response":{"f":true,"x":2,"\u0066":true,"s":null,"u":false,"v\"":null}})");
  EXPECT_EQ(answer(R"({"response":{"v\u0022":1,"f":0,"u":0,"s":0}})"),
            R"({"response":{"v\u0022":null,"f":true,"u":false,"s":null}})");
}

TEST_F(Response, KeepsAllOtherBytes) {
  EXPECT_EQ(answer("\n { \"response\" : { \"f\" : 0 , \"x\" : \"\\/\" } , \"y\" : 1.0 } \n"),
            "\n { \"response\" : { \"f\" : true , \"x\" : \"\\/\",\"s\":null,\"u\":false,"
            "\"v\\\"\":null } , \"y\" : 1.0 } \n");
  EXPECT_EQ(answer("{\"response\":{ \n }}"),
            "{\"response\":" + std::string(all.substr(0, all.size() - 1)) + " \n }}");
}

TEST_F(Response, IsAddedIfMissing) {
  EXPECT_EQ(answer("{}"), R"({"response":)" + std::string(all) + "}");
  EXPECT_EQ(answer("{ }"), R"({"response":)" + std::string(all) + " }");
  EXPECT_EQ(answer(R"({"a":1})"), R"({"a":1,"response":)" + std::string(all) + "}");
  EXPECT_EQ(answer("{\n  \"a\": {}\n}\n"),
            "{\n  \"a\": {},\"response\":" + std::string(all) + "\n}\n");
  EXPECT_EQ(answer("\xef\xbb\xbf{}"), R"({"response":)" + std::string(all) + "}");
}

TEST_F(Response, NullBecomesAnObject) {
  EXPECT_EQ(answer(R"({"response":null,"a":1})"),
            R"({"response":)" + std::string(all) + R"(,"a":1})");
}

TEST_F(Response, TheLastOneCounts) {
  EXPECT_EQ(answer(R"({"response":{"f":0},"response":{}})"),
            R"({"response":{"f":0},"response":)" + std::string(all) + "}");
  EXPECT_EQ(answer(R"({"response":5,"re\u0073ponse":{}})"),
            R"({"response":5,"re\u0073ponse":)" + std::string(all) + "}");
  EXPECT_EQ(answer(R"({"response":{"f":0},"response":null})"),
            R"({"response":{"f":0},"response":)" + std::string(all) + "}");
}

TEST_F(Response, OfAnotherTypeIsAFault) {
  for (const auto& [value, found] :
       {std::pair("[]", "a list"), std::pair("\"x\"", "text"), std::pair("0", "a number"),
        std::pair("true", "true or false")}) {
    const Outcome outcome = engine_.run(R"({"response":)" + std::string(value) + "}");
    ASSERT_EQ(outcome.kind(), OutcomeKind::fault) << value;
    EXPECT_EQ(outcome.message(),
              "response: a field has another type than Cognito's contract says: expected an "
              "object, found " +
                  std::string(found) + " (byte 12)");
  }
}

TEST_F(Response, TextsAreEscaped) {
  EXPECT_EQ(
      answer(R"({"t":"\"\\\/\b\f\n\r\t\u0000\u001f\u007f\u2028é😀<","response":{}})"),
      R"({"t":"\"\\\/\b\f\n\r\t\u0000\u001f\u007f\u2028é😀<","response":{"f":true,"s":"\"\\/\b\f\n\r\t\u0000\u001f)"
      "\x7f\xe2\x80\xa8é😀<"
      R"(","u":false,"v\"":null}})");
}

TEST_F(Response, OfAnyLengthOfPlainTextInAnyPlace) {
  // Around the blocks of the vectors.
  for (std::size_t size = 0; size < 70; ++size) {
    for (std::size_t quote = 0; quote <= size; ++quote) {
      std::string text(size, 'a');
      std::string escaped = text;
      if (quote < size) {
        escaped.replace(quote, 1, "\\n");
      }
      const std::string event =
          R"({"t":")" + escaped + R"(","response":{"s":0,"f":0,"u":0,"v\"":0}})";
      EXPECT_EQ(answer(event), R"({"t":")" + escaped + R"(","response":{"s":")" + escaped +
                                   R"(","f":true,"u":false,"v\"":null}})");
    }
  }
}

TEST_F(Response, TooLongIsAFault) {
  // Each of these places would grow by the whole text.
  std::string event = R"({"t":")" + std::string(100000, 'x') + R"(","response":{)";
  for (int i = 0; i < 1000; ++i) event += R"("s":0,)";
  const Outcome outcome = engine_.run(event + R"("f":0}})");
  ASSERT_EQ(outcome.kind(), OutcomeKind::fault);
  EXPECT_EQ(outcome.fault().kind, FaultKind::text_too_long);
  EXPECT_EQ(
      outcome.body(),
      R"({"errorMessage":"the texts and lists of this event need more room than an evaluation has","errorType":"Fault"})");
}

// By a bound alone, a value as long as the text could stand in the place of every other member.
TEST_F(Response, ThatOnlyItsExactSizeShowsToFit) {
  const std::string text(100000, 'x');
  std::string others;
  for (int i = 0; i < 1000; ++i) others += R"("o":0,)";
  EXPECT_EQ(answer(R"({"t":")" + text + R"(","response":{)" + others + R"("s":0}})"),
            R"({"t":")" + text + R"(","response":{)" + others + R"("s":")" + text +
                R"(","f":true,"u":false,"v\"":null}})");
}

TEST_F(Response, TheLargestEventIsAnswered) {
  std::string event = R"({"x":")";
  event.resize(limits::max_event_bytes - 2, 'a');
  event += "\"}";
  const std::string body = answer(event);
  EXPECT_EQ(body.size(), event.size() + std::string(R"(,"response":)").size() + all.size());
}

TEST(ResponseWithoutFields, GoesBackUnchanged) {
  ImageSketch sketch;
  Engine engine(sketch.finish());
  for (const std::string_view event :
       {"{}", " { \"response\" : [ ] } ", R"({"response":5})", R"({"a":"\u0061"})"}) {
    const Outcome outcome = engine.run(event);
    EXPECT_EQ(outcome.kind(), OutcomeKind::answered);
    EXPECT_EQ(outcome.body(), event);
  }
}

}  // namespace
}  // namespace lintel::test
