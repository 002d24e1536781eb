// SPDX-License-Identifier: Apache-2.0
// The quick way to write answers: which events and fields it is for, what it writes, and that it
// writes nothing outside of its room.
#include "runtime/plain_answer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/runtime/fence.h"
#include "tests/runtime/learning_reader.h"

namespace lintel::test {
namespace {

using runtime::AnswerField;
using runtime::FieldValue;

constexpr FieldKind flag = FieldKind::flag;
constexpr FieldDefault as_it_came = FieldDefault::as_it_came;

constexpr FieldValue yes{{}, true, true, false, false};
constexpr FieldValue no{{}, false, true, false, false};
constexpr FieldValue null{{}, false, true, true, false};
FieldValue text(std::string_view value) { return {value, false, true, false, false}; }

AnswerField answer_field(std::string_view path, FieldKind kind, FieldDefault unset_is) {
  ImageSketch sketch;
  static Bytes image;  // what holds the name
  sketch.field(path, kind, unset_is);
  image = sketch.finish();
  return runtime::answer_field(image::View(image), 0);
}

TEST(PlainFields, AreFlagsAndTextsOfTheResponseItself) {
  for (std::uint8_t kind = 0; kind <= static_cast<std::uint8_t>(FieldKind::kept); ++kind) {
    for (std::uint8_t unset_is = 0; unset_is <= static_cast<std::uint8_t>(FieldDefault::copied);
         ++unset_is) {
      for (const auto& [path, is_name] :
           {std::pair("name", true), std::pair("a/b", true), std::pair("a.b", false),
            std::pair("a\"", false), std::pair("\\", false), std::pair("a\x01", false)}) {
        const AnswerField field =
            answer_field(path, static_cast<FieldKind>(kind), static_cast<FieldDefault>(unset_is));
        const bool is_scalar = field.kind == flag || field.kind == FieldKind::text;
        EXPECT_EQ(field.name, path);
        EXPECT_EQ(field.kind, static_cast<FieldKind>(kind));
        EXPECT_EQ(field.unset, static_cast<FieldDefault>(unset_is));
        EXPECT_EQ(field.is_plain, is_scalar && field.unset != FieldDefault::copied && is_name)
            << path << ' ' << int{kind} << ' ' << int{unset_is};
      }
    }
  }
}

struct Field {
  std::string_view name;
  FieldKind kind;
  FieldDefault unset;
  FieldValue value{};
};

class PlainAnswers : public testing::Test {
 protected:
  // The answer to an event that is read by its phrases; "none" if it is not given.
  std::string answer(const std::vector<Field>& fields, std::string_view event) {
    std::vector<AnswerField> rows;
    std::vector<FieldValue> values;
    for (const Field& field : fields) {
      rows.push_back({field.name, field.kind, field.unset, true});
      values.push_back(field.value);
    }
    // What stands behind the fields belongs to others.
    rows.push_back({"behind", FieldKind::items, FieldDefault::no, false});
    values.push_back(text("of another field"));
    reader_.read(event);
    EXPECT_TRUE(reader_.reads_by_phrases(event)) << event;
    // As an evaluator forgets them: other fields are those of another program.
    const auto is_same = [](const AnswerField& a, const AnswerField& b) {
      return a.name == b.name;
    };
    if (reader_.reader().edition() != edition_ || !std::ranges::equal(rows, rows_, is_same)) {
      known_ = {};
    }
    edition_ = reader_.reader().edition();
    rows_ = rows;
    const auto write = [&](std::span<char> out) {
      return runtime::write_plain_answer(std::span(rows).first(fields.size()),
                                         std::span(values).first(fields.size()),
                                         reader_.reader().reading(), known_, out);
    };
    std::string room(50'000, untouched);
    const std::string_view written = write(room);
    const std::string result = written.data() == nullptr ? "none" : std::string(written);
    std::vector<std::size_t> sizes{0};
    for (std::size_t size = result.size(); size > 0 && sizes.size() < 30; --size) {
      sizes.push_back(size - 1);
    }
    for (const std::size_t size : sizes) {
      room.assign(room.size(), untouched);
      EXPECT_EQ(write(std::span(room).first(size)).data(), nullptr);
      EXPECT_EQ(room.find_first_not_of(untouched, size), room.npos) << size;
    }
    return result;
  }

  static std::string event(std::string_view response) {
    return R"({"triggerSource":"Test_a","response":)" + std::string(response) + "}";
  }
  // The response to this one.
  std::string response(const std::vector<Field>& fields, std::string_view given) {
    const std::string all = answer(fields, event(given));
    const std::size_t begin = event("").size() - 1;
    if (all == "none") return all;
    EXPECT_EQ(all.substr(0, begin), event("").substr(0, begin));
    EXPECT_EQ(all.back(), '}');
    return all.substr(begin, all.size() - begin - 1);
  }

  static constexpr char untouched = '#';
  LearningReader reader_{ImageSketch({{"triggerSource", ReadAs::text}}).finish()};
  runtime::MemberFields known_{};
  std::vector<AnswerField> rows_;  // what is known is of them, and of this edition
  std::uint32_t edition_ = 0;
};

TEST_F(PlainAnswers, HaveEachFieldThatIsWanted) {
  const std::vector<Field> unset_fields{{"a", flag, FieldDefault::no},
                                        {"b", flag, FieldDefault::yes},
                                        {"c", FieldKind::text, FieldDefault::null},
                                        {"d", flag, as_it_came}};
  EXPECT_EQ(response(unset_fields, "{}"), R"({"a":false,"b":true,"c":null})");
  EXPECT_EQ(response(unset_fields, R"({"d":true,"c":false,"x":null})"),
            R"({"d":true,"c":null,"x":null,"a":false,"b":true})");
  const std::vector<Field> set_fields{{"a", flag, FieldDefault::no, yes},
                                      {"b", flag, as_it_came, no},
                                      {"c", FieldKind::text, FieldDefault::null, text("\x1f\"")},
                                      {"d", FieldKind::text, as_it_came, null}};
  EXPECT_EQ(response(set_fields, "{}"), R"({"a":true,"b":false,"c":"\u001f\"","d":null})");
  EXPECT_EQ(response(set_fields, R"({"d":true,"c":false,"b":null})"),
            R"({"d":null,"c":"\u001f\"","b":false,"a":true})");
  EXPECT_EQ(response({{"a", flag, as_it_came}}, R"({"b":null})"), R"({"b":null})");
  EXPECT_EQ(response({{"a", flag, as_it_came}}, "{}"), "{}");
}

TEST_F(PlainAnswers, AreForSixteenFieldsWithTheirNames) {
  std::vector<std::string> names;
  for (int i = 0; i < 17; ++i) names.push_back("f" + std::to_string(i));
  std::vector<Field> fields;
  std::string all;
  for (const std::string& name : names) {
    if (fields.size() == 16) break;
    fields.push_back({name, flag, FieldDefault::yes});
    all += (all.empty() ? "\"" : ",\"") + name + "\":true";
  }
  EXPECT_EQ(response(fields, "{}"), "{" + all + "}");
  EXPECT_EQ(response(fields, "{" + all + "}"), "{" + all + "}");
  fields.push_back({names.back(), flag, FieldDefault::yes});
  EXPECT_EQ(response(fields, "{}"), "none");
}

TEST_F(PlainAnswers, HaveLongValuesForMembersOfAnyNumber) {
  const std::string controls(20, '\x1f');
  std::string written;
  for (std::size_t i = 0; i < controls.size(); ++i) written += "\\u001f";
  std::string given;
  std::string wanted;
  for (int i = 0; i < 5; ++i) {
    given += i == 0 ? "\"t\":null" : ",\"t\":null";
    wanted += (i == 0 ? "\"t\":\"" : ",\"t\":\"") + written + "\"";
    EXPECT_EQ(
        response({{"t", FieldKind::text, FieldDefault::null, text(controls)}}, "{" + given + "}"),
        "{" + wanted + "}");
    EXPECT_EQ(response({{"f", flag, as_it_came},
                        {"t", FieldKind::text, FieldDefault::null, text(controls)}},
                       "{" + given + "}"),
              "{" + wanted + "}");
  }
  EXPECT_EQ(response({{"t", FieldKind::text, FieldDefault::null, text(controls)}}, "{}"),
            "{\"t\":\"" + written + "\"}");
}

// Names that other fields have, and names that are longer than what is left of the event.
TEST_F(PlainAnswers, LookAtNoOtherFieldsAndNothingBehindTheEvent) {
  const std::vector<Field> fields{{"a", flag, FieldDefault::no}};
  EXPECT_EQ(response(fields, R"({"behind":null})"), R"({"behind":null,"a":false})");
  const std::string long_name(3000, 'l');
  const FencedCopy copy(event(R"({"l":null,"ll":true})"));
  EXPECT_EQ(answer({{long_name, flag, as_it_came}, {"ll", flag, FieldDefault::no}}, copy.text()),
            event(R"({"l":null,"ll":false})"));
}

// A response that is null, or holds texts, is for the response writer.
TEST_F(PlainAnswers, AreForObjects) {
  EXPECT_EQ(response({{"a", flag, FieldDefault::no}}, "null"), "none");
  std::vector<Field> fields{{"a", flag, FieldDefault::no}};
  EXPECT_EQ(answer(fields, R"({"triggerSource":"Test_a"})"), "none");
  EXPECT_EQ(answer(fields, R"({"response":{},"triggerSource":"Test_a","response":null})"), "none");
}

// An empty response has its members where the next one that is learned has them: which fields they
// are, must not be taken from one for the other, whichever comes first.
TEST_F(PlainAnswers, ToEmptyResponsesAndOthersInTurn) {
  const std::vector<Field> fields{{"a", flag, FieldDefault::no, yes}, {"b", flag, as_it_came, no}};
  const std::pair<std::string_view, std::string_view> others[] = {
      {R"({"b":true})", R"({"b":false,"a":true})"},
      {R"({"a":null})", R"({"a":true,"b":false})"},
      {R"({"x":null})", R"({"x":null,"a":true,"b":false})"},
      {R"({"x":null,"b":true,"a":null})", R"({"x":null,"b":false,"a":true})"},
  };
  for (const auto& [given, wanted] : others) {
    for (const std::string_view first : {std::string_view("{}"), given}) {
      reader_.forget();
      reader_.book().learn(event(first));
      for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(response(fields, "{}"), R"({"a":true,"b":false})");
        EXPECT_EQ(response(fields, given), wanted);
      }
    }
  }
}

