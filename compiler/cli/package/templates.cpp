// SPDX-License-Identifier: Apache-2.0
// What templates share.
#include "compiler/cli/package/templates.h"

namespace lintel::cli {

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
