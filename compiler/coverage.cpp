// SPDX-License-Identifier: Apache-2.0
#include "compiler/coverage.h"

#include <vector>

#include "compiler/passes/specialise.h"
#include "compiler/presence.h"

namespace lintel::compiler {
namespace {

constexpr std::uint8_t bit(Truth truth) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(truth));
}

class Outcomes {
 public:
  Outcomes(TypedTree& tree, std::span<const std::string_view> sources)
      : tree_(tree), sources_(sources) {}

  // Goes down to the parts as the lowering does, with what is known where each stands.
  void add(const Typed& node, Facts facts) {
    switch (node.kind) {
      case Kind::boolean:
      case Kind::absent: return;
      case Kind::invert: return add(*node.operands[0], facts);
      case Kind::all_of:
      case Kind::any_of:
        for (const Typed* operand : node.operands) {
          add(*operand, facts);
          facts.add(facts_if(*operand, node.kind == Kind::all_of));
        }
        return;
      case Kind::conditional: {
        add(*node.operands[0], facts);
        for (const bool truth : {true, false}) {
          Facts inside = facts;
          inside.add(facts_if(*node.operands[0], truth));
          add(*node.operands[truth ? 1 : 2], inside);
        }
        return;
      }
      default: possible_[&node] |= of_part(node, facts);
    }
  }

  PossibleOutcomes take() { return std::move(possible_); }

 private:
  std::uint8_t of_part(const Typed& part, const Facts& facts) {
    std::uint8_t all = bit(Truth::yes) | bit(Truth::no);
    // Parts are small, and there can be many: what is known of one is not kept for the next.
    if (Presence().grade(part, facts).grade == Grade::optional) all |= bit(Truth::absent);
    if (!use_.found(part)) return all;
    std::uint8_t possible = 0;
    for (const std::string_view source : sources_) {
      std::vector<DecidedPart> ignored;
      const Typed* made = passes::Specialise(tree_, source).expression(part, ignored);
      if (is_absent(*made))
        possible |= bit(Truth::absent);
      else if (made->kind == Kind::boolean)
        possible |= bit(made->number != 0 ? Truth::yes : Truth::no);
      else
        possible |= all;
    }
    return possible;
  }

  TypedTree& tree_;
  std::span<const std::string_view> sources_;
  passes::SourceUse use_;
  PossibleOutcomes possible_;
};

}  // namespace

PossibleOutcomes possible_outcomes(TypedTree& tree, const Typed& condition,
                                   std::span<const std::string_view> sources) {
  Outcomes outcomes(tree, sources);
  outcomes.add(condition, {});
  return outcomes.take();
}

}  // namespace lintel::compiler
