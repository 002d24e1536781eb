// SPDX-License-Identifier: Apache-2.0
// Numbers, strings, escapes and templates.
#include <gtest/gtest.h>

#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

TEST(Literal, Words) {
  EXPECT_EQ(shape("[true, false, null]"), "(list true false null)");
  EXPECT_EQ(shape("trueish"), "trueish");
}

TEST(Literal, Integers) {
  EXPECT_EQ(shape("0"), "0");
  EXPECT_EQ(shape("0x1F"), "31");
  EXPECT_EQ(shape("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(shape("0x7fffffffffffffff"), "9223372036854775807");
  EXPECT_EQ(shape("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(shape("- 9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(shape("-0x8000000000000000"), "-9223372036854775808");
  EXPECT_EQ(shape("--9223372036854775808"), "(- -9223372036854775808)");
  EXPECT_EQ(shape("-5"), "(- 5)");
  EXPECT_EQ(shape("1.f()"), "(method f 1)");
}

std::string decoded(std::string_view literal) {
  const Parsed parsed("then f(" + std::string(literal) + ")");
  EXPECT_EQ(list(parsed.findings), "") << literal;
  if (parsed.file.items.empty()) return "no rule";
  const Expr& value = *parsed.file.items[0].rule->actions[0].arguments[0].value;
  EXPECT_EQ(value.kind, ExprKind::string_literal) << literal;
  return std::string(value.text);
}

TEST(Literal, StringsInAllQuotes) {
  EXPECT_EQ(decoded(R"("")"), "");
  EXPECT_EQ(decoded(R"('')"), "");
  EXPECT_EQ(decoded(R"("""""")"), "");
  EXPECT_EQ(decoded(R"("a'b")"), "a'b");
  EXPECT_EQ(decoded(R"('a"b')"), "a\"b");
  EXPECT_EQ(decoded("\"\"\"a\"b\"\"c\nd\"\"\""), "a\"b\"\"c\nd");
  EXPECT_EQ(decoded("'''a'b''c\r\nd'''"), "a'b''c\r\nd");
  EXPECT_EQ(decoded("\"größe // none\""), "größe // none");
}

TEST(Literal, RawStringsTakeEverything) {
  EXPECT_EQ(decoded(R"(r"a\n${b}")"), "a\\n${b}");
  EXPECT_EQ(decoded(R"(R'\')"), "\\");
  EXPECT_EQ(decoded("r\"\"\"a\\\"b\nc\"\"\""), "a\\\"b\nc");
  const Parsed parsed(R"(when r"a" == "a" then b)");
  EXPECT_TRUE(parsed.file.items[0].rule->condition->children[0]->raw);
  EXPECT_FALSE(parsed.file.items[0].rule->condition->children[1]->raw);
  EXPECT_EQ(shape("r + b"), "(+ r b)");
}

TEST(Literal, Escapes) {
  EXPECT_EQ(decoded(R"("\a\b\f\n\r\t\v")"), "\a\b\f\n\r\t\v");
  EXPECT_EQ(decoded(R"("\\\?\"\'\`")"), "\\?\"'`");
  EXPECT_EQ(decoded(R"("\x41\xe9\xFF")"), "Aéÿ");
  EXPECT_EQ(decoded(R"("\101\000\377")"), std::string("A\0ÿ", 4));
  EXPECT_EQ(decoded(R"("\u00e9\u20AC")"), "é€");
  EXPECT_EQ(decoded(R"("\U0001F600\U0010FFFF")"), "😀\U0010FFFF");
  EXPECT_EQ(decoded(R"("\${a} $ $a")"), "${a} $ $a");
}

TEST(Literal, TemplatesOnlyInActionsAndLets) {
  EXPECT_EQ(shape(R"("a ${b}")"), "\"a ${b}\"");
  EXPECT_EQ(argument_shape(R"("a ${b}")"), "(template \"a \" b)");
  const Parsed let("let x = 'a ${b}'");
  EXPECT_EQ(shape(*let.file.items[0].let->value), "(template \"a \" b)");
  const Parsed name("rule \"a ${b}\" when c then d");
  EXPECT_EQ(name.file.items[0].rule->name, "a ${b}");
  const Parsed after("then f(\"${a}\")\nwhen x == \"${a}\" then g");
  EXPECT_EQ(shape(*after.file.items[1].rule->condition), "(== x \"${a}\")");
}

TEST(Literal, TemplatesHoldPiecesAndExpressions) {
  EXPECT_EQ(argument_shape(R"("${a}")"), "(template a)");
  EXPECT_EQ(argument_shape(R"("${a}${b}")"), "(template a b)");
  EXPECT_EQ(argument_shape(R"("\n${a}\t$${b}\${c}")"), "(template \"\\n\" a \"\\t$\" b \"${c}\")");
  EXPECT_EQ(argument_shape(R"("${a ? "x" : 'y'}")"), "(template (?: a \"x\" \"y\"))");
  EXPECT_EQ(argument_shape(R"("1${"2${"3${a}"}"}4")"),
            "(template \"1\" (template \"2\" (template \"3\" a)) \"4\")");
  EXPECT_EQ(argument_shape(R"("${{"k": "}"}["k"]}")"),
            "(template (index (map \"k\" \"}\") \"k\"))");
  EXPECT_EQ(argument_shape("\"\"\"\"${a}\"\n${ b }\"\"\""), "(template \"\\\"\" a \"\\\"\\n\" b)");
}

TEST(Literal, PiecesOfTemplatesKnowTheirPlace) {
  const Parsed parsed(R"(then f("ab\n${"c"}d"))");
  const Expr& text = *parsed.file.items[0].rule->actions[0].arguments[0].value;
  ASSERT_EQ(text.children.size(), 3u);
  EXPECT_EQ(text.children[0]->span, (Span{0, 8, 12}));
  EXPECT_EQ(text.children[0]->name_span, Span{});
  EXPECT_EQ(text.children[1]->span, (Span{0, 14, 17}));
  EXPECT_EQ(text.children[1]->name_span, (Span{0, 14, 17}));
  EXPECT_EQ(text.children[2]->span, (Span{0, 18, 19}));
}

}  // namespace
}  // namespace lintel::grammar
