// SPDX-License-Identifier: Apache-2.0
// Where the bootstrap finds its image: linked into the executable, or in a file beside it.
//
// `lintel package` links an image into a finished executable: it appends the image, turns the
// program header that note_for_image reserves into a loadable segment for it, and fills the slot.
// The system then maps the image with the rest of the program: no file is opened, nothing is read.
// `lintel_add_function` of CMake links it as data: see lintel-config.cmake.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace lintel::lambda {

// What `lintel package` looks for in the executable, and fills.
struct ImageSlot {
  char mark[24];          // "lintel: linked image v1"
  std::uint64_t address;  // in memory; 0 until it is filled
  std::uint64_t size;     // in bytes
};

struct FoundImage {
  std::span<const std::byte> bytes;  // mapped until the process ends
  std::string_view origin;  // where it was found, or looked for; lives as long as the process
  int error = 0;            // errno, if there are no bytes
};

// The image that is linked in or, without one, the file that LINTEL_IMAGE names or, without that,
// rules.image beside the executable.
FoundImage find_image();

}  // namespace lintel::lambda
