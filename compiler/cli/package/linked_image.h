// SPDX-License-Identifier: Apache-2.0
// An image linked into a bootstrap, so that the function is one file.
//
// A bootstrap is a static ELF executable at fixed addresses. Its read-only data holds a slot:
//
//   24 bytes  the mark, a text that ends in NUL
//    8 bytes  address of the image     both 0 until an image is linked in
//    8 bytes  bytes of the image
//
// The image goes to the end of the file. A PT_NOTE program header, which nothing needs at run time,
// becomes the PT_LOAD that maps the image, read-only, above everything else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lintel::cli {

// What a function of Lambda runs on.
enum class Architecture : std::uint8_t { arm64, x86_64 };

// The executable with the image in it. Nothing, with `why`, if it is no bootstrap of that
// architecture without an image: `why` goes on after the name of the file.
std::optional<std::string> link_image(std::string_view bootstrap, std::span<const std::byte> image,
                                      Architecture architecture, std::string& why);

}  // namespace lintel::cli
