// SPDX-License-Identifier: Apache-2.0
// What instructions that compute give, with operands present, absent and at their limits.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/runtime/shown.h"

namespace lintel::test {
namespace {

TEST(Opcode, JumpGoesOnAtItsTarget) {
  EXPECT_EQ(shown([](ImageSketch& sketch) {
              const Number jump = sketch.emit(Opcode::jump);
              sketch.log("passed over");
              sketch.land(jump);
              sketch.log("landed");
            }),
            "landed");
}

TEST(Opcode, OnceGoesOnIfComputedAbsentOrNot) {
  const auto once = [](auto compute) {
    return shown([&](ImageSketch& sketch) {
      const Number memo = sketch.reg(Kind::text);
      compute(sketch, memo);
      const Number jump = sketch.emit(Opcode::once, memo);
      sketch.log("computes");
      sketch.land(jump);
      sketch.log("on");
    });
  };
  EXPECT_EQ(once([](ImageSketch&, Number) {}), "computes|on");
  EXPECT_EQ(once([](ImageSketch& s, Number memo) { s.emit(Opcode::load_absent, memo); }), "on");
  EXPECT_EQ(once([](ImageSketch& s, Number memo) {
              s.emit(Opcode::load_text, memo, s.builder.string("x"));
            }),
            "on");
  // A copy of what has not been computed has been computed, and is absent.
  EXPECT_EQ(
      once([](ImageSketch& s, Number memo) { s.emit(Opcode::copy, memo, s.reg(Kind::text)); }),
      "on");
}

TEST(Opcode, RegistersAreForgottenBetweenEvents) {
  ImageSketch sketch({{"t", ReadAs::text}});
  const Number memo = sketch.reg(Kind::text);
  const Number jump = sketch.emit(Opcode::once, memo);
  sketch.emit(Opcode::copy, memo, sketch.slot("t"));
  sketch.land(jump);
  sketch.show(memo, Kind::text);
  Engine engine(sketch.finish());
  EXPECT_EQ(engine.logs(R"({"t":"one"})"), std::vector<std::string>{"one"});
  EXPECT_EQ(engine.logs(R"({"t":"two"})"), std::vector<std::string>{"two"});
  EXPECT_EQ(engine.logs(R"({})"), std::vector<std::string>{"absent"});
}

TEST(Opcode, LoadsAndCopies) {
  EXPECT_EQ(shown([](ImageSketch& s) { s.show(s.text("é"), Kind::text); }), "é");
  EXPECT_EQ(shown([](ImageSketch& s) { s.show(s.text(""), Kind::text); }), "");
  EXPECT_EQ(shown([](ImageSketch& s) { s.show(s.integer(smallest), Kind::integer); }),
            "-9223372036854775808");
  EXPECT_EQ(shown([](ImageSketch& s) { s.show(s.integer(largest), Kind::integer); }),
            "9223372036854775807");
  EXPECT_EQ(shown([](ImageSketch& s) { s.show(s.integer(0), Kind::integer); }), "0");
  EXPECT_EQ(shown([](ImageSketch& s) { s.show(s.boolean(true), Kind::boolean); }), "true");
  EXPECT_EQ(shown([](ImageSketch& s) { s.show(s.boolean(false), Kind::boolean); }), "false");
  EXPECT_EQ(shown([](ImageSketch& s) { s.show(s.absent(Kind::boolean), Kind::boolean); }),
            "absent");
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number to = s.reg(Kind::text);
              s.emit(Opcode::copy, to, s.text("x"));
              s.show(to, Kind::text);
              s.emit(Opcode::copy, to, s.absent(Kind::text));
              s.show(to, Kind::text);
            }),
            "x|absent");
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number to = s.reg(Kind::integer);
              s.emit(Opcode::copy, to, s.integer(5));
              s.show(to, Kind::integer);
            }),
            "5");
}

