// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/vocabulary.h"

#include <algorithm>
#include <array>

namespace lintel::fuzz {
namespace {

constexpr std::string_view keywords[] = {
#define LINTEL_KEYWORD(name, spelling, kind) spelling,
#include "grammar/keywords.def"
#undef LINTEL_KEYWORD
};

constexpr std::string_view functions[] = {
#define LINTEL_BUILTIN(name, spelling, form, first, second, result, opcode, grade, meaning) \
  spelling,
#include "compiler/builtins.def"
#undef LINTEL_BUILTIN
};

constexpr std::string_view names[] = {
#define LINTEL_TRIGGER(trigger, prefix, versions, may_reject) #trigger,
#define LINTEL_SOURCE(trigger, source) #source,
#define LINTEL_FIELD(trigger, name, path, type, presence, max, meaning) #name,
#define LINTEL_MEMBER(field, name, type, meaning) #name,
#define LINTEL_ATTRIBUTE(name, type, meaning) #name,
#define LINTEL_ALIAS(alias, field, attribute) #alias,
#define LINTEL_RESPONSE(trigger, action, path, form, default_value, escape, min, max, meaning) \
#action,
#define LINTEL_CHOICE(trigger, action, text) text,
#define LINTEL_CLAIM(name, rule) name,
#define LINTEL_EFFECT(trigger, effect) #effect,
#define LINTEL_PARAMETER(effect, parameter, need, escape) #parameter,
#include "compiler/triggers.def"
};

// What has a meaning of its own, and stands in no table.
constexpr std::string_view symbols[] = {"has",
                                        "all",
                                        "exists",
                                        "exists_one",
                                        "map",
                                        "filter",
                                        "size",
                                        "matches",
                                        "string",
                                        "int",
                                        "double",
                                        "bool",
                                        "timestamp",
                                        "duration",
                                        "env",
                                        "now",
                                        "lines",
                                        "csv",
                                        "json",
                                        "reject",
                                        "log",
                                        "pool",
                                        "onFailure",
                                        "default",
                                        "dyn",
                                        "type",
                                        "||",
                                        "&&",
                                        "??",
                                        "==",
                                        "!=",
                                        "<=",
                                        ">=",
                                        "<",
                                        ">",
                                        "+",
                                        "-",
                                        "*",
                                        "/",
                                        "%",
                                        "!",
                                        "?",
                                        ":",
                                        ",",
                                        ".",
                                        "(",
                                        ")",
                                        "[",
                                        "]",
                                        "{",
                                        "}",
                                        "=",
                                        "\"",
                                        "'",
                                        "\"\"\"",
                                        "r\"",
                                        "b\"",
                                        "${",
                                        "\\",
                                        "\\u00e9",
                                        "//",
                                        "0x1F",
                                        "1u",
                                        "1.5",
                                        "1e3",
                                        "9223372036854775807",
                                        "-9223372036854775808",
                                        "// lintel-ignore W0712: ",
                                        "\"a@example.com\"",
                                        "\"example.com\"",
                                        "\"1h\"",
                                        "\"2026-01-01T00:00:00Z\""};

}  // namespace

const std::vector<std::string_view>& vocabulary() {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> all;
    all.insert(all.end(), std::begin(keywords), std::end(keywords));
    all.insert(all.end(), std::begin(functions), std::end(functions));
    all.insert(all.end(), std::begin(names), std::end(names));
    all.insert(all.end(), std::begin(symbols), std::end(symbols));
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    all.erase(std::remove(all.begin(), all.end(), std::string_view()), all.end());
    return all;
  }();
  return words;
}

std::string dictionary() {
  std::string text;
  for (const std::string_view word : vocabulary()) {
    text += '"';
    for (const char c : word) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    text += "\"\n";
  }
  return text;
}

}  // namespace lintel::fuzz
