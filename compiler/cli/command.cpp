// SPDX-License-Identifier: Apache-2.0
// commands.def as tables.
#include "compiler/cli/command.h"

#include <algorithm>
#include <string>

namespace lintel::cli {
namespace {

constexpr CommandRow command_rows[] = {
#define LINTEL_COMMAND(name, arguments, summary, description) \
  {Command::name, #name, arguments, summary, description, &name##_command},
#include "compiler/cli/commands.def"
};

constexpr FlagRow flag_rows[] = {
#define LINTEL_FLAG(name, short_name, value, meaning) \
  {Flag::name, #name, short_name, value, meaning},
#include "compiler/cli/commands.def"
};

constexpr ExitRow exit_rows[] = {
#define LINTEL_EXIT(command, code, meaning) {Command::command, ExitCode::code, meaning},
#include "compiler/cli/commands.def"
};

struct TakesRow {
  Command command;
  Flag flag;
};

constexpr TakesRow takes_rows[] = {
#define LINTEL_TAKES(command, flag) {Command::command, Flag::flag},
#include "compiler/cli/commands.def"
};

}  // namespace

std::span<const CommandRow> commands() { return command_rows; }
std::span<const FlagRow> flags() { return flag_rows; }
std::span<const ExitRow> exits() { return exit_rows; }
const FlagRow& row(Flag flag) { return flag_rows[static_cast<std::size_t>(flag)]; }

bool takes(Command command, Flag flag) {
  if (flag == Flag::help) return true;
  return std::any_of(std::begin(takes_rows), std::end(takes_rows), [&](const TakesRow& row) {
    return row.command == command && row.flag == flag;
  });
}

std::string spelling(const FlagRow& flag) {
  std::string text = "--" + std::string(flag.name.substr(0, flag.name.find("__")));
  if (text.ends_with('_')) text.pop_back();  // of a name that C++ has taken
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

bool has_choices(const FlagRow& flag) { return flag.value.find('|') != std::string_view::npos; }

const CommandRow* find_command(std::string_view name) {
  const auto found = std::find_if(std::begin(command_rows), std::end(command_rows),
                                  [&](const CommandRow& row) { return row.name == name; });
  return found == std::end(command_rows) ? nullptr : found;
}

}  // namespace lintel::cli
