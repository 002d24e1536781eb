// SPDX-License-Identifier: Apache-2.0
// Operators, their order, and the forms behind a value.
#include <gtest/gtest.h>

#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

TEST(Expression, BindsAsTheTableSays) {
  EXPECT_EQ(shape("a || b && c"), "(|| a (&& b c))");
  EXPECT_EQ(shape("a && b || c && d"), "(|| (&& a b) (&& c d))");
  EXPECT_EQ(shape("a == b && c"), "(&& (== a b) c)");
  EXPECT_EQ(shape("a ?? b == c"), "(== (?? a b) c)");
  EXPECT_EQ(shape("a + b ?? c"), "(?? (+ a b) c)");
  EXPECT_EQ(shape("a ?? b + c"), "(?? a (+ b c))");
  EXPECT_EQ(shape("a + b * c - d"), "(- (+ a (* b c)) d)");
  EXPECT_EQ(shape("a / b % c * d"), "(* (% (/ a b) c) d)");
  EXPECT_EQ(shape("!a.b"), "(! (.b a))");
  EXPECT_EQ(shape("-a * b"), "(* (- a) b)");
  EXPECT_EQ(shape("a - -b"), "(- a (- b))");
  EXPECT_EQ(shape("!!a"), "(! (! a))");
  EXPECT_EQ(shape("a || b ? c : d"), "(?: (|| a b) c d)");
}

TEST(Expression, GroupsFromTheSideThatTheTableSays) {
  EXPECT_EQ(shape("a - b - c"), "(- (- a b) c)");
  EXPECT_EQ(shape("a / b / c"), "(/ (/ a b) c)");
  EXPECT_EQ(shape("a < b < c"), "(< (< a b) c)");
  EXPECT_EQ(shape("a == b != c in d"), "(in (!= (== a b) c) d)");
  EXPECT_EQ(shape("a ?? b ?? c"), "(?? a (?? b c))");
  EXPECT_EQ(shape("a ? b : c ? d : e"), "(?: a b (?: c d e))");
}

TEST(Expression, HasAllComparisons) {
  for (const std::string_view op : {"==", "!=", "<", "<=", ">", ">=", "in"})
    EXPECT_EQ(shape("a " + std::string(op) + " b"), "(" + std::string(op) + " a b)");
  EXPECT_EQ(shape("inside"), "inside");
  EXPECT_EQ(shape("a<b"), "(< a b)");
  EXPECT_EQ(shape("a!=!b"), "(!= a (! b))");
}

TEST(Expression, ChainsAreOneNode) {
  EXPECT_EQ(shape("a && b && c && d"), "(&& a b c d)");
  EXPECT_EQ(shape("a || b || c"), "(|| a b c)");
  EXPECT_EQ(shape("(a && b) && c"), "(&& (&& a b) c)");
  EXPECT_EQ(shape("a && (b && c)"), "(&& a (&& b c))");
}

TEST(Expression, ReadsWhatStandsBehindAValue) {
  EXPECT_EQ(shape("a.b.c"), "(.c (.b a))");
  EXPECT_EQ(shape("a[b][c]"), "(index (index a b) c)");
  EXPECT_EQ(shape("f()"), "(call f)");
  EXPECT_EQ(shape("f(a, b + 1)"), "(call f a (+ b 1))");
  EXPECT_EQ(shape("a.f()"), "(method f a)");
  EXPECT_EQ(shape("a.b.f(c)[d].e"), "(.e (index (method f (.b a) c) d))");
  EXPECT_EQ(shape("attr.rule.when.in"), "(.in (.when (.rule attr)))");
  EXPECT_EQ(shape("\"a\".size()"), "(method size \"a\")");
}

TEST(Expression, ReadsListsAndMaps) {
  EXPECT_EQ(shape("[]"), "(list)");
  EXPECT_EQ(shape("[a, [b],]"), "(list a (list b))");
  EXPECT_EQ(shape("{}"), "(map)");
  EXPECT_EQ(shape("{\"k\": v, a ? b : c : d,}"), "(map \"k\" v (?: a b c) d)");
}

TEST(Expression, BlanksAndCommentsMeanNothing) {
  EXPECT_EQ(shape("a\n// b && c \"\n  +\r\n\tb"), "(+ a b)");
  EXPECT_EQ(shape("f (a) . b [ 1 ]"), shape("f(a).b[1]"));
}

// The text of each node, in the order of the outline.
void collect(const Expr& expr, std::string_view text, std::string& out) {
  out += std::string(text.substr(expr.span.begin, expr.span.end - expr.span.begin)) + "\n";
  for (const Expr* child : expr.children) collect(*child, text, out);
}

TEST(Expression, SpansCoverTheWholeFormAndNoBlanks) {
  const Parsed parsed("when (a + b) * c.d ( e , [1 ] ) ? -f : (g)  then x");
  std::string nodes;
  collect(*parsed.file.items[0].rule->condition, parsed.text, nodes);
  EXPECT_EQ(nodes,
            "(a + b) * c.d ( e , [1 ] ) ? -f : (g)\n"
            "(a + b) * c.d ( e , [1 ] )\n"
            "a + b\na\nb\n"
            "c.d ( e , [1 ] )\nc\ne\n[1 ]\n1\n"
            "-f\nf\ng\n");
}

TEST(Expression, NameSpansMarkTheWordOrTheOperator) {
  const Parsed parsed("when a.bc(d) <= 3 && !e then x");
  const Expr& both = *parsed.file.items[0].rule->condition;
  const auto text = [&](const Expr& expr) {
    return parsed.text.substr(expr.name_span.begin, expr.name_span.end - expr.name_span.begin);
  };
  EXPECT_EQ(text(both), "&&");
  EXPECT_EQ(text(*both.children[0]), "<=");
  EXPECT_EQ(text(*both.children[0]->children[0]), "bc");
  EXPECT_EQ(text(*both.children[1]), "!");
}

TEST(Expression, RemembersParentheses) {
  const Parsed parsed("when ((a)) == b then x");
  const Expr& equal = *parsed.file.items[0].rule->condition;
  EXPECT_TRUE(equal.children[0]->parenthesised);
  EXPECT_FALSE(equal.children[1]->parenthesised);
  EXPECT_FALSE(equal.parenthesised);
}

}  // namespace
}  // namespace lintel::grammar
