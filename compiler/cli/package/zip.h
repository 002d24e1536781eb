// SPDX-License-Identifier: Apache-2.0
// Zip files of one executable, as Lambda takes them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lintel::cli {

// What Lambda accepts unpacked, with all layers: 250 MB.
inline constexpr std::size_t max_function_bytes = 250'000'000;

// A zip file with one entry, mode 0755, of 1980-01-01: the same content gives the same bytes.
// `content` has at most max_function_bytes.
std::string executable_zip(std::string_view name, std::string_view content);

// The content of the entry of that name, stored or deflated. Nothing, with `why`, if it is not
// there, takes more than max_function_bytes, or does not stand as the format says.
std::optional<std::string> read_zip_entry(std::string_view zip, std::string_view name,
                                          std::string& why);

}  // namespace lintel::cli
