// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/bench/events.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "compiler/cli/report.h"
#include "compiler/cli/sources.h"

namespace lintel::cli {
namespace {

namespace fs = std::filesystem;

// The files that a word of the command line stands for. Nothing, after a complaint, if a folder
// cannot be listed or has none.
std::optional<std::vector<std::string>> files_of(std::string_view path, bool ndjson,
                                                 Environment& environment) {
  std::error_code error;
  if (path == "-" || !fs::is_directory(path, error)) return {{std::string(path)}};
  const std::string_view ending = ndjson ? ".ndjson" : ".json";
  std::vector<std::string> files;
  for (fs::directory_iterator entry(path, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == ending) files.push_back(entry->path().string());
  if (error) {
    complain(environment, fmt::format("cannot read `{}`: {}", path, error.message()));
    return {};
  }
  if (files.empty()) {
    complain(environment, fmt::format("`{}` has no file *{} in it", path, ending));
    return {};
  }
  std::sort(files.begin(), files.end());
  return files;
}

void add_lines(const std::string& file, std::string_view text, std::vector<BenchEvent>& events) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos)
      events.push_back({fmt::format("{}:{}", file, number), std::string(line)});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// Why the words of the command line do not go together; empty if they do.
std::string_view objection(const Arguments& arguments, std::span<const std::string_view> paths) {
  if (paths.empty()) return "`bench` needs --event EVENT, or --ndjson";
  const auto files = arguments.positional();
  if (std::count(paths.begin(), paths.end(), "-") + std::count(files.begin(), files.end(), "-") > 1)
    return "standard input can be read only once";
  return {};
}

}  // namespace

std::optional<std::vector<BenchEvent>> read_events(const Arguments& arguments,
                                                   Environment& environment) {
  const bool ndjson = arguments.has(Flag::ndjson__bench);
  std::vector<std::string_view> paths = arguments.values(Flag::event__bench);
  if (paths.empty() && ndjson) paths.emplace_back("-");
  if (const std::string_view why = objection(arguments, paths); !why.empty()) {
    complain(environment, why);
    return {};
  }
  std::vector<BenchEvent> events;
  for (const std::string_view path : paths) {
    const auto files = files_of(path, ndjson, environment);
    if (!files) return {};
    for (const std::string& file : *files) {
      std::optional<std::string> text = read_input(file, environment);
      if (!text) return {};
      if (ndjson)
        add_lines(file, *text, events);
      else
        events.push_back({file, std::move(*text)});
    }
  }
  if (events.empty()) {
    complain(environment, "there are no events to measure with: every line is blank");
    return {};
  }
  return events;
}

}  // namespace lintel::cli
