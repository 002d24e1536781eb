// SPDX-License-Identifier: Apache-2.0
// Operators on values that are true, false or absent: alone with constants, and two levels of them,
// against the tables of truth.h.
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/exhaustive/scale.h"
#include "tests/exhaustive/truth.h"
#include "tests/exhaustive/truth_rules.h"

namespace lintel::exhaustive {
namespace {

// An expression that is true, false or absent by what an attribute holds. A missing attribute makes
// it absent if `absent` is empty.
struct Variable {
  std::string_view attribute, expression, yes, no, absent;
};
constexpr Variable variables[] = {
    {"email_verified", "attr.email_verified", "true", "false", ""},
    {"b", "attr.b == \"1\"", "1", "0", ""},
    {"c", "int(attr.c) == 1", "1", "0", "x"},
    {"d", "bool(attr.d)", "t", "f", "-"},
    {"e", "attr.e in [\"1\", \"2\"]", "2", "3", ""},
    {"f", "attr.f.startsWith(\"1\")", "12", "2", ""},
    {"g", "\"1\" == attr.g", "1", "0", ""},
    {"h", "double(attr.h) < 2.0", "1.5", "2.5", "x"},
    {"i", "attr.i.matches(r\"^1$\")", "1", "2", ""},
};
constexpr std::size_t variable_count = std::size(variables);

// Which of T, F, A each variable is, at the moment.
std::string assigned;  // NOLINT(cert-err58-cpp): an empty string

std::string event() {
  std::string attributes;
  for (std::size_t i = 0; i < assigned.size(); ++i) {
    const Variable& variable = variables[i];
    const char truth = assigned[i];
    std::string_view value = variable.yes;
    if (truth == 'F') value = variable.no;
    if (truth == 'A') value = variable.absent;
    if (value.empty()) continue;
    if (!attributes.empty()) attributes += ",";
    attributes += "\"" + std::string(variable.attribute) + "\":\"" + std::string(value) + "\"";
  }
  return R"({"triggerSource":"PreSignUp_SignUp","userName":"u","request":{"userAttributes":{)" +
         attributes + "}},\"response\":{}}";
}

// Calls visit() for each choice of T, F and A for the first `count` variables.
template <typename Visit>
void for_all_assignments(std::size_t count, Visit visit) {
  assigned.assign(count, 'T');
  for (;;) {
    visit();
    if (testing::Test::HasFatalFailure()) return;
    std::size_t place = 0;
    while (place < count && assigned[place] == 'A') assigned[place++] = 'T';
    if (place == count) return;
    assigned[place] = assigned[place] == 'T' ? 'F' : 'A';
  }
}

// An operand: a variable, or a constant.
struct Leaf {
  std::string text;
  char constant = '\0';
  std::size_t variable = 0;

  char worth() const { return constant != '\0' ? constant : assigned[variable]; }
};
Leaf leaf(std::size_t variable) {
  return {std::string(variables[variable].expression), '\0', variable};
}

// An operator on leaves, or a leaf.
struct Inner {
  const TruthOperator* op = nullptr;
  std::vector<Leaf> leaves;

