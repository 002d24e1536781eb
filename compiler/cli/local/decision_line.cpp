// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/decision_line.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "grammar/printer.h"

namespace lintel::cli {
namespace {

bool is_plain(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string name_of(std::uint32_t number, const Ruleset& ruleset) {
  const RuleInfo rule = ruleset.rule(number);
  std::string text =
      rule.name.empty() ? fmt::format("rule {}", number) : grammar::quote(rule.name, false);
  if (!rule.file.empty()) text += fmt::format(" ({}:{})", rule.file, rule.line);
  return text;
}

std::string conclusion(const Outcome& outcome, const EffectsReport& effects) {
  switch (outcome.kind()) {
    case OutcomeKind::answered: return effects.is_failure ? "error: an effect failed" : "answered";
    case OutcomeKind::rejected:
      return fmt::format("rejected: {}", grammar::quote(outcome.message(), false));
    case OutcomeKind::fault:
      return fmt::format("fault: {}", grammar::quote(outcome.message(), false));
  }
  return "";
}

}  // namespace

std::string shown_source(std::string_view event) {
  const auto json = nlohmann::json::parse(event, nullptr, false);
  const auto found = json.is_object() ? json.find("triggerSource") : json.end();
  if (found == json.end() || !found->is_string()) return "event";
  const auto& source = found->get_ref<const std::string&>();
  const bool plain = !source.empty() && std::all_of(source.begin(), source.end(), is_plain);
  return plain ? source : grammar::quote(source, false);
}

std::string decision_line(std::string_view source, const Outcome& outcome,
                          const EffectsReport& effects, const Ruleset& ruleset,
                          std::int64_t nanoseconds) {
  std::string line = fmt::format("{}: {}", source, conclusion(outcome, effects));
  if (outcome.kind() != OutcomeKind::fault) {
    if (outcome.fired().empty()) line += "; no rule fired";
    std::string_view before = "; fired ";
    for (const std::uint32_t rule : outcome.fired()) {
      line.append(before).append(name_of(rule, ruleset));
      before = ", ";
    }
    before = "; effects ";
    for (const Effect& effect : outcome.effects()) {
      line.append(before).append(effect.name);
      before = ", ";
    }
    before = "; failed ";
    for (const std::string_view name : effects.failed) {
      line.append(before).append(name);
      before = ", ";
    }
  }
  return line + fmt::format("; {} us\n", (nanoseconds + 500) / 1000);
}

}  // namespace lintel::cli
