// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/log.h"

#include <unistd.h>

#include <array>
#include <cerrno>

#include "runtime/output.h"
#include "runtime/text.h"

namespace lintel::lambda {
namespace {

constexpr std::string_view too_long =
    "{\"level\":\"WARN\",\"message\":\"a line of the log is too long\"}\n";

}  // namespace

std::optional<LogLevel> parse_log_level(std::string_view text) {
  if (text.empty() || text == "decision") return LogLevel::decision;
  if (text == "off") return LogLevel::off;
  if (text == "trace") return LogLevel::trace;
  return {};
}

Hexadecimal::Hexadecimal(std::uint64_t number) {
  for (std::size_t i = sizeof digits; i-- > 0; number >>= 4)
    digits[i] = "0123456789abcdef"[number & 15];
}

LogLine::LogLine(std::size_t most_bytes) : line_(most_bytes) {}

void LogLine::raw(std::string_view text) { is_whole_ = line_.append(text) && is_whole_; }

void LogLine::separate() {
  if (!is_first_) raw(",");
  is_first_ = false;
}

void LogLine::string(std::string_view text) {
  const std::span<char> room = line_.room(runtime::string_bound(text));
  if (room.empty()) {
    is_whole_ = false;
    return;
  }
  runtime::Output output(room.data());
  output.add_string(text);
  line_.added(output.size());
}

void LogLine::clear() {
  line_.clear();
  is_first_ = is_whole_ = true;
}

void LogLine::begin(std::string_view name, std::string_view text) {
  clear();
  raw("{");
  add(name, text);
}

void LogLine::add(std::string_view name, std::string_view text) {
  separate();
  string(name);
  raw(":");
  string(text);
}

void LogLine::add(std::string_view name, std::int64_t value) {
  add_raw(name, {});
  number(value);
}

void LogLine::add_raw(std::string_view name, std::string_view json) {
  separate();
  string(name);
  raw(":");
  raw(json);
}

void LogLine::add_list(std::string_view name, const LogLine& elements) {
  is_whole_ = is_whole_ && elements.is_whole_;
  add_raw(name, "[");
  raw(elements.text());
  raw("]");
}

void LogLine::number(std::int64_t number) {
  std::array<char, runtime::max_integer_digits> digits{};
  raw(runtime::write_integer(number, digits));
}

void LogLine::open() {
  separate();
  raw("{");
  is_first_ = true;
}

void LogLine::close() {
  raw("}");
  is_first_ = false;
}

void LogLine::element(std::string_view text) {
  separate();
  string(text);
}

void LogLine::write() {
  raw("}\n");
  std::string_view left = is_whole_ ? line_.text() : too_long;
  while (!left.empty()) {
    const ssize_t count = ::write(STDOUT_FILENO, left.data(), left.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    left.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace lintel::lambda
