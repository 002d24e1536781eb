// SPDX-License-Identifier: Apache-2.0
// commands.def as tables, and the functions that carry the commands out.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lintel::cli {

class Arguments;
struct Environment;

enum class ExitCode : std::uint8_t {
  ok = 0,
  errors = 1,
  usage = 2,
  internal = 3,
  rejected = 4,
  fault = 5,
};

enum class Command : std::uint8_t {
#define LINTEL_COMMAND(name, arguments, summary, description) name,
#include "compiler/cli/commands.def"
};

enum class Flag : std::uint8_t {
#define LINTEL_FLAG(name, short_name, value, meaning) name,
#include "compiler/cli/commands.def"
};

struct CommandRow {
  Command command;
  std::string_view name;
  std::string_view arguments;
  std::string_view summary;
  std::string_view description;
  ExitCode (*carry_out)(const Arguments&, Environment&);
};

struct FlagRow {
  Flag flag;
  std::string_view name;  // as in the table, with _ for -
  char short_name;        // or 0
  std::string_view value;
  std::string_view meaning;
};

struct ExitRow {
  Command command;
  ExitCode code;
  std::string_view meaning;
};

std::span<const CommandRow> commands();
std::span<const FlagRow> flags();
std::span<const ExitRow> exits();
const FlagRow& row(Flag flag);

// Every command takes --help.
bool takes(Command command, Flag flag);

// As it is typed, such as --allow-outside-imports.
std::string spelling(const FlagRow& flag);

// True if the flag takes one of a few words only.
bool has_choices(const FlagRow& flag);

// Null if there is none.
const CommandRow* find_command(std::string_view name);

#define LINTEL_COMMAND(name, arguments, summary, description) \
  ExitCode name##_command(const Arguments&, Environment&);
#include "compiler/cli/commands.def"

}  // namespace lintel::cli
