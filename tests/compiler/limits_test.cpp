// SPDX-License-Identifier: Apache-2.0
// The limits of the compiler, at both sides, and sizes that once could make a compiler slow.
#include <string>

#include <gtest/gtest.h>

#include "runtime/limits.h"
#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

// `part` with each number from 0 to count - 1 in the place of `#`, joined by `joint`.
std::string chain(std::size_t count, const std::string& part, const std::string& joint) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += joint;
    for (const char c : part) text += c == '#' ? std::to_string(i) : std::string(1, c);
  }
  return text;
}

std::string confirms_when(const std::string& condition) {
  return "on PreSignUp when " + condition + " then autoConfirm";
}

// A chain of lets, each `value` with the name of the one before in the place of `#`.
std::string lets(std::size_t count, const std::string& value) {
  std::string text = "on PreSignUp let a0 = userName\n";
  for (std::size_t i = 1; i <= count; ++i) {
    text += "let a" + std::to_string(i) + " = ";
    for (const char c : value) text += c == '#' ? "a" + std::to_string(i - 1) : std::string(1, c);
    text += "\n";
  }
  return text + "when a" + std::to_string(count) + " == \"x\" then autoConfirm";
}

// The same with functions.
std::string functions(std::size_t count, const std::string& value) {
  std::string text = "on PreSignUp let f0(x) = x\n";
  for (std::size_t i = 1; i <= count; ++i) {
    text += "let f" + std::to_string(i) + "(x) = ";
    for (const char c : value)
      text += c == '#' ? "f" + std::to_string(i - 1) + "(x)" : std::string(1, c);
    text += "\n";
  }
  return text + "when f" + std::to_string(count) + "(userName) == \"x\" then autoConfirm";
}

std::string first_code(const std::string& text) { return findings_of(text).substr(0, 5); }

TEST(Depth, IsCountedThroughLets) {
  EXPECT_EQ(findings_of(lets(limits::max_expression_depth - 1, "# + region")), "");
  EXPECT_EQ(first_code(lets(limits::max_expression_depth + 1, "# + region")), "E0903");
}

TEST(Depth, IsCountedThroughFunctions) {
  EXPECT_EQ(findings_of(functions(50, "# + region")), "");
  EXPECT_EQ(first_code(functions(limits::max_expression_depth + 1, "# + region")), "E0903");
}

// Doubled 15 times, a name has 65,535 parts; doubled once more, more than there may be.
TEST(Parts, AreCountedThroughLets) {
  EXPECT_EQ(findings_of(lets(15, "# + #")), "");
  EXPECT_EQ(first_code(lets(17, "# + #")), "E0906");
  EXPECT_EQ(first_code(lets(200, "# + #")), "E0906");
}

// A constant list has no parts, however long it is; doubled again and again it would fill the
// memory.
TEST(Elements, OfListsThatLetsAddAreCounted) {
  const auto doubled = [](std::size_t count) {
    std::string text = "on PreSignUp let a0 = [\"x\"]\n";
    for (std::size_t i = 1; i <= count; ++i) {
      const std::string before = "a" + std::to_string(i - 1);
      text += "let a" + std::to_string(i) + " = " + before + " + " + before + "\n";
    }
    return text + "when userName in a" + std::to_string(count) + " then autoConfirm";
  };
  EXPECT_EQ(findings_of(doubled(12)), "");
  EXPECT_EQ(first_code(doubled(60)), "E0906");
  const auto long_list = "[" + chain(10'000, "\"#\"", ", ") + "]";
  EXPECT_EQ(findings_of(confirms_when("userName in " + long_list + " + [\"x\"]")), "");
}

TEST(Parts, AreCountedThroughFunctions) {
  EXPECT_EQ(findings_of(functions(15, "# + #")), "");
  EXPECT_EQ(first_code(functions(17, "# + #")), "E0906");
  EXPECT_EQ(first_code(functions(200, "# + #")), "E0906");
}

TEST(Length, OfAChainIsNoDepth) {
  EXPECT_EQ(findings_of(confirms_when(chain(50'000, "userName != \"#\"", " && "))), "");
  EXPECT_EQ(findings_of(confirms_when(chain(50'000, "userName == \"#\"", " || "))), "");
}

TEST(Length, OfAChainThatDenies) {
  EXPECT_EQ(findings_of("on PreSignUp when " + chain(50'000, "userName != \"#\"", " && ") +
                        " then reject(\"no\")"),
            "");
}

TEST(Length, OfAList) {
  const auto rules = confirms_when("userName in [" + chain(50'000, "\"#\"", ", ") + "]");
  EXPECT_NE(answer(rules, R"({"userName":"49999"})").find("true"), std::string::npos);
  EXPECT_EQ(answer(rules, R"({"userName":"50000"})").find("true"), std::string::npos);
}

// What is too large for the text arena is left to the run, which says so.
TEST(Constants, ThatNoEventCanHoldAreNotComputed) {
  const auto logs = [](const std::string& value) {
    return findings_of("on PreSignUp let a = \"" + std::string(65'536, 'x') + "\" then log(" +
                       value + ")");
  };
  EXPECT_EQ(logs("\"${a}${a}${a}${a}\""), "");
  EXPECT_EQ(logs("\"${a}${a}${a}${a}${a}\""), "");
  EXPECT_EQ(logs("[a, a, a, a].join()"), "");
  EXPECT_EQ(logs("[a, a, a, a].join(\"-\")"), "");
  const auto pieces = [](std::size_t count) {
    return findings_of(confirms_when("size(\"" + chain(count, "x", ",") + "\".split(\",\")) == 1"));
  };
  EXPECT_EQ(pieces(limits::max_list_elements), "");
  EXPECT_EQ(pieces(limits::max_list_elements + 1), "");
}

TEST(Registers, AreCounted) {
  const auto attributes = [](std::size_t count) {
    return confirms_when(chain(count, "has(attr.a#)", " || "));
  };
  EXPECT_EQ(findings_of(attributes(limits::max_registers - 100)), "");
  const std::string many = attributes(limits::max_registers + 1);
  EXPECT_EQ(findings_of(many), "E0904");
  const Source source{"x.rules", many};
  const Dump dumped = dump({&source, 1}, Stage::image, without_proofs());
  EXPECT_EQ(dumped.text, "");
  ASSERT_EQ(dumped.findings.size(), 1u);
  EXPECT_EQ(dumped.findings[0].code, "E0904");
}

}  // namespace
}  // namespace lintel::testing
