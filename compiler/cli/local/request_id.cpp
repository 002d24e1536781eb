// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/request_id.h"

#include <array>
#include <cstddef>
#include <cstdint>

#include <fmt/format.h>

namespace lintel::cli {

std::string new_request_id(Host* host) {
  std::array<std::byte, 16> bytes{};
  if (!host || !host->random(bytes)) {
    static std::uint64_t count = 0;  // one thread serves
    std::uint64_t rest = ++count;
    for (std::size_t i = bytes.size(); i-- > 8; rest >>= 8)
      bytes[i] = static_cast<std::byte>(rest & 0xff);
  }
  bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x40};  // RFC 9562, version 4
  bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};
  std::string id;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
    id += fmt::format("{:02x}", static_cast<unsigned>(bytes[i]));
  }
  return id;
}

}  // namespace lintel::cli
