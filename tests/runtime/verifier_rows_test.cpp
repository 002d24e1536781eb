// SPDX-License-Identifier: Apache-2.0
// The verifier's conditions one by one: rows of which a single thing is wrong, that
// verifier_test.cpp leaves out.
#include <gtest/gtest.h>

#include <sys/mman.h>

#include <cstring>
#include <functional>
#include <span>
#include <string>

#include "runtime/limits.h"
#include "tests/runtime/list_sketch.h"

namespace lintel::test {
namespace {

using enum Opcode;
using image::FieldRow;
using image::Header;
using image::PlanNode;
using image::Section;
using image::TableRow;

constexpr auto sound = static_cast<FaultKind>(0xff);

FaultKind load(const Bytes& image) {
  const auto loaded = Ruleset::load(image);
  return loaded ? sound : loaded.fault().kind;
}

FaultKind load(const std::function<void(ImageSketch&)>& make) {
  ImageSketch sketch;
  make(sketch);
  return load(sketch.finish());
}

// The image with one row changed, and its content hash made right.
template <typename Row>
Bytes changed(Bytes bytes, Section section, Number number,
              const std::function<void(Row&)>& change) {
  const image::View view(bytes);
  EXPECT_LT(number, view.count(section));
  std::byte* const at = bytes.data() + (view.start(section) - bytes.data()) + number * sizeof(Row);
  auto row = image::load<Row>(at);
  change(row);
  std::memcpy(at, &row, sizeof row);
  const std::uint64_t hash = image::hash(std::span<const std::byte>(bytes).subspan(sizeof(Header)));
  std::memcpy(bytes.data() + offsetof(Header, content_hash), &hash, sizeof hash);
  return bytes;
}

// The fault of an image of so many bytes, of which all but the header are the zeros of untouched
// pages, and its place.
Fault load_zeros(std::size_t size) {
  void* const pages = ::mmap(nullptr, size, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  EXPECT_NE(pages, MAP_FAILED);
  Header header{};
  header.magic = image::magic;
  header.format_version = image::format_version;
  header.size = static_cast<std::uint32_t>(size);
  std::memcpy(pages, &header, sizeof header);
  const std::span<const std::byte> image(static_cast<const std::byte*>(pages), size);
  const auto loaded = Ruleset::load(image);
  EXPECT_FALSE(loaded);
  ::munmap(pages, size);
  return loaded.fault();
}

TEST(VerifierRows, AnImageHasALargestSize) {
  const Fault largest = load_zeros(limits::max_image_bytes);
  EXPECT_EQ(largest.kind, FaultKind::image_tables);
  const Fault larger = load_zeros(limits::max_image_bytes + 1);
  EXPECT_EQ(larger.kind, FaultKind::image_size);
  EXPECT_EQ(larger.offset, offsetof(Header, size));
}

TEST(VerifierRows, OnlyWhatCanBeLookedUpHasAnIndex) {
  ImageSketch sketch;
  sketch.builder.list(Kind::boolean, {0, 1});
  const Bytes image = sketch.finish();
  EXPECT_EQ(load(image), sound);
  EXPECT_EQ(load(changed<TableRow>(image, Section::tables, 0,
                                   [](auto& t) { t.seed_count = t.slot_count = 1; })),
            FaultKind::image_table);
  EXPECT_EQ(load(changed<TableRow>(image, Section::tables, 0, [](auto& t) { t.seeds = 1; })),
            FaultKind::image_table);
  EXPECT_EQ(load(changed<TableRow>(image, Section::tables, 0, [](auto& t) { t.slots = 1; })),
            FaultKind::image_table);
}

TEST(VerifierRows, ValuesOfTablesAreOfAKindThatAnImageHolds) {
  ImageSketch sketch;
  sketch.builder.list(Kind::table, {});
  const Bytes image = sketch.finish();
  EXPECT_EQ(load(image), sound);
  for (std::uint8_t kind = 0; kind <= image::kind_count; ++kind) {
    const auto with_value = changed<TableRow>(
        changed<TableRow>(image, Section::tables, 0, [&](auto& t) { t.value_kind = kind; }),
        Section::tables, 0, [](auto& t) { t.count = 0; });
    const bool is_key = kind == static_cast<std::uint8_t>(Kind::text) ||
                        kind == static_cast<std::uint8_t>(Kind::integer);
    EXPECT_EQ(load(with_value), is_key ? FaultKind::image_table : sound) << int{kind};
  }
}

TEST(VerifierRows, PathsOfFieldsAreNamesAndDots) {
  const auto path = [](std::string_view text) {
    return load([&](auto& s) { s.field(text, FieldKind::flag, FieldDefault::no); });
  };
  EXPECT_EQ(path("a.b"), sound);
  for (const std::string_view wrong : {"", ".", ".a", "a.", "a..b"}) {
    EXPECT_EQ(path(wrong), FaultKind::image_program) << wrong;
  }
  std::string long_path = "a";
  for (std::size_t parts = 1; parts < limits::max_path_parts; ++parts) long_path += ".a";
  EXPECT_EQ(path(long_path), sound);
  EXPECT_EQ(path(long_path + ".a"), FaultKind::image_program);
}

TEST(VerifierRows, FieldsAreOfAKnownKindThoughNoInstructionSetsThem) {
  const auto field = [](const std::function<void(FieldRow&)>& change) {
    return load([&](auto& s) {
      s.field("a", FieldKind::flag, FieldDefault::no);
      change(s.builder.fields.back());
    });
  };
  EXPECT_EQ(field([](auto& f) { f.kind = static_cast<std::uint8_t>(FieldKind::kept); }), sound);
  EXPECT_EQ(field([](auto& f) { f.kind = static_cast<std::uint8_t>(FieldKind::kept) + 1; }),
            FaultKind::image_program);
  EXPECT_EQ(field([](auto& f) { f.from = 1000; }), FaultKind::image_program);
}

TEST(VerifierRows, FieldsAreSetAsTheirKindWants) {
  const auto set = [](Opcode opcode, FieldKind kind) {
    return load([&](auto& s) {
      const Number field = s.field("a", kind, FieldDefault::no);
      if (opcode == set_null) {
        s.emit(set_null, 0, field);
      } else {
        const Number skip = s.emit(skip_set, 0, field);
        s.land(skip);
      }
    });
  };
  for (const Opcode opcode : {set_null, skip_set}) {
    EXPECT_EQ(set(opcode, FieldKind::flag), sound);
    EXPECT_EQ(set(opcode, FieldKind::text), sound);
    EXPECT_EQ(set(opcode, FieldKind::entries), FaultKind::image_instruction);
  }
}

TEST(VerifierRows, EffectsHaveALargestNumberOfArguments) {
  const auto request = [](std::size_t count, bool is_used) {
    return load([&](auto& s) {
      const Number effect = s.effect("e", std::vector<std::string>(count, "p"));
      Number first = image::none;
      for (std::size_t i = 0; i < count; ++i) {
        const Number argument = s.text("x");
        if (first == image::none) first = argument;
      }
      if (is_used) s.emit(request_effect, first, effect, static_cast<Number>(count));
    });
  };
  EXPECT_EQ(request(limits::max_effect_arguments, true), sound);
  EXPECT_EQ(request(limits::max_effect_arguments + 1, true), FaultKind::image_instruction);
  EXPECT_EQ(request(limits::max_effect_arguments + 1, false), FaultKind::image_program);
}

TEST(VerifierRows, RandomTextsHaveALength) {
  const auto draw = [](Number length) {
    return load([&](auto& s) { s.emit(random_token, s.reg(Kind::text), length); });
  };
  EXPECT_EQ(draw(0), FaultKind::image_instruction);
  EXPECT_EQ(draw(1), sound);
  EXPECT_EQ(draw(limits::max_random_characters), sound);
  EXPECT_EQ(draw(limits::max_random_characters + 1), FaultKind::image_instruction);
}

TEST(VerifierRows, NoInstructionIsOutsideOfThePrograms) {
  EXPECT_EQ(load([](auto& s) {
              s.end_program();
              s.trigger("Test");
              s.end_program();
              s.builder.programs.pop_back();
            }),
            FaultKind::image_program);
}

TEST(VerifierRows, TimesAreTimestamps) {
  const auto time = [](std::int64_t seconds, std::int64_t nanoseconds) {
    return load([&](auto& s) {
      s.emit(load_time, s.reg(Kind::time), s.builder.integer(seconds),
             s.builder.integer(nanoseconds));
    });
  };
  EXPECT_EQ(time(0, 999'999'999), sound);
  EXPECT_EQ(time(0, -1), FaultKind::image_instruction);
  EXPECT_EQ(time(0, 1'000'000'000), FaultKind::image_instruction);
  EXPECT_EQ(time(1LL << 60, 0), FaultKind::image_instruction);
}

TEST(VerifierRows, AStrippedImageExplainsNothing) {
  const auto load_stripped = [](bool has_trace) {
    ImageSketch sketch;
    const Number rule = sketch.rule("r");
    const Number test = sketch.emit(test_present, sketch.text("x"), 0, 0, 0, if_no);
    sketch.land(test);
    if (has_trace) {
      sketch.builder.trace.push_back(
          {test, rule, sketch.builder.string("s"), image::none, image::none, image::none8, 0, {}});
    }
    sketch.end_program();
    sketch.trigger("Test");
    return load(sketch.builder.finish(1, "test", true));
  };
  EXPECT_EQ(load_stripped(false), sound);
  EXPECT_EQ(load_stripped(true), FaultKind::image_rule);
}

// Of a test with a constant, register b is none.
TEST(VerifierRows, AnExplanationNamesRegistersAlone) {
  const auto trace = [](Opcode opcode, Number b) {
    return load([&](auto& s) {
      const Number rule = s.rule("r");
      const Number left = s.integer(1);
      const Number right = opcode == test_integer_is ? s.builder.integer(1) : s.integer(1);
      const Number test = s.emit(opcode, left, right, 0, 0, if_no);
      s.land(test);
      s.builder.trace.push_back(
          {test, rule, s.builder.string("s"), s.builder.string("a"), b, image::none8, 0, {}});
    });
  };
  EXPECT_EQ(trace(test_integer_equal, image::none), sound);
  EXPECT_EQ(trace(test_integer_equal, 0), sound);
  EXPECT_EQ(trace(test_integer_is, image::none), sound);
  EXPECT_EQ(trace(test_integer_is, 0), FaultKind::image_rule);
}

TEST(VerifierRows, PlansAreTrees) {
  const auto plan = [](const std::function<void(compiler::ImageBuilder&)>& change) {
    ImageSketch sketch({{"a.b", ReadAs::text}, {"a.c", ReadAs::text}, {"d", ReadAs::text}});
    change(sketch.builder);
    return load(sketch.finish());
  };
  // Nodes: the event, a, a.b, a.c, d. Edges: to a, d, a.b and a.c.
  EXPECT_EQ(plan([](auto&) {}), sound);
  const auto bad = [&](const std::function<void(compiler::ImageBuilder&)>& change) {
    EXPECT_EQ(plan(change), FaultKind::image_plan);
  };
  bad([](auto& b) {
    b.plan_nodes.clear();
    b.plan_edges.clear();
  });
  bad([](auto& b) { b.plan_edges.push_back(b.plan_edges.back()); });
  bad([](auto& b) { b.plan_nodes.resize(limits::max_registers * limits::max_path_parts + 1); });
  bad([](auto& b) { b.plan_nodes[4].slots_begin = b.plan_nodes[4].slots_end; });
  bad([](auto& b) { b.plan_edges[3].node = b.plan_edges[2].node; });
  bad([](auto& b) { b.plan_nodes[1].reserved[0] = 1; });
  bad([](auto& b) { b.plan_nodes[1].reserved[1] = 1; });
  // A name below a that leads to nothing.
  ImageSketch dead_end({{"a.b", ReadAs::text}});
  auto& nodes = dead_end.builder.plan_nodes;
  dead_end.builder.plan_edges.push_back({dead_end.builder.string("c"), 3});
  nodes[1].edge_count = 2;
  nodes[2].first_edge = 3;
  nodes.push_back(nodes[2]);
  nodes[3].read_as = static_cast<std::uint8_t>(ReadAs::nothing);
  nodes[3].slot = image::none;
  nodes[3].slots_begin = nodes[3].slots_end = 1;
  EXPECT_EQ(load(dead_end.finish()), FaultKind::image_plan);
  // An object with a slot of its own, which is that of its member too.
  ImageSketch shared({{"a", ReadAs::object}, {"a.b", ReadAs::object}});
  shared.builder.plan_nodes[1].slot = shared.builder.plan_nodes[2].slot;
  shared.builder.plan_nodes[1].slots_end = shared.builder.plan_nodes[2].slots_end;
  EXPECT_EQ(load(shared.finish()), FaultKind::image_plan);
}

TEST(VerifierRows, PatternsHaveALargestSize) {
  ImageSketch sketch;
  sketch.pattern();
  const Bytes image = sketch.finish();
  EXPECT_EQ(load(image), sound);
  EXPECT_EQ(load(changed<image::DfaRow>(image, Section::dfas, 0,
                                        [](auto& d) {
                                          d.class_count = limits::max_dfa_classes;
                                          d.state_count = limits::max_dfa_states;
                                        })),
            FaultKind::image_pattern);
}

TEST(VerifierRows, PatternsUseAllWords) {
  ImageSketch sketch;
  const Number pattern = sketch.pattern();
  // A second one, of one class and two states, and of these one word too many.
  compiler::regex::Automaton more;
  more.class_count = 1;
  more.state_count = 2;
  more.start = more.first_accepting = 1;
  more.ranges = {image::dfa_range(0x80, 0)};
  more.words.assign(image::dfa_ascii, 0);
  more.words.insert(more.words.end(), {0, 1});
  ImageSketch exact = sketch;
  exact.builder.dfa("q", more);
  more.words.push_back(0);
  sketch.builder.dfa("q", more);
  EXPECT_EQ(pattern, 0U);
  EXPECT_EQ(load(exact.finish()), sound);
  EXPECT_EQ(load(sketch.finish()), FaultKind::image_pattern);
}

}  // namespace
}  // namespace lintel::test
