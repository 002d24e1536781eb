// SPDX-License-Identifier: Apache-2.0
// The field plan: where the verifier finds the first thing that keeps it from being a tree whose
// nodes have the slots of their fields.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/changed_image.h"
#include "tests/runtime/fence.h"

namespace lintel::test {
namespace {

using image::PlanEdge;
using image::PlanNode;
using image::Section;

std::string bad_node(const Bytes& image, Number number) {
  return refused(image, FaultKind::image_plan, Section::plan_nodes, number);
}

void set_slot(PlanNode& node, Number slot) {
  node.slot = node.slots_begin = slot;
  node.slots_end = slot + 1;
}

TEST(VerifierPlan, NoTwoFieldsShareANodeOrASlot) {
  constexpr Number count = 130;
  std::vector<std::pair<std::string, ReadAs>> fields;
  for (Number i = 0; i < count; ++i) fields.emplace_back("f" + std::to_string(i), ReadAs::text);
  const Bytes image = ImageSketch(fields).finish();
  EXPECT_EQ(verdict(image), "loads");
  for (const Number field : {1U, 2U, 62U, 63U, 64U, 65U, 126U, 127U, 128U, 129U}) {
    const Bytes shared_node = with<PlanEdge>(image, Section::plan_edges, field,
                                             [&](PlanEdge& edge) { edge.node = field; });
    EXPECT_EQ(verdict(shared_node), bad_node(image, 0)) << field;
    const Bytes shared_slot = with<PlanNode>(image, Section::plan_nodes, field + 1,
                                             [&](PlanNode& node) { set_slot(node, field - 1); });
    EXPECT_EQ(verdict(shared_slot), bad_node(image, field + 1)) << field;
  }
}

TEST(VerifierPlan, APlanHasALeastAndALargestSize) {
  const auto with_nodes = [](std::size_t count) {
    ImageSketch sketch;
    sketch.builder.plan_nodes.resize(count);
    if (count > 1) sketch.builder.plan_edges.resize(count - 1);
    return sketch.finish();
  };
  const Bytes none = with_nodes(0);
  EXPECT_EQ(verdict(none), bad_node(none, 0));
  EXPECT_EQ(verdict(with_nodes(1)), "loads");
  // Nothing leads to the second node; that is not looked at if there are too many.
  constexpr std::size_t most = limits::max_registers * limits::max_path_parts;
  const Bytes full = with_nodes(most);
  EXPECT_EQ(verdict(full), bad_node(full, 1));
  const Bytes too_large = with_nodes(most + 1);
  EXPECT_EQ(verdict(too_large), bad_node(too_large, 0));
}

// Nodes: the event, a, a.b, c, c.d.
TEST(VerifierPlan, NodesHaveTheSlotsOfThoseBelow) {
  const std::vector<std::pair<std::string, ReadAs>> fields = {{"a.b", ReadAs::text},
                                                              {"c.d", ReadAs::text}};
  const auto swapped = [&](Number first, Number second) {
    ImageSketch sketch(fields);
    PlanNode& one = sketch.builder.plan_nodes[first];
    PlanNode& other = sketch.builder.plan_nodes[second];
    std::swap(one.slot, other.slot);
    std::swap(one.slots_begin, other.slots_begin);
    std::swap(one.slots_end, other.slots_end);
    return sketch;
  };
  EXPECT_EQ(verdict(ImageSketch(fields).finish()), "loads");
  const Bytes leaves = swapped(2, 4).finish();
  EXPECT_EQ(verdict(leaves), bad_node(leaves, 1));
  const Bytes objects = swapped(1, 3).finish();
  EXPECT_EQ(verdict(objects), bad_node(objects, 1));
  // The slots need not have the order of the nodes.
  ImageSketch both = swapped(2, 4);
  std::swap(both.builder.plan_nodes[1].slots_begin, both.builder.plan_nodes[3].slots_begin);
  std::swap(both.builder.plan_nodes[1].slots_end, both.builder.plan_nodes[3].slots_end);
  EXPECT_EQ(verdict(both.finish()), "loads");
}

TEST(VerifierPlan, SlotsLieInTheRangeOfTheirNode) {
  const auto swapped = [](auto change) {
    ImageSketch sketch({{"a", ReadAs::text}, {"b", ReadAs::text}});
    change(sketch.builder.plan_nodes[1], sketch.builder.plan_nodes[2]);
    return sketch.finish();
  };
  const Bytes behind = swapped([](PlanNode& a, PlanNode& b) { std::swap(a.slot, b.slot); });
  EXPECT_EQ(verdict(behind), bad_node(behind, 1));
  const Bytes before = swapped([](PlanNode& a, PlanNode& b) {
    std::swap(a.slots_begin, b.slots_begin);
    std::swap(a.slots_end, b.slots_end);
  });
  EXPECT_EQ(verdict(before), bad_node(before, 1));
}

TEST(VerifierPlan, NodesWithoutSlotsLeadNowhere) {
  ImageSketch sketch({{"a.b", ReadAs::text}});
  auto& nodes = sketch.builder.plan_nodes;
  sketch.builder.plan_edges.push_back({sketch.builder.string("c"), 3});
  nodes[1].edge_count = 2;
  nodes[2].first_edge = 3;
  nodes.push_back(nodes[2]);
  nodes[3].read_as = static_cast<std::uint8_t>(ReadAs::nothing);
  nodes[3].slot = image::none;
  nodes[3].slots_begin = nodes[3].slots_end = 1;
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), bad_node(image, 3));
}

