// SPDX-License-Identifier: Apache-2.0
// Where the strings of a JSON text begin and end: a bit for each of its quotes, found 64 bytes at a
// time as simdjson finds the structure of a text (Langdale and Lemire, "Parsing Gigabytes of JSON
// per Second", 2019). What no string may hold is found on the way. The bits stay bits: a reader
// that knows most of a text asks for few of the quotes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace lintel::runtime {

struct Quotes {
  // Longer texts are for the scanner (json_scanner.h).
  static constexpr std::size_t max_bytes = 0xffff;
  static constexpr std::size_t word_bytes = sizeof(std::uint64_t);

  // Bit i % 8 of byte i / 8 is set if byte i of the text is a quote that is not escaped. A word of
  // zeros, or part of one, stands behind the bits of the text.
  unsigned char bits[max_bytes / 8 + 1 + word_bytes];
  std::uint32_t size;  // of the text
  bool has_escapes;

  // The place of the first quote from `place` on, which is at most `size`; `size` if there is none.
  std::size_t next(std::size_t place) const {
    const std::uint64_t word = word_at(place / 8) >> (place % 8);
    return word != 0 ? place + first_bit(word) : next_word(place / 64 + 1);
  }

 private:
  static std::size_t first_bit(std::uint64_t word) {
    return static_cast<std::size_t>(__builtin_ctzll(word));
  }
  std::uint64_t word_at(std::size_t byte) const {
    std::uint64_t word;
    std::memcpy(&word, bits + byte, sizeof word);
    return word;
  }
  std::size_t next_word(std::size_t number) const {
    for (; number * 64 < size; ++number) {
      const std::uint64_t word = word_at(number * word_bytes);
      if (word != 0) return number * 64 + first_bit(word);
    }
    return size;
  }
};

// Finds the quotes of `size` bytes at `text`. False: the text is too long, or not well-formed
// UTF-8, or holds a control character, be it in a string or white space, or a malformed escape.
using QuotesFunction = bool (*)(const char* text, std::size_t size, Quotes& into);

// The fastest one that this build has for this machine.
QuotesFunction quotes_function();

// What the choice depends on, on x86-64.
struct Extensions {
  bool avx2;
  bool avx512bw;
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
