// SPDX-License-Identifier: Apache-2.0
// Subset construction. A state is what the pattern may be in the middle of, and what the text held
// last: an assertion is decided when the character after it is known. A match may start before
// every character, so the start is added again before each.
#include "compiler/regex/dfa.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "runtime/limits.h"

namespace lintel::compiler::regex {
namespace {

// Sorted; forks are left out, and what lies behind an assertion until it holds.
using Subset = std::vector<std::uint32_t>;

class Construction {
 public:
  Construction(const Nfa& nfa, const Classes& classes, std::uint64_t steps)
      : nfa_(nfa),
        classes_(classes),
        steps_(steps),
        reached_(nfa.states.size(), 0),
        targets_(classes.sides.size()) {
    dfa_.class_count = static_cast<std::uint32_t>(classes.sides.size());
  }

  std::variant<Dfa, Error> run() {
    for (const std::uint32_t number : {Dfa::lost, Dfa::won}) {
      dfa_.accepting.push_back(number == Dfa::won);
      dfa_.next.insert(dfa_.next.end(), dfa_.class_count, number);
      pending_.emplace_back();
    }
    const auto start = close({nfa_.start});
    has_assertion_at_start_ = start && has_assertion(*start);
    dfa_.start = start ? state(nfa_.has_begins ? Side::nothing : Side::other, {}) : Dfa::won;
    for (std::uint32_t number = Dfa::won + 1; number < dfa_.state_count(); ++number) {
      if (const auto error = too_large()) return *error;
      expand(number);
    }
    if (const auto error = too_large()) return *error;
    return std::move(dfa_);
  }

 private:
  struct Pending {
    Side before = Side::other;
    Subset subset;
  };

  std::optional<Error> too_large() const {
    const auto past = [](ErrorKind kind, std::uint64_t reached, std::uint64_t limit) {
      return reached > limit ? std::optional(Error{kind, 0, 0, reached, limit}) : std::nullopt;
    };
    const std::uint64_t states = dfa_.state_count();
    if (auto error = past(ErrorKind::too_many_states, states, limits::max_dfa_states)) return error;
    if (auto error =
            past(ErrorKind::too_many_cells, states * dfa_.class_count, limits::max_dfa_cells))
      return error;
    return past(ErrorKind::too_many_steps, steps_, limits::max_pattern_steps);
  }

  // The number of a state, which is expanded later if it is new.
  std::uint32_t state(Side before, Subset subset) {
    std::string key(1, static_cast<char>(before));
    key.append(reinterpret_cast<const char*>(subset.data()), subset.size() * sizeof subset[0]);
    const auto [place, is_new] = known_.try_emplace(std::move(key), dfa_.state_count());
    if (is_new) {
      dfa_.accepting.push_back(false);
      dfa_.next.insert(dfa_.next.end(), dfa_.class_count, Dfa::lost);
      pending_.push_back({before, std::move(subset)});
    }
    return place->second;
  }

  void expand(std::uint32_t number) {
    const Pending from = std::move(pending_[number]);
    const bool asserts = has_assertion_at_start_ || has_assertion(from.subset);
    dfa_.accepting[number] = !open(from, Side::nothing).has_value();
    if (!asserts) {
      // Whatever follows, the same characters are waited for, and the text has not matched yet.
      read(number, *open(from, Side::other), std::nullopt);
      return;
    }
    for (const Side after : {Side::line_end, Side::word, Side::other}) {
      if (std::find(classes_.sides.begin(), classes_.sides.end(), after) == classes_.sides.end())
        continue;
      if (const auto subset = open(from, after)) {
        read(number, *subset, after);
        continue;
      }
      for (std::uint32_t c = 0; c < dfa_.class_count; ++c)
        if (classes_.sides[c] == after) next(number, c) = Dfa::won;
    }
  }

  // Goes on from `subset` with each class of the side `after`, or with any.
  void read(std::uint32_t number, const Subset& subset, std::optional<Side> after) {
    for (const std::uint32_t id : subset) {
      const State& state = nfa_.states[id];
      if (state.kind != State::Kind::chars) continue;
      const auto& of_set = classes_.of_set[state.set];
      steps_ += of_set.size();
      for (const std::uint32_t c : of_set)
        if (!after || classes_.sides[c] == *after) targets_[c].push_back(state.next);
    }
    for (std::uint32_t c = 0; c < dfa_.class_count; ++c) {
      if (after && classes_.sides[c] != *after) continue;
      auto subset_after = close(targets_[c]);
      targets_[c].clear();
      const std::uint32_t target =
          subset_after ? state(classes_.sides[c], std::move(*subset_after)) : Dfa::won;
      next(number, c) = target;
    }
  }

  std::uint32_t& next(std::uint32_t number, std::uint32_t c) {
    return dfa_.next[std::size_t{number} * dfa_.class_count + c];
  }

  // What can be reached from these without a character, and with no assertion passed. Nothing if
  // the pattern has matched.
  std::optional<Subset> close(const Subset& from) {
    return reach(from, [](Assertion) { return false; });
  }

  // What stands open between what came before and what comes after, the start included. Nothing if
  // the pattern has matched.
  std::optional<Subset> open(const Pending& from, Side after) {
    Subset all = from.subset;
    all.push_back(nfa_.start);
    return reach(all, [&](Assertion what) { return holds(what, from.before, after); });
  }

  static bool holds(Assertion what, Side before, Side after) {
    const bool border = (before == Side::word) != (after == Side::word);
    switch (what) {
      case Assertion::text_begin: return before == Side::nothing;
      case Assertion::line_begin: return before == Side::nothing || before == Side::line_end;
      case Assertion::text_end: return after == Side::nothing;
      case Assertion::line_end: return after == Side::nothing || after == Side::line_end;
      case Assertion::word_border: return border;
      case Assertion::no_word_border: return !border;
    }
    return false;
  }

  template <typename Holds>
  std::optional<Subset> reach(const Subset& from, Holds holds) {
    ++round_;
    Subset found;
    stack_.assign(from.begin(), from.end());
    while (!stack_.empty()) {
      const std::uint32_t id = stack_.back();
      stack_.pop_back();
      if (std::exchange(reached_[id], round_) == round_) continue;
      ++steps_;
      const State& state = nfa_.states[id];
      switch (state.kind) {
        case State::Kind::matched: return std::nullopt;
        case State::Kind::chars: found.push_back(id); break;
        case State::Kind::assertion:
          if (holds(state.assertion))
            stack_.push_back(state.next);
          else
            found.push_back(id);
          break;
        case State::Kind::fork:
          stack_.push_back(state.next);
          stack_.push_back(state.other);
          break;
      }
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  bool has_assertion(const Subset& subset) const {
    return std::any_of(subset.begin(), subset.end(), [&](std::uint32_t id) {
      return nfa_.states[id].kind == State::Kind::assertion;
    });
  }

  const Nfa& nfa_;
  const Classes& classes_;
  std::uint64_t steps_;
  Dfa dfa_;
  bool has_assertion_at_start_ = false;
  std::unordered_map<std::string, std::uint32_t> known_;
  std::vector<Pending> pending_;  // by state
  std::uint32_t round_ = 0;
  std::vector<std::uint32_t> reached_;  // by state of the NFA: the round that it was reached in
  std::vector<std::uint32_t> stack_;
  std::vector<Subset> targets_;  // by class
};

}  // namespace

std::variant<Dfa, Error> make_dfa(const Nfa& nfa, const Classes& classes, std::uint64_t steps) {
  return Construction(nfa, classes, steps).run();
}

}  // namespace lintel::compiler::regex
