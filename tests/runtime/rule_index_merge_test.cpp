// SPDX-License-Identifier: Apache-2.0
// The rule index against plain sets: every look-up of small indexes, and the order of what it
// finds.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "runtime/rule_index.h"
#include "tests/runtime/changed_image.h"
#include "tests/runtime/index_sketch.h"

namespace lintel::test {
namespace {

using image::none;
using image::Section;

Numbers fired(Engine& engine, const std::string& event) {
  const Outcome outcome = engine.run(event);
  EXPECT_EQ(outcome.kind(), OutcomeKind::answered) << outcome.message();
  return {outcome.fired().begin(), outcome.fired().end()};
}

Numbers members(unsigned set) {
  Numbers found;
  for (Number i = 0; set >> i != 0; ++i)
    if ((set >> i & 1) != 0) found.push_back(i);
  return found;
}

TEST(RuleIndexMerge, CandidatesComeOnceAndInOrder) {
  for (unsigned round = 1; round < 60; ++round) {
    // Sets of six candidates, none of them empty.
    const unsigned sets[] = {round, round * 7 % 63 + 1, round * 31 % 61 + 1, round * 11 % 59 + 1};
    IndexSketch sketch(6);
    sketch.node(sketch.list(members(sets[0])), 3, 4);
    sketch.texts(Lookup::whole, 0, {"ab"}, {sketch.list(members(sets[1]))});
    sketch.texts(Lookup::prefix, 1, {"a"}, {sketch.list(members(sets[2]))});
    sketch.texts(Lookup::suffix, 1, {"b"}, {sketch.list(members(sets[3]))});
    Engine engine(sketch.finish());
    EXPECT_EQ(fired(engine, "{}"), members(sets[0]));
    EXPECT_EQ(fired(engine, R"({"t":"ab"})"), members(sets[0] | sets[1] | sets[2] | sets[3]));
    EXPECT_EQ(fired(engine, R"({"t":"a"})"), members(sets[0] | sets[2]));
    EXPECT_EQ(fired(engine, R"({"t":"b"})"), members(sets[0] | sets[3]));
    EXPECT_EQ(fired(engine, R"({"t":"acb"})"), members(sets[0] | sets[2] | sets[3]));
  }
}

TEST(RuleIndexMerge, RangesFindAllNodesAboveASegment) {
  for (Number count = 0; count < 10; ++count) {
    const Number postings = 2 * (count + 1);
    IndexSketch sketch(postings);
    sketch.node(none, 1, 8);
    std::vector<std::int64_t> keys;
    for (Number i = 0; i < count; ++i) keys.push_back(std::int64_t{i} * 10 - 30);
    Numbers all(postings);
    for (Number i = 0; i < postings; ++i) all[i] = i;
    all[0] = none;
    sketch.integers(Lookup::range, keys, all);
    Engine engine(sketch.finish());
    for (std::int64_t value = -42; value < 72; ++value) {
      const auto below =
          std::count_if(keys.begin(), keys.end(), [&](std::int64_t key) { return key <= value; });
      std::set<Number> nodes;
      for (auto node = count + 1 + static_cast<Number>(below); node > 0; node /= 2)
        nodes.insert(node);
      EXPECT_EQ(fired(engine, "{\"n\":" + std::to_string(value) + "}"),
                Numbers(nodes.begin(), nodes.end()))
          << count << " " << value;
    }
  }
}

TEST(RuleIndexMerge, TextsThatAreTooShortHaveNoBeginningOrEnd) {
  IndexSketch sketch(2);
  sketch.node(none, 2, 2);
  sketch.texts(Lookup::prefix, 2, {"a\""}, {0});
  sketch.texts(Lookup::suffix, 2, {"\"a"}, {1});
  Engine engine(sketch.finish());
  EXPECT_EQ(fired(engine, R"({"t":"a"})"), Numbers{});
  EXPECT_EQ(fired(engine, R"({"t":"a\""})"), Numbers{0});
  EXPECT_EQ(fired(engine, R"({"t":"\"a"})"), Numbers{1});
}

// A text whose bit is not set is not looked for.
TEST(RuleIndexMerge, FiltersAreBelieved) {
  std::set<std::uint32_t> bits;
  for (char one = 'a'; one <= 'z'; ++one) {
    for (char two = 'a'; two <= 'z'; ++two) {
      const std::string text = {one, two};
      const std::uint32_t bit = image::filter_bit(text);
      if (!bits.insert(bit).second) continue;
      IndexSketch sketch(1);
      sketch.node(none, 1, 1);
      sketch.texts(Lookup::whole, 0, {text}, {0});
      const Bytes image = sketch.finish();
      const std::string event = R"({"t":")" + text + "\"}";
      const auto found = [&](std::uint64_t filter) {
        Engine engine(with<image::IndexGroupRow>(
            image, Section::index_groups, 0, [&](image::IndexGroupRow& group) {
              group.filter[0] = static_cast<Number>(filter);
              group.filter[1] = static_cast<Number>(filter >> 32);
            }));
        return fired(engine, event).size();
      };
      const std::uint64_t right = std::uint64_t{1} << bit;
      EXPECT_EQ(found(right), 1U) << text;
      EXPECT_EQ(found(~right), 0U) << text;
    }
  }
  EXPECT_EQ(bits.size(), 64U);
}

TEST(RuleIndexMerge, ProgramsHaveTheirOwnCandidates) {
  IndexSketch sketch(2);
  sketch.node(0, 1, 2);
  sketch.texts(Lookup::whole, 0, {"a"}, {1});
  sketch.end();
  sketch.start(3);
  sketch.node(1, 1, 2);
  sketch.texts(Lookup::whole, 0, {"a"}, {sketch.list({0, 2})});
  sketch.end();
  sketch.sketch.trigger("T", {{"x", 0}, {"y", 1}});
  Engine engine(sketch.sketch.finish());
  EXPECT_EQ(fired(engine, R"({"triggerSource":"T_x","t":"a"})"), (Numbers{0, 1}));
  EXPECT_EQ(fired(engine, R"({"triggerSource":"T_y","t":"a"})"), (Numbers{2, 3, 4}));
  EXPECT_EQ(fired(engine, R"({"triggerSource":"T_y"})"), (Numbers{3}));
  EXPECT_EQ(fired(engine, R"({"triggerSource":"T_x"})"), (Numbers{0}));
}

// What an event has left undecided does not come up in the next.
TEST(RuleIndexMerge, EachEventStartsAnew) {
  ImageSketch sketch({{"t", ReadAs::text}});
  const Number select = sketch.emit(Opcode::select);
  const Number body = sketch.emit(Opcode::fire_candidate);
  sketch.emit(Opcode::reject, sketch.slot("t"));
  const Number advance = sketch.emit(Opcode::advance);
  sketch.land(select);
  sketch.land(advance);
  auto& builder = sketch.builder;
  for (int i = 0; i < 3; ++i) builder.candidates.push_back({sketch.rule("r"), body});
  builder.posting_lists = {3, 0, 1, 2};
  const Number list = builder.list(Kind::text, {builder.string("a")});
  builder.index_nodes.push_back({0, 1, none, 1, 0});
  builder.index_groups.push_back(
      {0, 0, static_cast<std::uint16_t>(sketch.slot("t")), 0, list, 0, none, {none, none}});
  builder.postings = {list_at(0)};
  builder.indexes.push_back({0, 3, 0, 1});
  Engine engine(sketch.finish());
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(engine.run(R"({"t":"a"})").kind(), OutcomeKind::rejected);
    EXPECT_EQ(fired(engine, R"({"t":"b"})"), Numbers{});
  }
}

