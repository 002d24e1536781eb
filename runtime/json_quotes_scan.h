// SPDX-License-Identifier: Apache-2.0
// How quotes are found, for any kind of vector. Included by one file for each instruction set,
// which is compiled for it: so all that stands here has internal linkage, and it calls no inline
// function of others, whose one copy in a program might then be one that a lesser machine cannot
// run.
#pragma once

#include <cstring>

#include "runtime/json_quotes.h"

namespace lintel::runtime {
namespace {

using Word = std::uint64_t;  // a bit for each of 64 bytes, the first byte at bit 0
constexpr std::size_t word_bytes = 64;

inline std::size_t first_bit(Word word) { return static_cast<std::size_t>(__builtin_ctzll(word)); }

// Block is 64 bytes in vectors: Block(at); equal(c), the word of the bytes that are c; special(),
// of the backslashes and those outside of ASCII; note(least), which makes each byte of a
// Block::Least, at first Block::greatest(), the lesser one of itself and that of the block; and
// has_control(least).
template <typename Block>
class QuoteScan {
 public:
  QuoteScan(const char* text, std::size_t size, Quotes& into)
      : text_(text), size_(size), into_(into) {}

  bool run() {
    if (size_ > Quotes::max_bytes) return false;
    typename Block::Least least = Block::greatest();
    std::size_t base = 0;
    for (; size_ - base >= word_bytes; base += word_bytes) {
      const Block block(text_ + base);
      block.note(least);
      if (!take(block.equal('"'), block.special(), base)) return false;
    }
    if (base != size_) {
      const std::size_t skipped = word_bytes - (size_ - base);
      const Block block = last_block();
      block.note(least);
      if (!take(block.equal('"') >> skipped, block.special() >> skipped, base)) return false;
    }
    store(0, (size_ + word_bytes - 1) / word_bytes);
    into_.size = static_cast<std::uint32_t>(size_);
    into_.has_escapes = has_escapes_;
    return !Block::has_control(least);
  }

 private:
  bool take(Word quotes, Word special, std::size_t base) {
    if (special != 0 || special_end_ > base) {
      quotes = without_escaped(quotes, special, base);
      if (is_malformed_) return false;
    }
    store(quotes, base / word_bytes);
    return true;
  }

  void store(Word word, std::size_t number) {
    std::memcpy(into_.bits + number * sizeof word, &word, sizeof word);
  }

  // Looks at each backslash and byte outside of ASCII.
  [[gnu::noinline]] Word without_escaped(Word quotes, Word special, std::size_t base) {
    if (special_end_ >= base + word_bytes) return 0;  // all of it is part of what began before it
    if (special_end_ > base) quotes &= ~Word{0} << (special_end_ - base);
    for (; special != 0; special &= special - 1) {
      const std::size_t bit = first_bit(special);
      const std::size_t place = base + bit;
      if (place < special_end_) continue;  // part of what began before it
      special_end_ = special_end(text_, size_, place);
      is_malformed_ |= special_end_ == 0;
      if (text_[place] != '\\') continue;
      has_escapes_ = true;
      quotes &= ~(Word{2} << bit);
    }
    return quotes;
  }

  // The 64 bytes that the text ends with, or spaces and the text if it is shorter.
  Block last_block() const {
    if (size_ >= word_bytes) return Block(text_ + size_ - word_bytes);
    char bytes[word_bytes];
    std::memset(bytes, ' ', sizeof bytes);
    std::memcpy(bytes + word_bytes - size_, text_, size_);
    return Block(bytes);
  }

  const char* text_;
  std::size_t size_;
  Quotes& into_;
  std::size_t special_end_ = 0;
  bool has_escapes_ = false;
  bool is_malformed_ = false;
};

}  // namespace
}  // namespace lintel::runtime
