// SPDX-License-Identifier: Apache-2.0
// Effects as JSON lines.
#include "compiler/cli/effects.h"

#include <nlohmann/json.hpp>

namespace lintel::cli {
namespace {

using Json = nlohmann::ordered_json;

Json value(const EffectArgument& argument) {
  // An image may say of any text that it is a list.
  if (argument.is_list) {
    Json list = Json::parse(argument.text, nullptr, false);
    if (!list.is_discarded()) return list;
  }
  return argument.text;
}

Json line(const Effect& effect, const Ruleset& ruleset, std::uint64_t event) {
  Json arguments = Json::object();
  for (const EffectArgument& argument : effect.arguments)
    arguments[argument.name] = value(argument);
  Json line = Json::object();
  if (event) line["event"] = event;
  line["effect"] = effect.name;
  line["arguments"] = arguments;
  line["onFailure"] = effect.reject_on_failure ? "reject" : "continue";
  line["rule"] = effect.rule;
  if (const RuleInfo rule = ruleset.rule(effect.rule); !rule.name.empty())
    line["ruleName"] = rule.name;
  return line;
}

}  // namespace

std::string effect_lines(const Outcome& outcome, const Ruleset& ruleset, std::uint64_t event) {
  std::string lines;
  for (const Effect& effect : outcome.effects())
    lines +=
        line(effect, ruleset, event).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return lines;
}

}  // namespace lintel::cli
