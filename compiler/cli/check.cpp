// SPDX-License-Identifier: Apache-2.0
// lintel check
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/findings_json.h"
#include "compiler/cli/fixes.h"
#include "compiler/cli/report.h"
#include "compiler/cli/save.h"
#include "compiler/cli/sources.h"
#include "compiler/compiler.h"

namespace lintel::cli {
namespace {

ExitCode exit_code(std::span<const Finding> findings) {
  return has_errors(findings) ? ExitCode::errors : ExitCode::ok;
}

Stage stage(std::string_view name) {
  if (name == "ast") return Stage::ast;
  if (name == "typed") return Stage::typed;
  return name == "ir" ? Stage::ir : Stage::image;
}

// False if a file could not be written.
bool fix(std::vector<Source>& sources, const CompileOptions& options, Environment& environment) {
  const Compilation compilation = lintel::compile(sources, options);
  const std::vector<std::size_t> fixed = apply_fixes(compilation.findings, sources);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (fixed[i] == 0) continue;
    if (!save(sources[i].name, sources[i].text, environment)) return false;
    environment.err.write(fmt::format("{}: {} fix{} applied\n", sources[i].name, fixed[i],
                                      fixed[i] == 1 ? "" : "es"));
  }
  return true;
}

std::string cost_table(std::span<const ProgramCost> programs) {
  std::string table;
  for (const ProgramCost& program : programs) {
    table += fmt::format("{:>8} steps: {}\n", program.steps, fmt::join(program.sources, ", "));
    for (const RuleCost& rule : program.rules)
      table += fmt::format("{:>8}   {}{}\n", rule.steps, rule.place,
                           rule.name.empty() ? "" : fmt::format(" \"{}\"", rule.name));
  }
  return table;
}

// What cannot be asked for together; empty if all is well.
std::string_view conflict(const Arguments& arguments) {
  const auto files = arguments.positional();
  if (arguments.has(Flag::dump) && arguments.value(Flag::format) == "json")
    return "`--dump` and `--format json` both want standard output";
  if (arguments.has(Flag::cost) &&
      (arguments.has(Flag::dump) || arguments.value(Flag::format) == "json"))
    return "`--cost` wants standard output for itself";
  if (!max_steps(arguments)) return "`--max-steps` takes a number from 1 on";
  if (arguments.has(Flag::fix) && std::find(files.begin(), files.end(), "-") != files.end())
    return "`--fix` cannot repair standard input";
  return {};
}

}  // namespace

ExitCode check_command(const Arguments& arguments, Environment& environment) {
  if (const std::string_view what = conflict(arguments); !what.empty()) {
    complain(environment, what);
    return ExitCode::usage;
  }
  std::optional<std::vector<Source>> sources = read_sources(arguments.positional(), environment);
  if (!sources) return ExitCode::usage;
  const CompileOptions options = compile_options(arguments, environment);
  if (arguments.has(Flag::fix) && !fix(*sources, options, environment)) return ExitCode::internal;

  std::vector<Finding> findings;
  if (arguments.has(Flag::dump)) {
    Dump dump = lintel::dump(*sources, stage(arguments.value(Flag::dump)), options);
    environment.out.write(dump.text);
    findings = std::move(dump.findings);
  } else if (arguments.has(Flag::cost)) {
    Costs costs = lintel::cost(*sources, options);
    environment.out.write(cost_table(costs.programs));
    findings = std::move(costs.findings);
  } else {
    findings = lintel::compile(*sources, options).findings;
  }
  if (arguments.value(Flag::format) == "json") {
    environment.out.write(findings_json(findings, *sources));
  } else {
    show(findings, *sources, arguments, environment);
    environment.err.write(summary(findings) + "\n");
  }
  return exit_code(findings);
}

}  // namespace lintel::cli
