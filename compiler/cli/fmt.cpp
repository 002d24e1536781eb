// SPDX-License-Identifier: Apache-2.0
// lintel fmt
#include <algorithm>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/save.h"
#include "compiler/cli/sources.h"
#include "grammar/formatter.h"
#include "grammar/parser.h"
#include "grammar/source.h"

namespace lintel::cli {
namespace {

// The line of `text` in which it first differs from `other`.
std::uint32_t first_difference(std::string_view text, std::string_view other) {
  const auto at = std::mismatch(text.begin(), text.end(), other.begin(), other.end()).first;
  const auto offset = static_cast<std::uint32_t>(at - text.begin());
  return grammar::LineTable(text).position(offset).line;
}

// The source as it should be, or nothing if it has errors, which are then added to `findings`.
std::optional<std::string> formatted(const Source& source, std::uint32_t number,
                                     std::vector<Finding>& findings) {
  std::vector<Finding> found;
  const grammar::File file = grammar::parse(source.text, number, found);
  if (!has_errors(found)) return grammar::format(source.text, file);
  std::move(found.begin(), found.end(), std::back_inserter(findings));
  return {};
}

}  // namespace

ExitCode fmt_command(const Arguments& arguments, Environment& environment) {
  const std::optional<std::vector<Source>> sources =
      read_sources(arguments.positional(), environment);
  if (!sources) return ExitCode::usage;
  const bool only_check = arguments.has(Flag::check);
  std::vector<Finding> findings;
  bool all_formatted = true;
  for (std::uint32_t i = 0; i < sources->size(); ++i) {
    const Source& source = (*sources)[i];
    const std::optional<std::string> text = formatted(source, i, findings);
    if (!text) continue;
    const bool same = *text == source.text;
    if (only_check) {
      if (same) continue;
      all_formatted = false;
      environment.err.write(
          fmt::format("{}:{}: not formatted\n", source.name, first_difference(source.text, *text)));
    } else if (arguments.positional()[i] == "-") {
      environment.out.write(*text);
    } else if (!same) {
      if (!save(source.name, *text, environment)) return ExitCode::internal;
      environment.err.write(fmt::format("{}: formatted\n", source.name));
    }
  }
  show(findings, *sources, arguments, environment);
  return findings.empty() && all_formatted ? ExitCode::ok : ExitCode::errors;
}

}  // namespace lintel::cli
