// SPDX-License-Identifier: Apache-2.0
// Conditions of reading that no other test decides both ways: numbers and lists, plans that are
// deeper than events may be, readers that have given up learning, and JSON texts that are looked at
// on their own.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/dfa.h"
#include "runtime/json_text.h"
#include "runtime/limits.h"
#include "runtime/values.h"
#include "tests/runtime/learning_reader.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;
using runtime::Cell;
using runtime::RawText;

Bytes numbers_image() {
  ImageSketch s(
      {{"i", ReadAs::integer}, {"l", ReadAs::array}, {"n", ReadAs::number}, {"x", ReadAs::text}});
  s.emit(integer_to_text, s.slot("x"), s.slot("i"));
  s.emit(number_to_text, s.slot("x"), s.slot("n"));
  return s.finish();
}

// The path of the fault, or "" if there is none.
std::string wrong(Engine& engine, std::string_view event) {
  return std::string(engine.run(event).fault().path);
}

TEST(ReaderCorners, NumbersAndListsOfTheirTypeAlone) {
  Engine engine(numbers_image());
  EXPECT_EQ(wrong(engine, R"({"i":1,"n":1.5,"l":[1]})"), "");
  EXPECT_EQ(wrong(engine, R"({"i":null,"n":null,"l":null})"), "");
  for (const std::string_view bad :
       {"1.5", "1E5", "\"1\"", "true", "[]", "{}", "9223372036854775808"}) {
    EXPECT_EQ(wrong(engine, "{\"i\":" + std::string(bad) + "}"), "i") << bad;
  }
  for (const std::string_view good : {"1", "1E5", "-0.5e-3", "1e+2"}) {
    EXPECT_EQ(wrong(engine, "{\"n\":" + std::string(good) + "}"), "") << good;
  }
  EXPECT_EQ(wrong(engine, "{\"n\":0." + std::string(1000, '3') + "}"), "");
  for (const std::string_view bad : {"1e999", "\"1\"", "false", "[]", "{}"}) {
    EXPECT_EQ(wrong(engine, "{\"n\":" + std::string(bad) + "}"), "n") << bad;
  }
  for (const std::string_view bad : {"1", "\"[]\"", "{}", "true"}) {
    EXPECT_EQ(wrong(engine, "{\"l\":" + std::string(bad) + "}"), "l") << bad;
  }
}

TEST(ReaderCorners, TheFirstWrongTypeIsTold) {
  Engine engine(numbers_image());
  EXPECT_EQ(wrong(engine, R"({"i":"a","n":"b"})"), "i");
  EXPECT_EQ(wrong(engine, R"({"n":"b","i":"a"})"), "n");
  EXPECT_EQ(wrong(engine, R"({"l":1,"n":"b","i":"a"})"), "l");
  EXPECT_EQ(wrong(engine, R"({"i":"a","i":1})"), "");
}

TEST(ReaderCorners, WhiteSpaceBehindTheEvent) {
  Engine engine(numbers_image());
  for (const std::string_view space : {" ", "\t", "\n", "\r", "\t \r\n"}) {
    EXPECT_EQ(engine.run("{}" + std::string(space)).kind(), OutcomeKind::answered);
  }
  EXPECT_EQ(engine.run("{}\v").kind(), OutcomeKind::fault);
}

TEST(ReaderCorners, APlanDeeperThanEvents) {
  std::string path = "a";
  std::string event = "\"x\"";
  for (std::size_t i = 0; i <= limits::max_event_depth; ++i) path += ".a";
  for (std::size_t i = 0; i <= limits::max_event_depth + 1; ++i) event = "{\"a\":" + event + "}";
  ImageSketch s({{path, ReadAs::text}});
  Engine engine(s.finish());
  EXPECT_EQ(engine.run(event).fault().kind, FaultKind::event_too_deep);
  EXPECT_EQ(engine.run(R"({"a":{"a":"x"}})").fault().kind, FaultKind::wrong_type);
}