TEST(Opcode, DomainAndLocal) {
  struct Case {
    std::string_view address, local, domain;
  };
  constexpr Case cases[] = {
      {"a@b", "a", "b"},
      {"Test.User+x@EXAMPLE.com", "Test.User+x", "example.com"},
      {"\"a@b\"@example.com", "\"a@b\"", "example.com"},
      {"\"a\\\"@b\"@c", "\"a\\\"@b\"", "c"},
      {"\"a\\\\\"@c", "\"a\\\\\"", "c"},
      {"é@ü", "é", "ü"},
      {"a@b@example.com", "absent", "absent"},
      {"\"a\"@\"b\"@c", "absent", "absent"},
      {"\"a@b\"x@c", "absent", "absent"},
      {"x\"a@b\"@c", "absent", "absent"},
      {"\"a@b\\\"@c", "absent", "absent"},
      {"@@b", "absent", "absent"},
      {"a@", "absent", "absent"},
      {"@b", "absent", "absent"},
      {"@", "absent", "absent"},
      {"", "absent", "absent"},
      {"plain", "absent", "absent"},
      {"a b@c", "absent", "absent"},
      {"a@b ", "absent", "absent"},
      {"\"a b\"@c", "absent", "absent"},
      {"a\t@b", "absent", "absent"},
      {"a@b\n", "absent", "absent"},
      {"a@b\x7f", "absent", "absent"},
      {"a@\xc2\x85", "absent", "absent"},
      {"a@b\xc2\xa0", "absent", "absent"},
      {"a\xe3\x80\x80@b", "absent", "absent"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(of_text(Opcode::local, c.address), c.local) << c.address;
    EXPECT_EQ(of_text(Opcode::domain, c.address), c.domain) << c.address;
  }
  EXPECT_EQ(of_text(Opcode::domain, std::nullopt), "absent");
  EXPECT_EQ(of_text(Opcode::local, std::nullopt), "absent");
}

TEST(Opcode, Letters) {
  EXPECT_EQ(of_text(Opcode::lower, "@AZ[az{ÉÀ"), "@az[az{ÉÀ");
  EXPECT_EQ(of_text(Opcode::upper, "`az{AZ[éà"), "`AZ{AZ[éà");
  EXPECT_EQ(of_text(Opcode::lower, ""), "");
  EXPECT_EQ(of_text(Opcode::lower, std::nullopt), "absent");
  EXPECT_EQ(of_text(Opcode::upper, std::nullopt), "absent");
}

TEST(Opcode, TrimTakesUnicodeWhiteSpace) {
  for (const std::string_view space :
       {" ", "\t", "\n", "\v", "\f", "\r", "\xc2\x85", "\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\x80",
        "\xe2\x80\x8a", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f",
        "\xe3\x80\x80"}) {
    const std::string s(space);
    EXPECT_EQ(of_text(Opcode::trim, s + s + "x" + s + "y" + s), "x" + s + "y") << s;
  }
  // Not white space: zero width space, byte order mark, information separator.
  for (const std::string_view other : {"\xe2\x80\x8b", "\xef\xbb\xbf", "\x1f"}) {
    EXPECT_EQ(of_text(Opcode::trim, other), other);
  }
  EXPECT_EQ(of_text(Opcode::trim, " \t "), "");
  EXPECT_EQ(of_text(Opcode::trim, ""), "");
  EXPECT_EQ(of_text(Opcode::trim, std::nullopt), "absent");
}

TEST(Opcode, Escaping) {
  EXPECT_EQ(of_text(Opcode::escape_html, "<a href=\"x\">&'é"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;é");
  EXPECT_EQ(of_text(Opcode::escape_html, ""), "");
  EXPECT_EQ(of_text(Opcode::escape_html, std::nullopt), "absent");
  EXPECT_EQ(of_text(Opcode::single_line, "a\r\nb\rc\nd\n\re\r\r\n"), "a b c d  e  ");
  EXPECT_EQ(of_text(Opcode::single_line, std::nullopt), "absent");
}

TEST(Opcode, Concat) {
  const auto joined = [](std::optional<std::string_view> b, std::optional<std::string_view> c) {
    return shown([&](ImageSketch& s) {
      const Number left = b ? s.text(*b) : s.absent(Kind::text);
      const Number right = c ? s.text(*c) : s.absent(Kind::text);
      const Number to = s.reg(Kind::text);
      s.emit(Opcode::concat, to, left, right);
      s.show(to, Kind::text);
    });
  };
  EXPECT_EQ(joined("ab", "c"), "abc");
  EXPECT_EQ(joined("", "c"), "c");
  EXPECT_EQ(joined("a", ""), "a");
  EXPECT_EQ(joined("", ""), "");
  EXPECT_EQ(joined(std::nullopt, "c"), "absent");
  EXPECT_EQ(joined("a", std::nullopt), "absent");
}

TEST(Opcode, ConcatLeavesEarlierTextsAlone) {
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number a = s.text("a");
              const Number b = s.text("b");
              const Number ab = s.reg(Kind::text);
              const Number abb = s.reg(Kind::text);
              const Number aba = s.reg(Kind::text);
              const Number twice = s.reg(Kind::text);
              s.emit(Opcode::concat, ab, a, b);
              s.emit(Opcode::concat, abb, ab, b);  // extends ab in place
              s.emit(Opcode::concat, aba, ab, a);  // must not
              s.emit(Opcode::concat, twice, aba, aba);
              for (const Number text : {ab, abb, aba, twice}) s.show(text, Kind::text);
            }),
            "ab|abb|aba|abaaba");
}

