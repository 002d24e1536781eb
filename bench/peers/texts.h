// SPDX-License-Identifier: Apache-2.0
// What the programs in C++ do with texts. A text without data() is an absent one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lintel::bench {

inline bool has(std::string_view text) { return text.data() != nullptr; }

inline bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The text up to its last byte that is no white space of JSON; it has one.
inline std::string_view without_space_after(std::string_view text) {
  while (is_space(text.back())) text.remove_suffix(1);
  return text;
}

// The address's domain: what follows its last @, if there is something on both sides; else empty.
std::string_view domain_of(std::string_view email);

// Whether two texts are equal, ASCII letter case aside; a hash that such texts have in common.
bool same_text(std::string_view a, std::string_view b);
std::uint64_t hash_of(std::string_view text);

// The text as the inside of a JSON string, and likewise after its markup was made harmless. Gives
// the end of what it wrote to `to`: at most six bytes for each of the text's.
char* put_json(char* to, std::string_view text);
char* put_html_in_json(char* to, std::string_view text);

// The text as it stands.
char* put(char* to, std::string_view text);

}  // namespace lintel::bench
