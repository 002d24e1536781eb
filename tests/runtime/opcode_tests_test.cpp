// SPDX-License-Identifier: Apache-2.0
// What the instructions that test and those that act do.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/runtime/shown.h"

namespace lintel::test {
namespace {

TEST(Opcode, Presence) {
  EXPECT_EQ(shown([](ImageSketch& s) {
              s.show_outcome(Opcode::test_present, s.text(""));
              s.show_outcome(Opcode::test_present, s.absent(Kind::table));
              s.show_outcome(Opcode::test_present, s.reg(Kind::integer));
            }),
            "true|false|false");
}

TEST(Opcode, TestsOfTexts) {
  using enum Opcode;
  struct Case {
    Opcode test;
    std::string_view a, b, truth;
  };
  constexpr Case cases[] = {
      {test_equal, "a", "a", "true"},
      {test_equal, "a", "A", "false"},
      {test_equal, "", "", "true"},
      {test_equal, "a", "ab", "false"},
      {test_same, "aZ@", "Az@", "true"},
      {test_same, "[", "{", "false"},
      {test_same, "é", "É", "false"},
      {test_same, "a", "ab", "false"},
      {test_less, "a", "b", "true"},
      {test_less, "a", "a", "false"},
      {test_less, "", "a", "true"},
      {test_less, "z", "é", "true"},
      {test_less, "\xef\xbf\xbd", "\xf0\x9f\x98\x80", "true"},
      {test_at_most, "a", "a", "true"},
      {test_at_most, "b", "a", "false"},
      {test_contains, "abc", "bc", "true"},
      {test_contains, "abc", "", "true"},
      {test_contains, "abc", "ac", "false"},
      {test_contains, "a", "aa", "false"},
      {test_starts, "abc", "ab", "true"},
      {test_starts, "abc", "bc", "false"},
      {test_starts, "a", "ab", "false"},
      {test_starts, "a", "", "true"},
      {test_ends, "abc", "bc", "true"},
      {test_ends, "abc", "ab", "false"},
      {test_ends, "a", "ba", "false"},
      {test_ends, "a", "", "true"},
  };
  for (const Case& c : cases) EXPECT_EQ(text_test(c.test, c.a, c.b), c.truth) << c.a << " " << c.b;
  for (const Opcode test :
       {test_equal, test_same, test_less, test_at_most, test_contains, test_starts, test_ends}) {
    EXPECT_EQ(text_test(test, std::nullopt, "a"), "absent");
    EXPECT_EQ(text_test(test, "a", std::nullopt), "absent");
  }
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number constant = s.builder.string("x");
              s.show_outcome(test_is, s.text("x"), constant);
              s.show_outcome(test_is, s.text("y"), constant);
              s.show_outcome(test_is, s.absent(Kind::text), constant);
            }),
            "true|false|absent");
}

TEST(Opcode, Matches) {
  EXPECT_EQ(
      shown([](ImageSketch& s) {
        const Number pattern = s.pattern();
        for (const std::string_view text : {"a", "aé", "aéé", "", "é", "b", "aéa", "aê", "a😀"})
          s.show_outcome(Opcode::test_matches, s.text(text), pattern);
        s.show_outcome(Opcode::test_matches, s.absent(Kind::text), pattern);
      }),
      "true|true|true|false|false|false|false|false|false|absent");
}

TEST(Opcode, TestsOfIntegersAndBooleans) {
  using enum Opcode;
  EXPECT_EQ(integer_test(test_integer_equal, smallest, smallest), "true");
  EXPECT_EQ(integer_test(test_integer_equal, 1, -1), "false");
  EXPECT_EQ(integer_test(test_integer_less, smallest, largest), "true");
  EXPECT_EQ(integer_test(test_integer_less, 1, 1), "false");
  EXPECT_EQ(integer_test(test_integer_at_most, 1, 1), "true");
  EXPECT_EQ(integer_test(test_integer_at_most, 2, 1), "false");
  for (const Opcode test : {test_integer_equal, test_integer_less, test_integer_at_most}) {
    EXPECT_EQ(integer_test(test, std::nullopt, 1), "absent");
    EXPECT_EQ(integer_test(test, 1, std::nullopt), "absent");
  }
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number yes = s.boolean(true);
              const Number no = s.boolean(false);
              const Number absent = s.absent(Kind::boolean);
              for (const Number value : {yes, no, absent}) s.show_outcome(test_boolean, value);
              s.show_outcome(test_boolean_equal, yes, yes);
              s.show_outcome(test_boolean_equal, yes, no);
              s.show_outcome(test_boolean_equal, yes, absent);
              s.show_outcome(test_boolean_equal, absent, no);
            }),
            "true|false|absent|true|false|absent|absent");
}

