// SPDX-License-Identifier: Apache-2.0
// Which known word was meant by one that was mistyped.
#include <algorithm>
#include <cstddef>
#include <vector>

#include "grammar/diagnostic.h"

namespace lintel::grammar {

namespace {

// A letter in the other case is half a mistake.
constexpr std::size_t whole = 2;
constexpr std::size_t half = 1;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::size_t cost(char a, char b) {
  if (a == b) return 0;
  return lower(a) == lower(b) ? half : whole;
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

// The Damerau-Levenshtein distance (letters added, dropped, changed, or two neighbours swapped), in
// half mistakes.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j * whole;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i * whole;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({above[j] + whole, row[j - 1] + whole, above[j - 1] + cost(a[i - 1], b[j - 1])});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + whole);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

// One mistake in three letters; in two letters, one.
std::size_t tolerance(std::size_t letters) { return std::max<std::size_t>(letters / 3, 1) * whole; }

// Longer than any name of the language: a word of the user that long was not mistyped.
constexpr std::size_t longest_word = 64;

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  std::string_view best;
  if (word.size() < 2 || word.size() > longest_word) return best;
  std::size_t smallest = tolerance(word.size()) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t apart = same_letters(word, candidate) ? half : distance(word, candidate);
    if (word == candidate) return candidate;
    if (apart < smallest && apart < candidate.size() * whole) {
      smallest = apart;
      best = candidate;
    }
  }
  return best;
}

}  // namespace lintel::grammar
