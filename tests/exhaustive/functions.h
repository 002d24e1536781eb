// SPDX-License-Identifier: Apache-2.0
// The functions on texts as rules write them, each with what it is tried on and a twin.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::exhaustive {

using Texts = std::vector<std::string>;

// What a function is called with: x is the text that it is about.
struct Arguments {
  std::string x, y, z;
  std::int64_t i = 0;
  std::int64_t j = 0;
};

// What it gives, as text; nothing if it is absent.
using Result = std::optional<std::string>;

// Where the subject x comes from.
enum class Subject : std::uint8_t { attribute, email, secret };

struct TextFunction {
  std::string_view builtins;  // the rows of builtins.def that it is, separated by spaces
  std::string_view text;      // with $x, $y, $z, $i, $j for the arguments
  enum class Gives : std::uint8_t { text, scalar, texts } gives;
  Subject subject = Subject::attribute;
  // Those of the arguments that it has.
  Texts x;
  Texts y;
  Texts z;
  std::vector<std::int64_t> i;
  std::vector<std::int64_t> j;
  std::function<Result(const Arguments&)> twin;
  bool has_no_constant = false;  // there is no way to write x as a constant
};

// All of them, on texts as long as the scale of the run says.
std::vector<TextFunction> text_functions();

// All texts of up to `longest` of these characters, or pieces.
Texts all_texts_of(const Texts& characters, std::size_t longest);

// How lists are shown: their size and elements.
std::string shown_list(const Texts& texts);

}  // namespace lintel::exhaustive
