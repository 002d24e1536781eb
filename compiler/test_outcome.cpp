// SPDX-License-Identifier: Apache-2.0
#include "compiler/test_outcome.h"

#include <algorithm>

#include <fmt/format.h>

#include "grammar/printer.h"

namespace lintel::compiler {
namespace {

Json value_of(const EffectArgument& argument) {
  Fault ignored{};
  if (argument.is_list)
    if (auto list = parse_json(argument.text, ignored)) return std::move(*list);
  return Json::of(argument.text);
}

// A map reaches the host as JSON.
bool same_value(const Json& wanted, const Json& given) {
  if (wanted.kind != Json::Kind::object) return wanted == given;
  Fault ignored{};
  const auto map = parse_json(given.text, ignored);
  return map && wanted == *map;
}

bool same_arguments(const ExpectedAction& expected, const TakenAction& taken) {
  return std::all_of(expected.arguments.begin(), expected.arguments.end(), [&](const auto& wanted) {
    return std::any_of(taken.arguments.begin(), taken.arguments.end(), [&](const auto& given) {
      return given.first == wanted.first && same_value(wanted.second, given.second);
    });
  });
}

bool matches(const ExpectedAction& expected, const TakenAction& taken) {
  if (expected.kind != taken.kind) return false;
  if (expected.effect != nullptr && expected.effect->name != taken.effect) return false;
  if (expected.any_arguments) return true;
  if (expected.kind == ExpectedAction::Kind::reject) return expected.value.text == taken.message;
  return same_arguments(expected, taken) &&
         expected.reject_on_failure.value_or(taken.reject_on_failure) == taken.reject_on_failure;
}

std::string described(const TakenAction& taken) {
  if (taken.kind == ExpectedAction::Kind::reject)
    return fmt::format("reject({})", grammar::quote(taken.message, true));
  std::string arguments;
  for (const auto& [name, value] : taken.arguments) {
    if (!arguments.empty()) arguments += ", ";
    if (taken.arguments.size() > 1) arguments += name + ": ";
    arguments += written(value);
  }
  return fmt::format("{}({})", taken.effect, arguments);
}

ResponseChanges changes_of(const Outcome& outcome, const TypedTest& test) {
  Fault ignored{};
  const auto event = parse_json(test.event, ignored);
  const auto answer =
      outcome.kind() == OutcomeKind::answered ? parse_json(outcome.body(), ignored) : std::nullopt;
  if (!event || !answer) return ResponseChanges(test.trigger);
  return ResponseChanges(test.trigger, *event, *answer);
}

}  // namespace

Taken::Taken(const Outcome& outcome, const TypedTest& test)
    : outcome_(outcome), test_(test), changes_(changes_of(outcome, test)) {
  if (outcome.kind() == OutcomeKind::rejected) {
    TakenAction denial;
    denial.kind = ExpectedAction::Kind::reject;
    denial.message = outcome.message();
    actions_.push_back(std::move(denial));
  }
  for (const Effect& effect : outcome.effects()) {
    TakenAction asked;
    asked.effect = effect.name;
    asked.reject_on_failure = effect.reject_on_failure;
    for (const EffectArgument& argument : effect.arguments)
      asked.arguments.emplace_back(argument.name, value_of(argument));
    actions_.push_back(std::move(asked));
  }
}

std::string Taken::describe() const {
  if (outcome_.kind() == OutcomeKind::fault) return fmt::format("fault: {}", outcome_.message());
  auto all = changes_.actions(changes_.all());
  for (const TakenAction& action : actions_) all.push_back(compiler::described(action));
  return all.empty() ? "nothing" : fmt::format("{}", fmt::join(all, ", "));
}

Taken::Found Taken::find(const ExpectedAction& expected,
                         const std::vector<bool>& is_expected) const {
  Found found;
  if (expected.kind == ExpectedAction::Kind::field) {
    const bool answered = outcome_.kind() == OutcomeKind::answered;
    auto made = answered ? changes_.made_by(expected) : std::nullopt;
    found.is_there = made.has_value();
    if (made) found.changes = std::move(*made);
    return found;
  }
  // Of equal effects, each answers one expectation.
  for (std::size_t i = actions_.size(); i-- > 0;) {
    if (!matches(expected, actions_[i])) continue;
    if (!found.is_there || !is_expected[i]) found.actions = {i};
    found.is_there = true;
  }
  return found;
}

std::string Taken::described(const Found& found, const ExpectedAction& expected) const {
  if (!found.actions.empty()) return compiler::described(actions_[found.actions.front()]);
  std::vector<bool> of(changes_.size());
  for (const std::size_t number : found.changes) of[number] = true;
  const auto actions = changes_.actions(std::move(of));
  return actions.empty() ? expected.written : fmt::format("{}", fmt::join(actions, ", "));
}

std::vector<std::string> Taken::differences(std::vector<const ExpectedAction*>& missed) const {
  if (outcome_.kind() == OutcomeKind::fault)
    return {fmt::format("the event is a fault: {}", outcome_.message())};
  std::vector<std::string> wrong;
  std::vector<bool> known(changes_.size());
  std::vector<bool> is_expected(actions_.size());
  for (const ExpectedAction& expected : test_.expected) {
    const Found found = find(expected, is_expected);
    if (found.is_there == expected.negated) {
      wrong.push_back(found.is_there ? "not expected: " + described(found, expected)
                                     : "missing: " + expected.written);
      missed.push_back(&expected);
    }
    for (const std::size_t number : found.changes) known[number] = true;
    for (const std::size_t number : found.actions) is_expected[number] = true;
  }
  if (!test_.exactly && !test_.nothing) return wrong;
  for (const std::string& action : changes_.actions(changes_.besides(known)))
    wrong.push_back("not expected: " + action);
  for (std::size_t i = 0; i < actions_.size(); ++i)
    if (!is_expected[i]) wrong.push_back("not expected: " + compiler::described(actions_[i]));
  return wrong;
}

}  // namespace lintel::compiler
