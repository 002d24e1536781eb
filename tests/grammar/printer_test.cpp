// SPDX-License-Identifier: Apache-2.0
// Printing: the tree comes back, and the text no longer changes.
#include "grammar/printer.h"

#include <random>

#include <gtest/gtest.h>

#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

std::string printed(std::string_view expression) {
  const Parsed parsed("then f(" + std::string(expression) + ")");
  EXPECT_EQ(list(parsed.findings), "") << expression;
  if (parsed.file.items.empty()) return "no rule";
  return print(*parsed.file.items[0].rule->actions[0].arguments[0].value);
}

TEST(Printer, WritesOnlyTheParenthesesThatAreNeeded) {
  EXPECT_EQ(printed("((a)) + (b * c)"), "a + b * c");
  EXPECT_EQ(printed("(a + b) * c"), "(a + b) * c");
  EXPECT_EQ(printed("a - (b - c)"), "a - (b - c)");
  EXPECT_EQ(printed("(a - b) - c"), "a - b - c");
  EXPECT_EQ(printed("(a ?? b) ?? c"), "(a ?? b) ?? c");
  EXPECT_EQ(printed("a ?? (b ?? c)"), "a ?? b ?? c");
  EXPECT_EQ(printed("(a && b) && c"), "(a && b) && c");
  EXPECT_EQ(printed("(a && b) || c"), "a && b || c");
  EXPECT_EQ(printed("(a ? b : c) ? (d ? e : f) : (g ? h : i)"),
            "(a ? b : c) ? (d ? e : f) : g ? h : i");
  EXPECT_EQ(printed("!(a.b)"), "!a.b");
  EXPECT_EQ(printed("(!a).b"), "(!a).b");
  EXPECT_EQ(printed("-(-9223372036854775808)"), "--9223372036854775808");
  EXPECT_EQ(printed("(-9223372036854775808).a"), "(-9223372036854775808).a");
  EXPECT_EQ(printed("(a == b) == c"), "a == b == c");
  EXPECT_EQ(printed("a == (b == c)"), "a == (b == c)");
}

TEST(Printer, WritesLiteralsInOneForm) {
  EXPECT_EQ(printed("[0x1F,  'a\"b', {  'k' : null ,},]"), "[31, \"a\\\"b\", {\"k\": null}]");
  EXPECT_EQ(printed("r'\\n${a}'"), "\"\\\\n\\${a}\"");
  EXPECT_EQ(printed("'''a\n\tb\r'''"), "\"a\\n\\tb\\r\"");
  EXPECT_EQ(printed("'\\x01\\x7fé\\u202e'"), "\"\\x01\\x7fé\\u202e\"");
  EXPECT_EQ(printed("'a ${ b }\\${c} ${ \"d\" }'"), "\"a ${b}\\${c} ${\"d\"}\"");
}

TEST(Printer, EscapesTemplatesOnlyWhereTheyAreRead) {
  EXPECT_EQ(quote("${a}", false), "\"${a}\"");
  EXPECT_EQ(quote("${a}", true), "\"\\${a}\"");
  const Parsed parsed("when a == \"${b}\" then f(r\"${b}\")");
  EXPECT_EQ(print(parsed.file), "when a == \"${b}\" then f(\"\\${b}\")\n");
}

TEST(Printer, LaysOutAFile) {
  const Parsed parsed(
      "language 1 let a=1 on   A,B let f( x,y )=x let g()=1\n"
      "rule 'n' when a then b(c:1,2),d() then e on C then f");
  EXPECT_EQ(print(parsed.file),
            "let a = 1\n\non A, B\nlet f(x, y) = x\nlet g() = 1\n"
            "rule \"n\" when a then b(c: 1, 2), d()\nthen e\n\non C\nthen f\n");
}

void expect_round_trip(const std::string& text) {
  const Parsed first(text);
  ASSERT_EQ(list(first.findings), "") << text;
  const std::string once = print(first.file);
  const Parsed second(once);
  ASSERT_EQ(list(second.findings), "") << once;
  EXPECT_EQ(structure(second.file), structure(first.file)) << once;
  EXPECT_EQ(print(second.file), once);
}

TEST(Printer, RoundTripsTheSamples) {
  for (const std::string& sample : samples()) expect_round_trip(sample);
}

// Random expressions, written with random parentheses and blanks.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string expression(int depth) {
    if (depth == 0) return leaf();
    const auto sub = [&] {
      return expression(static_cast<int>(below(static_cast<unsigned>(depth))));
    };
    const auto group = [&] { return "(" + sub() + ")"; };
    static constexpr std::string_view infix[] = {
        "||", "&&", "==", "!=", "<", "<=", ">", ">=", " in ", "??", "+", "-", "*", "/", "%"};
    switch (below(10)) {
      case 0: return "!" + group();
      case 1: return "-" + group();
      case 2: return group() + ".m";
      case 3: return group() + "[" + sub() + "]";
      case 4: return group() + ".f(" + sub() + "," + sub() + ")";
      case 5: return "[" + sub() + ", {" + sub() + ": " + sub() + "}]";
      case 6: return group() + "?" + group() + ":" + sub();
      case 7: return "\"t${" + sub() + "}" + (below(2) ? "$\\n\\\"" : "") + "${" + sub() + "}\"";
      default: {
        std::string result = below(2) ? group() : leaf();
        for (unsigned i = 0; i <= below(3); ++i)
          result += std::string(infix[below(std::size(infix))]) + (below(2) ? group() : leaf());
        return result;
      }
    }
  }

 private:
  unsigned below(std::size_t bound) { return static_cast<unsigned>(random_() % bound); }

  std::string leaf() {
    static constexpr std::string_view leaves[] = {
        "a",    "b.c",   "f(a)",        "1",       "-9223372036854775808",
        "0xff", "\"s\"", "'${x}'",      "r'\\${'", "\"\\${\\u00e9\"",
        "null", "true",  "[]",          "{}",      "'''\"'''",
        " - 1", "! a",   "\"${\"q\"}\""};
    return std::string(leaves[below(std::size(leaves))]);
  }

  std::mt19937 random_;
};

TEST(Printer, RoundTripsRandomExpressions) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    Generator generator(seed);
    expect_round_trip("let x = " + generator.expression(4));
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace lintel::grammar