// What is noted of an event stays so when other events have been learned.
TEST_F(PlainAnswers, AreMadeOfTheMembersOfTheLastResponseAlone) {
  const std::vector<Field> fields{{"a", flag, FieldDefault::no, yes}, {"b", flag, as_it_came, no}};
  const std::pair<std::string, std::string> answers[] = {
      {event(R"({"a":null})"), event(R"({"a":true,"b":false})")},
      {event(R"({"a":null,"b":null})"), event(R"({"a":true,"b":false})")},
      {event("{}"), event(R"({"a":true,"b":false})")},
      {event(R"({"b":null})"), event(R"({"b":false,"a":true})")},
      {event(R"({"b":null},"response":{"a":null})"),
       event(R"({"b":null},"response":{"a":true,"b":false})")},
      {event(R"({"x":null,"x":null},"response":{},"x":true)"),
       event(R"({"x":null,"x":null},"response":{"a":true,"b":false},"x":true)")},
      {event(R"({"a":null,"b":true},"x":null)"), event(R"({"a":true,"b":false},"x":null)")},
      {event(R"({"a":null},"r":{"a":true},"x":[null])"),
       event(R"({"a":true,"b":false},"r":{"a":true},"x":[null])")},
  };
  for (int round = 0; round < 3; ++round) {
    for (const auto& [given, wanted] : answers) EXPECT_EQ(answer(fields, given), wanted);
    // A lesson that fails takes nothing away.
    reader_.book().learn(event(R"({"y":null,"z":null},"x":1)"));
  }
}

}  // namespace
}  // namespace lintel::test
