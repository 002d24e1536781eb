// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/framing.h"

#include <algorithm>

namespace lintel::lsp {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view header_end = "\r\n\r\n";
constexpr std::string_view length_name = "content-length";

bool is_length_name(std::string_view name) {
  return std::equal(
      name.begin(), name.end(), length_name.begin(), length_name.end(),
      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Nothing if it is no length that is allowed.
std::optional<std::size_t> length_of(std::string_view digits) {
  std::size_t length = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return {};
    length = length * 10 + static_cast<std::size_t>(c - '0');
    if (length > max_content_bytes) return {};
  }
  return digits.empty() ? std::nullopt : std::optional(length);
}

}  // namespace

void FrameReader::add(std::string_view bytes) {
  buffer_.erase(0, begin_);
  begin_ = 0;
  buffer_.append(bytes);
}

bool FrameReader::read_header() {
  const std::string_view left = std::string_view(buffer_).substr(begin_);
  // The end may lie across the border of what was searched.
  const std::size_t from = searched_ - std::min(searched_, header_end.size() - 1);
  const std::size_t end = left.substr(0, max_header_bytes).find(header_end, from);
  if (end == std::string_view::npos) {
    searched_ = std::min(left.size(), max_header_bytes);
    if (left.size() >= max_header_bytes) error_ = "the header of a message does not end";
    return false;
  }
  std::string_view header = left.substr(0, end + line_end.size());
  while (!header.empty()) {
    const std::string_view line = header.substr(0, header.find(line_end));
    header.remove_prefix(line.size() + line_end.size());
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      error_ = "a line of a header has no colon";
      return false;
    }
    if (!is_length_name(line.substr(0, colon))) continue;
    if (length_) {
      error_ = "a header has two lengths";
      return false;
    }
    length_ = length_of(trimmed(line.substr(colon + 1)));
    if (!length_) {
      error_ = "a Content-Length is no number of bytes, or more than 64 MB";
      return false;
    }
  }
  if (!length_) {
    error_ = "a header has no Content-Length";
    return false;
  }
  begin_ += end + header_end.size();
  searched_ = 0;
  return true;
}

std::optional<std::string> FrameReader::next() {
  if (!error_.empty() || (!length_ && !read_header())) return {};
  if (buffer_.size() - begin_ < *length_) return {};
  std::string content = buffer_.substr(begin_, *length_);
  begin_ += *length_;
  length_.reset();
  return content;
}

std::string framed(std::string_view content) {
  std::string message = "Content-Length: ";
  message.append(std::to_string(content.size())).append(header_end).append(content);
  return message;
}

}  // namespace lintel::lsp
