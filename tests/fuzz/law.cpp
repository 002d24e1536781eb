// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/law.h"

namespace lintel::fuzz {

void broken(std::string_view what, std::string_view shown) {
  std::string text(what);
  if (!shown.empty()) text.append(": ").append(shown);
  throw Broken(text);
}

void require_same(std::string_view a, std::string_view b, std::string_view otherwise) {
  if (a == b) return;
  std::string shown("\n--- one\n");
  shown.append(a).append("\n--- the other\n").append(b).append("\n");
  broken(otherwise, shown);
}

std::vector<std::string_view> parts_of(std::string_view input) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = input.find(part_mark);
    parts.push_back(input.substr(0, end));
    if (end == std::string_view::npos) return parts;
    input.remove_prefix(end + part_mark.size());
  }
}

std::string join_parts(const std::vector<std::string>& parts) {
  std::string joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i != 0) joined.append(part_mark);
    joined.append(parts[i]);
  }
  return joined;
}

}  // namespace lintel::fuzz
