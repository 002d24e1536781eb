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
  void add(const Typed& node) {
    switch (node.kind) {
      case Kind::boolean:
      case Kind::absent: return;
      case Kind::invert: return add(*node.operands[0]);
      case Kind::all_of:
      case Kind::any_of: {
        const std::size_t before = presence_.held().size();
        for (const Typed* operand : node.operands) {
          add(*operand);
          presence_.held().add(facts_if(*operand, node.kind == Kind::all_of));
        }
        return presence_.held().shrink(before);
      }
      case Kind::conditional: {
        add(*node.operands[0]);
        const std::size_t before = presence_.held().size();
        for (const bool truth : {true, false}) {
          presence_.held().add(facts_if(*node.operands[0], truth));
          add(*node.operands[truth ? 1 : 2]);
          presence_.held().shrink(before);
        }
        return;
      }
      default: possible_[&node] |= of_part(node);
    }
  }

  PossibleOutcomes take() { return std::move(possible_); }

 private:
  std::uint8_t of_part(const Typed& part) {
    std::uint8_t all = bit(Truth::yes) | bit(Truth::no);
    if (presence_.grade(part).grade == Grade::optional) all |= bit(Truth::absent);
    if (!part.by_source) return all;
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
  Presence presence_;
  PossibleOutcomes possible_;
};

}  // namespace

PossibleOutcomes possible_outcomes(TypedTree& tree, const Typed& condition,
                                   std::span<const std::string_view> sources) {
  Outcomes outcomes(tree, sources);
  outcomes.add(condition);
  return outcomes.take();
}

}  // namespace lintel::compiler
