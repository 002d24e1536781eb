// SPDX-License-Identifier: Apache-2.0
// At each limit and one past it; and far past it, where a careless parser runs out of stack.
#include "runtime/limits.h"

#include <gtest/gtest.h>

#include "grammar/parser.h"
#include "grammar/printer.h"
#include "tests/grammar/support.h"

namespace lintel::grammar {
namespace {

std::string repeat(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

// Text that is `count` levels deep: count openings, the core, count closings.
struct Nest {
  std::string_view open;
  std::string_view core;
  std::string_view close;
};

const Nest brackets[] = {
    {"(", "a", ")"},      {"[", "a", "]"},    {"{1: ", "a", "}"},
    {"f(", "a", ")"},     {"a[", "a", "]"},   {"a.f(", "a", ")"},
    {"\"${", "a", "}\""}, {"'${", "a", "}'"}, {"\"\"\"x${", "a", "}\"\"\""},
};

Parsed nested(const Nest& nest, std::size_t count) {
  return Parsed("let x = " + repeat(nest.open, count) + std::string(nest.core) +
                repeat(nest.close, count) + "\nthen good");
}

TEST(Limits, Nesting) {
  for (const Nest& nest : brackets) {
    SCOPED_TRACE(nest.open);
    EXPECT_EQ(list(nested(nest, limits::max_nesting).findings), "");
    for (const std::size_t count : {std::size_t{limits::max_nesting} + 1, std::size_t{100000}}) {
      const Parsed parsed = nested(nest, count);
      ASSERT_EQ(parsed.findings.size(), 1u);
      EXPECT_EQ(parsed.findings[0].code, "E0902");
      EXPECT_EQ(parsed.findings[0].message,
                "brackets and templates are nested more than 64 levels deep");
      const std::size_t opening = 8 + nest.open.size() * limits::max_nesting;
      EXPECT_GE(parsed.findings[0].span.begin, opening);
      EXPECT_LT(parsed.findings[0].span.begin, opening + nest.open.size());
      ASSERT_EQ(parsed.file.items.size(), 1u);
      EXPECT_EQ(print(parsed.file), "then good\n");
    }
  }
}

TEST(Limits, TheBracketsOfAnActionCount) {
  const std::size_t inner = limits::max_nesting - 1;
  EXPECT_EQ(list(Parsed("then f(" + repeat("(", inner) + "a" + repeat(")", inner) + ")").findings),
            "");
  const Parsed past("then f(" + repeat("(", inner + 1) + "a" + repeat(")", inner + 1) + ")");
  ASSERT_EQ(past.findings.size(), 1u);
  EXPECT_EQ(past.findings[0].span, (Span{0, 70, 71}));
}

// Text of an expression with `count` operators, each a level deeper.
struct Chain {
  std::string_view before;
  std::string_view core;
  std::string_view after;
};

const Chain chains[] = {
    {"!", "a", ""},     {"-", "a", ""},     {"", "a", ".b"},    {"", "a", ".b()"},
    {"", "a", "[1]"},   {"", "1", " + 1"},  {"", "1", " - 1"},  {"", "1", " * 1"},
    {"", "a", " == a"}, {"", "a", " in a"}, {"", "a", " ?? a"}, {"", "a", " ? a : a"},
};

TEST(Limits, ExpressionDepth) {
  for (const Chain& chain : chains) {
    SCOPED_TRACE(std::string(chain.before) + std::string(chain.after));
    const auto text = [&](std::size_t count) {
      return "when " + repeat(chain.before, count) + std::string(chain.core) +
             repeat(chain.after, count) + " then f\nthen good";
    };
    const Parsed at(text(limits::max_expression_depth - 1));
    EXPECT_EQ(list(at.findings), "");
    ASSERT_EQ(at.file.items.size(), 2u);
    EXPECT_EQ(at.file.items[0].rule->condition->depth, limits::max_expression_depth);
    for (const std::size_t count :
         {std::size_t{limits::max_expression_depth}, std::size_t{100000}}) {
      const Parsed past(text(count));
      ASSERT_EQ(past.findings.size(), 1u) << list(past.findings);
      EXPECT_EQ(past.findings[0].code, "E0903");
      EXPECT_EQ(past.findings[0].message, "the expression is more than 200 operators deep");
      EXPECT_EQ(print(past.file), "then good\n");
    }
  }
}

TEST(Limits, ChainsOfLogicCountOneLevel) {
  for (const std::string_view op : {" && a", " || a"}) {
    const Parsed parsed("when a" + repeat(op, 100000) + " then f");
    EXPECT_EQ(list(parsed.findings), "");
    ASSERT_EQ(parsed.file.items.size(), 1u);
    EXPECT_EQ(parsed.file.items[0].rule->condition->children.size(), 100001u);
    EXPECT_EQ(parsed.file.items[0].rule->condition->depth, 2u);
  }
}

TEST(Limits, BracketsThatAreNeverClosed) {
  for (const Nest& nest : brackets) {
    const Parsed parsed("let x = " + repeat(nest.open, 100000));
    ASSERT_EQ(parsed.findings.size(), 1u) << nest.open;
    EXPECT_EQ(parsed.findings[0].code, "E0902") << nest.open;
  }
}

TEST(Limits, SizeOfAFile) {
  // A comment behind an error, because that is the quickest to read.
  std::string text = "x //";
  text.resize(limits::max_source_bytes, '-');
  std::vector<Finding> findings;
  parse(text, 3, findings);
  EXPECT_EQ(list(findings),
            "E0119 [0, 1) expected `rule`, `when`, `then`, `let`, `test` or `on`, found `x`\n");
  findings.clear();
  text += ' ';
  const File file = parse(text, 3, findings);
  EXPECT_EQ(list(findings),
            "E0901 [0, 0) the file has 268435457 bytes; at most 268435456 can be read\n");
  EXPECT_EQ(findings[0].span.file, 3u);
  EXPECT_EQ(file.index, 3u);
}

}  // namespace
}  // namespace lintel::grammar
