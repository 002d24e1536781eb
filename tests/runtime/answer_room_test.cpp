// SPDX-License-Identifier: Apache-2.0
// Answers with every room from none to more than enough: they are whole where they fit, refused
// where they do not, and no byte is written outside of the room. Names and texts of control
// characters, of which each takes as many bytes as any, come as close to every bound as an answer
// can.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/field_writer.h"
#include "runtime/limits.h"
#include "runtime/plain_answer.h"
#include "runtime/response_writer.h"
#include "tests/runtime/learning_reader.h"

namespace lintel::test {
namespace {

using runtime::AnswerField;
using runtime::CollectedValue;
using runtime::FieldValue;

struct Field {
  std::string_view path;
  FieldKind kind;
  FieldDefault unset;
  FieldValue value{};
  std::string_view from{};
};

constexpr FieldValue unset{};
constexpr FieldValue yes{{}, true, true, false, false};
constexpr FieldValue no{{}, false, true, false, false};
constexpr FieldValue set{{}, false, true, false, false};
constexpr FieldValue null{{}, false, true, true, false};
FieldValue text(std::string_view value) { return {value, false, true, false, false}; }

constexpr FieldKind flag = FieldKind::flag;
constexpr auto as_it_came = FieldDefault::as_it_came;

constexpr char untouched = '#';

// Calls write(room) for each room up to a bit more than `answer`, which it must give.
template <typename Write>
void expect_whole_or_nothing(const std::string& answer, Write write) {
  constexpr std::size_t more = 64;
  std::string memory(answer.size() + 100'000, untouched);
  for (std::size_t size = 0; size <= answer.size() + more; ++size) {
    const std::optional<std::string_view> written = write(std::span<char>(memory.data(), size));
    if (written) {
      EXPECT_EQ(*written, answer);
    }
    const auto behind = memory.begin() + static_cast<std::ptrdiff_t>(size);
    ASSERT_TRUE(std::all_of(behind, memory.end(), [](char c) { return c == untouched; })) << size;
    EXPECT_EQ(written.has_value(), size >= answer.size()) << size;
    std::fill(memory.begin(), behind, untouched);
  }
}

// `answer` is that to `event`.
void expect_answer(const std::vector<Field>& fields, const std::string& event,
                   const std::string& answer, const std::vector<CollectedValue>& collected = {}) {
  ImageSketch sketch({{"triggerSource", ReadAs::text}});
  std::vector<FieldValue> values;
  for (const Field& field : fields) {
    sketch.field(field.path, field.kind, field.unset, field.from);
    values.push_back(field.value);
  }
  LearningReader reader(sketch.finish());
  ASSERT_TRUE(reader.read(event)) << event;
  const auto program = reader.image().row<image::ProgramRow>(image::Section::programs, 0);
  std::vector<CollectedValue> room(collected.size());
  runtime::Collected all(room);
  for (const CollectedValue& value : collected) {
    all.add_entry(value.field, value.key, value.value, value.kind);
  }
  const runtime::FieldWriter writer(reader.image(), program, reader.reader().reading(), values,
                                    all);
  EXPECT_EQ(writer.check(), std::nullopt);
  expect_whole_or_nothing(answer, [&](std::span<char> out) {
    return write_answer(writer, reader.reader().reading(), values, out);
  });
}

// A name in the paths below, and in JSON.
constexpr std::string_view name = "\x01\x02";
constexpr std::string_view written_name = R"("\u0001\u0002")";

std::string named(const std::string& value) { return std::string(written_name) + ":" + value; }

// A text, and how it is written.
const std::string controls(30, '\x1f');
const std::string written_controls = [] {
  std::string result = "\"";
  for (std::size_t i = 0; i < controls.size(); ++i) result += "\\u001f";
  return result + "\"";
}();

const std::string padding = R"("padding":")" + std::string(300, 'p') + "\"";

TEST(RoomOfAnswers, WithoutAResponse) {
  for (const std::string& event : {std::string("{}"), "{" + padding + "}"}) {
    const std::string start =
        event.substr(0, event.size() - 1) + (event == "{}" ? "\"response\":{" : ",\"response\":{");
    expect_answer({{name, flag, FieldDefault::no}}, event, start + named("false") + "}}");
    expect_answer({{name, FieldKind::text, FieldDefault::no, text(controls)}}, event,
                  start + named(written_controls) + "}}");
    expect_answer({{"\x01\x02.\x01\x02.\x01\x02", flag, FieldDefault::no}}, event,
                  start + named("{" + named("{" + named("false") + "}") + "}") + "}}");
    expect_answer({{name, flag, as_it_came}}, event, event);
    expect_answer({{name, flag, FieldDefault::no, null}}, event, start + named("null") + "}}");
  }
}

TEST(RoomOfAnswers, WithManyNewMembers) {
  std::vector<Field> fields;
  std::vector<std::string> paths;
  std::string members;
  for (char c = 1; c < 6; ++c) paths.emplace_back(5, c);
  for (const std::string& path : paths) {
    fields.push_back({path, flag, FieldDefault::yes, no});
    members += members.empty() ? "\"" : ",\"";
    for (const char c : path) members += std::string("\\u000") + static_cast<char>('0' + c);
    members += "\":false";
  }
  expect_answer(fields, "{\"a\":1}", "{\"a\":1,\"response\":{" + members + "}}");
  expect_answer(fields, R"({"response":{"a":1}})", R"({"response":{"a":1,)" + members + "}}");
}

// Each member of the response is replaced by as long a value as there is.
TEST(RoomOfAnswers, WithAMemberManyTimes) {
  for (const std::string& other : {std::string(), padding + ","}) {
    std::string event = "{" + other + "\"response\":{";
    std::string answer = event;
    for (int i = 0; i < 9; ++i) {
      event += i == 0 ? "\"a\":0" : ",\"a\":0";
      answer += (i == 0 ? "\"a\":" : ",\"a\":") + written_controls;
    }
    event += "}}";
    answer += "}}";
    expect_answer({{"a", FieldKind::text, FieldDefault::null, text(controls)}}, event, answer);
    expect_answer({{"b", flag, as_it_came},
                   {"a", FieldKind::text, FieldDefault::null, text(controls)},
                   {"c", flag, as_it_came}},
                  event, answer);
  }
}

// And by an object of all that is set.
TEST(RoomOfAnswers, WithAnObjectManyTimes) {
  std::string event = "{" + padding + ",\"response\":{";
  std::string answer = event;
  const std::string object = R"({"a":)" + written_controls + R"(,"b":)" + written_controls +
                             R"(,"c":)" + written_controls + "}";
  for (int i = 0; i < 9; ++i) {
    event += i == 0 ? "\"g\":0" : ",\"g\":0";
    answer += (i == 0 ? "\"g\":" : ",\"g\":") + object;
  }
  event += "}}";
  answer += "}}";
  expect_answer({{"g.a", FieldKind::text, FieldDefault::null, text(controls)},
                 {"g.b", FieldKind::text, FieldDefault::null, text(controls)},
                 {"g.c", FieldKind::text, FieldDefault::null, text(controls)}},
                event, answer);
}

// What is taken from the event, or was collected, counts as what it is.
TEST(RoomOfAnswers, WithFieldsOfEveryKind) {
  const std::string long_text = "\"" + std::string(400, 'l') + "\"";
  const std::string event =
      R"({"r":{"c":)" + long_text + R"(,"e":{"k":)" + long_text + R"(}},"response":{})";
  const auto answer = [&](const std::string& members) {
    return event.substr(0, event.size() - 1) + members + "}}";
  };
  constexpr auto copied = FieldDefault::copied;
  const Field beside{"f", flag, as_it_came, yes};
  for (const FieldKind kind : {flag, FieldKind::text, FieldKind::items}) {
    expect_answer({beside, {"c", kind, copied, unset, "r.c"}}, event + "}",
                  answer(R"("f":true,"c":)" + long_text));
  }
  CollectedValue entry{"x", {}, 2, Kind::text};
  entry.value.set_text(controls);
  const std::vector<CollectedValue> items{{controls, {}, 1, Kind::text}, {"b", {}, 1, Kind::text}};
  const std::string written_items = "[" + written_controls + ",\"b\"]";
  expect_answer({beside, {"i", FieldKind::items, as_it_came, set}}, event + "}",
                answer(R"("f":true,"i":)" + written_items), items);
  expect_answer({{"e", FieldKind::dropped, as_it_came},
                 beside,
                 {"e", FieldKind::entries, as_it_came, set, "r.e"}},
                event + "}",
                answer(R"("f":true,"e":{"k":)" + long_text + R"(,"x":)" + written_controls + "}"),
                {entry});
}

TEST(RoomOfAnswers, OfErrors) {
  expect_whole_or_nothing(
      "{\"errorMessage\":" + written_controls + ",\"errorType\":" + written_controls + "}",
      [](std::span<char> out) { return runtime::write_error(controls, controls, out); });
}

}  // namespace
}  // namespace lintel::test
