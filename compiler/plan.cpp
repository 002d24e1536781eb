// SPDX-License-Identifier: Apache-2.0
#include "compiler/plan.h"

#include <utility>

#include <fmt/format.h>

namespace lintel::compiler {
image::Kind register_kind(image::ReadAs read_as) {
  switch (read_as) {
    case image::ReadAs::flag: return image::Kind::boolean;
    case image::ReadAs::object: return image::Kind::object;
    case image::ReadAs::array: return image::Kind::array;
    case image::ReadAs::integer: return image::Kind::integer;
    case image::ReadAs::number: return image::Kind::number;
    case image::ReadAs::text:
    case image::ReadAs::nothing: break;
  }
  return image::Kind::text;
}

void Plan::add(const Field& field) {
  Node* node = &root_;
  for (const auto& part : field.path) {
    auto& child = node->children[part];
    if (!child) child = std::make_unique<Node>();
    node = child.get();
  }
  node->read_as = field.read_as;
}

// Depth first: the slots of a subtree follow each other.
void Plan::number_slots(Node& node, ImageBuilder& image) {
  node.slots_begin = static_cast<std::uint32_t>(image.registers.size());
  if (node.read_as != image::ReadAs::nothing) {
    node.slot = node.slots_begin;
    image.registers.push_back(static_cast<std::uint8_t>(register_kind(node.read_as)));
  }
  for (const auto& [name, child] : node.children) number_slots(*child, image);
  node.slots_end = static_cast<std::uint32_t>(image.registers.size());
}

// Breadth first: edges lead to later nodes, and stand in the order of the nodes that they leave.
void Plan::emit(ImageBuilder& image) {
  number_slots(root_, image);
  std::vector<std::pair<const Node*, std::string>> queue{{&root_, ""}};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const Node& node = *queue[i].first;
    const std::string path = queue[i].second;
    image::PlanNode row{};
    row.first_edge = static_cast<std::uint32_t>(image.plan_edges.size());
    row.edge_count = static_cast<std::uint32_t>(node.children.size());
    row.slot = node.slot;
    row.slots_begin = node.slots_begin;
    row.slots_end = node.slots_end;
    row.path = image.string(path);
    row.read_as = static_cast<std::uint8_t>(node.read_as);
    image.plan_nodes.push_back(row);
    for (const auto& [name, child] : node.children) {
      image.plan_edges.push_back({image.string(name), static_cast<std::uint32_t>(queue.size())});
      queue.emplace_back(child.get(), path.empty() ? name : fmt::format("{}.{}", path, name));
    }
  }
}

std::uint32_t Plan::slot(const Field& field) const {
  const Node* node = &root_;
  for (const auto& part : field.path) node = node->children.at(part).get();
  return node->slot;
}

}  // namespace lintel::compiler
