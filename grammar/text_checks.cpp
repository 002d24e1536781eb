// SPDX-License-Identifier: Apache-2.0
// What no text of a rules file may hold, wherever it stands.
#include "grammar/text_checks.h"

#include <cstring>

#include <fmt/format.h>

#include "grammar/diagnostic.h"
#include "grammar/escapes.h"

namespace lintel::grammar {

namespace {

// The next byte at or after `offset` that is not ASCII; eight bytes at a time.
std::size_t skip_ascii(std::string_view text, std::size_t offset) {
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  while (offset + sizeof(std::uint64_t) <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + offset, sizeof word);
    if (word & high_bits) break;
    offset += sizeof word;
  }
  while (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80) ++offset;
  return offset;
}

}  // namespace

void check_text(std::string_view text, std::uint32_t file, std::vector<Finding>& findings) {
  const auto span = [&](std::size_t begin, std::size_t size) {
    return Span{file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + size)};
  };
  bool valid = true;
  for (std::size_t i = skip_ascii(text, 0); i < text.size(); i = skip_ascii(text, i)) {
    const auto character = first_code_point(text.substr(i));
    if (!character && valid) {
      const auto byte = static_cast<unsigned char>(text[i]);
      findings.push_back(
          finding<Diagnostic::invalid_utf8>(span(i, 1), fmt::format("0x{:02X}", byte)));
      valid = false;
    }
    const std::size_t size = character ? character->size : 1;
    if (character && is_bidirectional_control(character->value)) {
      Finding result =
          finding<Diagnostic::bidirectional_control>(span(i, size), describe(character->value));
      result.fixes.push_back({"delete it", {{span(i, size), ""}}});
      findings.push_back(std::move(result));
    }
    i += size;
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
    findings.push_back(finding<Diagnostic::nul_byte>(span(nul, 1)));
}

}  // namespace lintel::grammar
