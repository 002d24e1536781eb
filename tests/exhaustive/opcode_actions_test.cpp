// SPDX-License-Identifier: Apache-2.0
// The instructions that act or jump, each at its limit.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/limits.h"
#include "tests/runtime/image_sketch.h"

namespace lintel::exhaustive {
namespace {

using image::FieldDefault;
using image::FieldKind;
using image::Opcode;
using test::Kind;
using test::Number;

TEST(OpcodeActions, EffectsAndEntriesAtTheirLimits) {
  for (const std::size_t count : {limits::max_effects, limits::max_effects + 1}) {
    test::ImageSketch sketch;
    for (std::size_t i = 0; i < count; ++i) sketch.log("x");
    test::Engine engine(sketch.finish());
    const Outcome outcome = engine.run("{}");
    ASSERT_EQ(outcome.kind() == OutcomeKind::fault, count > limits::max_effects);
    EXPECT_TRUE(count == limits::max_effects ||
                outcome.fault().kind == FaultKind::too_many_effects);
  }
  for (const std::size_t count : {limits::max_collected, limits::max_collected + 1}) {
    test::ImageSketch sketch;
    const Number field = sketch.field("i", FieldKind::items, FieldDefault::null);
    for (std::size_t i = 0; i < count; ++i)
      sketch.emit(Opcode::add_item, sketch.text(std::to_string(i)), field);
    test::Engine engine(sketch.finish());
    const Outcome outcome = engine.run("{}");
    ASSERT_EQ(outcome.kind() == OutcomeKind::fault, count > limits::max_collected);
    EXPECT_TRUE(count == limits::max_collected ||
                outcome.fault().kind == FaultKind::too_many_entries);
  }
}

class CountingHost : public Host {
 public:
  CountingHost(Instant now, bool knows) : now_(now), knows_(knows) {}

  std::string_view variable(std::string_view) override { return {}; }
  bool now(Instant& time) override {
    time = now_;
    return knows_;
  }
  bool random(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = std::byte{next_++};
    return knows_;
  }

