// SPDX-License-Identifier: Apache-2.0
// The help texts, and lintel help.
#include "compiler/cli/help.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/report.h"

namespace lintel::cli {
namespace {

constexpr std::size_t page_width = 80;

// `text` in lines of page_width, each but the first starting with `indent` spaces.
std::string wrap(std::string_view text, std::size_t indent) {
  std::string page;
  std::size_t column = indent;
  for (const std::string_view word : split(text, ' ')) {
    if (column > indent && column + 1 + word.size() > page_width) {
      page += fmt::format("\n{:{}}", "", indent);
      column = indent;
    } else if (column > indent) {
      page += ' ';
      ++column;
    }
    page += word;
    column += word.size();
  }
  return page;
}

std::string left_side(const FlagRow& flag) {
  std::string text = flag.short_name ? fmt::format("-{}, ", flag.short_name) : "    ";
  text += spelling(flag);
  if (!flag.value.empty()) text += fmt::format(" {}", flag.value);
  return text;
}

std::string flag_help(const CommandRow& command) {
  constexpr std::size_t indent = 10;
  std::string page = "\nFlags:\n";
  for (const FlagRow& flag : flags()) {
    if (!takes(command.command, flag.flag)) continue;
    page += fmt::format("  {}\n{:{}}{}\n", left_side(flag), "", indent, wrap(flag.meaning, indent));
  }
  return page;
}

std::string exit_help(const CommandRow& command) {
  std::string page = "\nExit codes:\n";
  for (const ExitRow& exit : exits())
    if (exit.command == command.command)
      page += fmt::format("  {}  {}\n", static_cast<int>(exit.code), wrap(exit.meaning, 5));
  return page;
}

}  // namespace

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const CommandRow& command : commands()) names.push_back(command.name);
  return names;
}

std::string overview() {
  std::string page =
      "Lintel: rules for Amazon Cognito triggers, checked before they run.\n\n"
      "Usage: lintel COMMAND [FLAG...] [ARGUMENT...]\n\n";
  for (const CommandRow& command : commands())
    page += fmt::format("  {:<8} {:<19} {}\n", command.name, command.arguments, command.summary);
  return page +
         "\nA file named - is standard input; -- ends the flags.\n"
         "`lintel help COMMAND` shows the flags of a command.\n";
}

std::string help(const CommandRow& command) {
  std::string page = fmt::format("Usage: lintel {} [FLAG...] {}", command.name, command.arguments);
  while (page.back() == ' ') page.pop_back();
  page += fmt::format("\n\nlintel {}: {}.\n", command.name, command.summary);
  if (!command.description.empty()) page += fmt::format("{}\n", wrap(command.description, 0));
  return page + flag_help(command) + exit_help(command);
}

ExitCode help_command(const Arguments& arguments, Environment& environment) {
  if (arguments.positional().empty()) {
    environment.out.write(overview());
    return ExitCode::ok;
  }
  const std::string_view name = arguments.positional().front();
  if (const CommandRow* command = find_command(name)) {
    environment.out.write(help(*command));
    return ExitCode::ok;
  }
  complain(environment,
           fmt::format("there is no command `{}`{}", name, suggestion(name, command_names())));
  advise(environment, "lintel --help");
  return ExitCode::usage;
}

}  // namespace lintel::cli
