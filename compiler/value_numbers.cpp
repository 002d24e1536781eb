// SPDX-License-Identifier: Apache-2.0
#include "compiler/value_numbers.h"

#include <algorithm>
#include <functional>
#include <string_view>

#include "compiler/typed.h"

namespace lintel::compiler {
namespace {

constexpr std::uint32_t free_slot = ~0U;
constexpr std::size_t fewest_slots = 1024;

std::uint32_t hash_of(const Typed& node) {
  std::uint64_t hash = std::hash<std::string_view>{}(node.text);
  const auto mix = [&](std::uint64_t part) {
    hash = (hash ^ part) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 32;
  };
  mix(static_cast<std::uint64_t>(node.kind) << 8 | static_cast<std::uint64_t>(node.builtin));
  mix(static_cast<std::uint64_t>(node.number));
  mix(node.nanoseconds);
  mix(reinterpret_cast<std::uintptr_t>(node.field));
  for (const Typed* operand : node.operands) mix(operand->value);
  return static_cast<std::uint32_t>(hash);
}

bool equal(const Typed& a, const Typed& b) {
  return a.kind == b.kind && a.builtin == b.builtin && a.number == b.number &&
         a.nanoseconds == b.nanoseconds && a.field == b.field && a.text == b.text &&
         std::equal(a.operands.begin(), a.operands.end(), b.operands.begin(), b.operands.end(),
                    [](const Typed* x, const Typed* y) { return x->value == y->value; });
}

}  // namespace

std::uint32_t ValueNumbers::of(const Typed& node) {
  if (slots_.size() <= 2 * firsts_.size()) grow();
  const std::uint32_t hash = hash_of(node);
  std::size_t at = hash & (slots_.size() - 1);
  for (; slots_[at].number != free_slot; at = (at + 1) & (slots_.size() - 1))
    if (slots_[at].hash == hash && equal(*firsts_[slots_[at].number], node))
      return slots_[at].number;
  slots_[at] = {hash, static_cast<std::uint32_t>(firsts_.size())};
  firsts_.push_back(&node);
  return slots_[at].number;
}

void ValueNumbers::grow() {
  std::vector<Slot> before(std::max(fewest_slots, 2 * slots_.size()), Slot{0, free_slot});
  before.swap(slots_);
  for (const Slot& slot : before) {
    if (slot.number == free_slot) continue;
    std::size_t at = slot.hash & (slots_.size() - 1);
    while (slots_[at].number != free_slot) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
}

}  // namespace lintel::compiler
