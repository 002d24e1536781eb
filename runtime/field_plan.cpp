// SPDX-License-Identifier: Apache-2.0
// Rows of the image to edges and nodes.
#include "runtime/field_plan.h"

#include "runtime/json_text.h"

namespace lintel::runtime {
namespace {

using image::PlanEdge;
using image::PlanNode;
using image::Section;

struct RoleName {
  std::string_view name;
  Role role;
};
constexpr RoleName role_names[] = {
    {"triggerSource", Role::source}, {"version", Role::version}, {"response", Role::response}};

Role role_of(std::string_view name) {
  for (const RoleName& row : role_names) {
    if (row.name == name) return row.role;
  }
  return Role::none;
}

bool has_edge(const PlannedEdge* begin, const PlannedEdge* end, std::string_view name) {
  for (const PlannedEdge* edge = begin; edge != end; ++edge) {
    if (edge->name == name) return true;
  }
  return false;
}

}  // namespace

const PlannedEdge* PlannedNode::find(const RawText& name) const {
  for (const PlannedEdge* edge = edges; edge != edges + edge_count; ++edge) {
    if (equals(name, edge->name)) return edge;
  }
  return nullptr;
}

std::size_t FieldPlan::edge_count(const image::View& image) {
  return image.count(Section::plan_edges) + std::size(role_names);
}

FieldPlan::FieldPlan(const image::View& image, PlannedNode* nodes, PlannedEdge* edges)
    : nodes_(nodes) {
  for (std::uint32_t number = 0; number < image.count(Section::plan_nodes); ++number) {
    const auto row = image.row<PlanNode>(Section::plan_nodes, number);
    const bool is_root = number == 0;
    PlannedEdge* const begin = edges;
    for (std::uint32_t i = 0; i < row.edge_count; ++i) {
      const auto edge = image.row<PlanEdge>(Section::plan_edges, row.first_edge + i);
      const std::string_view name = image.string(edge.name);
      *edges++ = {name, edge.node, is_root ? role_of(name) : Role::none};
    }
    if (is_root) {
      for (const RoleName& wanted : role_names) {
        if (has_edge(begin, edges, wanted.name)) continue;
        *edges++ = {wanted.name, image::none, wanted.role};
      }
    }
    nodes[number] = {begin,
                     static_cast<std::uint32_t>(edges - begin),
                     row.slot,
                     row.slots_begin,
                     row.slots_end,
                     row.path,
                     static_cast<image::ReadAs>(row.read_as)};
  }
}

}  // namespace lintel::runtime