TEST(Opcode, Conversions) {
  const auto text_of = [](std::optional<std::int64_t> value) {
    return shown([&](ImageSketch& s) {
      const Number from = number_of(s, value);
      const Number to = s.reg(Kind::text);
      s.emit(Opcode::integer_to_text, to, from);
      s.show(to, Kind::text);
    });
  };
  EXPECT_EQ(text_of(smallest), "-9223372036854775808");
  EXPECT_EQ(text_of(-1), "-1");
  EXPECT_EQ(text_of(100), "100");
  EXPECT_EQ(text_of(std::nullopt), "absent");
  EXPECT_EQ(
      shown([](ImageSketch& s) {
        const Number to = s.reg(Kind::text);
        for (const Number from : {s.boolean(true), s.boolean(false), s.absent(Kind::boolean)}) {
          s.emit(Opcode::boolean_to_text, to, from);
          s.show(to, Kind::text);
        }
      }),
      "true|false|absent");

  const auto integer_of = [](std::optional<std::string_view> text) {
    return of_text(Opcode::text_to_integer, text, Kind::integer);
  };
  EXPECT_EQ(integer_of("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(integer_of("+9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(integer_of("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(integer_of("007"), "7");
  EXPECT_EQ(integer_of("-0"), "0");
  for (const std::string_view no :
       {"9223372036854775808", "-9223372036854775809", "92233720368547758070", "", "+", "-", "--1",
        " 1", "1 ", "1.0", "1e3", "0x1", "abc", "٣"}) {
    EXPECT_EQ(integer_of(no), "absent") << no;
  }
  EXPECT_EQ(integer_of(std::nullopt), "absent");
}

TEST(Opcode, Sizes) {
  EXPECT_EQ(of_text(Opcode::size_text, "aé€😀", Kind::integer), "4");
  EXPECT_EQ(of_text(Opcode::size_text, "", Kind::integer), "0");
  EXPECT_EQ(of_text(Opcode::size_text, std::nullopt, Kind::integer), "absent");
  EXPECT_EQ(shown([](ImageSketch& s) {
              const Number list = s.builder.list(Kind::boolean, {1, 0, 1});
              const Number to = s.reg(Kind::integer);
              for (const Number from : {s.table(list), s.absent(Kind::table)}) {
                s.emit(Opcode::size_table, to, from);
                s.show(to, Kind::integer);
              }
            }),
            "3|absent");
}

std::string object_size(std::string_view json) {
  return shown(
      [](ImageSketch& s) {
        const Number to = s.reg(Kind::integer);
        s.emit(Opcode::size_object, to, s.slot("o"));
        s.show(to, Kind::integer);
      },
      json);
}

TEST(Opcode, SizeOfAnObjectCountsNamesThatHaveAValue) {
  EXPECT_EQ(object_size(opcode_event), "4");
  EXPECT_EQ(object_size(R"({"o":{}})"), "0");
  EXPECT_EQ(object_size(R"({"o":null})"), "0");
  EXPECT_EQ(object_size(R"({})"), "0");
  EXPECT_EQ(object_size(R"({"o":{"a":1,"\u0061":2,"b":null}})"), "1");
  EXPECT_EQ(object_size(R"({"o":{"a":1,"a":null}})"), "0");
  EXPECT_EQ(object_size(R"({"o":{"a":null,"a":1,"a":2}})"), "1");
  EXPECT_EQ(object_size(R"({"o":{"\u00e9":1,"é":1,"\u0065\u0301":1,"":2}})"), "3");
  std::string many = R"({"o":{)";
  for (int i = 0; i < 5000; ++i) {
    many +=
        (i == 0 ? "\"" : ",\"") + std::to_string(i % 2500) + "\":" + (i % 5 == 0 ? "null" : "1");
  }
  EXPECT_EQ(object_size(many + "}}"), "2000");
}

TEST(Opcode, Arithmetic) {
  using enum Opcode;
  EXPECT_EQ(of_integers(add, 2, 3), "5");
  EXPECT_EQ(of_integers(add, largest, 1), "absent");
  EXPECT_EQ(of_integers(add, smallest, -1), "absent");
  EXPECT_EQ(of_integers(add, largest, 0), "9223372036854775807");
  EXPECT_EQ(of_integers(subtract, 2, 3), "-1");
  EXPECT_EQ(of_integers(subtract, smallest, 1), "absent");
  EXPECT_EQ(of_integers(subtract, 0, smallest), "absent");
  EXPECT_EQ(of_integers(multiply, -4, 3), "-12");
  EXPECT_EQ(of_integers(multiply, smallest, -1), "absent");
  EXPECT_EQ(of_integers(multiply, largest, 2), "absent");
  EXPECT_EQ(of_integers(divide, 7, 2), "3");
  EXPECT_EQ(of_integers(divide, -7, 2), "-3");
  EXPECT_EQ(of_integers(divide, 7, -2), "-3");
  EXPECT_EQ(of_integers(divide, 7, 0), "absent");
  EXPECT_EQ(of_integers(divide, smallest, -1), "absent");
  EXPECT_EQ(of_integers(divide, smallest, 1), "-9223372036854775808");
  EXPECT_EQ(of_integers(modulo, 7, 2), "1");
  EXPECT_EQ(of_integers(modulo, -7, 2), "-1");
  EXPECT_EQ(of_integers(modulo, 7, -2), "1");
  EXPECT_EQ(of_integers(modulo, 7, 0), "absent");
  EXPECT_EQ(of_integers(modulo, smallest, -1), "absent");
  for (const Opcode opcode : {add, subtract, multiply, divide, modulo}) {
    EXPECT_EQ(of_integers(opcode, std::nullopt, 1), "absent");
    EXPECT_EQ(of_integers(opcode, 1, std::nullopt), "absent");
  }
  EXPECT_EQ(negated(5), "-5");
  EXPECT_EQ(negated(largest), "-9223372036854775807");
  EXPECT_EQ(negated(smallest), "absent");
  EXPECT_EQ(negated(std::nullopt), "absent");
}

std::string entry_of(Kind kind, Number (*make)(ImageSketch&), std::optional<std::string_view> key) {
  return shown([&](ImageSketch& s) {
    const Number map = s.table(make(s));
    const Number wanted = key ? s.text(*key) : s.absent(Kind::text);
    const Number to = s.reg(kind);
    s.emit(Opcode::get, to, map, wanted, static_cast<Number>(kind));
    if (kind != Kind::table) return s.show(to, kind);
    const Number size = s.reg(Kind::integer);
    s.emit(Opcode::size_table, size, to);
    s.show(size, Kind::integer);
  });
}

TEST(Opcode, GetFindsAKeyOfAMap) {
  const auto strings = [](ImageSketch& s) {
    auto& b = s.builder;
    return b.map(Kind::text, {b.string("k"), b.string("é")}, {b.string("v"), b.string("w")});
  };
  EXPECT_EQ(entry_of(Kind::text, strings, "k"), "v");
  EXPECT_EQ(entry_of(Kind::text, strings, "é"), "w");
  EXPECT_EQ(entry_of(Kind::text, strings, "x"), "absent");
  EXPECT_EQ(entry_of(Kind::text, strings, std::nullopt), "absent");
  // Not what the map holds.
  EXPECT_EQ(entry_of(Kind::integer, strings, "k"), "absent");
  EXPECT_EQ(entry_of(
                Kind::integer,
                [](ImageSketch& s) {
                  return s.builder.map(Kind::integer, {s.builder.string("k")},
                                       {s.builder.integer(-3)});
                },
                "k"),
            "-3");
  EXPECT_EQ(
      entry_of(
          Kind::boolean,
          [](ImageSketch& s) { return s.builder.map(Kind::boolean, {s.builder.string("k")}, {1}); },
          "k"),
      "true");
  EXPECT_EQ(entry_of(
                Kind::table,
                [](ImageSketch& s) {
                  const Number inner = s.builder.list(Kind::boolean, {1, 1});
                  return s.builder.map(Kind::table, {s.builder.string("k")}, {inner});
                },
                "k"),
            "2");
  // A list is no map.
  EXPECT_EQ(
      entry_of(
          Kind::text,
          [](ImageSketch& s) { return s.builder.list(Kind::text, {s.builder.string("k")}); }, "k"),
      "absent");
}

TEST(Opcode, AtFindsAnElementOfAList) {
  const auto element = [](std::optional<std::int64_t> index) {
    return shown([&](ImageSketch& s) {
      auto& b = s.builder;
      const Number list = s.table(b.list(Kind::text, {b.string("x"), b.string("y")}));
      const Number wanted = number_of(s, index);
      const Number to = s.reg(Kind::text);
      s.emit(Opcode::at, to, list, wanted, static_cast<Number>(Kind::text));
      s.show(to, Kind::text);
    });
  };
  EXPECT_EQ(element(0), "x");
  EXPECT_EQ(element(1), "y");
  EXPECT_EQ(element(2), "absent");
  EXPECT_EQ(element(-1), "absent");
  EXPECT_EQ(element(std::int64_t{1} << 32), "absent");
  EXPECT_EQ(element(largest), "absent");
  EXPECT_EQ(element(std::nullopt), "absent");
}

std::string member_of(std::optional<std::string_view> name, std::string_view json = opcode_event) {
  return shown(
      [&](ImageSketch& s) {
        const Number wanted = name ? s.text(*name) : s.absent(Kind::text);
        const Number to = s.reg(Kind::text);
        s.emit(Opcode::member, to, s.slot("o"), wanted);
        s.show(to, Kind::text);
      },
      json);
}

TEST(Opcode, MemberReadsAsTheReaderDoes) {
  EXPECT_EQ(member_of("k"), "v");
  EXPECT_EQ(member_of("n"), "absent");
  EXPECT_EQ(member_of("es"), "A\n");
  EXPECT_EQ(member_of("d"), "2");
  EXPECT_EQ(member_of("x"), "absent");
  EXPECT_EQ(member_of(std::nullopt), "absent");
  EXPECT_EQ(member_of("k", R"({"o":null})"), "absent");
  EXPECT_EQ(member_of("k", R"({"o":{"k":true}})"), "true");
  EXPECT_EQ(member_of("k", R"({"o":{"k":[],"k":-1.5e3}})"), "-1.5e3");
  EXPECT_EQ(member_of("l"),
            "fault: o: a field has another type than Cognito's contract says: expected text, found "
            "a list (byte 27)");
}

}  // namespace
}  // namespace lintel::test
