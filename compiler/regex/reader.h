// SPDX-License-Identifier: Apache-2.0
// Reads the parts of a pattern that stand for characters: escapes, classes and groups of
// characters.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "compiler/regex/char_set.h"
#include "compiler/regex/error.h"

namespace lintel::compiler::regex {

// A place in a pattern. What fails notes the first error and gives nothing.
class Reader {
 public:
  explicit Reader(std::string_view pattern) : pattern_(pattern) {}

  std::size_t offset() const { return at_; }
  bool done() const { return at_ == pattern_.size(); }
  std::string_view rest() const { return pattern_.substr(at_); }
  bool starts(std::string_view text) const { return rest().starts_with(text); }
  bool take(std::string_view text);
  void skip(std::size_t bytes) { at_ += bytes; }
  char32_t take_character();  // not at the end

  // A backslash and what follows, as one character.
  std::optional<char32_t> escaped_character();

  // \d, \pL, \p{Greek} and the like; `fold`: with what differs in letter case alone. Nothing, and
  // no error, if something else stands here.
  std::optional<CharSet> group(bool fold);

  // A class in brackets; '[' stands here.
  std::optional<CharSet> char_class(bool fold);

  // The part from `begin` to here is wrong.
  void fail(ErrorKind kind, std::size_t begin) { fail(kind, begin, at_); }
  void fail(ErrorKind kind, std::size_t begin, std::size_t end);
  void fail(const Error& error) {
    if (!error_) error_ = error;
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  std::optional<char32_t> code_in_hexadecimal(std::size_t begin);
  char32_t code_in_octal();
  std::optional<CharSet> unicode_group(bool fold);
  std::optional<CharSet> posix_group(bool fold);
  std::optional<char32_t> class_member();
  bool add_range(CharSet& to, bool fold);

  std::string_view pattern_;
  std::size_t at_ = 0;
  std::optional<Error> error_;
};

}  // namespace lintel::compiler::regex
