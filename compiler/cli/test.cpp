// SPDX-License-Identifier: Apache-2.0
// lintel test
#include <cerrno>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/given_host.h"
#include "compiler/cli/report.h"
#include "compiler/cli/sources.h"
#include "compiler/cli/test_report.h"
#include "compiler/testing.h"

namespace lintel::cli {
namespace {

constexpr std::string_view rules_ending = ".rules";
constexpr std::string_view tests_ending = ".test.rules";

// Beside x.rules, x.test.rules is read as well, if it is there. False after a complaint.
bool add_test_files(std::vector<Source>& sources, Environment& environment) {
  const std::size_t given = sources.size();
  for (std::size_t i = 0; i < given; ++i) {
    const std::string& name = sources[i].name;
    if (!name.ends_with(rules_ending) || name.ends_with(tests_ending)) continue;
    std::string beside = name.substr(0, name.size() - rules_ending.size());
    beside += tests_ending;
    bool known = false;
    for (const Source& source : sources) known |= source.name == beside;
    if (known) continue;
    std::string why;
    const std::unique_ptr<Input> file = environment.files.open(beside, why);
    if (!file && why == std::strerror(ENOENT)) continue;
    std::string text = file ? file->read_all() : std::string();
    if (file) why = file->error();
    if (!why.empty()) {
      complain(environment, fmt::format("cannot read `{}`: {}", beside, why));
      return false;
    }
    sources.push_back({std::move(beside), std::move(text)});
  }
  return true;
}

// The percentage that --min-coverage asks for; nothing, after a complaint, if it is none.
std::optional<std::size_t> least_coverage(const Arguments& arguments, Environment& environment) {
  const std::string_view text = arguments.value(Flag::min_coverage);
  if (text.empty()) return 0;
  std::size_t percent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
  if (error == std::errc{} && end == text.data() + text.size() && percent <= 100) return percent;
  complain(environment,
           fmt::format("`--min-coverage` is a percentage from 0 to 100, not `{}`", text));
  advise(environment, "lintel test --help");
  return {};
}

// Why there is nothing to report; empty if there is.
std::string nothing_run(const TestReport& report, std::string_view filter) {
  if (report.test_count == 0) return "there are no tests";
  if (report.results.empty()) return fmt::format("no test has `{}` in its name", filter);
  return {};
}

}  // namespace

ExitCode test_command(const Arguments& arguments, Environment& environment) {
  const auto least = least_coverage(arguments, environment);
  if (!least) return ExitCode::usage;
  const auto by_flags = given(arguments, Flag::now__test, Flag::env__test, environment);
  if (!by_flags) return ExitCode::usage;
  TestWorld world;
  world.now = by_flags->now.value_or(world.now);
  world.variables = by_flags->variables;
  auto sources = read_sources(arguments.positional(), environment);
  if (!sources || !add_test_files(*sources, environment)) return ExitCode::usage;
  const std::string_view filter = arguments.value(Flag::filter);
  const TestReport report =
      run_tests(*sources, compile_options(arguments, environment), filter, world);
  show(report.findings, *sources, arguments, environment);
  if (!report.ok) return has_errors(report.findings) ? ExitCode::errors : ExitCode::internal;
  if (!report.agreed) {
    complain(environment,
             "the optimised rules answer otherwise than the plain ones, which is a "
             "bug of Lintel");
    return ExitCode::internal;
  }
  if (const std::string why = nothing_run(report, filter); !why.empty()) {
    complain(environment, why);
    return ExitCode::errors;
  }
  const TestPrinter printer(report, *sources);
  const std::string_view format = arguments.value(Flag::format__test);
  if (format == "json") {
    environment.out.write(printer.json());
  } else if (format == "junit") {
    environment.out.write(printer.junit());
  } else if (format == "tap") {
    environment.out.write(printer.tap());
  } else {
    environment.out.write(printer.human(arguments.has(Flag::quiet)));
    if (arguments.has(Flag::coverage)) environment.out.write(printer.listing());
  }
  if (printer.failed() > 0) return ExitCode::errors;
  if (report.covered() * 100 >= report.possible() * *least) return ExitCode::ok;
  complain(environment, fmt::format("the coverage is below {} %:", *least));
  environment.err.write(printer.missing());
  return ExitCode::errors;
}

}  // namespace lintel::cli