// After so many events without a lesson, one in some thousand is looked at.
TEST(ReaderCorners, LessonsBecomeRare) {
  LearningReader reader(ImageSketch({{"triggerSource", ReadAs::text}}).finish());
  const std::string useless = R"({"triggerSource":"Test_a","x":1})";
  const std::string useful = R"({"triggerSource":"Test_a"})";
  for (int i = 0; i < 5000; ++i) EXPECT_FALSE(reader.reads_by_phrases(useless));
  int needed = 1;
  while (!reader.reads_by_phrases(useful) && needed < 10'000) ++needed;
  EXPECT_GT(needed, 10);
  EXPECT_LT(needed, 4097);
}

TEST(ReaderCorners, TextsWithEscapesAreCompared) {
  const auto raw = [](std::string_view text) {
    return RawText{text, text.find('\\') != std::string_view::npos};
  };
  EXPECT_TRUE(runtime::equals(raw(""), ""));
  EXPECT_FALSE(runtime::equals(raw("a"), ""));
  EXPECT_FALSE(runtime::equals(raw("ab"), "ac"));
  EXPECT_FALSE(runtime::equals(raw("ab"), "bb"));
  for (const std::string_view a : {"ab", "\\u0061b", "a\\u0062"}) {
    for (const std::string_view same : {"ab", "\\u0061b", "a\\u0062", "\\u0061\\u0062"}) {
      EXPECT_TRUE(runtime::equals(raw(a), raw(same))) << a << " " << same;
    }
    for (const std::string_view other :
         {"a", "\\u0061", "abc", "\\u0061bc", "\\u0061c", "", "\\u0062b"}) {
      EXPECT_FALSE(runtime::equals(raw(a), raw(other))) << a << " " << other;
    }
  }
  EXPECT_TRUE(runtime::starts_with(raw("\\u0061b"), "a"));
  EXPECT_TRUE(runtime::starts_with(raw("\\u0061b"), "ab"));
  EXPECT_TRUE(runtime::starts_with(raw("\\u0061b"), ""));
  EXPECT_FALSE(runtime::starts_with(raw("\\u0061b"), "abc"));
  EXPECT_FALSE(runtime::starts_with(raw("\\u0061b"), "b"));
  EXPECT_FALSE(runtime::starts_with(raw("ab"), "abc"));
}

TEST(ReaderCorners, AWordThatIsCutOffOrMisspelt) {
  Engine engine(numbers_image());
  for (const std::string_view word : {"t", "tru", "trux", "nul", "nulL", "f", "falsE", "falsy"}) {
    EXPECT_EQ(engine.run("{\"x\":" + std::string(word) + "}").kind(), OutcomeKind::fault) << word;
    EXPECT_EQ(engine.run("{\"x\":" + std::string(word)).kind(), OutcomeKind::fault) << word;
  }
}

TEST(ReaderCorners, ShapesOfMaps) {
  for (const std::string_view shape : {"{", "{x", "{["}) {
    ImageSketch s({{"o", ReadAs::object}});
    const Number map = s.reg(Kind::map);
    s.emit(decode_map, map, s.slot("o"), s.builder.string(shape));
    s.show_outcome(test_present, map);
    EXPECT_EQ(logged(s, R"({"o":{"k":1}})"), "false") << shape;
  }
}

// Names whose hashes fall into one place are told apart, the shorter from the longer too.
TEST(ReaderCorners, NamesThatBeginAlike) {
  std::vector<std::byte> room(1024);
  const std::span<char> scratch(reinterpret_cast<char*>(room.data()), room.size());
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) {
      const std::string longer = std::string("\"k") + a + b + "\":1";
      const std::string shorter = std::string("\"k") + a + "\":2";
      EXPECT_EQ(runtime::count_members("{" + longer + "," + shorter + "}", scratch), 2);
      EXPECT_EQ(runtime::count_members("{" + shorter + "," + longer + "}", scratch), 2);
    }
  }
}

// A member as a value of a kind that JSON does not have.
TEST(ReaderCorners, MembersOfOtherKinds) {
  for (const Kind kind : {Kind::table, Kind::time, Kind::list, Kind::map}) {
    ImageSketch s({{"o", ReadAs::object}});
    const Number value = s.reg(kind);
    s.emit(member_as, value, s.slot("o"), s.text("k"), static_cast<Number>(kind));
    s.show_outcome(test_present, value);
    EXPECT_EQ(logged(s, R"({"o":{"k":1}})"), "false");
  }
}

