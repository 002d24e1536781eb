// SPDX-License-Identifier: Apache-2.0
// The rule index: what each kind of look-up finds, in which order, and what the verifier refuses.
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/index_sketch.h"
#include "tests/runtime/sample_image.h"
#include "tests/runtime/seen_opcodes.h"

namespace lintel::test {
namespace {

using image::IndexGroupRow;
using image::IndexNodeRow;
using image::IndexRow;
using image::Section;

Numbers fired(Engine& engine, const std::string& event) {
  const Outcome outcome = engine.run(event);
  EXPECT_EQ(outcome.kind(), OutcomeKind::answered);
  return {outcome.fired().begin(), outcome.fired().end()};
}

Numbers for_text(Engine& engine, const std::string& text) {
  return fired(engine, R"({"t":")" + text + "\"}");
}

Numbers for_number(Engine& engine, std::int64_t value) {
  return fired(engine, "{\"n\":" + std::to_string(value) + "}");
}

TEST(RuleIndex, FindsWholeTexts) {
  IndexSketch sketch(5);
  sketch.node(4, 1, 2);
  sketch.texts(Lookup::whole, 0, {"a", "bc"}, {1, sketch.list({0, 2})}, 3);
  note_opcodes(sketch.sketch.builder.instructions);
  Engine engine(sketch.finish());
  EXPECT_EQ(for_text(engine, "a"), (Numbers{1, 4}));
  EXPECT_EQ(for_text(engine, "bc"), (Numbers{0, 2, 4}));
  EXPECT_EQ(for_text(engine, "b"), (Numbers{4}));
  EXPECT_EQ(for_text(engine, ""), (Numbers{4}));
  EXPECT_EQ(fired(engine, "{}"), (Numbers{3, 4}));
}

TEST(RuleIndex, FindsBeginningsAndEnds) {
  IndexSketch sketch(4);
  sketch.node(image::none, 3, 3);
  sketch.texts(Lookup::prefix, 1, {"a"}, {3});
  sketch.texts(Lookup::prefix, 2, {"ab", "é"}, {1, 2});
  sketch.texts(Lookup::suffix, 2, {"ab", "ba"}, {0, sketch.list({0, 1})});
  Engine engine(sketch.finish());
  EXPECT_EQ(for_text(engine, "a"), (Numbers{3}));
  EXPECT_EQ(for_text(engine, "ab"), (Numbers{0, 1, 3}));
  EXPECT_EQ(for_text(engine, "aba"), (Numbers{0, 1, 3}));  // each once
  EXPECT_EQ(for_text(engine, "éa"), (Numbers{2}));
  EXPECT_EQ(for_text(engine, "xab"), (Numbers{0}));
  EXPECT_EQ(for_text(engine, "b"), Numbers{});
  EXPECT_EQ(fired(engine, "{}"), Numbers{});
}

TEST(RuleIndex, FindsNumbersAndRanges) {
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto highest = std::numeric_limits<std::int64_t>::max();
  IndexSketch sketch(6);
  sketch.node(image::none, 2, 4);
  sketch.integers(Lookup::integer, {7, lowest}, {0, 5}, 4);
  // Segments: below 0, 0 to 9, from 10 on. Leaves 3 to 5; node 2 stands above 4 and 5.
  sketch.integers(Lookup::range, {0, 10}, {image::none, image::none, 3, 1, 2, 4});
  Engine engine(sketch.finish());
  EXPECT_EQ(for_number(engine, lowest), (Numbers{1, 5}));
  EXPECT_EQ(for_number(engine, -1), (Numbers{1}));
  EXPECT_EQ(for_number(engine, 0), (Numbers{2, 3}));
  EXPECT_EQ(for_number(engine, 7), (Numbers{0, 2, 3}));
  EXPECT_EQ(for_number(engine, 9), (Numbers{2, 3}));
  EXPECT_EQ(for_number(engine, 10), (Numbers{3, 4}));
  EXPECT_EQ(for_number(engine, highest), (Numbers{3, 4}));
  EXPECT_EQ(fired(engine, "{}"), (Numbers{4}));
}

TEST(RuleIndex, LooksUpMoreInNodesBelow) {
  IndexSketch sketch(4);
  sketch.node(3, 1, 3);
  sketch.texts(Lookup::whole, 0, {"a", "b"}, {node_at(1), 0});
  sketch.node(1, 1, 2, 1);
  sketch.integers(Lookup::integer, {7}, {2}, 0);
  Engine engine(sketch.finish());
  EXPECT_EQ(fired(engine, R"({"t":"a","n":7})"), (Numbers{1, 2, 3}));
  EXPECT_EQ(fired(engine, R"({"t":"a","n":8})"), (Numbers{1, 3}));
  EXPECT_EQ(fired(engine, R"({"t":"a"})"), (Numbers{0, 1, 3}));
  EXPECT_EQ(fired(engine, R"({"t":"b","n":7})"), (Numbers{0, 3}));
}

TEST(RuleIndex, WithoutCandidatesTheProgramGoesOn) {
  IndexSketch sketch(1);
  sketch.node(image::none, 0, 0);
  Engine engine(sketch.finish());
  EXPECT_EQ(fired(engine, "{}"), Numbers{});
}

// More would fit nowhere: what is noted is counted when it runs.
TEST(RuleIndex, NotesNoMoreThanThereIsRoomFor) {
  ImageSketch sketch;
  const Number rule = sketch.rule("r");
  const Number select = sketch.emit(Opcode::select);
  const Number body = sketch.emit(Opcode::fire_candidate);
  sketch.emit(Opcode::fire_candidate);
  sketch.emit(Opcode::fire, 0, rule);
  const Number advance = sketch.emit(Opcode::advance);
  sketch.land(select);
  sketch.land(advance);
  auto& builder = sketch.builder;
  builder.candidates = {{rule, body}, {rule, body}};
  builder.posting_lists = {2, 0, 1};
  builder.index_nodes.push_back({0, 0, list_at(0), 1, 0});
  builder.indexes.push_back({0, 2, 0, 1});
  Engine engine(sketch.finish());
  EXPECT_EQ(fired(engine, "{}").size(), 3u);  // 2 candidates and a `fire`, out of 6
}

template <typename Row>
FaultKind with_row(Section section, Number number, const std::function<void(Row&)>& change) {
  Bytes bytes = sample_image();
  const image::View view(bytes);
  EXPECT_LT(number, view.count(section));
  std::byte* const at = bytes.data() + (view.start(section) - bytes.data()) + number * sizeof(Row);
  auto row = image::load<Row>(at);
  change(row);
  std::memcpy(at, &row, sizeof row);
  const auto body = std::span<const std::byte>(bytes).subspan(sizeof(image::Header));
  const std::uint64_t hash = image::hash(body);
  std::memcpy(bytes.data() + offsetof(image::Header, content_hash), &hash, sizeof hash);
  const auto loaded = Ruleset::load(bytes);
  EXPECT_FALSE(loaded);
  return loaded ? FaultKind::event_too_large : loaded.fault().kind;
}

template <typename Row>
void bad(Section section, Number number, const std::function<void(Row&)>& change) {
  EXPECT_EQ(with_row<Row>(section, number, change), FaultKind::image_index);
}

TEST(RuleIndexVerifier, Indexes) {
  const auto bad_index = [](const std::function<void(IndexRow&)>& change) {
    bad<IndexRow>(Section::indexes, 0, change);
  };
  bad_index([](auto& i) { i.first_candidate = 1; });
  bad_index([](auto& i) { i.candidate_count = 5; });
  bad_index([](auto& i) { i.candidate_count = 3; });  // a posting has another
  bad_index([](auto& i) { i.candidate_count = 0xffffffff; });
  bad_index([](auto& i) { i.first_node = 1; });
  bad_index([](auto& i) { i.node_count = 0; });
  bad_index([](auto& i) { i.node_count = 1; });  // a posting has another
  bad_index([](auto& i) { i.node_count = 3; });
  using image::CandidateRow;
  const Bytes bytes = sample_image();
  const image::View view(bytes);
  const Number body = view.row<CandidateRow>(Section::candidates, 0).instruction;
  for (Number i = 0; i < 4; ++i) {
    bad<CandidateRow>(Section::candidates, i, [](auto& c) { c.rule = 1; });
    bad<CandidateRow>(Section::candidates, i, [&](auto& c) { c.instruction = body - 1; });
    bad<CandidateRow>(Section::candidates, i, [&](auto& c) { c.instruction = 0; });
    bad<CandidateRow>(Section::candidates, i, [&](auto& c) { c.instruction = body + 4; });
  }
}

TEST(RuleIndexVerifier, Nodes) {
  const auto bad_node = [](Number number, const std::function<void(IndexNodeRow&)>& change) {
    bad<IndexNodeRow>(Section::index_nodes, number, change);
  };
  bad_node(0, [](auto& n) { n.first_group = 1; });
  bad_node(0, [](auto& n) { n.group_count = 2; });
  bad_node(0, [](auto& n) { n.group_count = 6; });
  bad_node(0, [](auto& n) { n.level = 1; });
  bad_node(0, [](auto& n) { n.max_cursors = 7; });
  bad_node(0, [](auto& n) { n.others = 4; });
  bad_node(0, [](auto& n) { n.others = list_at(3); });  // out of order
  bad_node(0, [](auto& n) { n.others = node_at(1); });  // referred to twice
  bad_node(0, [](auto& n) { n.others = node_at(0); });  // itself
  bad_node(0, [](auto& n) { n.others = image::posting_tags; });
  bad_node(1, [](auto& n) { n.level = 0; });
  bad_node(1, [](auto& n) { n.level = 2; });
  bad_node(1, [](auto& n) { n.max_cursors = 2; });
  bad_node(1, [](auto& n) { n.others = image::none; });  // a list that nothing refers to
  bad_node(1, [](auto& n) { n.others = list_at(100); });
}

TEST(RuleIndexVerifier, LevelsHaveALimit) {
  const auto with_levels = [](std::uint16_t levels) {
    IndexSketch sketch(1);
    for (std::uint16_t i = 0; i < levels; ++i)
      sketch.node(i + 1 < levels ? node_at(i + 1u) : 0, 0, 1, i);
    return static_cast<bool>(Ruleset::load(sketch.finish()));
  };
  EXPECT_TRUE(with_levels(limits::max_index_levels));
  EXPECT_FALSE(with_levels(limits::max_index_levels + 1));
}

TEST(RuleIndexVerifier, Groups) {
  const auto bad_group = [](Number number, const std::function<void(IndexGroupRow&)>& change) {
    bad<IndexGroupRow>(Section::index_groups, number, change);
  };
  for (Number i = 0; i < 5; ++i) {
    bad_group(i, [](auto& g) { g.lookup = image::lookup_count; });
    bad_group(i, [](auto& g) { g.reserved = 1; });
    bad_group(i, [](auto& g) { g.key = 60000; });
    bad_group(i, [](auto& g) { g.key = 2; });  // a boolean
    bad_group(i, [](auto& g) { g.table = 100; });
    bad_group(i, [](auto& g) { g.table = 2; });  // a map
    bad_group(i, [](auto& g) { ++g.first_posting; });
    bad_group(i, [](auto& g) { g.absent = 4; });
  }
  bad_group(0, [](auto& g) { g.length = 1; });
  bad_group(2, [](auto& g) { g.filter[0] = 1; });
  bad_group(4, [](auto& g) { g.filter[1] = 1; });
  bad_group(0, [](auto& g) { g.table = 0; });  // of integers
  bad_group(4, [](auto& g) { g.lookup = static_cast<std::uint8_t>(Lookup::whole); });
  bad_group(4, [](auto& g) { g.table = 1; });  // of texts
  IndexSketch descending(1);
  descending.node(image::none, 1, 5);
  descending.integers(Lookup::range, {5, 5}, Numbers(6, image::none));
  EXPECT_FALSE(Ruleset::load(descending.finish()));
}

TEST(RuleIndexVerifier, PostingsAndLists) {
  for (Number i = 0; i < 4; ++i)
    bad<Number>(Section::postings, i, [](auto& posting) { posting = 4; });
  bad<Number>(Section::postings, 0, [](auto& posting) { posting = node_at(0); });
  bad<Number>(Section::postings, 0, [](auto& posting) { posting = node_at(2); });
  bad<Number>(Section::postings, 1, [](auto& posting) { posting = list_at(3); });
  bad<Number>(Section::postings, 1, [](auto& posting) { posting = image::none; });
  const auto bad_word = [](Number place, Number value) {
    bad<Number>(Section::posting_lists, place, [value](auto& word) { word = value; });
  };
  bad_word(0, 0);  // empty
  bad_word(0, 1);
  bad_word(0, 3);
  bad_word(0, 0xffffffff);
  bad_word(1, 4);
  bad_word(2, 0);  // not ascending
  bad_word(2, 4);
  bad_word(3, 2);
  bad_word(3, 4);
}

TEST(RuleIndexVerifier, NothingIsLeftOver) {
  const auto with = [](const std::function<void(compiler::ImageBuilder&)>& change) {
    IndexSketch sketch(1);
    sketch.node(0, 0, 1);
    change(sketch.sketch.builder);
    const auto loaded = Ruleset::load(sketch.finish());
    return loaded || loaded.fault().kind != FaultKind::image_index;
  };
  EXPECT_TRUE(with([](auto&) {}));
  EXPECT_FALSE(with([](auto& b) { b.candidates.push_back(b.candidates.back()); }));
  EXPECT_FALSE(with([](auto& b) { b.index_groups.push_back({}); }));
  EXPECT_FALSE(with([](auto& b) { b.postings.push_back(image::none); }));
  EXPECT_FALSE(with([](auto& b) { b.posting_lists.push_back(1); }));
  EXPECT_FALSE(with([](auto& b) { b.index_nodes[0].others = list_at(0); }));  // there is no list
  // The index that a program has, and an index, a node or a list beside it.
  const auto rows = [](std::size_t indexes, std::size_t nodes) {
    IndexSketch sketch(1);
    sketch.node(0, 0, 1);
    sketch.sketch.builder.indexes.push_back({0, 1, 0, 1});
    sketch.sketch.end_program();
    sketch.sketch.builder.indexes.resize(indexes, {1, 0, 1, 1});
    if (indexes == 0) sketch.sketch.builder.candidates.clear();
    sketch.sketch.builder.index_nodes.resize(nodes, sketch.sketch.builder.index_nodes[0]);
    const auto loaded = Ruleset::load(sketch.sketch.finish());
    return loaded || loaded.fault().kind != FaultKind::image_index;
  };
  EXPECT_TRUE(rows(1, 1));
  EXPECT_FALSE(rows(0, 0));
  EXPECT_FALSE(rows(2, 1));
  EXPECT_FALSE(rows(1, 2));
}

TEST(RuleIndexVerifier, CursorsCanBeCounted) {
  const auto with_cursors = [](std::uint16_t below) {
    IndexSketch sketch(1);
    sketch.node(image::none, 1, 0xffff);
    // Of the tree over two segments, a look-up goes along the postings of two levels.
    sketch.integers(Lookup::range, {5}, {image::none, image::none, node_at(1), image::none});
    sketch.node(0, 0, below, 1);
    return static_cast<bool>(Ruleset::load(sketch.finish()));
  };
  EXPECT_TRUE(with_cursors(0x7fff));
  EXPECT_FALSE(with_cursors(0x8000));
}

// Nothing may lead back to `select`, or use an index that is not there.
TEST(RuleIndexVerifier, Instructions) {
  for (const Opcode opcode : {Opcode::select, Opcode::advance, Opcode::fire_candidate}) {
    ImageSketch sketch;
    sketch.land(sketch.emit(opcode));
    if (opcode == Opcode::fire_candidate) sketch.builder.instructions[0].d = 0;
    const auto loaded = Ruleset::load(sketch.finish());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.fault().kind, FaultKind::image_instruction);
  }
  IndexSketch twice(1);
  twice.node(image::none, 0, 0);
  twice.sketch.land(twice.sketch.emit(Opcode::select));
  EXPECT_FALSE(Ruleset::load(twice.finish()));

  ImageSketch looped;
  const Number list = looped.reg(Kind::list);
  const Number element = looped.reg(Kind::text);
  const Number next = looped.emit(Opcode::next, element, list, 0);
  const Number select = looped.emit(Opcode::select);
  looped.land(select);
  looped.emit(Opcode::repeat, 0, 0, 0, next);
  looped.land(next);
  looped.builder.index_nodes.push_back({0, 0, image::none, 0, 0});
  looped.builder.indexes.push_back({0, 0, 0, 1});
  const auto loaded = Ruleset::load(looped.finish());
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.fault().kind, FaultKind::image_instruction);

  ImageSketch unused;  // an index that no program has
  unused.end_program();
  unused.builder.indexes.push_back({0, 0, 0, 0});
  EXPECT_FALSE(Ruleset::load(unused.finish()));
}

}  // namespace
}  // namespace lintel::test
