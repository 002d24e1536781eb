// SPDX-License-Identifier: Apache-2.0
// Messages as bytes of a stream: a header with the length of the content, an empty line, the
// content.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lintel::lsp {

// Bytes of a header with its empty line. Editors send some 25; what goes on for longer is no
// header.
inline constexpr std::size_t max_header_bytes = std::size_t{8} * 1024;

// Bytes of a content. A document comes as one JSON text, and this is one of more than 60 MB.
inline constexpr std::size_t max_content_bytes = std::size_t{64} * 1024 * 1024;

// Takes messages out of bytes, however these are cut. After a broken header nothing more is found:
// where the next message begins cannot be known.
class FrameReader {
 public:
  void add(std::string_view bytes);

  // The content of the next message, or nothing if it is not there whole.
  std::optional<std::string> next();

  // What is wrong with a header, for people; empty if nothing is.
  std::string_view error() const { return error_; }

  // True if the bytes so far end with a part of a message.
  bool is_inside() const { return length_ || begin_ < buffer_.size(); }

 private:
  bool read_header();  // false: more has to come, or it is broken

  std::string buffer_;
  std::size_t begin_ = 0;              // of what was not given out
  std::size_t searched_ = 0;           // bytes from begin_ on without the end of a header
  std::optional<std::size_t> length_;  // of the content at begin_; nothing: there is a header
  std::string_view error_;
};

// The content as a message.
std::string framed(std::string_view content);

}  // namespace lintel::lsp
