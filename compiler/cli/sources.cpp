// SPDX-License-Identifier: Apache-2.0
// Reads rules files and shows findings.
#include "compiler/cli/sources.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "compiler/cli/report.h"
#include "grammar/diagnostic.h"

namespace lintel::cli {
namespace {

bool coloured(const Arguments& arguments, const Environment& environment) {
  const std::string_view wish = arguments.value(Flag::color);
  if (wish != "auto") return wish == "always";
  return environment.err.is_terminal() && !environment.plain;
}

std::string counted(std::ptrdiff_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

std::optional<std::string> read_input(std::string_view path, Environment& environment) {
  const auto unreadable = [&](std::string_view why) {
    complain(environment,
             fmt::format("cannot read {}: {}",
                         path == "-" ? "standard input" : fmt::format("`{}`", path), why));
    return std::nullopt;
  };
  std::string why;
  std::unique_ptr<Input> file;
  if (path != "-") {
    file = environment.files.open(std::string(path), why);
    if (!file) return unreadable(why);
  }
  Input& input = file ? *file : environment.in;
  std::string text = input.read_all();
  if (!input.error().empty()) return unreadable(input.error());
  return text;
}

std::optional<std::vector<Source>> read_sources(std::span<const std::string_view> paths,
                                                Environment& environment) {
  if (std::count(paths.begin(), paths.end(), "-") > 1) {
    complain(environment, "standard input can be read only once");
    return {};
  }
  std::vector<Source> sources;
  for (const std::string_view path : paths)
    if (std::optional<std::string> text = read_input(path, environment))
      sources.push_back({std::string(path), std::move(*text)});
  if (sources.size() != paths.size()) return {};
  return sources;
}

std::optional<std::uint64_t> max_steps(const Arguments& arguments) {
  const std::string_view text = arguments.value(Flag::max_steps);
  std::uint64_t steps = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), steps);
  if (!arguments.has(Flag::max_steps)) return 0;
  if (error != std::errc{} || end != text.data() + text.size() || steps == 0) return {};
  return steps;
}

CompileOptions compile_options(const Arguments& arguments, Environment& environment) {
  CompileOptions options;
  options.files = &environment.files;
  options.strip = arguments.has(Flag::strip);
  // A trace tells every part of every rule.
  options.index = !arguments.has(Flag::trace) && !arguments.has(Flag::trace__serve);
  options.outside_imports = arguments.has(Flag::allow_outside_imports);
  options.max_steps = max_steps(arguments).value_or(0);
  return options;
}

void show(std::span<const Finding> findings, std::span<const Source> sources,
          const Arguments& arguments, Environment& environment) {
  if (findings.empty()) return;
  std::vector<grammar::SourceText> texts;
  for (const Source& source : sources) texts.push_back({source.name, source.text});
  environment.err.write(grammar::render(findings, texts, {coloured(arguments, environment)}));
}

bool has_errors(std::span<const Finding> findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

std::string summary(std::span<const Finding> findings) {
  const auto of = [&](Severity severity) {
    return std::count_if(findings.begin(), findings.end(),
                         [&](const Finding& finding) { return finding.severity == severity; });
  };
  std::string text;
  const auto add = [&](std::ptrdiff_t count, std::string_view what) {
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text += counted(count, what);
  };
  add(of(Severity::error), "error");
  add(of(Severity::warning), "warning");
  add(of(Severity::note), "note");
  return text.empty() ? "no findings" : text;
}

}  // namespace lintel::cli
