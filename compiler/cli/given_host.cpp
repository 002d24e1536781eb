// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/given_host.h"

#include <fmt/format.h>

#include "compiler/cli/report.h"
#include "runtime/time.h"

namespace lintel::cli {

std::optional<GivenVariables> given_variables(const Arguments& arguments, Flag env,
                                              Environment& environment) {
  GivenVariables variables;
  for (const std::string_view text : arguments.values(env)) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string_view::npos) {
      complain(environment,
               fmt::format("`--env` is a name and a value, NAME=VALUE, not `{}`", text));
      return {};
    }
    variables.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

std::optional<Given> given(const Arguments& arguments, Flag now, Flag env,
                           Environment& environment) {
  Given made;
  if (const std::string_view text = arguments.value(now); !text.empty()) {
    const auto time = runtime::parse_timestamp(text);
    if (!time) {
      complain(environment,
               fmt::format("`--now` is a time such as 2026-01-01T00:00:00Z, not `{}`", text));
      return {};
    }
    made.now = Instant{time->seconds, time->nanoseconds};
  }
  std::optional<GivenVariables> variables = given_variables(arguments, env, environment);
  if (!variables) return {};
  made.variables = std::move(*variables);
  return made;
}

std::string_view GivenHost::variable(std::string_view name) {
  for (std::size_t i = given_.variables.size(); i-- > 0;)
    if (given_.variables[i].first == name) return given_.variables[i].second;
  return world_ != nullptr ? world_->variable(name) : std::string_view();
}

bool GivenHost::now(Instant& time) {
  if (!given_.now) return world_ != nullptr && world_->now(time);
  time = *given_.now;
  return true;
}

bool GivenHost::random(std::span<std::byte> bytes) {
  return world_ != nullptr && world_->random(bytes);
}

}  // namespace lintel::cli