TEST(VerifierPlan, SlotsAreRegisters) {
  ImageSketch sketch({{"a", ReadAs::text}});
  sketch.builder.registers.clear();
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), bad_node(image, 0));
}

TEST(VerifierPlan, TheEventHasTheFirstSlots) {
  ImageSketch sketch({{"a", ReadAs::text}});
  sketch.reg(Kind::text);
  sketch.builder.plan_nodes[0].slots_begin = 1;
  sketch.builder.plan_nodes[0].slots_end = 2;
  set_slot(sketch.builder.plan_nodes[1], 1);
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), bad_node(image, 0));
}

TEST(VerifierPlan, OnlyObjectsHaveMembers) {
  const Bytes text = ImageSketch({{"a", ReadAs::text}, {"a.b", ReadAs::text}}).finish();
  EXPECT_EQ(verdict(text), bad_node(text, 1));
  EXPECT_EQ(verdict(ImageSketch({{"a", ReadAs::object}, {"a.b", ReadAs::text}}).finish()), "loads");
}

TEST(VerifierPlan, TheEventIsAnObject) {
  const auto event = [](ReadAs read_as, Kind kind) {
    ImageSketch sketch;
    set_slot(sketch.builder.plan_nodes[0], sketch.reg(kind));
    sketch.builder.plan_nodes[0].read_as = static_cast<std::uint8_t>(read_as);
    return sketch.finish();
  };
  const Bytes text = event(ReadAs::text, Kind::text);
  EXPECT_EQ(verdict(text), bad_node(text, 0));
  EXPECT_EQ(verdict(event(ReadAs::object, Kind::object)), "loads");
}

TEST(VerifierPlan, EdgesLeadToLaterNodes) {
  ImageSketch sketch({{"a", ReadAs::text}});
  // The instruction stands where a third node would have its slots.
  const Number time = sketch.reg(Kind::time);
  const Number seconds = sketch.builder.integer(0);
  const Number nanoseconds = sketch.builder.integer(1);
  sketch.emit(Opcode::load_time, time, seconds, nanoseconds);
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), "loads");
  for (const Number node : {0U, 2U, 3U, image::none}) {
    const Bytes wrong =
        with<PlanEdge>(image, Section::plan_edges, 0, [&](PlanEdge& edge) { edge.node = node; });
    EXPECT_EQ(verdict(wrong), bad_node(image, 0)) << node;
  }
}

TEST(VerifierPlan, TheResponseIsNotRead) {
  const Bytes response = ImageSketch({{"response", ReadAs::text}}).finish();
  EXPECT_EQ(verdict(response), bad_node(response, 0));
  EXPECT_EQ(verdict(ImageSketch({{"a.response", ReadAs::text}}).finish()), "loads");
}

// The edges of this image are its last bytes.
TEST(VerifierPlan, NoEdgeIsReadBehindTheLast) {
  ImageSketch sketch({{"a.b", ReadAs::text}});
  const Bytes image = sketch.builder.finish(1, "test", false);
  EXPECT_EQ(verdict(FencedCopy(image).bytes()), "loads");
  for (const Number number : {0U, 1U}) {
    const Bytes wrong = with<PlanNode>(image, Section::plan_nodes, number,
                                       [&](PlanNode& node) { node.edge_count = 3 - number; });
    EXPECT_EQ(verdict(FencedCopy(wrong).bytes()), bad_node(image, number));
  }
}

}  // namespace
}  // namespace lintel::test
