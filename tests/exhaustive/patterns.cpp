// SPDX-License-Identifier: Apache-2.0
#include "tests/exhaustive/patterns.h"

namespace lintel::exhaustive {
namespace {

Places bit(std::size_t place) { return static_cast<Places>(1U << place); }

bool is_border(std::string_view text, std::size_t place) {
  // a and b are letters, so the borders of words are those of the text.
  return !text.empty() && (place == 0 || place == text.size());
}

}  // namespace

Patterns::Patterns(std::span<const Atom> atoms, std::span<const Repeat> repeats, std::size_t size)
    : atoms_(atoms), repeats_(repeats) {
  std::vector<std::size_t> ends{0, atoms.size()};  // of the trees of each size
  for (std::uint32_t i = 0; i < atoms.size(); ++i) nodes_.push_back({Form::atom, i, 0});
  for (std::size_t all = 2; all <= size; ++all) {
    for (auto i = static_cast<std::uint32_t>(ends[all - 2]); i < ends[all - 1]; ++i)
      for (std::uint32_t j = 0; j < repeats.size(); ++j) nodes_.push_back({Form::repeat, i, j});
    for (std::size_t left = 1; left + 1 < all; ++left) {
      const std::size_t right = all - 1 - left;
      for (auto i = static_cast<std::uint32_t>(ends[left - 1]); i < ends[left]; ++i) {
        for (auto j = static_cast<std::uint32_t>(ends[right - 1]); j < ends[right]; ++j) {
          nodes_.push_back({Form::sequence, i, j});
          nodes_.push_back({Form::choice, i, j});
        }
      }
    }
    ends.push_back(nodes_.size());
  }
}

std::string Patterns::text(std::size_t pattern) const {
  const Node& node = nodes_[pattern];
  switch (node.form) {
    case Form::atom: return std::string(atoms_[node.first].text);
    case Form::repeat: return within(node.first, Form::repeat).append(repeats_[node.second].text);
    case Form::sequence:
      return within(node.first, Form::sequence).append(within(node.second, Form::sequence));
    case Form::choice:
      return within(node.first, Form::choice).append("|").append(within(node.second, Form::choice));
  }
  return {};
}

// In brackets where it would mean something else without. What joins from the left needs none.
std::string Patterns::within(std::size_t pattern, Form around) const {
  const Form form = nodes_[pattern].form;
  const bool is_plain = form == Form::atom || around == Form::choice ||
                        (around == Form::sequence && form != Form::choice);
  return is_plain ? text(pattern) : std::string("(").append(text(pattern)).append(")");
}

bool Patterns::matches(std::size_t pattern, std::string_view text) const {
  const auto anywhere = static_cast<Places>((2U << text.size()) - 1);
  return after(nodes_[pattern], anywhere, text) != 0;
}

bool Patterns::matches_all(std::size_t pattern, std::string_view text) const {
  return (after(nodes_[pattern], bit(0), text) & bit(text.size())) != 0;
}

Places Patterns::after(const Node& node, Places before, std::string_view text) const {
  switch (node.form) {
    case Form::atom: return after(atoms_[node.first], before, text);
    case Form::sequence:
      return after(nodes_[node.second], after(nodes_[node.first], before, text), text);
    case Form::choice:
      return after(nodes_[node.first], before, text) | after(nodes_[node.second], before, text);
    case Form::repeat: break;
  }
  const Repeat& repeat = repeats_[node.second];
  const Node& inner = nodes_[node.first];
  Places now = before;
  for (std::uint32_t i = 0; i < repeat.least; ++i) now = after(inner, now, text);
  Places result = now;
  // More rounds than there are places bring nothing new.
  for (std::uint32_t i = repeat.least; i < repeat.most && i < repeat.least + 8; ++i) {
    now = after(inner, now, text);
    result |= now;
  }
  return result;
}

Places Patterns::after(const Atom& atom, Places before, std::string_view text) const {
  Places result = 0;
  for (std::size_t place = 0; place <= text.size(); ++place) {
    if ((before & bit(place)) == 0) continue;
    switch (atom.meaning) {
      case Atom::Meaning::character:
        if (place < text.size() && (text[place] == 'a' ? atom.takes_a : atom.takes_b))
          result |= bit(place + 1);
        break;
      case Atom::Meaning::empty: result |= bit(place); break;
      case Atom::Meaning::begin:
        if (place == 0) result |= bit(place);
        break;
      case Atom::Meaning::end:
        if (place == text.size()) result |= bit(place);
        break;
      case Atom::Meaning::border:
        if (is_border(text, place)) result |= bit(place);
        break;
      case Atom::Meaning::no_border:
        if (!is_border(text, place)) result |= bit(place);
        break;
    }
  }
  return result;
}

}  // namespace lintel::exhaustive
