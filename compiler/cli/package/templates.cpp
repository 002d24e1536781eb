// SPDX-License-Identifier: Apache-2.0
// What templates share.
#include "compiler/cli/package/templates.h"

#include <algorithm>

namespace lintel::cli {
namespace {

bool has_controls(std::string_view name) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(name.begin(), name.end(), is_control)) return true;
  // The controls U+0080 to U+009F, and the line ends U+2028 and U+2029.
  for (std::size_t at = 0; at + 1 < name.size(); ++at) {
    const std::string_view rest = name.substr(at);
    if (rest[0] == '\xc2' && static_cast<unsigned char>(rest[1]) < 0xa0) return true;
    if (rest.starts_with("\xe2\x80\xa8") || rest.starts_with("\xe2\x80\xa9")) return true;
  }
  return false;
}

}  // namespace

std::string_view unfit_name(const Deployment& deployment) {
  const auto& names = deployment.custom_attributes;
  const auto found = std::find_if(names.begin(), names.end(), has_controls);
  return found == names.end() ? std::string_view() : *found;
}

std::string escaped(std::string_view text, std::span<const Escape> escapes) {
  std::string result;
  while (!text.empty()) {
    std::string_view by = text.substr(0, 1);
    std::size_t taken = 1;
    for (const Escape& escape : escapes) {
      if (!text.starts_with(escape.what)) continue;
      by = escape.by;
      taken = escape.what.size();
      break;
    }
    result += by;
    text.remove_prefix(taken);
  }
  return result;
}

}  // namespace lintel::cli
