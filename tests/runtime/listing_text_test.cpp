// SPDX-License-Identifier: Apache-2.0
// Listings, byte by byte: of an image that has next to nothing, and of one with two of everything.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "runtime/disassembler.h"
#include "tests/runtime/guarded_copy.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;

// From the plan on: what stands before it changes with each build.
std::string listing(const Bytes& image) {
  const GuardedCopy copy(image);
  const Ruleset ruleset = *Ruleset::load(copy.bytes());
  std::string text;
  runtime::disassemble(
      ruleset,
      {[](void* to, std::string_view piece) { *static_cast<std::string*>(to) += piece; }, &text});
  const std::size_t plan = text.find("\nplan:\n");
  EXPECT_NE(plan, std::string::npos);
  return text.substr(plan + 1);
}

// What stands between two lines of a listing, with the first and without the second.
std::string part(const std::string& text, std::string_view first, std::string_view second) {
  const std::size_t begin = text.find(first);
  const std::size_t end = text.find(second, begin);
  return begin == std::string::npos ? "" : text.substr(begin, end - begin);
}

TEST(ListingText, OfNextToNothing) {
  EXPECT_EQ(listing(ImageSketch().finish()), R"(plan:
  node 0 ""

triggers:
  Test, sources "Test_"...
    any other source: program 0
    no source: program 0

program 0:
  @0  end
)");
}

TEST(ListingText, OfTwoOfEverything) {
  ImageSketch s({{"t", ReadAs::text}, {"o.u", ReadAs::object}});
  auto& b = s.builder;
  const Number rules[] = {s.rule("one"), s.rule("two")};
  const Number texts = b.list(Kind::text, {b.string("x"), b.string("y")});
  b.map(Kind::table, {b.string("k"), b.string("l")}, {texts, texts});
  s.pattern();
  s.pattern();
  const Number flag = s.field("f", FieldKind::flag, FieldDefault::no);
  const Number second = s.field("g.h", FieldKind::text, FieldDefault::copied, "t");
  const Number first = s.effect("one", {"a"});
  const Number other = s.effect("two", {"b", "c"}, true, true);
  b.effects.back().lists = 1;
  const Number left = s.text("v");
  const Number right = s.text("w");
  const auto trace = [&](Number instruction, std::uint8_t constant, Number a, Number c) {
    b.trace.push_back({instruction, rules[1], b.string("e"), a, c, constant, 0, {}});
  };
  const Number test = s.emit(test_equal, left, right, 0, 0, if_no | if_absent);
  trace(test, 2, image::none, image::none);
  trace(test, image::none8, b.string("a"), b.string("b"));
  s.emit(fire, 0, rules[0]);
  s.emit(set_flag, 0, flag, 1);
  s.emit(set_text, left, second);
  s.emit(request_effect, left, first, 1);
  s.emit(request_effect, left, other, 2);
  s.land(test);
  s.end_program();
  s.log("z");
  s.end_program();
  s.trigger("A", {{"x", 0}, {"y", 1}, {"z", image::none}}, image::none, image::none);
  s.trigger("B", {}, 1, 0, "1 2");
  EXPECT_EQ(listing(s.finish()), R"~(plan:
  node 0 ""
    "t" -> node 1
    "o" -> node 2
  node 1 "t": r0 as text
  node 2 "o"
    "u" -> node 3
  node 3 "o.u": r1 as object

tables:
  table 0: list of text, 2 entries
    "x"
    "y"
  table 1: map of table, 2 entries
    "k": table 0
    "l": table 0

patterns:
  pattern 0: "^aé*$", 3 classes, 4 states, starts in 1, accepts from 2
    classes: from 0: 0, 97: 1, 98: 0, 233: 2, 234: 0
    state 1: 0 2 0
    state 2: 0 0 2
  pattern 1: "^aé*$", 3 classes, 4 states, starts in 1, accepts from 2
    classes: from 0: 0, 97: 1, 98: 0, 233: 2, 234: 0
    state 1: 0 2 0
    state 2: 0 0 2

triggers:
  A, sources "A_"...
    A_x: program 0
    A_y: program 1
    A_z: unchanged
    any other source: unchanged
    no source: fault
  B, sources "B_"..., versions 1 2
    any other source: program 1
    no source: program 0

program 0:
  field 0 response.f, unset: false
  field 1 response.g.h, unset: copied
  @0  load_text r2 "v"
  @1  load_text r3 "w"
  @2  test_equal r2 r3 if false absent -> @8
  @3  fire rule 0
  @4  set_flag field 0 (f) true
  @5  set_text r2 field 1 (g.h)
  @6  request_effect r2 effect 0 (one) texts 1
  @7  request_effect r2 effect 1 (two) texts 2
  @8  end

program 1:
  @9  load_text r4 "z"
  @10  request_effect r4 effect 2 (log) texts 1
  @11  end

effects:
  effect 0: one(a), rule 1
  effect 1: two(b as a list, c), rule 1, rejects on failure, kept on reject
  effect 2: log(text), rule 1, kept on reject

rules:
  rule 0: "one" "test.rules":1:1
  rule 1: "two" "test.rules":2:1

trace:
  @2 rule 1 "e" is absent
  @2 rule 1 "e" a "a" b "b"
)~");
}

