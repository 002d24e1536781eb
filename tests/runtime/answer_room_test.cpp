// SPDX-License-Identifier: Apache-2.0
// Answers with room from none to more than enough: they are whole where they fit, refused where
// they do not, and no byte is written outside of the room. Names and texts of control characters,
// of which each takes as many bytes as any, come as close to every bound as an answer can.
#include <gtest/gtest.h>

#include <bit>
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

// Calls write(room) with no room, with some too small and large enough, and with plenty; it must
// give `answer` where that fits.
template <typename Write>
void expect_whole_or_nothing(const std::string& answer, Write write) {
  const std::string blank(answer.size() + 2000, untouched);
  std::string memory = blank;
  std::vector<std::size_t> sizes{0, answer.size() + 2000};
  for (std::size_t size = answer.size() - 20; size < answer.size() + 20; ++size) {
    sizes.push_back(size);
  }
  for (const std::size_t size : sizes) {
    const std::optional<std::string_view> written = write(std::span<char>(memory.data(), size));
    ASSERT_EQ(written.has_value(), size >= answer.size()) << size;
    if (written) {
      ASSERT_EQ(*written, answer);
    }
    ASSERT_EQ(memory.compare(size, std::string::npos, blank, size), 0) << size;
    memory.replace(0, size, blank, 0, size);
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

const std::string padding = R"("padding":")" + std::string(3000, 'p') + "\"";

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

// The text, of one byte, `times` times doubled. Nothing but the last one takes room.
Number doubled(ImageSketch& sketch, Number text, int times) {
  for (int i = 0; i < times; ++i) {
    const Number longer = sketch.reg(Kind::text);
    sketch.emit(Opcode::concat, longer, text, text);
    text = longer;
  }
  return text;
}
constexpr int to_all_room = std::bit_width(limits::text_arena_bytes) - 1;
static_assert(limits::text_arena_bytes == std::size_t{1} << to_all_room);

// The room of an evaluator is for the largest event with all that can be added to it.
TEST(RoomOfAnswers, IsForTheLargestOfAll) {
  ImageSketch sketch({{"t", ReadAs::text}});
  const std::string long_name(20'000, '\x1f');
  sketch.field(long_name, flag, FieldDefault::no);
  for (int i = 0; i < 5000; ++i) sketch.field(std::to_string(i), flag, FieldDefault::no);
  const Number all = sketch.field("all", FieldKind::text, FieldDefault::null);
  sketch.emit(Opcode::set_text, doubled(sketch, sketch.slot("t"), to_all_room), all);
  Engine engine(sketch.finish());
  std::string event = R"({"t":"\u001f","x":")";
  event.resize(limits::max_event_bytes - 2, 'x');
  event += "\"}";
  std::size_t growth = std::string_view(R"(,"response":{"":false)").size() + 6 * long_name.size();
  for (int i = 0; i < 5000; ++i) {
    growth += std::string_view(R"(,"":false)").size() + std::to_string(i).size();
  }
  growth += std::string_view(R"(,"all":""})").size() + 6 * limits::text_arena_bytes;
  const Outcome outcome = engine.run(event);
  EXPECT_EQ(outcome.kind(), OutcomeKind::answered);
  EXPECT_EQ(outcome.body().size(), event.size() + growth);
}

// Also of an event that is read by its phrases, and of fields whose names are longer as JSON.
TEST(RoomOfAnswers, IsNotLeftByAnyName) {
  ImageSketch sketch({{"triggerSource", ReadAs::text}, {"t", ReadAs::text}});
  const std::string long_name(200'000, '\x1f');
  sketch.field(long_name, flag, FieldDefault::no);
  const Number half = doubled(sketch, sketch.slot("t"), to_all_room - 1);
  const Number text = doubled(sketch, half, 1);
  sketch.emit(Opcode::set_text, half, sketch.field("f", FieldKind::text, FieldDefault::null));
  for (const std::string_view short_name : {"a", "b", "c", "d", "e"}) {
    sketch.emit(Opcode::set_text, text,
                sketch.field(short_name, FieldKind::text, FieldDefault::null));
  }
  const Bytes image = sketch.finish();
  Engine engine(image);
  for (int i = 0; i < 3; ++i) {
    const Outcome outcome = engine.run(R"({"triggerSource":"Test_a","t":"\u001f","response":{}})");
    EXPECT_LE(outcome.body().size(),
              limits::max_event_bytes + runtime::max_growth(image::View(image)));
    EXPECT_EQ(outcome.kind(), OutcomeKind::fault) << i;
  }
}

}  // namespace
}  // namespace lintel::test
