// SPDX-License-Identifier: Apache-2.0
#include "compiler/value_numbers.h"

#include <algorithm>
#include <functional>
#include <string_view>

#include "compiler/typed.h"

namespace lintel::compiler {
namespace {

std::size_t hash_of(const Typed& node) {
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
  return hash;
}

bool equal(const Typed& a, const Typed& b) {
  return a.kind == b.kind && a.builtin == b.builtin && a.number == b.number &&
         a.nanoseconds == b.nanoseconds && a.field == b.field && a.text == b.text &&
         std::equal(a.operands.begin(), a.operands.end(), b.operands.begin(), b.operands.end(),
                    [](const Typed* x, const Typed* y) { return x->value == y->value; });
}

}  // namespace

std::uint32_t ValueNumbers::of(const Typed& node) {
  const auto next = static_cast<std::uint32_t>(firsts_.size());
  const std::uint32_t number = index_.find_or_add(
      hash_of(node), next, [&](std::uint32_t known) { return equal(*firsts_[known], node); });
  if (number == next) firsts_.push_back(&node);
  return number;
}

}  // namespace lintel::compiler