TEST(Opcode, Membership) {
  EXPECT_EQ(shown([](ImageSketch& s) {
              auto& b = s.builder;
              const Number list =
                  s.table(b.list(Kind::text, {b.string("x"), b.string("y"), b.string("x")}));
              const Number map = s.table(b.map(Kind::boolean, {b.string("y")}, {0}));
              const Number empty = s.table(b.list(Kind::text, {}));
              const Number numbers = s.table(b.list(Kind::integer, {b.integer(1)}));
              const Number x = s.text("x");
              const Number z = s.text("z");
              const Number absent = s.absent(Kind::text);
              s.show_outcome(Opcode::test_text_in, x, list);
              s.show_outcome(Opcode::test_text_in, z, list);
              s.show_outcome(Opcode::test_text_in, s.text("y"), map);
              s.show_outcome(Opcode::test_text_in, x, map);
              s.show_outcome(Opcode::test_text_in, x, empty);
              s.show_outcome(Opcode::test_text_in, x, numbers);
              s.show_outcome(Opcode::test_text_in, absent, list);
              s.show_outcome(Opcode::test_text_in, x, s.absent(Kind::table));
            }),
            "true|false|true|false|false|false|absent|absent");
  EXPECT_EQ(
      shown([](ImageSketch& s) {
        auto& b = s.builder;
        const Number list = s.table(b.list(Kind::integer, {b.integer(smallest), b.integer(0)}));
        s.show_outcome(Opcode::test_integer_in, s.integer(smallest), list);
        s.show_outcome(Opcode::test_integer_in, s.integer(0), list);
        s.show_outcome(Opcode::test_integer_in, s.integer(1), list);
        s.show_outcome(Opcode::test_integer_in, s.absent(Kind::integer), list);
      }),
      "true|true|false|absent");
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number object = s.slot("o");
              for (const std::string_view name : {"k", "n", "l", "es", "d", "x"}) {
                s.show_outcome(Opcode::test_member, s.text(name), object);
              }
              s.show_outcome(Opcode::test_member, s.absent(Kind::text), object);
              s.show_outcome(Opcode::test_member, s.text("k"), s.absent(Kind::object));
            }),
            "true|false|true|true|true|false|absent|false");
}

TEST(Opcode, TheFirstToSetAFieldWins) {
  ImageSketch s({{"t", ReadAs::text}});
  const Number flag = s.field("f", FieldKind::flag, FieldDefault::no);
  const Number text = s.field("s", FieldKind::text, FieldDefault::null);
  s.field("u", FieldKind::flag, FieldDefault::no);
  s.field("v", FieldKind::text, FieldDefault::null);
  s.emit(Opcode::set_flag, 0, flag, 1);
  s.emit(Opcode::set_flag, 0, flag, 0);
  s.emit(Opcode::set_text, s.absent(Kind::text), text);
  s.emit(Opcode::set_text, s.text("one"), text);
  s.emit(Opcode::set_text, s.text("two"), text);
  note_opcodes(s.builder.instructions);
  Engine engine(s.finish());
  EXPECT_EQ(engine.run(R"({"response":{}})").body(),
            R"({"response":{"f":true,"s":"one","u":false,"v":null}})");
}

