// SPDX-License-Identifier: Apache-2.0
// What the bootstrap writes for people and for CloudWatch: lines of JSON on standard output. No
// value of an event gets into them, but what rules themselves hand to log().
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "runtime/lambda/buffer.h"

namespace lintel::lambda {

// LINTEL_LOG: off leaves out decisions, trace adds the parts of the conditions, without the values
// that they looked at.
enum class LogLevel : std::uint8_t { off, decision, trace };

// Nothing if it is no level. Empty: decision.
std::optional<LogLevel> parse_log_level(std::string_view text);

// CloudWatch Logs takes 256 KB as one event, 26 bytes of which are its own (CloudWatch Logs
// quotas); what closes an object and the LF come on top of what is left.
inline constexpr std::size_t max_line_bytes = std::size_t{255} * 1024;

// One object a line, at most as long as CloudWatch takes one: instead of a longer one a short one
// is written that says so.
class LogLine {
 public:
  explicit LogLine(std::size_t most_bytes = max_line_bytes);

  void clear();
  std::string_view text() const { return line_.text(); }
  bool is_whole() const { return is_whole_; }  // false: something had no room

  // `{` and the first member.
  void begin(std::string_view name, std::string_view text);
  void add(std::string_view name, std::string_view text);
  void add(std::string_view name, std::int64_t number);
  void add_raw(std::string_view name, std::string_view json);
  void add_list(std::string_view name, const LogLine& elements);

  void open();  // `{`, as an element of a list
  void close();
  void element(std::string_view text);

  // JSON as it stands.
  void raw(std::string_view text);
  void number(std::int64_t number);

  // Ends the line and writes it to standard output. A log that cannot be written is lost: events go
  // on being answered.
  void write();

 private:
  void separate();
  void string(std::string_view text);

  Buffer line_;
  bool is_first_ = true;
  bool is_whole_ = true;
};

// 16 digits, for hashes.
struct Hexadecimal {
  explicit Hexadecimal(std::uint64_t number);
  std::string_view text() const { return {digits, sizeof digits}; }
  char digits[16];
};

}  // namespace lintel::lambda
