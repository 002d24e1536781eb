// SPDX-License-Identifier: Apache-2.0
#include "compiler/regex/unicode.h"

#include <algorithm>

namespace lintel::compiler::regex {
namespace {

using Borders = std::span<const std::uint32_t>;  // first, last, first, last, ...

struct Group {
  std::string_view name;
  Borders borders;
};

#define LINTEL_UNICODE_GROUP(name, ...) constexpr std::uint32_t name##_borders[] = {__VA_ARGS__};
#include "compiler/regex/categories.def"
#include "compiler/regex/scripts.def"
#undef LINTEL_UNICODE_GROUP

#define LINTEL_UNICODE_GROUP(name, ...) {#name, name##_borders},
constexpr Group categories[] = {
#include "compiler/regex/categories.def"
};
constexpr Group scripts[] = {
#include "compiler/regex/scripts.def"
};
#undef LINTEL_UNICODE_GROUP

constexpr std::uint32_t alnum[] = {'0', '9', 'A', 'Z', 'a', 'z'};
constexpr std::uint32_t alpha[] = {'A', 'Z', 'a', 'z'};
constexpr std::uint32_t ascii[] = {0, 0x7f};
constexpr std::uint32_t blank[] = {'\t', '\t', ' ', ' '};
constexpr std::uint32_t cntrl[] = {0, 0x1f, 0x7f, 0x7f};
constexpr std::uint32_t digit[] = {'0', '9'};
constexpr std::uint32_t graph[] = {'!', '~'};
constexpr std::uint32_t lower[] = {'a', 'z'};
constexpr std::uint32_t print[] = {' ', '~'};
constexpr std::uint32_t punct[] = {'!', '/', ':', '@', '[', '`', '{', '~'};
constexpr std::uint32_t space[] = {'\t', '\r', ' ', ' '};
constexpr std::uint32_t upper[] = {'A', 'Z'};
constexpr std::uint32_t word[] = {'0', '9', 'A', 'Z', '_', '_', 'a', 'z'};
constexpr std::uint32_t xdigit[] = {'0', '9', 'A', 'F', 'a', 'f'};
constexpr std::uint32_t perl_space[] = {'\t', '\n', '\f', '\r', ' ', ' '};

constexpr Group posix_groups[] = {
    {"alnum", alnum}, {"alpha", alpha}, {"ascii", ascii}, {"blank", blank},  {"cntrl", cntrl},
    {"digit", digit}, {"graph", graph}, {"lower", lower}, {"print", print},  {"punct", punct},
    {"space", space}, {"upper", upper}, {"word", word},   {"xdigit", xdigit}};

constexpr Group perl_groups[] = {{"d", digit}, {"s", perl_space}, {"w", word}};

void add(Borders borders, CharSet& to) {
  for (std::size_t i = 0; i < borders.size(); i += 2) to.add(borders[i], borders[i + 1]);
}

bool add(std::span<const Group> groups, std::string_view name, CharSet& to) {
  const auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const Group& group) { return group.name == name; });
  if (found == groups.end()) return false;
  add(found->borders, to);
  return true;
}

}  // namespace

bool add_unicode_group(std::string_view name, CharSet& to) {
  if (name == "Any") {
    to.add(0, last_code_point);
    return true;
  }
  if (name.size() != 1) return add(categories, name, to) || add(scripts, name, to);
  // A letter stands for all categories that start with it.
  bool found = false;
  for (const Group& category : categories) {
    if (!category.name.starts_with(name)) continue;
    add(category.borders, to);
    found = true;
  }
  return found;
}

bool add_posix_group(std::string_view name, CharSet& to) { return add(posix_groups, name, to); }

bool add_perl_group(char letter, CharSet& to) { return add(perl_groups, {&letter, 1}, to); }

}  // namespace lintel::compiler::regex
