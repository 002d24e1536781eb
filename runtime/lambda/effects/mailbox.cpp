// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/mailbox.h"

#include <algorithm>

#include "runtime/lambda/effects/rfc2047.h"

namespace lintel::lambda {
namespace {

// RFC 5321, 4.5.3.1: longest local part and domain.
constexpr std::size_t max_local = 64;
constexpr std::size_t max_domain = 255;
// An address of 320 characters is all that Amazon SES's own limit of a line leaves room for beside
// a name; longer names than this are no names.
constexpr std::size_t max_name = 512;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5322, 3.2.3: what an unquoted word is made of.
bool is_atom_character(char c) {
  return is_alphanumeric(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

// Words with one dot between them.
template <typename IsCharacter>
bool is_dotted(std::string_view text, IsCharacter is_character) {
  char before = '.';
  for (const char c : text) {
    if (c == '.' ? before == '.' : !is_character(c)) return false;
    before = c;
  }
  return before != '.';
}

bool is_address(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  return local.size() <= max_local && domain.size() <= max_domain &&
         is_dotted(local, is_atom_character) &&
         is_dotted(domain, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// A name that stands in quotes, without them; any other as it is.
std::string unquoted(std::string_view name) {
  if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string(name);
  std::string text;
  for (std::size_t i = 1; i + 1 < name.size(); ++i) {
    if (name[i] == '\\' && i + 2 < name.size()) ++i;
    text += name[i];
  }
  return text;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<signed char>(c) >= 0; });
}

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

// RFC 5322's display-name. What looks like an encoded word is encoded too: it stands for itself.
std::string phrase(std::string_view name) {
  if (!is_ascii(name) || name.find("=?") != std::string_view::npos) return encoded_words(name);
  const bool plain = std::all_of(name.begin(), name.end(),
                                 [](char c) { return is_atom_character(c) || c == ' '; });
  return plain ? std::string(name) : quoted(name);
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte == 0x7f) c = ' ';
  }
  return line;
}

std::optional<std::string> mailbox(std::string_view written) {
  const std::string line = one_line(written);
  const std::string_view text = trimmed(line);
  if (text.empty() || text.back() != '>') {
    if (!is_address(text)) return {};
    return std::string(text);
  }
  const std::size_t begin = text.rfind('<');
  if (begin == std::string_view::npos) return {};
  const std::string_view address = text.substr(begin + 1, text.size() - begin - 2);
  if (!is_address(address)) return {};
  const std::string unquoted_name = unquoted(trimmed(text.substr(0, begin)));
  const std::string_view name = trimmed(unquoted_name);
  if (name.size() > max_name) return {};
  if (name.empty()) return std::string(address);
  return phrase(name) + " <" + std::string(address) + '>';
}

}  // namespace lintel::lambda
