// SPDX-License-Identifier: Apache-2.0
// Rule indexes: where the verifier finds what is wrong, beside the end of each section above all.
#include <gtest/gtest.h>

#include <string>

#include "runtime/limits.h"
#include "tests/runtime/changed_image.h"
#include "tests/runtime/index_sketch.h"

namespace lintel::test {
namespace {

using image::CandidateRow;
using image::IndexGroupRow;
using image::IndexNodeRow;
using image::IndexRow;
using image::none;
using image::Section;

std::string bad(const Bytes& image, Section section, Number row) {
  return refused(image, FaultKind::image_index, section, row);
}

// Two programs, each with an index of one node.
Bytes two_indexes() {
  IndexSketch sketch(2);
  sketch.node(none, 1, 1);
  sketch.texts(Lookup::whole, 0, {"a", "b"}, {0, 1});
  sketch.end();
  sketch.start(2);
  sketch.node(none, 1, 1);
  sketch.texts(Lookup::whole, 0, {"a", "b"}, {0, 1});
  return sketch.finish();
}

TEST(VerifierIndex, EachProgramHasTheNextIndex) {
  const Bytes image = two_indexes();
  EXPECT_EQ(verdict(image), "loads");
  for (const Number number : {0U, 1U}) {
    const Bytes wrong = with<image::ProgramRow>(image, Section::programs, number,
                                                [&](auto& row) { row.index = 1 - number; });
    EXPECT_EQ(verdict(wrong), bad(image, Section::indexes, number));
  }
}

TEST(VerifierIndex, EachIndexHasTheNextRows) {
  const Bytes image = two_indexes();
  const auto change = [&](Number number, auto set) {
    return verdict(with<IndexRow>(image, Section::indexes, number, set));
  };
  for (const Number number : {0U, 1U}) {
    const std::string wrong = bad(image, Section::indexes, number);
    EXPECT_EQ(change(number, [&](auto& row) { row.candidate_count = 5 - 2 * number; }), wrong);
    EXPECT_EQ(change(number, [&](auto& row) { row.node_count = 3 - number; }), wrong);
    EXPECT_EQ(change(number, [](auto& row) { row.node_count = 0; }), wrong);
    EXPECT_EQ(change(number, [](auto& row) { ++row.first_candidate; }), wrong);
    EXPECT_EQ(change(number, [](auto& row) { ++row.first_node; }), wrong);
  }
  for (Number row = 0; row < 4; ++row) {
    const Bytes wrong =
        with<CandidateRow>(image, Section::candidates, row, [](auto& one) { one.rule = 4; });
    EXPECT_EQ(verdict(wrong), bad(image, Section::candidates, row));
  }
  for (Number row = 0; row < 2; ++row) {
    const Bytes wrong =
        with<IndexNodeRow>(image, Section::index_nodes, row, [](auto& node) { node.level = 1; });
    EXPECT_EQ(verdict(wrong), bad(image, Section::index_nodes, row));
  }
}

// What follows the section of indexes would do for one.
TEST(VerifierIndex, NoIndexIsReadBehindTheLast) {
  ImageSketch sketch;
  const Number rule = sketch.rule("r");
  const Number select = sketch.emit(Opcode::select);
  sketch.emit(Opcode::fire_candidate);
  const Number advance = sketch.emit(Opcode::advance);
  sketch.land(select);
  sketch.land(advance);
  sketch.end_program();
  sketch.builder.programs[0].index = 0;
  sketch.builder.programs[0].max_fired = 2;
  sketch.builder.candidates = {{rule, 2}, {rule, 1}};
  sketch.builder.index_nodes.push_back({0, 0, none, 0, 0});
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), bad(image, Section::indexes, 0));
}

// The postings would do for another group.
TEST(VerifierIndex, NoGroupIsReadBehindTheLast) {
  IndexSketch sketch(7);
  sketch.sketch.builder.list(Kind::text, {});
  sketch.node(node_at(1), 1, 2);
  sketch.texts(Lookup::whole, 0, {"a", "b", "c", "d", "e", "f"}, {0, 0, 6, none, none, none});
  sketch.node(none, 0, 1, 1);
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), "loads");
  const Bytes wrong =
      with<IndexNodeRow>(image, Section::index_nodes, 1, [](auto& node) { node.group_count = 1; });
  EXPECT_EQ(verdict(wrong), bad(image, Section::index_nodes, 1));
}

