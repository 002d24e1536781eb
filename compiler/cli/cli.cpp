// SPDX-License-Identifier: Apache-2.0
// Finds the command and hands over to it.
#include "compiler/cli/cli.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/help.h"
#include "compiler/cli/report.h"

namespace lintel::cli {
namespace {

ExitCode unknown_word(std::string_view word, Environment& environment) {
  const bool flag = word.starts_with('-');
  const std::vector<std::string_view> known =
      flag ? std::vector<std::string_view>{"--help", "--version"} : command_names();
  complain(environment, fmt::format("there is no {} `{}`{}", flag ? "flag" : "command", word,
                                    suggestion(word, known)));
  advise(environment, "lintel --help");
  return ExitCode::usage;
}

ExitCode carry_out_command(const CommandRow& command, std::span<const std::string_view> words,
                           Environment& environment) {
  std::string why;
  const std::optional<Arguments> arguments = Arguments::parse(command, words, why);
  if (!arguments) {
    complain(environment, why);
    advise(environment, fmt::format("lintel {} --help", command.name));
    return ExitCode::usage;
  }
  if (arguments->has(Flag::help)) {
    environment.out.write(help(command));
    return ExitCode::ok;
  }
  return command.carry_out(*arguments, environment);
}

ExitCode dispatch(std::span<const std::string_view> words, Environment& environment) {
  if (words.empty()) {
    environment.err.write(overview());
    return ExitCode::usage;
  }
  std::string_view name = words.front();
  if (name == "--help" || name == "-h") name = "help";
  if (name == "--version" || name == "-V") name = "version";
  const CommandRow* command = find_command(name);
  if (!command) return unknown_word(name, environment);
  return carry_out_command(*command, words.subspan(1), environment);
}

}  // namespace

ExitCode carry_out(std::span<const std::string_view> words, Environment& environment) {
  ExitCode code = dispatch(words, environment);
  environment.out.flush();
  if (!environment.out.error().empty()) {
    if (!environment.out.has_lost_its_reader())
      complain(environment,
               fmt::format("cannot write to standard output: {}", environment.out.error()));
    code = ExitCode::internal;
  }
  environment.err.flush();
  // There is nowhere left to complain.
  const bool is_lost = !environment.err.error().empty() && !environment.err.has_lost_its_reader();
  return is_lost ? ExitCode::internal : code;
}

}  // namespace lintel::cli
