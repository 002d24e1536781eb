// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/timeout.h"

#include <charconv>

#include <fmt/format.h>

#include "compiler/cli/report.h"

namespace lintel::cli {

std::optional<std::int64_t> timeout_of(const Arguments& arguments, Environment& environment) {
  constexpr std::int64_t cognito = 5000;  // so long it waits for a trigger
  constexpr std::int64_t day = 86'400'000;
  if (!arguments.has(Flag::timeout)) return cognito;
  const std::string_view text = arguments.value(Flag::timeout);
  std::int64_t milliseconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (error == std::errc{} && end == text.data() + text.size() && milliseconds > 0 &&
      milliseconds <= day)
    return milliseconds;
  complain(
      environment,
      fmt::format("`--timeout` is a number of milliseconds from 1 to {}, not `{}`", day, text));
  return {};
}

}  // namespace lintel::cli
