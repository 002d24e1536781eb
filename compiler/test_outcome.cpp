// SPDX-License-Identifier: Apache-2.0
#include "compiler/test_outcome.h"

#include <algorithm>

#include <fmt/format.h>

#include "grammar/printer.h"

namespace lintel::compiler {
namespace {

bool is_default(const Json& value, const schema::ResponseRow& row) {
  if (value.kind == Json::Kind::null) return true;
  return row.default_value == image::FieldDefault::no && value == Json::of(false);
}

bool same_arguments(const ExpectedAction& expected, const TakenAction& taken) {
  return std::all_of(expected.arguments.begin(), expected.arguments.end(), [&](const auto& wanted) {
    return std::any_of(taken.arguments.begin(), taken.arguments.end(), [&](const auto& given) {
      return given.first == wanted.first && given.second == wanted.second;
    });
  });
}

bool matches(const ExpectedAction& expected, const TakenAction& taken) {
  if (expected.kind != taken.kind || expected.response != taken.response) return false;
  if (expected.effect != nullptr && expected.effect->name != taken.effect) return false;
  if (expected.any_arguments) return true;
  if (expected.kind != ExpectedAction::Kind::effect) return expected.value == taken.value;
  return same_arguments(expected, taken) &&
         expected.reject_on_failure.value_or(taken.reject_on_failure) == taken.reject_on_failure;
}

std::string described(const Json& value) {
  return value.kind == Json::Kind::text ? grammar::quote(value.text, true) : print(value);
}

std::string described(const TakenAction& taken) {
  switch (taken.kind) {
    case ExpectedAction::Kind::field:
      if (taken.value == Json::of(true)) return std::string(taken.response->action);
      return fmt::format("{}({})", taken.response->action, described(taken.value));
    case ExpectedAction::Kind::reject: return fmt::format("reject({})", described(taken.value));
    case ExpectedAction::Kind::effect: break;
  }
  std::string arguments;
  for (const auto& [name, text] : taken.arguments) {
    if (!arguments.empty()) arguments += ", ";
    if (taken.arguments.size() > 1) arguments += name + ": ";
    arguments += grammar::quote(text, true);
  }
  return fmt::format("{}({})", taken.effect, arguments);
}

}  // namespace

std::vector<TakenAction> taken_actions(const Outcome& outcome, schema::Trigger trigger) {
  std::vector<TakenAction> all;
  if (outcome.kind() == OutcomeKind::rejected) {
    TakenAction denial;
    denial.kind = ExpectedAction::Kind::reject;
    denial.value = Json::of(outcome.message());
    all.push_back(std::move(denial));
  } else if (outcome.kind() == OutcomeKind::answered) {
    Fault ignored{};
    const auto body = parse_json(outcome.body(), ignored);
    const Json* response = body ? body->find("response") : nullptr;
    for (const auto& row : schema::responses()) {
      if (row.trigger != trigger || response == nullptr) continue;
      const Json* value = response->find(row.field);
      if (value == nullptr || is_default(*value, row)) continue;
      TakenAction set;
      set.response = &row;
      set.value = *value;
      all.push_back(std::move(set));
    }
  }
  for (const Effect& effect : outcome.effects()) {
    TakenAction asked;
    asked.kind = ExpectedAction::Kind::effect;
    asked.effect = effect.name;
    asked.reject_on_failure = effect.reject_on_failure;
    for (const EffectArgument& argument : effect.arguments)
      asked.arguments.emplace_back(argument.name, argument.text);
    all.push_back(std::move(asked));
  }
  return all;
}

std::string describe(const Outcome& outcome, const std::vector<TakenAction>& taken) {
  if (outcome.kind() == OutcomeKind::fault) return fmt::format("fault: {}", outcome.message());
  std::string text;
  for (const TakenAction& action : taken) {
    if (!text.empty()) text += ", ";
    text += described(action);
  }
  return text.empty() ? "nothing" : text;
}

std::vector<std::string> differences(const TypedTest& test, const Outcome& outcome,
                                     const std::vector<TakenAction>& taken,
                                     std::vector<const ExpectedAction*>& missed) {
  if (outcome.kind() == OutcomeKind::fault)
    return {fmt::format("the event is a fault: {}", outcome.message())};
  std::vector<std::string> wrong;
  std::vector<bool> is_expected(taken.size());
  for (const ExpectedAction& expected : test.expected) {
    // Of equal effects, each answers one expectation.
    std::size_t found = taken.size();
    for (std::size_t i = taken.size(); i-- > 0;)
      if (matches(expected, taken[i]) && (found == taken.size() || !is_expected[i])) found = i;
    const bool is_there = found != taken.size();
    if (is_there == expected.negated) {
      wrong.push_back(fmt::format("{}: {}", expected.negated ? "not expected" : "missing",
                                  is_there ? described(taken[found]) : expected.written));
      missed.push_back(&expected);
    }
    if (is_there) is_expected[found] = true;
  }
  if (test.exactly || test.nothing)
    for (std::size_t i = 0; i < taken.size(); ++i)
      if (!is_expected[i]) wrong.push_back(fmt::format("not expected: {}", described(taken[i])));
  return wrong;
}

}  // namespace lintel::compiler