// Not even where the next one is asked for before any was looked up, as an image may.
TEST(RuleIndexMerge, WhatIsLeftIsNotNext) {
  ImageSketch sketch;
  sketch.land(sketch.emit(Opcode::advance));
  const Number select = sketch.emit(Opcode::select);
  const Number body = sketch.emit(Opcode::fire_candidate);
  sketch.emit(Opcode::deny);
  sketch.land(select);
  auto& builder = sketch.builder;
  builder.candidates = {{sketch.rule("first"), body}, {sketch.rule("second"), body}};
  builder.posting_lists = {2, 0, 1};
  builder.index_nodes.push_back({0, 0, list_at(0), 1, 0});
  builder.indexes.push_back({0, 2, 0, 1});
  Engine engine(sketch.finish());
  for (int round = 0; round < 3; ++round) EXPECT_EQ(fired(engine, "{}"), Numbers{0});
}

TEST(RuleIndexMerge, EachLookUpStartsAnew) {
  IndexSketch sketch(3);
  sketch.node(sketch.list({0, 1, 2}), 0, 1);
  sketch.end();
  sketch.start(3);
  sketch.node(2, 0, 1);
  const Bytes bytes = sketch.finish();
  const image::View image(bytes);
  runtime::Cursor room[4];
  runtime::Candidates candidates(room);
  const auto find = [&](Number index) {
    candidates.find(image, image.row<image::IndexRow>(Section::indexes, index), nullptr);
  };
  find(0);
  EXPECT_EQ(candidates.next(image), 0U);
  find(1);
  EXPECT_EQ(candidates.next(image), 2U);
  EXPECT_EQ(candidates.next(image), none);
  EXPECT_EQ(candidates.next(image), none);
}

TEST(RuleIndexMerge, CursorsAreThoseOfTheLargestIndex) {
  const auto needed = [](std::uint16_t first, std::uint16_t second) {
    IndexSketch sketch(1);
    sketch.node(none, 0, first);
    sketch.end();
    sketch.start(1);
    sketch.node(none, 0, second);
    const Bytes image = sketch.finish();
    EXPECT_EQ(verdict(image), "loads");
    return runtime::cursors_needed(image::View(image));
  };
  EXPECT_EQ(needed(3, 2), 3U);
  EXPECT_EQ(needed(2, 3), 3U);
  EXPECT_EQ(needed(0, 0), 0U);
  // Without an index there is nothing to look at, whatever stands in the other sections.
  ImageSketch sketch;
  sketch.builder.candidates = {{0, 0}, {0, 0}};
  sketch.builder.index_nodes.push_back({0, 0, none, 77, 0});
  EXPECT_EQ(runtime::cursors_needed(image::View(sketch.finish())), 0U);
}

}  // namespace
}  // namespace lintel::test