Bytes effects_image(bool rejects) {
  ImageSketch s;
  const Number first = s.rule("one");
  const Number second = s.rule("two");
  const Number third = s.rule("three");
  const Number mail = s.effect("mail", {"to", "text"}, true);
  const Number ping = s.effect("ping", {});
  const Number note = s.effect("log", {"text"}, false, true);
  const Number to = s.text("me");
  const Number text = s.text("hi");
  const Number absent = s.absent(Kind::text);
  s.emit(Opcode::fire, 0, first);
  s.emit(Opcode::request_effect, to, mail, 2);
  s.emit(Opcode::request_effect, text, mail, 2);  // its second text is absent
  s.emit(Opcode::request_effect, to, ping, 0);
  s.emit(Opcode::request_effect, text, note, 1);
  s.emit(Opcode::request_effect, absent, note, 1);
  s.emit(Opcode::fire, 0, third);
  const Number skip = s.emit(Opcode::test_present, absent, 0, 0, 0, if_no);
  s.emit(Opcode::fire, 0, second);
  s.land(skip);
  if (rejects) s.emit(Opcode::reject, text);
  note_opcodes(s.builder.instructions);
  return s.finish();
}

TEST(Opcode, FireAndEffects) {
  Engine engine(effects_image(false));
  const Outcome outcome = engine.run("{}");
  EXPECT_EQ(outcome.kind(), OutcomeKind::answered);
  EXPECT_EQ(outcome.body(), "{}");
  EXPECT_EQ(outcome.message(), "");
  ASSERT_EQ(outcome.fired().size(), 2u);
  EXPECT_EQ(outcome.fired()[0], 0u);
  EXPECT_EQ(outcome.fired()[1], 2u);
  ASSERT_EQ(outcome.effects().size(), 3u);
  const Effect& effect = outcome.effects()[0];
  EXPECT_EQ(effect.name, "mail");
  EXPECT_TRUE(effect.reject_on_failure);
  EXPECT_EQ(effect.rule, 2u);
  ASSERT_EQ(effect.arguments.size(), 2u);
  EXPECT_EQ(effect.arguments[0].name, "to");
  EXPECT_EQ(effect.arguments[0].text, "me");
  EXPECT_EQ(effect.arguments[1].name, "text");
  EXPECT_EQ(effect.arguments[1].text, "hi");
  EXPECT_EQ(outcome.effects()[1].name, "ping");
  EXPECT_TRUE(outcome.effects()[1].arguments.empty());
  EXPECT_EQ(outcome.effects()[2].name, "log");
  EXPECT_FALSE(outcome.effects()[2].reject_on_failure);
}

TEST(Opcode, RejectKeepsOnlyWhatIsKept) {
  Engine engine(effects_image(true));
  const Outcome outcome = engine.run("{}");
  EXPECT_EQ(outcome.kind(), OutcomeKind::rejected);
  EXPECT_EQ(outcome.message(), "hi");
  EXPECT_EQ(outcome.body(), R"({"errorMessage":"hi","errorType":"Rejected"})");
  EXPECT_EQ(outcome.fired().size(), 2u);
  ASSERT_EQ(outcome.effects().size(), 1u);
  EXPECT_EQ(outcome.effects()[0].name, "log");
  EXPECT_EQ(outcome.effects()[0].arguments[0].text, "hi");
}

TEST(Opcode, RejectWithoutATextIsNeutral) {
  ImageSketch s;
  s.emit(Opcode::reject, s.absent(Kind::text));
  Engine engine(s.finish());
  const Outcome outcome = engine.run("{}");
  EXPECT_EQ(outcome.kind(), OutcomeKind::rejected);
  EXPECT_EQ(outcome.message(), "the request was rejected");
}

// After all tests, which have noted what they ran; of some of them, nothing can be said.
class EveryInstructionIsRun : public ::testing::Environment {
  void TearDown() override {
    const ::testing::UnitTest& tests = *::testing::UnitTest::GetInstance();
    if (tests.test_to_run_count() != tests.total_test_count()) return;
    for (std::size_t i = 0; i < runtime::opcode_count; ++i) {
      EXPECT_TRUE(seen_opcodes()[i]) << runtime::instruction_set[i].name;
    }
  }
};
[[maybe_unused]] ::testing::Environment* const environment =
    ::testing::AddGlobalTestEnvironment(new EveryInstructionIsRun);

}  // namespace
}  // namespace lintel::test
