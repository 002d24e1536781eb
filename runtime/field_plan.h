// SPDX-License-Identifier: Apache-2.0
// The field plan of an image as the reader wants it: rows and names looked up once for an
// evaluator, not for every event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/image.h"
#include "runtime/json_scanner.h"

namespace lintel::runtime {

// What the runtime itself wants to know of a member of the event.
enum class Role : std::uint8_t { none, source, version, response };

// A member that somebody asks for.
struct PlannedEdge {
  std::string_view name;
  std::uint32_t node;  // none: only its role counts
  Role role;
};

struct PlannedNode {
  const PlannedEdge* edges;
  std::uint32_t edge_count;
  std::uint32_t slot;  // register, or none
  std::uint32_t slots_begin;
  std::uint32_t slots_end;
  std::uint32_t path;  // string
  image::ReadAs read_as;

  // Null if nobody asks for the member.
  const PlannedEdge* find(const RawText& name) const;
};

class FieldPlan {
 public:
  // How many edges there are in the plan of an image, with those for the roles.
  static std::size_t edge_count(const image::View& image);

  // `nodes` has room for the nodes of the image, `edges` for edge_count(). Both belong to the
  // caller.
  FieldPlan(const image::View& image, PlannedNode* nodes, PlannedEdge* edges);

  const PlannedNode& root() const { return nodes_[0]; }
  const PlannedNode& node(std::uint32_t number) const { return nodes_[number]; }
  std::uint32_t number(const PlannedNode& node) const {
    return static_cast<std::uint32_t>(&node - nodes_);
  }

 private:
  const PlannedNode* nodes_;
};

}  // namespace lintel::runtime
