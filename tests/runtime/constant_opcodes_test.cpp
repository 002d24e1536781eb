// SPDX-License-Identifier: Apache-2.0
// The instructions that have a constant as an operand, and the one that spares a text.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "tests/runtime/shown.h"

namespace lintel::test {
namespace {

TEST(ConstantOpcode, StartsAndEnds) {
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number text = s.text("abcdefghij");
              const Number absent = s.absent(Kind::text);
              // Of every size that is compared in another way, and one byte longer than the text.
              for (const std::string_view start :
                   {"", "a", "abc", "abcd", "abcdefg", "abcdefgh", "abcdefghij", "abcdefghijk", "b",
                    "abd", "abce", "abcdefgx", "abcdefghix"}) {
                s.show_outcome(Opcode::test_starts_constant, text, s.builder.string(start));
              }
              s.show_outcome(Opcode::test_starts_constant, absent, s.builder.string(""));
            }),
            "true|true|true|true|true|true|true|false|false|false|false|false|false|absent");
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number text = s.text("abcdefghij");
              const Number absent = s.absent(Kind::text);
              for (const std::string_view end : {"", "j", "hij", "ghij", "cdefghij", "abcdefghij",
                                                 "zabcdefghij", "i", "xij", "xdefghij"}) {
                s.show_outcome(Opcode::test_ends_constant, text, s.builder.string(end));
              }
              s.show_outcome(Opcode::test_ends_constant, absent, s.builder.string(""));
            }),
            "true|true|true|true|true|true|false|false|false|false|absent");
}

TEST(ConstantOpcode, Integers) {
  const auto tested = [](Opcode test, std::int64_t constant) {
    return shown([&](ImageSketch& s) {
      const Number number = s.builder.integer(constant);
      for (const std::int64_t value : {smallest, std::int64_t{-1}, std::int64_t{7}, largest})
        s.show_outcome(test, s.integer(value), number);
      s.show_outcome(test, s.absent(Kind::integer), number);
    });
  };
  using enum Opcode;
  EXPECT_EQ(tested(test_integer_is, 7), "false|false|true|false|absent");
  EXPECT_EQ(tested(test_integer_is, smallest), "true|false|false|false|absent");
  EXPECT_EQ(tested(test_integer_below, 7), "true|true|false|false|absent");
  EXPECT_EQ(tested(test_integer_below, smallest), "false|false|false|false|absent");
  EXPECT_EQ(tested(test_integer_above, 7), "false|false|false|true|absent");
  EXPECT_EQ(tested(test_integer_above, largest), "false|false|false|false|absent");
  EXPECT_EQ(tested(test_integer_up_to, 7), "true|true|true|false|absent");
  EXPECT_EQ(tested(test_integer_up_to, smallest), "true|false|false|false|absent");
  EXPECT_EQ(tested(test_integer_from, 7), "false|false|true|true|absent");
  EXPECT_EQ(tested(test_integer_from, largest), "false|false|false|true|absent");
}

TEST(ConstantOpcode, Listed) {
  EXPECT_EQ(shown([](ImageSketch& s) {
              auto& b = s.builder;
              const Number list = b.list(Kind::text, {b.string("x"), b.string("y")});
              const Number map = b.map(Kind::boolean, {b.string("y")}, {0});
              const Number numbers = b.list(Kind::integer, {b.integer(1)});
              const Number x = s.text("x");
              s.show_outcome(Opcode::test_text_listed, x, list);
              s.show_outcome(Opcode::test_text_listed, s.text("z"), list);
              s.show_outcome(Opcode::test_text_listed, s.text("y"), map);
              s.show_outcome(Opcode::test_text_listed, x, map);
              s.show_outcome(Opcode::test_text_listed, x, numbers);
              s.show_outcome(Opcode::test_text_listed, s.absent(Kind::text), list);
            }),
            "true|false|true|false|false|absent");
}

TEST(ConstantOpcode, ConcatExtendsWhatWasJoinedLast) {
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number ab = s.reg(Kind::text);
              const Number abc = s.reg(Kind::text);
              const Number abd = s.reg(Kind::text);
              const Number none = s.reg(Kind::text);
              s.emit(Opcode::concat_constant, ab, s.text("a"), s.builder.string("b"));
              s.emit(Opcode::concat_constant, abc, ab, s.builder.string("c"));
              s.emit(Opcode::concat_constant, abd, ab, s.builder.string("d"));
              s.emit(Opcode::concat_constant, none, s.absent(Kind::text), s.builder.string("e"));
              for (const Number text : {ab, abc, abd, none}) s.show(text, Kind::text);
            }),
            "ab|abc|abd|absent");
}

TEST(ConstantOpcode, SkipSetGoesOnWhereTheFieldIsTaken) {
  ImageSketch s({{"t", ReadAs::text}});
  const Number text = s.field("s", FieldKind::text, FieldDefault::null);
  const Number flag = s.field("f", FieldKind::flag, FieldDefault::no);
  const Number set_later = s.emit(Opcode::skip_set, 0, text);
  s.emit(Opcode::set_text, s.text("one"), text);
  s.land(set_later);
  const Number skipped = s.emit(Opcode::skip_set, 0, text);
  s.emit(Opcode::set_flag, 0, flag, 1);
  s.land(skipped);
  note_opcodes(s.builder.instructions);
  Engine engine(s.finish());
  EXPECT_EQ(engine.run(R"({"response":{}})").body(), R"({"response":{"s":"one","f":false}})");
}

}  // namespace
}  // namespace lintel::test
