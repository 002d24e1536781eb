// SPDX-License-Identifier: Apache-2.0
#include "compiler/regex/reader.h"

#include "compiler/regex/unicode.h"
#include "runtime/utf8.h"

namespace lintel::compiler::regex {
namespace {

bool is_octal(char c) { return c >= '0' && c <= '7'; }

std::optional<std::uint32_t> hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// The character that the letter after a backslash stands for; 0 if it is none of these.
char32_t control_character(char32_t letter) {
  switch (letter) {
    case 'a': return '\a';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return 0;
  }
}

// Escapes of other languages, so that the finding can say what to write.
ErrorKind escape_error(char32_t letter) {
  if ((letter >= '1' && letter <= '9') || letter == 'k' || letter == 'g')
    return ErrorKind::backreference;
  switch (letter) {
    case 'C': return ErrorKind::single_byte;
    case 'Z':
    case 'G': return ErrorKind::other_anchor;
    case 'h':
    case 'H':
    case 'R':
    case 'N':
    case 'X':
    case 'V': return ErrorKind::other_class;
    default: return ErrorKind::bad_escape;
  }
}

bool is_letter_or_digit(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// The set that a group adds: its own, or all others.
CharSet finished(CharSet set, bool negated, bool fold) {
  if (fold) set.fold();
  if (negated) set.negate();
  return set;
}

}  // namespace

void Reader::fail(ErrorKind kind, std::size_t begin, std::size_t end) {
  fail({kind, begin, end - begin, 0, 0});
}

bool Reader::take(std::string_view text) {
  if (!starts(text)) return false;
  skip(text.size());
  return true;
}

char32_t Reader::take_character() {
  const char* const from = pattern_.data() + at_;
  const auto character = runtime::decode(from, pattern_.data() + pattern_.size());
  // Texts of the compiler are valid; what is not would be taken byte by byte.
  const bool valid = character.state == runtime::Character::State::valid;
  skip(valid ? character.size : 1);
  return valid ? character.code : static_cast<unsigned char>(*from);
}

std::optional<char32_t> Reader::escaped_character() {
  const std::size_t begin = at_;
  skip(1);
  if (done()) {
    fail(ErrorKind::lone_backslash, begin);
    return std::nullopt;
  }
  const char32_t letter = take_character();
  if (letter == 'x') return code_in_hexadecimal(begin);
  if (letter >= '0' && letter <= '7' && (letter == '0' || (!done() && is_octal(rest()[0])))) {
    at_ = begin + 1;
    return code_in_octal();
  }
  if (const char32_t control = control_character(letter); control != 0) return control;
  if (letter < 0x80 && !is_letter_or_digit(letter)) return letter;
  fail(escape_error(letter), begin);
  return std::nullopt;
}

// One to three digits.
char32_t Reader::code_in_octal() {
  char32_t code = 0;
  for (int i = 0; i < 3 && !done() && is_octal(rest()[0]); ++i) {
    code = code * 8 + static_cast<char32_t>(rest()[0] - '0');
    skip(1);
  }
  return code;
}

// \xHH or \x{H...}.
std::optional<char32_t> Reader::code_in_hexadecimal(std::size_t begin) {
  const bool in_braces = take("{");
  char32_t code = 0;
  std::size_t digits = 0;
  while (!done() && code <= last_code_point && (in_braces || digits < 2)) {
    const auto digit = hexadecimal(rest()[0]);
    if (!digit) break;
    code = code * 16 + *digit;
    ++digits;
    skip(1);
  }
  const bool complete = in_braces ? digits != 0 && take("}") : digits == 2;
  if (complete && code <= last_code_point) return code;
  fail(ErrorKind::bad_code, begin);
  return std::nullopt;
}

std::optional<CharSet> Reader::group(bool fold) {
  if (!starts("\\") || rest().size() < 2) return std::nullopt;
  const char letter = rest()[1];
  if (letter == 'p' || letter == 'P') return unicode_group(fold);
  const bool negated = letter >= 'A' && letter <= 'Z';
  CharSet set;
  if (!add_perl_group(negated ? static_cast<char>(letter - 'A' + 'a') : letter, set))
    return std::nullopt;
  skip(2);
  return finished(std::move(set), negated, fold);
}

std::optional<CharSet> Reader::unicode_group(bool fold) {
  const std::size_t begin = at_;
  bool negated = starts("\\P");
  skip(2);
  std::string_view name;
  if (take("{")) {
    const std::size_t size = rest().find('}');
    if (size == std::string_view::npos) {
      fail(ErrorKind::unknown_group, begin, pattern_.size());
      return std::nullopt;
    }
    name = rest().substr(0, size);
    skip(size + 1);
    if (name.starts_with("^")) {
      negated = !negated;
      name.remove_prefix(1);
    }
  } else if (!done()) {
    const std::size_t from = at_;
    take_character();
    name = pattern_.substr(from, at_ - from);
  }
  CharSet set;
  if (name.empty() || !add_unicode_group(name, set)) {
    fail(ErrorKind::unknown_group, begin);
    return std::nullopt;
  }
  return finished(std::move(set), negated, fold);
}

// [:name:] or [:^name:] in a class; what has no :] is no group.
std::optional<CharSet> Reader::posix_group(bool fold) {
  if (!starts("[:")) return std::nullopt;
  const std::size_t end = rest().find(":]", 2);
  if (end == std::string_view::npos) return std::nullopt;
  const std::size_t begin = at_;
  std::string_view name = rest().substr(2, end - 2);
  skip(end + 2);
  const bool negated = name.starts_with("^");
  if (negated) name.remove_prefix(1);
  CharSet set;
  if (!add_posix_group(name, set)) {
    fail(ErrorKind::unknown_class, begin);
    return std::nullopt;
  }
  return finished(std::move(set), negated, fold);
}

std::optional<char32_t> Reader::class_member() {
  if (starts("\\")) return escaped_character();
  return take_character();
}

bool Reader::add_range(CharSet& to, bool fold) {
  const std::size_t begin = at_;
  const auto first = class_member();
  if (!first) return false;
  auto last = first;
  if (rest().size() >= 2 && rest()[0] == '-' && rest()[1] != ']') {
    skip(1);
    last = class_member();
    if (!last) return false;
    if (*last < *first) {
      fail(ErrorKind::bad_range, begin);
      return false;
    }
  }
  CharSet range;
  range.add(*first, *last);
  if (fold) range.fold();
  to.add(range.ranges());
  return true;
}

std::optional<CharSet> Reader::char_class(bool fold) {
  const std::size_t begin = at_;
  skip(1);
  const bool negated = take("^");
  CharSet set;
  for (bool first = true; !done() && (first || !starts("]")); first = false) {
    auto group = posix_group(fold);
    if (!group && !error_) group = this->group(fold);
    if (error_) return std::nullopt;
    if (group)
      set.add(group->ranges());
    else if (!add_range(set, fold))
      return std::nullopt;
  }
  if (!take("]")) {
    fail(ErrorKind::unclosed_class, begin, begin + 1);
    return std::nullopt;
  }
  return finished(std::move(set), negated, false);
}

}  // namespace lintel::compiler::regex