TEST(ReaderCorners, MoreNamesThanAList) {
  const auto count = [](std::size_t names) {
    ImageSketch s({{"o", ReadAs::object}});
    s.emit(Opcode::names, s.reg(Kind::list), s.slot("o"));
    std::string object;
    for (std::size_t i = 0; i < names; ++i) object += (i == 0 ? "\"k\":null" : ",\"k\":null");
    Engine engine(s.finish());
    return engine.run("{\"o\":{" + object + "}}").kind();
  };
  EXPECT_EQ(count(limits::max_list_elements), OutcomeKind::answered);
  EXPECT_EQ(count(limits::max_list_elements + 1), OutcomeKind::fault);
}

// Values of kinds that are compared by their text or number; nothing is found once the effort is
// spent.
TEST(ReaderCorners, ValuesAreCompared) {
  alignas(Cell) char room[512];
  runtime::TextArena arena(room);
  Cell list{};
  ASSERT_EQ(runtime::start_list(list, 2, arena), runtime::Built::done);
  Cell a{};
  a.set_text("A");
  ASSERT_EQ(runtime::append(list, a, Kind::text), runtime::Built::done);
  Cell one{};
  one.set_number(1);
  Cell two{};
  two.set_number(2);
  ASSERT_EQ(runtime::append(list, one, Kind::integer), runtime::Built::done);
  runtime::Effort effort{100};
  for (const Kind kind : {Kind::text, Kind::object, Kind::array}) {
    EXPECT_TRUE(runtime::equal(a, a, kind, effort));
  }
  for (const Kind kind : {Kind::integer, Kind::boolean, Kind::table}) {
    EXPECT_TRUE(runtime::equal(one, one, kind, effort));
    EXPECT_FALSE(runtime::equal(one, two, kind, effort));
  }
  EXPECT_TRUE(runtime::holds_ignoring_case(list, "a", effort));
  EXPECT_FALSE(runtime::holds_ignoring_case(list, "1", effort));
  runtime::Effort spent{1};
  EXPECT_FALSE(runtime::holds_ignoring_case(list, "a", spent));
  EXPECT_TRUE(spent.is_spent());
}

TEST(ReaderCorners, MapsWithValuesOfOtherKinds) {
  ImageSketch s;
  const auto map = [&](Number value) {
    const Number to = s.reg(Kind::map);
    s.emit(start_map, to, 1);
    s.emit(put, to, s.text("k"), value);
    return to;
  };
  const Number text = map(s.text("1"));
  const Number number = map(s.integer(1));
  s.show_outcome(test_value_equal, text, number);
  s.show_outcome(test_value_equal, text, map(s.text("1")));
  EXPECT_EQ(logged(s, "{}"), "false|true");
}

TEST(ReaderCorners, NoTableHoldsAListOrATime) {
  const Bytes image = ImageSketch().finish();
  const image::View view(image);
  for (const Kind kind : {Kind::object, Kind::array, Kind::time, Kind::list, Kind::map}) {
    Cell cell{};
    cell.set_absent();
    runtime::set_constant(cell, kind, 0, view);
    EXPECT_FALSE(cell.present());
  }
}

// An a and then as and bs, three characters at most; or nothing at all.
TEST(ReaderCorners, RunsOfCharacters) {
  image::DfaRow dfa{};
  dfa.run_first[1] = 1ULL << ('a' - 64);
  dfa.run_rest[1] = 3ULL << ('a' - 64);
  dfa.run_least = 1;
  dfa.run_most = 3;
  for (const std::string_view good : {"a", "ab", "abb", "aaa"})
    EXPECT_TRUE(runtime::matches_run(dfa, good)) << good;
  for (const std::string_view bad : {"", "b", "abbb", "ac", "abc", "aé", "é", "a\x80", "!"})
    EXPECT_FALSE(runtime::matches_run(dfa, bad)) << bad;
  dfa.run_least = 0;
  EXPECT_TRUE(runtime::matches_run(dfa, ""));
  dfa.run_most = 100;
  EXPECT_TRUE(runtime::matches_run(dfa, "a" + std::string(90, 'b')));
  EXPECT_FALSE(runtime::matches_run(dfa, "a" + std::string(50, 'b') + "c" + std::string(40, 'b')));
}

// What is no text matches nothing.
TEST(ReaderCorners, PatternsOfBytes) {
  ImageSketch s;
  s.pattern();
  const Bytes image = s.finish();
  const image::View view(image);
  EXPECT_TRUE(runtime::matches(view, 0, "aé"));
  EXPECT_FALSE(runtime::matches(view, 0, "a\xff"));
}

}  // namespace
}  // namespace lintel::test
