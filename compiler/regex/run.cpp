// SPDX-License-Identifier: Apache-2.0
// Such an automaton is a chain: from each state one way leads on, for the same characters from the
// second state on, and from some state on all of them accept. The last may lead back to itself.
#include "compiler/regex/run.h"

#include <limits>
#include <vector>

#include "runtime/image.h"

namespace lintel::compiler::regex {
namespace {

constexpr std::uint32_t lost = 0;

class Chain {
 public:
  explicit Chain(const Automaton& automaton) : automaton_(automaton) {}

  std::optional<Run> follow() {
    const std::uint32_t won = automaton_.state_count - 1;
    Run run{};
    bool accepts = false;
    std::uint32_t state = automaton_.start;
    for (std::uint32_t length = 0; length <= automaton_.state_count; ++length) {
      if (state == won) return std::nullopt;  // takes whatever follows
      const bool accepts_here = state >= automaton_.first_accepting;
      if (accepts && !accepts_here) return std::nullopt;
      if (accepts_here && !accepts) run.least = length;
      accepts = accepts_here;
      const auto step = step_from(state);
      if (!step) return std::nullopt;
      if (step->next == lost) {
        if (!accepts || length == 0) return std::nullopt;
        run.most = length;
        return run;
      }
      AsciiSet& set = length == 0 ? run.first : run.rest;
      if (length > 1 && set != step->characters) return std::nullopt;
      set = step->characters;
      if (step->next == state) {
        if (length == 0) run.rest = run.first;
        run.most = std::numeric_limits<std::uint32_t>::max();
        return accepts ? std::optional(run) : std::nullopt;
      }
      state = step->next;
    }
    return std::nullopt;  // it goes round
  }

 private:
  struct Step {
    std::uint32_t next;  // lost if nothing leads on
    AsciiSet characters;
  };

  // Nothing if more than one way leads on, or one for a character that is not ASCII.
  std::optional<Step> step_from(std::uint32_t state) const {
    Step step{lost, {}};
    const auto next_of = [&](std::uint32_t kind) {
      return automaton_.words[image::dfa_ascii + state * automaton_.class_count + kind];
    };
    for (std::uint32_t byte = 0; byte < image::dfa_ascii; ++byte) {
      const std::uint32_t next = next_of(automaton_.words[byte]);
      if (next == lost) continue;
      if (step.next != lost && step.next != next) return std::nullopt;
      step.next = next;
      step.characters[byte / 64] |= std::uint64_t{1} << (byte % 64);
    }
    for (const std::uint32_t range : automaton_.ranges) {
      if (next_of(image::dfa_range_class(range)) != lost) return std::nullopt;
    }
    return step;
  }

  const Automaton& automaton_;
};

}  // namespace

std::optional<Run> run_of(const Automaton& automaton) { return Chain(automaton).follow(); }

}  // namespace lintel::compiler::regex