TEST(ListingText, OfLongTextsAndControls) {
  for (const std::size_t size : {63U, 64U, 65U, 200U}) {
    ImageSketch s;
    s.rule(std::string(size, '\x01'));
    s.rule(std::string(size - 1, 'x') + "é\"");
    std::string expected = "rules:\n  rule 0: \"";
    for (std::size_t i = 0; i < size; ++i) expected += "\\u0001";
    expected += "\" \"test.rules\":1:1\n  rule 1: \"" + std::string(size - 1, 'x') +
                "é\\\"\" \"test.rules\":2:1\n";
    EXPECT_EQ(part(listing(s.finish()), "rules:", "\n\n"), expected);
  }
}

// Thirty-two runs of classes are shown.
TEST(ListingText, OfSoManyClasses) {
  const auto classes = [](std::uint16_t runs, bool behind_ascii = true) {
    ImageSketch s;
    compiler::regex::Automaton made;
    made.class_count = 2;
    made.state_count = 2;
    made.start = made.first_accepting = 1;
    // The last run begins behind ASCII.
    const auto last = static_cast<std::uint16_t>((runs - (behind_ascii ? 1 : 2)) % 2);
    made.ranges = {image::dfa_range(0x80, last), image::dfa_range(0x100, last)};
    for (std::uint16_t i = 0; i < image::dfa_ascii; ++i)
      made.words.push_back(std::min(i, static_cast<std::uint16_t>(runs - 2)) % 2);
    made.words.insert(made.words.end(), {0, 0, 1, 1});
    s.builder.dfa("p", made);
    return part(listing(s.finish()), "    classes:", "\n");
  };
  EXPECT_EQ(classes(3), "    classes: from 0: 0, 1: 1, 128: 0");
  EXPECT_EQ(classes(3, false), "    classes: from 0: 0, 1: 1");
  const std::string most = classes(32);
  EXPECT_TRUE(most.ends_with(", 30: 0, 128: 1")) << most;
  const std::string more = classes(33);
  EXPECT_TRUE(more.ends_with(", 31: 1, ...")) << more;
}

TEST(ListingText, OfAnIndexThatFindsNothingAlways) {
  ImageSketch s;
  auto& b = s.builder;
  const Number key = s.text("v");
  const Number select = s.emit(Opcode::select);
  const Number body = s.emit(fire_candidate);
  const Number advance = s.emit(Opcode::advance);
  s.land(select);
  s.land(advance);
  const Number rule = s.rule("r");
  b.candidates.push_back({rule, body});
  b.indexes.push_back({0, 1, 0, 1});
  b.index_nodes.push_back({0, 1, image::none, 8, 0});
  b.index_groups.push_back({static_cast<std::uint8_t>(Lookup::whole),
                            0,
                            static_cast<std::uint16_t>(key),
                            0,
                            b.list(Kind::text, {b.string("v"), b.string("w")}),
                            0,
                            image::none,
                            {0xffffffff, 0xffffffff}});
  b.postings = {0, image::none};
  EXPECT_EQ(part(listing(s.finish()), "index of program 0:", "\nrules:"),
            "index of program 0:\n  candidate 0: rule 0 -> @2\n  node 0, level 0, at most 8 lists\n"
            "    r0 in table 0:\n      \"v\": 0\n");
}

}  // namespace
}  // namespace lintel::test
