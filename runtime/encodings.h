// SPDX-License-Identifier: Apache-2.0
// Texts as base64 (RFC 4648) and as parts of a URL (RFC 3986), and back.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace lintel::runtime {

// Each function of this kind writes its result to `out`, or only counts if `out` is null, and
// returns the size.
std::size_t base64_encode(std::string_view text, char* out);      // with + and /, padded
std::size_t base64_url_encode(std::string_view text, char* out);  // with - and _, not padded
// Keeps letters, digits, - . _ ~; each other byte becomes %XX.
std::size_t url_encode(std::string_view text, char* out);

// Each function of this kind gives what it wrote to `out`, which has room for text.size() bytes and
// may not overlap `text`. Nothing if `text` is not so encoded, or if it stands for bytes that are
// no valid UTF-8.

// Padding may be there or not, but not in part; line breaks are skipped, and the bits that a last
// character has too many are not looked at.
std::optional<std::string_view> base64_decode(std::string_view text, char* out);
std::optional<std::string_view> base64_url_decode(std::string_view text, char* out);
std::optional<std::string_view> url_decode(std::string_view text, char* out);
std::optional<std::string_view> form_decode(std::string_view text, char* out);  // + is a space

}  // namespace lintel::runtime