// The pattern would do for another table.
TEST(VerifierIndex, NoTableIsReadBehindTheLast) {
  IndexSketch sketch(1);
  compiler::regex::Automaton pattern;
  pattern.class_count = 1;
  pattern.state_count = 2;
  pattern.start = pattern.first_accepting = 1;
  pattern.ranges = {image::dfa_range(0x80, 0)};
  pattern.words.assign(image::dfa_ascii, 0);
  pattern.words.insert(pattern.words.end(), {0, 1});
  sketch.sketch.builder.dfa("", pattern);
  ASSERT_EQ(sketch.sketch.builder.string(""), 0U);
  sketch.node(none, 1, 0);
  sketch.texts(Lookup::whole, 0, {}, {});
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), "loads");
  const Bytes wrong =
      with<IndexGroupRow>(image, Section::index_groups, 0, [](auto& group) { group.table = 1; });
  EXPECT_EQ(verdict(wrong), bad(image, Section::index_nodes, 0));
}

TEST(VerifierIndex, GroupsLookInListsOfTheirKind) {
  IndexSketch sketch(1);
  auto& builder = sketch.sketch.builder;
  const Number map = builder.map(Kind::boolean, {builder.string("k")}, {1});
  sketch.node(none, 1, 1);
  sketch.group(Lookup::whole, "t", 0, map, {0});
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), bad(image, Section::index_nodes, 0));
}

// Behind the registers stand zeros, which are the kind of texts.
TEST(VerifierIndex, GroupsLookUpRegisters) {
  const Bytes image = two_indexes();
  const Number count = image::View(image).count(Section::registers);
  ASSERT_NE(count % 8, 0U);
  const auto with_key = [&](Number key) {
    return verdict(with<IndexGroupRow>(image, Section::index_groups, 0, [&](auto& group) {
      group.key = static_cast<std::uint16_t>(key);
    }));
  };
  EXPECT_EQ(with_key(count), bad(image, Section::index_nodes, 0));
}

TEST(VerifierIndex, GroupsHaveTheirOwnPostings) {
  for (const Number missing : {0U, 1U, 2U}) {
    IndexSketch sketch(2);
    sketch.node(none, 2, 2);
    sketch.texts(Lookup::whole, 0, {"a", "b"}, {0, 1});
    sketch.texts(Lookup::prefix, 1, {"a", "b"}, {0, 1});
    sketch.sketch.builder.postings.resize(4 - missing);
    const Bytes image = sketch.finish();
    EXPECT_EQ(verdict(image), missing == 0 ? "loads" : bad(image, Section::index_nodes, 0));
  }
  IndexSketch alone(1);
  alone.node(none, 1, 1);
  alone.texts(Lookup::whole, 0, {"a", "b"}, {0});
  const Bytes image = alone.finish();
  EXPECT_EQ(verdict(image), bad(image, Section::index_nodes, 0));
}

// How many lists a look-up may have to go along: a node with that number loads, one with less does
// not.
void expect_cursors(IndexSketch sketch, std::uint16_t most) {
  sketch.sketch.builder.index_nodes[0].max_cursors = most;
  EXPECT_EQ(verdict(IndexSketch(sketch).finish()), "loads") << most;
  if (most == 0) return;
  sketch.sketch.builder.index_nodes[0].max_cursors = static_cast<std::uint16_t>(most - 1);
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), bad(image, Section::index_nodes, 0)) << most;
}

TEST(VerifierIndex, CursorsAreCounted) {
  IndexSketch nothing(1);
  nothing.node(none, 1, 0);
  nothing.texts(Lookup::whole, 0, {"a", "b"}, {none, none});
  expect_cursors(nothing, 0);
  IndexSketch others(1);
  others.node(0, 1, 0);
  others.texts(Lookup::whole, 0, {"a", "b"}, {none, none});
  expect_cursors(others, 1);
  IndexSketch absent(1);
  absent.node(none, 1, 0);
  absent.texts(Lookup::whole, 0, {"a", "b"}, {none, none}, 0);
  expect_cursors(absent, 1);
  IndexSketch either(1);
  either.node(0, 2, 0);
  either.texts(Lookup::whole, 0, {"a", "b"}, {none, 0}, 0);
  either.texts(Lookup::prefix, 1, {"a", "b"}, {0, 0});
  expect_cursors(either, 3);
  // A look-up in a range goes from a leaf of the tree to its root.
  const std::uint16_t levels[] = {1, 2, 3, 3, 4, 4, 4, 4, 5};
  for (std::size_t count = 0; count < std::size(levels); ++count) {
    IndexSketch range(1);
    range.node(none, 1, 0);
    std::vector<std::int64_t> keys;
    for (std::size_t i = 0; i < count; ++i) keys.push_back(static_cast<std::int64_t>(i));
    Numbers postings(2 * (count + 1), none);
    postings.back() = 0;
    range.integers(Lookup::range, keys, postings);
    expect_cursors(range, levels[count]);
  }
}

