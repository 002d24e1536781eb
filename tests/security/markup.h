// SPDX-License-Identifier: Apache-2.0
// Markup as a forgiving reader of mails takes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lintel::security {

struct Markup {
  // Tags with the names of their attributes, comments and declarations, in order: "<a href", "</a".
  std::vector<std::string> structure;
  std::vector<std::string> values;  // of attributes, with references decoded, in order
  std::string text;                 // what is left, with references decoded
};

Markup read_markup(std::string_view html);

}  // namespace lintel::security
