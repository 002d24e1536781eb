// SPDX-License-Identifier: Apache-2.0
// The field plan: a tree, and a slot of the right kind for each field.
//
// Every node but 0 has one edge to it and edges lead to later nodes, so the nodes are a tree. Every
// slot has one node, and the slots of a node's children and its own are as many as its range has
// and lie inside of it: so a range holds the slots of its subtree and no other.
#include <algorithm>
#include <cstddef>

#include "runtime/limits.h"
#include "runtime/verify.h"

namespace lintel::runtime {
namespace {

using image::Kind;
using image::PlanEdge;
using image::PlanNode;
using image::ReadAs;
using image::Section;

// As many as the slots could need if each had a path of its own.
constexpr std::size_t max_nodes = limits::max_registers * limits::max_path_parts;

// A set of small numbers, all of them below `count`.
template <std::size_t capacity>
class NumberSet {
 public:
  explicit NumberSet(std::size_t count) { std::fill_n(words_, count / bits + 1, std::uint64_t{0}); }

  // False if it is there already.
  bool add(std::size_t number) {
    const std::uint64_t bit = std::uint64_t{1} << (number % bits);
    std::uint64_t& word = words_[number / bits];
    const bool is_new = (word & bit) == 0;
    word |= bit;
    return is_new;
  }

 private:
  static constexpr std::size_t bits = 64;

  std::uint64_t words_[capacity / bits + 1];
};

constexpr bool is_leaf(ReadAs read_as) {
  return read_as != ReadAs::nothing && read_as != ReadAs::object;
}

constexpr Kind kind_for(ReadAs read_as) {
  switch (read_as) {
    case ReadAs::flag: return Kind::boolean;
    case ReadAs::object: return Kind::object;
    case ReadAs::array: return Kind::array;
    case ReadAs::integer: return Kind::integer;
    case ReadAs::number: return Kind::number;
    case ReadAs::text:
    case ReadAs::nothing: break;
  }
  return Kind::text;
}

}  // namespace

bool Verifier::check_plan() {
  const std::uint32_t nodes = image_.count(Section::plan_nodes);
  const std::uint32_t edges = image_.count(Section::plan_edges);
  const auto fail_at = [this](std::uint32_t number) {
    return fail(FaultKind::image_plan, Section::plan_nodes, number);
  };
  if (nodes == 0 || nodes > max_nodes || edges != nodes - 1) return fail_at(0);

  NumberSet<max_nodes> reached(nodes);
  NumberSet<limits::max_registers> used(image_.count(Section::registers));
  std::uint32_t next_edge = 0;
  for (std::uint32_t i = 0; i < nodes; ++i) {
    const auto node = image_.row<PlanNode>(Section::plan_nodes, i);
    if (node.first_edge != next_edge || node.edge_count > edges - next_edge) return fail_at(i);
    next_edge += node.edge_count;
    if (!is_sound(node, i) || !has_sound_edges(node, i)) return fail_at(i);
    for (std::uint32_t edge = node.first_edge; edge < next_edge; ++edge) {
      if (!reached.add(image_.row<PlanEdge>(Section::plan_edges, edge).node)) return fail_at(i);
    }
    if (node.slot != image::none && !used.add(node.slot)) return fail_at(i);
  }
  return true;
}

bool Verifier::is_sound(const PlanNode& node, std::uint32_t number) const {
  const bool is_root = number == 0;
  if (node.read_as >= image::read_as_count || !has_string(node.path)) {
    return false;
  }
  if (node.reserved[0] != 0 || node.reserved[1] != 0 || node.reserved[2] != 0) return false;
  if (node.slots_begin > node.slots_end || node.slots_end > image_.count(Section::registers)) {
    return false;
  }
  if (is_root && node.slots_begin != 0) return false;
  if (!is_root && node.slots_begin == node.slots_end) return false;
  const auto read_as = static_cast<ReadAs>(node.read_as);
  if (is_leaf(read_as) && (is_root || node.edge_count != 0)) return false;
  if (read_as == ReadAs::nothing) return node.slot == image::none;
  return node.slot >= node.slots_begin && node.slot < node.slots_end &&
         kind_of(node.slot) == kind_for(read_as);
}

bool Verifier::has_sound_edges(const PlanNode& node, std::uint32_t number) const {
  std::uint64_t slots = node.slot == image::none ? 0 : 1;
  for (std::uint32_t i = 0; i < node.edge_count; ++i) {
    const auto edge = image_.row<PlanEdge>(Section::plan_edges, node.first_edge + i);
    if (!has_string(edge.name)) return false;
    if (edge.node <= number || edge.node >= image_.count(Section::plan_nodes)) return false;
    // The response is written, never read: the reader keeps its place and passes over it.
    if (number == 0 && image_.string(edge.name) == "response") return false;
    const auto child = image_.row<PlanNode>(Section::plan_nodes, edge.node);
    if (child.slots_begin < node.slots_begin || child.slots_end > node.slots_end) return false;
    if (child.slots_begin > child.slots_end) return false;
    slots += child.slots_end - child.slots_begin;
  }
  return slots == node.slots_end - node.slots_begin;
}

}  // namespace lintel::runtime
