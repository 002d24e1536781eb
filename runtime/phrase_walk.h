// SPDX-License-Identifier: Apache-2.0
// How an event is read by its phrases, for any kind of vector: a phrase is compared, and of the
// text behind it the closing quote is sought, a block at a time. Each byte is looked at once.
//
// Included by one file for each instruction set, which is compiled for it: so Block has internal
// linkage, and with it all of PhraseWalk, which calls no inline function of others but those that
// always are inline: their one copy in a program might then be one that a lesser machine cannot
// run. tests/project/own_copies looks for such copies.
#pragma once

#include <cstdint>
#include <cstring>

#include "runtime/event_reader.h"
#include "runtime/phrase_book.h"

namespace lintel::runtime {

// Block is Block::bytes = 32 bytes in vectors: Block(at); stops(), a bit for each byte, the first
// at bit 0, set for quotes, backslashes, control characters and what is outside of ASCII; and
// differs(other), set where the bytes are others.
template <typename Block>
class PhraseWalk {
 public:
  PhraseWalk(EventReader& reader, const char* begin, const char* end)
      : reader_(reader), cells_(reader.cells_), begin_(begin), end_(end) {}

  bool run(Phrase& start) {
    Place place{&start, begin_};
    for (;;) {
      const Phrase* known = pass_usual(place);
      Phrase* const phrase = known != nullptr ? place.after->next : find(place);
      if (phrase == nullptr) return false;
      if (phrase->acts) reader_.act(*phrase, place.at);
      const char* const text = place.at + phrase->size;
      if (phrase->is_last) return reader_.end_phrases(text, end_);
      const char* end = plain_end(text);
      if (end == end_ || *end != '"' || phrase->takes == Phrase::Takes::other) {
        end = reader_.take_special(*phrase, text, end);
        if (end == nullptr) return false;
      } else if (phrase->takes == Phrase::Takes::text) {
        take(*phrase, text, end);
      }
      place = {phrase, end};
    }
  }

 private:
  static constexpr std::ptrdiff_t bytes = Block::bytes;

  // Where the phrase after `after` must start.
  struct Place {
    Phrase* after;
    const char* at;
  };

  // As far as phrases are the expected ones and usual, and the texts behind them plain. Calls
  // nothing, so that all it needs stays in registers; what it does not pass is for run(). Gives
  // the expected phrase if that stands where it has stopped, null if it has not found out.
  const Phrase* pass_usual(Place& stopped) const {
    if (left(begin_) < Block::bytes) return nullptr;
    const char* const last = end_ - Block::bytes;  // where the last whole block begins
    Place place = stopped;
    const Phrase* known = nullptr;
    for (;;) {
      Phrase* const phrase = place.after->next;
      if (phrase == nullptr) break;
      const std::size_t size = phrase->size;
      if (last - place.at < static_cast<std::ptrdiff_t>(size)) break;
      if ((Block(place.at).differs(Block(phrase->text)) & phrase->mask) != 0) break;
      if (size > Block::bytes && !is_rest_equal(place.at, phrase->text, size)) break;
      known = phrase;
      if (!phrase->is_usual) break;
      const char* const text = place.at + size;
      const char* at = text;
      std::uint32_t stops = 0;
      while ((stops = Block(at).stops()) == 0 && last - at >= bytes) at += bytes;
      if (stops == 0) break;
      at += __builtin_ctz(stops);
      if (*at != '"') break;
      const auto text_size = static_cast<std::uint32_t>(at - text);
      if (phrase->takes == Phrase::Takes::text) take(*phrase, text, at);
      place = {phrase, behind(*phrase, text, text_size)};
      known = nullptr;
    }
    stopped = place;
    return known;
  }

  // Of more than a block, of which the first is equal.
  static bool is_rest_equal(const char* a, const char* b, std::size_t size) {
    const std::size_t last = size - Block::bytes;
    for (std::size_t i = Block::bytes; i < last; i += Block::bytes) {
      if (Block(a + i).differs(Block(b + i)) != 0) return false;
    }
    return Block(a + last).differs(Block(b + last)) == 0;
  }

  Phrase* find(const Place& place) const {
    Phrase* const expected = place.after->next;
    return expected != nullptr && is_at(place.at, *expected)
               ? expected
               : reader_.book_.find_other(*place.after, place.at, end_);
  }

  bool is_at(const char* at, const Phrase& phrase) const {
    const std::size_t size = phrase.size;
    if (size > left(at)) return false;
    if (size < Block::bytes) return std::memcmp(at, phrase.text, size) == 0;
    return Block(at).differs(Block(phrase.text)) == 0 && is_rest_equal(at, phrase.text, size);
  }

  // Where the text ends. All that comes next waits for this, and the compare, the mask and the
  // count that tell it take the machine a while. So it goes on with a guess, that the text is as
  // long as the last one, while it finds out: a branch instead of a sum. The asm keeps the compiler
  // from seeing that both are equal.
  static const char* behind(Phrase& phrase, const char* text, std::uint32_t size) {
    const std::uint32_t known = phrase.text_size;
    std::uint32_t guess = known;
    asm("" : "+r"(guess));
    if (size == known) return text + guess;
    phrase.text_size = size;
    return text + size;
  }

  void take(const Phrase& phrase, const char* text, const char* end) const {
    cells_[phrase.slot].set_text(text, static_cast<std::uint32_t>(end - text));
  }

  std::size_t left(const char* at) const { return static_cast<std::size_t>(end_ - at); }

  // The first byte from `at` on that a text does not hold as it is, or end_.
  const char* plain_end(const char* at) const {
    for (; left(at) >= Block::bytes; at += Block::bytes) {
      const std::uint32_t stops = Block(at).stops();
      if (stops != 0) return at + __builtin_ctz(stops);
    }
    // As in stops(), what is outside of ASCII is less than a space if bytes have signs.
    while (at != end_ && static_cast<signed char>(*at) >= ' ' && *at != '"' && *at != '\\') ++at;
    return at;
  }

  EventReader& reader_;
  Cell* const cells_;
  const char* const begin_;
  const char* const end_;
};

}  // namespace lintel::runtime
