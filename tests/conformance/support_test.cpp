// SPDX-License-Identifier: Apache-2.0
// The conformance test can tell right from wrong: what it is made of, on expressions with known
// answers.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/conformance/lifting.h"
#include "tests/conformance/report.h"
#include "tests/conformance/values.h"
#include "tests/conformance/verdict.h"

namespace lintel::conformance {
namespace {

using Kind = Verdict::Kind;

Case of_value(std::string expression, Value expected) {
  Case test;
  test.file = "file";
  test.id = "file/" + expression;
  test.expression = std::move(expression);
  test.expected = std::move(expected);
  return test;
}

Case of_error(std::string expression) {
  Case test = of_value(std::move(expression), {});
  test.about = Case::About::error;
  test.expected.reset();
  return test;
}

Case of_syntax(std::string expression, bool fails) {
  Case test = of_error(std::move(expression));
  test.about = Case::About::parse;
  test.fails = fails;
  return test;
}

Case of_type(std::string expression, std::string type) {
  Case test = of_syntax(std::move(expression), type.empty());
  test.about = Case::About::check;
  test.type = std::move(type);
  return test;
}

Kind kind_of(const Case& test) { return judge(test).kind; }

TEST(Lifting, TakesLiteralsOut) {
  const Lifted lifted = lift("size('a b') == -2 && {\"k\": true}.k");
  EXPECT_EQ(lifted.expression, "size(literal_0) == -literal_1 && {\"k\": literal_2}.k");
  ASSERT_EQ(lifted.variables.size(), 3u);
  EXPECT_EQ(lifted.variables[0].value->text, "a b");
  EXPECT_EQ(lifted.variables[1].value->text, "2");
  EXPECT_EQ(lifted.variables[2].type, "bool");
  EXPECT_TRUE(lift("a.b").variables.empty());
  EXPECT_TRUE(lift("a +").variables.empty());
}

TEST(Values, TypesByName) {
  for (const std::string name : {"int", "list(string)", "map(string, list(bool))"})
    EXPECT_TRUE(same_type(name, type_named(name))) << name;
  EXPECT_FALSE(same_type("int", type_named("string")));
  EXPECT_FALSE(same_type("list(int)", type_named("list(string)")));
  for (const std::string name :
       {"uint", "list(uint)", "map(int, string)", "message:a.B", "list(int"})
    EXPECT_EQ(type_named(name).kind, compiler::TypeKind::unknown) << name;
}

TEST(Verdicts, OfValues) {
  EXPECT_EQ(kind_of(of_value("1 + 1", {"int", "2", {}})), Kind::same);
  EXPECT_EQ(kind_of(of_value("1 + 1", {"int", "3", {}})), Kind::wrong);
  EXPECT_EQ(kind_of(of_value("1 + 1", {"string", "2", {}})), Kind::wrong);
  EXPECT_EQ(kind_of(of_value("'a' + 'b'", {"string", "ab", {}})), Kind::same);
  EXPECT_EQ(kind_of(of_value("!true", {"bool", "false", {}})), Kind::same);
  EXPECT_EQ(kind_of(of_value("!true", {"bool", "true", {}})), Kind::wrong);
  EXPECT_EQ(kind_of(of_value("int(x)", {"int", "1", {}})), Kind::todo);
  Case absent = of_value("int(x)", {"int", "1", {}});
  absent.variables.push_back({"x", "string", {{"string", "a", {}}}});
  EXPECT_EQ(kind_of(absent), Kind::wrong);
  absent.variables[0].value->text = "1";
  EXPECT_EQ(kind_of(absent), Kind::same);
}

TEST(Verdicts, OfErrors) {
  EXPECT_EQ(kind_of(of_error("1 / 0")), Kind::error);
  EXPECT_EQ(kind_of(of_error("1 + 'a'")), Kind::error);
  EXPECT_EQ(kind_of(of_error("1 + 1")), Kind::wrong);
  EXPECT_EQ(kind_of(of_error("no_function(1)")), Kind::todo);
  Case overflow = of_error("x + 1");
  overflow.variables.push_back({"x", "int", {{"int", "9223372036854775807", {}}}});
  EXPECT_EQ(kind_of(overflow), Kind::error);
}

TEST(Verdicts, OfWhatIsLeftOut) {
  Case test = of_value("b'a'", {"bytes", "YQ==", {}});
  EXPECT_EQ(kind_of(test), Kind::todo);
  test.needs = {"bytes"};
  EXPECT_EQ(kind_of(test), Kind::skipped);
  EXPECT_EQ(judge(test).why, "bytes");
  test.needs = {"dyn"};
  EXPECT_EQ(kind_of(test), Kind::refused);
}

TEST(Verdicts, OfSyntaxAndTypes) {
  EXPECT_EQ(kind_of(of_syntax("a.b", false)), Kind::same);
  EXPECT_EQ(kind_of(of_syntax("a.", true)), Kind::error);
  EXPECT_EQ(kind_of(of_syntax("a.", false)), Kind::todo);
  EXPECT_EQ(kind_of(of_syntax("a.b", true)), Kind::wrong);
  EXPECT_EQ(kind_of(of_type("[1]", "list(int)")), Kind::same);
  EXPECT_EQ(kind_of(of_type("[1]", "list(string)")), Kind::wrong);
  EXPECT_EQ(kind_of(of_type("1 + 'a'", "")), Kind::error);
  EXPECT_EQ(kind_of(of_type("1 + 1", "")), Kind::wrong);
}

TEST(Report, CountsPasses) {
  const std::vector<Case> tests = {of_value("1", {"int", "1", {}}), of_error("1 / 0"),
                                   of_value("no", {"int", "1", {}})};
  std::vector<Judged> all;
  for (const Case& test : tests) all.push_back({&test, judge(test), false});
  const std::string text = counts(all);
  EXPECT_EQ(passes(text).at("file"), 2);
  EXPECT_EQ(passes(text).at("total"), 2);
  EXPECT_NE(text.find("file/no: E0201"), std::string::npos);
}

TEST(Report, ReadsExceptions) {
  const Exceptions read = read_exceptions("# comment\n\na/b c\n    one\n    two\nd\n    three\n");
  EXPECT_EQ(read, (Exceptions{{"a/b c", "one two"}, {"d", "three"}}));
}

}  // namespace
}  // namespace lintel::conformance
