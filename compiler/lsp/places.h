// SPDX-License-Identifier: Apache-2.0
// Places in documents as the protocol writes them.
#pragma once

#include <cstddef>
#include <optional>

#include "compiler/lsp/protocol.h"
#include "compiler/lsp/text.h"

namespace lintel::lsp {

// The bytes from `begin` to before `end`.
struct Bytes {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// A Position, as a byte. Nothing if `value` is none.
std::optional<std::size_t> byte_of(const Json& value, const Text& text);

// A Range. Nothing if `value` is none, or ends before it begins.
std::optional<Bytes> bytes_of(const Json& value, const Text& text);

// The Range of some bytes.
Json range(const Text& text, Bytes bytes);

}  // namespace lintel::lsp
