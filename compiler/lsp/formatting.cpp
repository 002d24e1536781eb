// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/formatting.h"

#include <algorithm>

#include "compiler/lsp/places.h"
#include "grammar/formatter.h"

namespace lintel::lsp {
namespace {

// The bytes that two texts begin with alike, in whole lines: an edit then takes neither a character
// nor a line end apart.
std::size_t same_lines(std::string_view a, std::string_view b) {
  const auto difference = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  const auto same = static_cast<std::size_t>(difference - a.begin());
  return same == 0 ? 0 : a.rfind('\n', same - 1) + 1;
}

bool begins_line(std::string_view text, std::size_t at) { return at == 0 || text[at - 1] == '\n'; }

// The same at their ends. Both begin with a line.
std::size_t same_last_lines(std::string_view a, std::string_view b) {
  const auto difference = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first;
  const auto begin = static_cast<std::size_t>(a.rend() - difference);
  const std::size_t same = a.size() - begin;
  if (begins_line(a, begin) && begins_line(b, b.size() - same)) return same;
  const std::size_t line = a.find('\n', begin);
  return line == std::string_view::npos ? 0 : a.size() - line - 1;
}

}  // namespace

Json formatting(const Document& document) {
  Json edits = Json::array();
  if (document.has_syntax_errors()) return edits;
  const std::string& before = document.text().bytes();
  const std::string after = grammar::format(before, document.tree());
  if (after == before) return edits;
  const std::size_t head = same_lines(before, after);
  const std::size_t tail =
      same_last_lines(std::string_view(before).substr(head), std::string_view(after).substr(head));
  edits.push_back({{"range", range(document.text(), {head, before.size() - tail})},
                   {"newText", after.substr(head, after.size() - tail - head)}});
  return edits;
}

}  // namespace lintel::lsp