 private:
  Instant now_;
  bool knows_;
  unsigned char next_ = 0;
};

TEST(OpcodeActions, WhatTheHostGives) {
  constexpr Instant good[] = {{0, 0}, {-62'135'596'800, 0}, {253'402'300'799, 999'999'999}};
  constexpr Instant bad[] = {
      {-62'135'596'801, 999'999'999}, {253'402'300'800, 0}, {0, 1'000'000'000}};
  test::ImageSketch clock;
  const Number time = clock.reg(Kind::time);
  const Number text = clock.reg(Kind::text);
  clock.emit(Opcode::load_now, time);
  clock.emit(Opcode::timestamp_to_text, text, time);
  clock.show(text, Kind::text);
  const test::Bytes clock_image = clock.finish();
  const auto fault_of = [&](Host* host) {
    test::Engine engine(clock_image, host);
    const Outcome outcome = engine.run("{}");
    return outcome.kind() == OutcomeKind::fault && outcome.fault().kind == FaultKind::no_time;
  };
  for (const Instant& now : good) {
    CountingHost host(now, true);
    EXPECT_FALSE(fault_of(&host)) << now.seconds;
  }
  for (const Instant& now : bad) {
    CountingHost host(now, true);
    EXPECT_TRUE(fault_of(&host)) << now.seconds;
  }
  CountingHost ignorant({0, 0}, false);
  EXPECT_TRUE(fault_of(&ignorant));
  EXPECT_TRUE(fault_of(nullptr));

  for (std::uint32_t length = 1; length <= limits::max_random_characters; ++length) {
    for (const Opcode opcode : {Opcode::random_digits, Opcode::random_token}) {
      test::ImageSketch sketch;
      const Number to = sketch.reg(Kind::text);
      sketch.emit(opcode, to, length);
      sketch.show(to, Kind::text);
      const test::Bytes image = sketch.finish();
      CountingHost host({0, 0}, true);
      const std::string drawn = test::Engine(image, &host).logs("{}").at(0);
      EXPECT_EQ(drawn.size(), length);
      EXPECT_EQ(drawn.find_first_not_of(opcode == Opcode::random_digits
                                            ? "0123456789"
                                            : "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                              "abcdefghijklmnopqrstuvwxyz"),
                std::string::npos)
          << drawn;
      for (Host* const none : {static_cast<Host*>(nullptr), static_cast<Host*>(&ignorant)}) {
        test::Engine engine(image, none);
        EXPECT_EQ(engine.run("{}").fault().kind, FaultKind::no_random);
      }
    }
  }
}

// Loops of each level over lists and tables of each size, and in each other up to the limit.
TEST(OpcodeActions, Loops) {
  for (std::uint32_t level = 0; level < limits::max_loop_levels; ++level) {
    for (std::size_t size = 0; size <= 5; ++size) {
      for (const bool is_map : {false, true}) {
        for (const Kind wanted : {Kind::text, Kind::integer}) {
          test::ImageSketch sketch;
          std::vector<Number> words;
          std::string expected;
          for (std::size_t i = 0; i < size; ++i) {
            words.push_back(sketch.builder.string(std::string(1, static_cast<char>('a' + i))));
            expected +=
                wanted == Kind::text ? std::string(1, static_cast<char>('a' + i)) : "absent";
          }
          const Number table = sketch.table(is_map ? sketch.builder.map(Kind::text, words, words)
                                                   : sketch.builder.list(Kind::text, words));
          Number range = table;
          if (!is_map && level == 1) {
            range = sketch.reg(Kind::list);
            sketch.emit(Opcode::unpack, range, table);
          }
          const Number element = sketch.reg(wanted);
          sketch.emit(Opcode::loop, 0, level);
          const Number top = sketch.emit(range == table ? Opcode::next_entry : Opcode::next,
                                         element, range, level);
          sketch.show(element, wanted);
          sketch.emit(Opcode::repeat, 0, 0, 0, top);
          sketch.land(top);
          std::string got;
          for (const std::string& text : test::Engine(sketch.finish()).logs("{}")) got += text;
          EXPECT_EQ(got, expected) << level << " " << size << " " << is_map;
        }
      }
    }
  }
  // Rounds of both levels count together: a round of the outer loop, and those of the inner one.
  constexpr std::uint32_t inner = 999;
  constexpr std::uint32_t outer = limits::max_loop_rounds / (inner + 1);
  for (const std::uint32_t more : {0U, 1U}) {
    test::ImageSketch sketch;
    const auto counted = [&](std::uint32_t count) {
      std::vector<Number> values;
      for (std::uint32_t i = 0; i < count; ++i) values.push_back(sketch.builder.integer(i));
      return sketch.table(sketch.builder.list(Kind::integer, values));
    };
    const Number first = counted(outer + more);
    const Number second = counted(inner);
    const Number element = sketch.reg(Kind::integer);
    sketch.emit(Opcode::loop, 0, 0);
    const Number outer_top = sketch.emit(Opcode::next_entry, element, first, 0);
    sketch.emit(Opcode::loop, 0, 1);
    const Number inner_top = sketch.emit(Opcode::next_entry, element, second, 1);
    sketch.emit(Opcode::repeat, 0, 0, 0, inner_top);
    sketch.land(inner_top);
    sketch.emit(Opcode::repeat, 0, 0, 0, outer_top);
    sketch.land(outer_top);
    test::Engine engine(sketch.finish());
    const Outcome outcome = engine.run("{}");
    ASSERT_EQ(outcome.kind() == OutcomeKind::fault, more != 0);
    EXPECT_TRUE(more == 0 || outcome.fault().kind == FaultKind::too_many_rounds);
  }
}

// Each set of candidates is entered in order, each once.
TEST(OpcodeActions, Candidates) {
  constexpr Number candidates = 6;
  for (std::uint32_t set = 0; set < 1U << candidates; ++set) {
    test::ImageSketch sketch;
    const Number select = sketch.emit(Opcode::select);
    const Number body = sketch.emit(Opcode::fire_candidate);
    const Number advance = sketch.emit(Opcode::advance);
    sketch.land(select);
    sketch.land(advance);
    auto& builder = sketch.builder;
    std::vector<std::uint32_t> expected;
    std::vector<Number> list{0};
    for (Number i = 0; i < candidates; ++i) {
      sketch.rule("r");
      builder.candidates.push_back({i, body});
      if ((set >> i & 1) == 0) continue;
      expected.push_back(i);
      list.push_back(i);
    }
    list[0] = static_cast<Number>(expected.size());
    Number others = image::none;
    if (expected.size() == 1) others = expected[0];
    if (expected.size() > 1) {
      others = image::posting_list;
      builder.posting_lists = list;
    }
    builder.index_nodes.push_back(
        {0, 0, others, static_cast<std::uint16_t>(others == image::none ? 0 : 1), 0});
    builder.indexes.push_back({0, candidates, 0, 1});
    test::Engine engine(sketch.finish());
    const Outcome outcome = engine.run("{}");
    EXPECT_EQ(std::vector<std::uint32_t>(outcome.fired().begin(), outcome.fired().end()), expected);
  }
}

}  // namespace
}  // namespace lintel::exhaustive