TEST(VerifierIndex, NodesBelowCountAsManyCursorsAsTheySay) {
  for (const bool is_absent : {false, true}) {
    for (const std::uint16_t most : {std::uint16_t{2}, std::uint16_t{0xffff}}) {
      IndexSketch sketch(1);
      sketch.node(none, 1, 0);
      sketch.texts(Lookup::whole, 0, {"a"}, {is_absent ? 0 : node_at(1)},
                   is_absent ? node_at(1) : none);
      sketch.node(0, 0, most, 1);
      expect_cursors(sketch, most);
    }
  }
}

TEST(VerifierIndex, NodesAreReferredToInTheirOrder) {
  const auto load = [](Number first, Number second) {
    IndexSketch sketch(1);
    sketch.node(node_at(first), 1, 2);
    sketch.texts(Lookup::whole, 0, {"a"}, {second == none ? none : node_at(second)});
    sketch.node(0, 0, 1, 1);
    sketch.node(0, 0, 1, 1);
    const Bytes image = sketch.finish();
    const std::string said = verdict(image);
    if (said == "loads") return said;
    if (said == bad(image, Section::index_nodes, 0)) return std::string("node");
    return said == bad(image, Section::indexes, 0) ? "index" : said;
  };
  EXPECT_EQ(load(1, 2), "loads");
  EXPECT_EQ(load(2, 1), "node");
  EXPECT_EQ(load(1, 1), "node");
  EXPECT_EQ(load(1, 3), "node");
  EXPECT_EQ(load(1, none), "index");
}

// What follows the lists, the row of a trigger, would do for more of one.
TEST(VerifierIndex, NoListIsReadBehindTheLast) {
  const auto with_lists = [](const Numbers& words) {
    IndexSketch sketch(3);
    sketch.node(list_at(0), 0, 1);
    sketch.sketch.builder.posting_lists = words;
    sketch.end();
    sketch.sketch.builder.triggers.push_back({1, 0, 0, 0, 0, none, none});
    return sketch.sketch.finish();
  };
  EXPECT_EQ(verdict(with_lists({1, 2})), "loads");
  EXPECT_EQ(verdict(with_lists({3, 0, 1, 2})), "loads");
  for (const Numbers& words : {Numbers{}, Numbers{0}, Numbers{2, 0}, Numbers{3, 0}, Numbers{1},
                               Numbers{2, 1, 1, 0}, Numbers{2, 1, 3, 0}, Numbers{none, 0}}) {
    const Bytes image = with_lists(words);
    EXPECT_EQ(verdict(image), bad(image, Section::index_nodes, 0)) << words.size();
  }
  const Bytes more = with_lists({1, 2, 0});
  EXPECT_EQ(verdict(more), bad(more, Section::posting_lists, 2));
}

TEST(VerifierIndex, LoopsMayFollowALookUp) {
  const auto load = [](bool is_before) {
    ImageSketch sketch;
    const Number list = sketch.reg(Kind::list);
    const Number element = sketch.reg(Kind::text);
    Number top = 0;
    if (is_before) top = sketch.emit(Opcode::next, element, list, 0);
    const Number select = sketch.emit(Opcode::select);
    sketch.land(select);
    if (!is_before) top = sketch.emit(Opcode::next, element, list, 0);
    const Number last = sketch.emit(Opcode::repeat, 0, 0, 0, top);
    sketch.land(top);
    sketch.builder.index_nodes.push_back({0, 0, none, 0, 0});
    sketch.builder.indexes.push_back({0, 0, 0, 1});
    const Bytes image = sketch.finish();
    const std::string wrong =
        refused(image, FaultKind::image_instruction, Section::instructions, last);
    EXPECT_EQ(verdict(image), is_before ? wrong : "loads");
  };
  load(false);
  load(true);
}

}  // namespace
}  // namespace lintel::test
