// SPDX-License-Identifier: Apache-2.0
#include "compiler/regex/nfa.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <unordered_map>

namespace lintel::compiler::regex {
namespace {

// Builds from the end: each part is told where to go on.
class Builder {
 public:
  Builder(const Tree& tree, Nfa& nfa) : tree_(tree), nfa_(nfa) {}

  void run() {
    const std::uint32_t matched = add({});
    nfa_.start = build(tree_.root, matched);
  }

 private:
  std::uint32_t add(State state) {
    nfa_.states.push_back(state);
    return static_cast<std::uint32_t>(nfa_.states.size() - 1);
  }

  std::uint32_t fork(std::uint32_t next, std::uint32_t other) {
    State state;
    state.kind = State::Kind::fork;
    state.next = next;
    state.other = other;
    return add(state);
  }

  std::uint32_t build(NodeId id, std::uint32_t next) {
    const Node& node = tree_.nodes[id];
    switch (node.kind) {
      case Node::Kind::empty: return next;
      case Node::Kind::chars: return add({State::Kind::chars, {}, node.set, next, 0});
      case Node::Kind::assertion: return assertion(node.assertion, next);
      case Node::Kind::sequence:
        for (auto child = node.children.rbegin(); child != node.children.rend(); ++child)
          next = build(*child, next);
        return next;
      case Node::Kind::choice: {
        std::uint32_t entry = build(node.children.back(), next);
        for (auto child = node.children.rbegin() + 1; child != node.children.rend(); ++child)
          entry = fork(build(*child, next), entry);
        return entry;
      }
      case Node::Kind::repeat: return repeat(node, next);
    }
    return next;
  }

  std::uint32_t assertion(Assertion what, std::uint32_t next) {
    switch (what) {
      case Assertion::text_begin: nfa_.has_begins = true; break;
      case Assertion::line_begin: nfa_.has_begins = nfa_.has_line_borders = true; break;
      case Assertion::line_end: nfa_.has_line_borders = true; break;
      case Assertion::word_border:
      case Assertion::no_word_border: nfa_.has_word_borders = true; break;
      case Assertion::text_end: break;
    }
    return add({State::Kind::assertion, what, 0, next, 0});
  }

  // x{2,4} is xx(x(x)?)?, x{2,} is xx with a way back over the last x.
  std::uint32_t repeat(const Node& node, std::uint32_t next) {
    const NodeId child = node.children[0];
    std::uint32_t entry = next;
    std::uint32_t before = node.least;
    if (node.most == unbounded) {
      const std::uint32_t loop = fork(0, next);
      const std::uint32_t body = build(child, loop);
      nfa_.states[loop].next = body;
      entry = node.least == 0 ? loop : body;
      before = node.least == 0 ? 0 : node.least - 1;
    } else {
      for (std::uint32_t i = node.least; i < node.most; ++i)
        entry = fork(build(child, entry), next);
    }
    for (; before > 0; --before) entry = build(child, entry);
    return entry;
  }

  const Tree& tree_;
  Nfa& nfa_;
};

using Ranges = std::span<const CharRange>;

void add_borders(Ranges set, std::vector<char32_t>& borders) {
  for (const CharRange& range : set) {
    borders.push_back(range.first);
    if (range.last < last_code_point) borders.push_back(range.last + 1);
  }
}

constexpr CharRange word_chars[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
constexpr CharRange line_ends[] = {{'\n', '\n'}};

// Cuts the code points into intervals at every border, and tells the intervals apart set by set.
class Partition {
 public:
  Partition(const Tree& tree, const Nfa& nfa) : tree_(tree), nfa_(nfa) {}

  Classes run(std::uint64_t most_steps) {
    borders_.push_back(0);
    for (const auto& set : tree_.sets) add_borders(set, borders_);
    if (nfa_.has_line_borders) add_borders(line_ends, borders_);
    if (nfa_.has_word_borders) add_borders(word_chars, borders_);
    std::sort(borders_.begin(), borders_.end());
    borders_.erase(std::unique(borders_.begin(), borders_.end()), borders_.end());
    numbers_.assign(borders_.size(), 0);

    for (const auto& set : tree_.sets) {
      if (classes_.steps > most_steps) return std::move(classes_);
      split(set);
    }
    if (nfa_.has_line_borders) split(line_ends);
    if (nfa_.has_word_borders) split(word_chars);
    number();
    for (const auto& set : tree_.sets) classes_.of_set.push_back(members(set));
    return std::move(classes_);
  }

 private:
  template <typename Visit>
  void each_interval(Ranges set, Visit visit) {
    for (const CharRange& range : set) {
      auto at = static_cast<std::size_t>(
          std::lower_bound(borders_.begin(), borders_.end(), range.first) - borders_.begin());
      for (; at < borders_.size() && borders_[at] <= range.last; ++at) {
        ++classes_.steps;
        visit(at);
      }
    }
  }

  void split(Ranges set) {
    std::unordered_map<std::uint32_t, std::uint32_t> inside;
    each_interval(set, [&](std::size_t at) {
      const auto [place, is_new] = inside.try_emplace(numbers_[at], next_);
      if (is_new) ++next_;
      numbers_[at] = place->second;
    });
  }

  // Numbers the classes in the order of their first characters.
  void number() {
    std::unordered_map<std::uint32_t, std::uint32_t> known;
    for (std::size_t at = 0; at < borders_.size(); ++at) {
      const auto count = static_cast<std::uint32_t>(known.size());
      const auto [place, is_new] = known.try_emplace(numbers_[at], count);
      if (is_new) classes_.sides.push_back(side(borders_[at]));
      numbers_[at] = place->second;
      classes_.intervals.push_back({borders_[at], place->second});
    }
  }

  Side side(char32_t code) const {
    if (nfa_.has_line_borders && code == '\n') return Side::line_end;
    const bool word =
        nfa_.has_word_borders &&
        std::any_of(std::begin(word_chars), std::end(word_chars),
                    [&](const CharRange& r) { return r.first <= code && code <= r.last; });
    return word ? Side::word : Side::other;
  }

  std::vector<std::uint32_t> members(Ranges set) {
    std::vector<std::uint32_t> found;
    each_interval(set, [&](std::size_t at) { found.push_back(numbers_[at]); });
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  const Tree& tree_;
  const Nfa& nfa_;
  std::vector<char32_t> borders_;
  std::vector<std::uint32_t> numbers_;  // by border
  std::uint32_t next_ = 1;
  Classes classes_;
};

}  // namespace

Nfa make_nfa(const Tree& tree) {
  Nfa nfa;
  Builder(tree, nfa).run();
  return nfa;
}

Classes make_classes(const Tree& tree, const Nfa& nfa, std::uint64_t most_steps) {
  return Partition(tree, nfa).run(most_steps);
}

}  // namespace lintel::compiler::regex