  char worth() const {
    if (op == nullptr) return leaves[0].worth();
    std::string operands;
    for (const Leaf& one : leaves) operands += one.worth();
    return truth_of(*op, operands);
  }
  std::string text() const {
    if (op == nullptr) return leaves[0].text;
    std::string operands[3];
    for (std::size_t i = 0; i < leaves.size(); ++i) operands[i] = leaves[i].text;
    return written(*op, operands);
  }
};

Shown shown(const TruthOperator& op, const std::vector<Inner>& inner) {
  std::string operands[3];
  for (std::size_t i = 0; i < inner.size(); ++i) operands[i] = inner[i].text();
  return {written(op, operands), true, [&op, inner] {
            std::string values;
            for (const Inner& one : inner) values += one.worth();
            return std::string(1, truth_of(op, values));
          }};
}

std::uint64_t check(std::vector<Shown> expressions, std::size_t count) {
  const std::size_t all = expressions.size();
  TruthRules rules("on PreSignUp\n", std::move(expressions));
  EXPECT_EQ(rules.refusal(), "");
  if (!rules.refusal().empty()) return 0;
  EXPECT_EQ(rules.count(), all);
  for_all_assignments(count, [&] {
    const auto difference = rules.difference(event());
    ASSERT_EQ(difference, std::nullopt) << *difference << assigned;
  });
  return rules.cases();
}

TEST(Truth, TablesAreWhole) {
  for (const TruthOperator& op : truth_operators) {
    std::size_t entries = 1;
    for (std::size_t i = 0; i < op.operands; ++i) entries *= 3;
    std::string table(op.table);
    std::erase(table, ' ');
    EXPECT_EQ(table.size(), entries) << op.text;
    EXPECT_EQ(table.find_first_not_of("TFA"), std::string::npos) << op.text;
  }
}

// Each operand is a variable or a constant, which the compiler knows.
TEST(Truth, OneLevelWithConstants) {
  std::vector<Shown> expressions;
  for (const TruthOperator& op : truth_operators) {
    std::size_t choices = 1;
    for (std::size_t i = 0; i < op.operands; ++i) choices *= 3;
    for (std::size_t choice = 0; choice < choices; ++choice) {
      std::vector<Inner> inner;
      for (std::size_t i = 0, rest = choice; i < op.operands; ++i, rest /= 3) {
        if (rest % 3 == 0) inner.push_back({nullptr, {leaf(i)}});
        if (rest % 3 == 1) inner.push_back({nullptr, {{"true", 'T'}}});
        if (rest % 3 == 2) inner.push_back({nullptr, {{"false", 'F'}}});
      }
      expressions.push_back(shown(op, inner));
    }
  }
  checked("operators with constants", check(std::move(expressions), 3));
}

// All operators on all operators on variables of their own, those in the same place included.
TEST(Truth, TwoLevels) {
  const std::size_t operators = everything() ? std::size(truth_operators) : core_operators;
  std::vector<std::vector<Shown>> by_variables(variable_count + 1);
  for (std::size_t o = 0; o < operators; ++o) {
    const TruthOperator& op = truth_operators[o];
    // Choice 0 is a variable. Of three operands the short form has few.
    const std::size_t inner_choices = !everything() && op.operands == 3 ? 4 : operators + 1;
    std::size_t choices = 1;
    for (std::size_t i = 0; i < op.operands; ++i) choices *= inner_choices;
    for (std::size_t choice = 0; choice < choices; ++choice) {
      std::vector<Inner> inner;
      std::size_t used = 0;
      for (std::size_t i = 0, rest = choice; i < op.operands; ++i, rest /= inner_choices) {
        const std::size_t picked = rest % inner_choices;
        Inner one{picked == 0 ? nullptr : &truth_operators[picked - 1], {}};
        const std::size_t leaves = one.op == nullptr ? 1 : one.op->operands;
        for (std::size_t l = 0; l < leaves; ++l) one.leaves.push_back(leaf(used++));
        inner.push_back(std::move(one));
      }
      by_variables[used].push_back(shown(op, inner));
    }
  }
  std::uint64_t cases = 0;
  for (std::size_t count = 1; count <= variable_count; ++count) {
    cases += check(std::move(by_variables[count]), count);
    if (HasFatalFailure()) return;
  }
  checked("operators in operators", cases);
}

// The same variable in several places: what the compiler knows from one of them must hold.
TEST(Truth, TwoLevelsOfOneVariable) {
  const std::size_t operators = everything() ? std::size(truth_operators) : core_operators;
  std::vector<Shown> expressions;
  for (std::size_t o = 0; o < operators; ++o) {
    const TruthOperator& op = truth_operators[o];
    if (op.operands != 2) continue;
    for (std::size_t i = 0; i < operators; ++i) {
      const TruthOperator& first = truth_operators[i];
      if (first.operands == 3) continue;
      std::vector<Leaf> leaves;
      for (std::size_t l = 0; l < first.operands; ++l) leaves.push_back(leaf(l));
      for (std::size_t same = 0; same < 2; ++same) {
        expressions.push_back(shown(op, {{&first, leaves}, {nullptr, {leaf(same)}}}));
        expressions.push_back(shown(op, {{nullptr, {leaf(same)}}, {&first, leaves}}));
        expressions.push_back(shown(op, {{&truth_operators[0], {leaf(same)}}, {&first, leaves}}));
        expressions.push_back(shown(op, {{&first, leaves}, {&truth_operators[1], {leaf(same)}}}));
      }
    }
  }
  checked("operators on one variable", check(std::move(expressions), 2));
}

}  // namespace
}  // namespace lintel::exhaustive
