// SPDX-License-Identifier: Apache-2.0
// What the language does with texts and numbers, for the reference evaluator.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast.h"

namespace lintel::reference {

// The code points of UTF-8 text.
std::vector<char32_t> code_points(std::string_view text);

std::string lower_ascii(std::string_view text);
std::string upper_ascii(std::string_view text);

// Without Unicode white space at both ends.
std::string trim(std::string_view text);

// Decimal, with or without sign, no spaces, 64 bits.
std::optional<std::int64_t> parse_integer(std::string_view text);

// `a op b`; nothing on overflow and division by zero.
std::optional<std::int64_t> arithmetic(grammar::Operator op, std::int64_t a, std::int64_t b);

struct Address {
  std::string local;
  std::string domain;
};

// The parts of an e-mail address; nothing if it is none.
std::optional<Address> parse_address(std::string_view text);

// The five characters that mean something in HTML, as references.
std::string escape_html(std::string_view text);

// CR LF, CR and LF as one space each.
std::string single_line(std::string_view text);

// The lines of an imported file: trimmed, without empty ones and those that start with #.
std::vector<std::string> lines_of(std::string_view content);

}  // namespace lintel::reference
