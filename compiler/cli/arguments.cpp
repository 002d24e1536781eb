// SPDX-License-Identifier: Apache-2.0
// Takes the words of a command line apart.
#include "compiler/cli/arguments.h"

#include <algorithm>

#include <fmt/format.h>

#include "grammar/diagnostic.h"

namespace lintel::cli {
namespace {

std::string known_flags_suggestion(const CommandRow& command, std::string_view word) {
  std::vector<std::string> spellings;
  for (const FlagRow& flag : flags())
    if (takes(command.command, flag.flag)) spellings.push_back(spelling(flag));
  const std::vector<std::string_view> known(spellings.begin(), spellings.end());
  return suggestion(word, known);
}

const FlagRow* find_flag(const CommandRow& command, std::string_view name) {
  for (const FlagRow& flag : flags()) {
    if (!takes(command.command, flag.flag)) continue;
    if (name == spelling(flag)) return &flag;
    if (flag.short_name && name.size() == 2 && name[1] == flag.short_name) return &flag;
  }
  return nullptr;
}

bool check_choice(const FlagRow& flag, std::string_view value, std::string& why) {
  if (!has_choices(flag)) return true;
  const std::vector<std::string_view> choices = split(flag.value, '|');
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return true;
  std::string meant = suggestion(value, choices);
  if (meant.empty()) meant = fmt::format("; it is one of {}", fmt::join(choices, ", "));
  why = fmt::format("`{}` has no value `{}`{}", spelling(flag), value, meant);
  return false;
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> words;
  for (;;) {
    const std::size_t end = text.find(separator);
    words.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return words;
    text.remove_prefix(end + 1);
  }
}

std::string suggestion(std::string_view word, std::span<const std::string_view> known) {
  const std::string_view meant = grammar::nearest(word, known);
  return meant.empty() ? "" : fmt::format("; did you mean `{}`?", meant);
}

std::string_view Arguments::value(Flag flag) const {
  const auto& given = values_[static_cast<std::size_t>(flag)];
  if (given) return *given;
  return has_choices(row(flag)) ? split(row(flag).value, '|').front() : std::string_view();
}

std::vector<std::string_view> Arguments::values(Flag flag) const {
  std::vector<std::string_view> all;
  for (const auto& [given, value] : repeated_)
    if (given == flag) all.push_back(value);
  return all;
}

std::optional<Arguments> Arguments::parse(const CommandRow& command,
                                          std::span<const std::string_view> words,
                                          std::string& why) {
  Arguments result;
  while (!words.empty()) {
    const std::string_view word = words.front();
    if (word == "--") {
      result.positional_.insert(result.positional_.end(), words.begin() + 1, words.end());
      break;
    }
    if (word.size() > 1 && word.front() == '-') {
      if (!result.take_flag(command, words, why)) return {};
    } else {
      result.positional_.push_back(word);
      words = words.subspan(1);
    }
  }
  if (!result.has(Flag::help) && !result.count_positional(command, why)) return {};
  return result;
}

bool Arguments::take_flag(const CommandRow& command, std::span<const std::string_view>& words,
                          std::string& why) {
  const std::string_view word = words.front();
  words = words.subspan(1);
  const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string_view::npos;
  const std::string_view name = word.substr(0, equals);
  const FlagRow* flag = find_flag(command, name);
  if (!flag) {
    why = fmt::format("`{}` has no flag `{}`{}", command.name, name,
                      known_flags_suggestion(command, name));
    return false;
  }
  auto& value = values_[static_cast<std::size_t>(flag->flag)];
  const bool repeats = flag->value.ends_with("...");
  if (repeats) value.reset();
  if (value) {
    why = fmt::format("`{}` is given twice", spelling(*flag));
    return false;
  }
  if (flag->value.empty()) {
    if (equals != std::string_view::npos) why = fmt::format("`{}` takes no value", spelling(*flag));
    value = "";
    return why.empty();
  }
  if (equals != std::string_view::npos) {
    value = word.substr(equals + 1);
  } else if (!words.empty()) {
    value = words.front();
    words = words.subspan(1);
  }
  if (!value || value->empty()) {
    why = fmt::format("`{}` needs a value: {}", spelling(*flag), flag->value);
    return false;
  }
  if (repeats) repeated_.emplace_back(flag->flag, *value);
  return check_choice(*flag, *value, why);
}

bool Arguments::count_positional(const CommandRow& command, std::string& why) const {
  const bool optional = command.arguments.starts_with('[') || command.arguments.empty();
  const bool many = command.arguments.ends_with("...");
  const std::size_t most = command.arguments.empty() ? 0 : 1;
  if (positional_.empty() && !optional)
    why = fmt::format("`{}` needs {}", command.name, command.arguments);
  else if (positional_.size() > most && !many)
    why = fmt::format("`{}` has no use for `{}`", command.name, positional_[most]);
  return why.empty();
}

}  // namespace lintel::cli
