// SPDX-License-Identifier: Apache-2.0
// Where the strings of a JSON text begin and end: the places of its quotes, found 64 bytes at a
// time as simdjson finds the structure of a text (Langdale and Lemire, "Parsing Gigabytes of JSON
// per Second", 2019). What no string may hold is found on the way.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lintel::runtime {

struct Quotes {
  // Longer texts, and those with more quotes, are for the scanner (json_scanner.h).
  static constexpr std::size_t max_bytes = 0xffff;
  static constexpr std::size_t max_places = 4096;

  std::uint16_t places[max_places];  // in order; without the quotes that are escaped
  std::uint32_t count;
  bool has_escapes;
};

// Finds the quotes of `size` bytes at `text`. False: the text is too long, or not well-formed
// UTF-8, or holds a control character, be it in a string or white space, or a malformed escape.
using QuotesFunction = bool (*)(const char* text, std::size_t size, Quotes& into);

// The fastest one that this build has for this machine.
QuotesFunction quotes_function();

// What the choice depends on, on x86-64.
struct Extensions {
  bool bmi1;
  bool popcnt;
  bool avx2;
  bool avx512bw;
  bool avx512vbmi2;
};
QuotesFunction quotes_function(const Extensions& machine);

// One for each instruction set. All builds have the first, those for x86-64 the others too.
bool find_quotes(const char* text, std::size_t size, Quotes& into);
bool find_quotes_avx2(const char* text, std::size_t size, Quotes& into);
bool find_quotes_avx512(const char* text, std::size_t size, Quotes& into);

// What all of them leave to the scanner: the end of the escape, or of the characters outside of
// ASCII, that start at `place`; 0 if they are malformed.
std::size_t special_end(const char* text, std::size_t size, std::size_t place);

}  // namespace lintel::runtime
