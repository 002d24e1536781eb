// SPDX-License-Identifier: Apache-2.0
// The words of a command line, taken apart by commands.def.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/cli/command.h"

namespace lintel::cli {

// Views of the words that were parsed.
class Arguments {
 public:
  // What follows the command. Nothing, if it does not fit the table: then `why` is one line that
  // says what is wrong and, if it can, what was meant.
  static std::optional<Arguments> parse(const CommandRow& command,
                                        std::span<const std::string_view> words, std::string& why);

  std::span<const std::string_view> positional() const { return positional_; }

  bool has(Flag flag) const { return values_[static_cast<std::size_t>(flag)].has_value(); }

  // The value of a flag: as given, or the first of its choices, or "".
  std::string_view value(Flag flag) const;

  // All values of a flag that may be given several times, in order.
  std::vector<std::string_view> values(Flag flag) const;

 private:
  bool take_flag(const CommandRow& command, std::span<const std::string_view>& words,
                 std::string& why);
  bool count_positional(const CommandRow& command, std::string& why) const;

  static constexpr std::size_t flag_count = 0
#define LINTEL_FLAG(name, short_name, value, meaning) +1
#include "compiler/cli/commands.def"
      ;

  std::vector<std::string_view> positional_;
  std::array<std::optional<std::string_view>, flag_count> values_;  // the last, if several
  std::vector<std::pair<Flag, std::string_view>> repeated_;
};

// The words of `text` between the separators.
std::vector<std::string_view> split(std::string_view text, char separator);

// "; did you mean `x`?" for the known word nearest to `word`, or "" if none is near.
std::string suggestion(std::string_view word, std::span<const std::string_view> known);

}  // namespace lintel::cli
