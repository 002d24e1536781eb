// SPDX-License-Identifier: Apache-2.0
// All patterns of a size: syntax trees over the operators that patterns have, each with its text
// and with the plainest matcher that can be: a set of places goes in, a set of places comes out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::exhaustive {

// Bit i: the place before character i of a text of at most 7 characters.
using Places = std::uint8_t;

// A pattern that stands for itself.
struct Atom {
  std::string_view text;
  enum class Meaning : std::uint8_t { character, empty, begin, end, border, no_border } meaning;
  bool takes_a = false;  // of a character
  bool takes_b = false;
};

// What stands behind a pattern.
struct Repeat {
  std::string_view text;
  std::uint32_t least;
  std::uint32_t most;  // or `endless`
};
inline constexpr std::uint32_t endless = 0xffffffff;

class Patterns {
 public:
  // All trees of up to `size` nodes.
  Patterns(std::span<const Atom> atoms, std::span<const Repeat> repeats, std::size_t size);

  std::size_t count() const { return nodes_.size(); }
  std::string text(std::size_t pattern) const;

  // Whether it matches somewhere in a text of a and b, and whether it matches all of it.
  bool matches(std::size_t pattern, std::string_view text) const;
  bool matches_all(std::size_t pattern, std::string_view text) const;

 private:
  enum class Form : std::uint8_t { atom, repeat, sequence, choice };
  struct Node {
    Form form;
    std::uint32_t first;   // of an atom: its number
    std::uint32_t second;  // of a repeat: its number
  };

  std::string within(std::size_t node, Form around) const;
  Places after(const Node& node, Places before, std::string_view text) const;
  Places after(const Atom& atom, Places before, std::string_view text) const;

  std::span<const Atom> atoms_;
  std::span<const Repeat> repeats_;
  std::vector<Node> nodes_;
};

}  // namespace lintel::exhaustive
