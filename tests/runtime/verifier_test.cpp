// SPDX-License-Identifier: Apache-2.0
// What the verifier refuses, and under which name. That no byte does harm is in damage_test.cpp.
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <span>
#include <string>

#include "runtime/limits.h"
#include "tests/runtime/sample_image.h"

namespace lintel::test {
namespace {

using image::Header;
using image::Section;

void seal(Bytes& bytes) {
  const auto body = std::span<const std::byte>(bytes).subspan(sizeof(Header));
  const std::uint64_t hash = image::hash(body);
  std::memcpy(bytes.data() + offsetof(Header, content_hash), &hash, sizeof hash);
}

// What load() says of the sample image once `change` has been at its header.
std::string with_header(const std::function<void(Header&)>& change) {
  Bytes bytes = sample_image();
  auto header = image::load<Header>(bytes.data());
  change(header);
  std::memcpy(bytes.data(), &header, sizeof header);
  const auto loaded = Ruleset::load(bytes);
  return loaded ? "loads" : std::string(loaded.fault().message());
}

// The same for a row; the content hash is made right.
template <typename Row>
std::string with_row(Section section, Number number, const std::function<void(Row&)>& change) {
  Bytes bytes = sample_image();
  const image::View view(bytes);
  EXPECT_LT(number, view.count(section));
  std::byte* const at = bytes.data() + (view.start(section) - bytes.data()) + number * sizeof(Row);
  auto row = image::load<Row>(at);
  change(row);
  std::memcpy(at, &row, sizeof row);
  seal(bytes);
  const auto loaded = Ruleset::load(bytes);
  return loaded ? "loads" : std::string(loaded.fault().message());
}

// The number of the first instruction of this kind in the sample.
Number first(Opcode opcode) {
  const Bytes bytes = sample_image();
  const image::View view(bytes);
  for (Number i = 0; i < view.count(Section::instructions); ++i) {
    const auto row = view.row<image::InstructionRow>(Section::instructions, i);
    if (static_cast<Opcode>(row.opcode) == opcode) return i;
  }
  ADD_FAILURE();
  return 0;
}

std::string with_instruction(Opcode opcode,
                             const std::function<void(image::InstructionRow&)>& change) {
  return with_row<image::InstructionRow>(Section::instructions, first(opcode), change);
}

constexpr std::string_view bad_instruction = "an instruction of the image is invalid";

TEST(Verifier, Header) {
  EXPECT_EQ(with_header([](Header&) {}), "loads");
  EXPECT_EQ(with_header([](Header& h) { ++h.magic; }), "this is not a Lintel image");
  EXPECT_EQ(with_header([](Header& h) { ++h.format_version; }),
            "the image has a format version that this runtime does not read");
  EXPECT_EQ(with_header([](Header& h) { ++h.size; }), "the image is cut off or has bytes to spare");
  EXPECT_EQ(with_header([](Header& h) { ++h.tables_hash; }),
            "the image was made for another instruction set");
  EXPECT_EQ(with_header([](Header& h) { ++h.content_hash; }),
            "the image is damaged: its content hash does not match");
  const std::string section = "a section of the image lies outside of it";
  EXPECT_EQ(with_header([](Header& h) { h.flags = 2; }), section);
  EXPECT_EQ(with_header([](Header& h) { h.compiler = 100000; }), section);
  for (std::size_t i = 0; i < static_cast<std::size_t>(Section::count); ++i) {
    EXPECT_EQ(with_header([i](Header& h) { h.sections[i].offset += 8; }), section) << i;
    EXPECT_EQ(with_header([i](Header& h) { h.sections[i].count = 0x7fffffff; }), section) << i;
    EXPECT_EQ(with_header([i](Header& h) { h.sections[i].count = 0xffffffff; }), section) << i;
  }
  const std::string rule = "the rule table of the image is inconsistent";
  EXPECT_EQ(with_header([](Header& h) { h.flags = 1; }), rule);
  EXPECT_EQ(with_header([](Header& h) { h.rule_count = 2; }), rule);
  const auto loaded = Ruleset::load({});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.fault().message(), "the image is shorter than its header");
}

TEST(Verifier, StringsAndTables) {
  const std::string string = "a string of the image lies outside of its section";
  using image::StringRow;
  EXPECT_EQ(with_row<StringRow>(Section::strings, 1, [](auto& r) { r.offset = 100000; }), string);
  EXPECT_EQ(with_row<StringRow>(Section::strings, 1, [](auto& r) { r.size = 0xffffffff; }), string);
  EXPECT_EQ(with_row<char>(Section::string_bytes, 0, [](char& c) { c = '\x80'; }), string);
  const std::string table = "a lookup table of the image is inconsistent";
  using image::TableRow;
  const auto bad = [&](const std::function<void(TableRow&)>& change) {
    for (Number i = 0; i < 3; ++i) EXPECT_EQ(with_row<TableRow>(Section::tables, i, change), table);
  };
  bad([](auto& r) { r.is_map = 2; });
  bad([](auto& r) { r.reserved = 1; });
  bad([](auto& r) { r.value_kind = 7; });
  bad([](auto& r) { r.value_kind = static_cast<std::uint8_t>(Kind::object); });
  bad([](auto& r) { r.key_kind = static_cast<std::uint8_t>(Kind::boolean); });
  bad([](auto& r) { r.count = 1000; });
  bad([](auto& r) { r.keys = 1000; });
  bad([](auto& r) { r.values = 1000; });
  bad([](auto& r) { r.seeds = 1000; });
  bad([](auto& r) { r.slots = 1000; });
  bad([](auto& r) { r.slot_count = 0; });
  bad([](auto& r) { r.seed_count = 0; });
}

TEST(Verifier, Patterns) {
  const std::string pattern = "a pattern of the image is inconsistent";
  using image::DfaRow;
  const auto bad = [&](const std::function<void(DfaRow&)>& change) {
    EXPECT_EQ(with_row<DfaRow>(Section::dfas, 0, change), pattern);
  };
  bad([](auto& r) { r.pattern = 100000; });
  bad([](auto& r) { r.first_range = 1; });
  bad([](auto& r) { r.range_count = 0; });
  bad([](auto& r) { r.range_count = 2; });
  bad([](auto& r) { r.range_count = 0xffffffff; });
  bad([](auto& r) { r.first_word = 1; });
  bad([](auto& r) { r.class_count = 0; });
  bad([](auto& r) { r.class_count = 2; });
  bad([](auto& r) { r.class_count = limits::max_dfa_classes; });
  bad([](auto& r) { r.class_count = 0xffffffff; });
  bad([](auto& r) { r.state_count = 0; });
  bad([](auto& r) { r.state_count = 1; });
  bad([](auto& r) { r.state_count = 3; });
  bad([](auto& r) { r.state_count = 0xffffffff; });
  bad([](auto& r) { r.start = 4; });
  bad([](auto& r) { r.first_accepting = 0; });
  bad([](auto& r) { r.first_accepting = 4; });
  const auto range = [&](Number number, std::uint32_t value) {
    EXPECT_EQ(with_row<std::uint32_t>(Section::dfa_ranges, number, [&](auto& r) { r = value; }),
              pattern);
  };
  range(0, image::dfa_range(0x81, 0));
  range(0, image::dfa_range(0x80, 3));
  range(1, image::dfa_range(0x80, 2));
  range(2, image::dfa_range(0xe9, 0));
  const auto word = [&](Number number, std::uint16_t value) {
    return with_row<std::uint16_t>(Section::dfa_words, number, [&](auto& r) { r = value; });
  };
  EXPECT_EQ(word(0, 3), pattern);
  EXPECT_EQ(word(127, 0xffff), pattern);
  EXPECT_EQ(word(128, 1), pattern);  // of the lost state
  EXPECT_EQ(word(131, 3), "loads");
  EXPECT_EQ(word(131, 4), pattern);
  EXPECT_EQ(word(139, 0), pattern);  // of the state that has won
  EXPECT_EQ(with_instruction(Opcode::test_matches, [](auto& i) { i.b = 1; }), bad_instruction);
}

TEST(Verifier, Plan) {
  const std::string plan = "the field plan of the image is inconsistent";
  using image::PlanNode;
  const auto bad = [&](Number node, const std::function<void(PlanNode&)>& change) {
    EXPECT_EQ(with_row<PlanNode>(Section::plan_nodes, node, change), plan) << node;
  };
  bad(0, [](auto& n) { n.first_edge = 1; });
  bad(0, [](auto& n) { n.edge_count = 1; });
  bad(0, [](auto& n) { n.slots_begin = 1; });
  bad(0, [](auto& n) { n.slots_end -= 1; });
  bad(0, [](auto& n) { n.path = 100000; });
  bad(1, [](auto& n) { n.slot = image::none; });
  bad(1, [](auto& n) { n.slot = 1; });
  bad(1, [](auto& n) { n.read_as = image::read_as_count; });
  bad(1, [](auto& n) { n.read_as = static_cast<std::uint8_t>(ReadAs::flag); });
  bad(1, [](auto& n) { n.reserved[2] = 1; });
  bad(2, [](auto& n) { n.slot = 1; });
  bad(2, [](auto& n) { n.slots_end = n.slots_begin; });
  using image::PlanEdge;
  const auto bad_edge = [&](Number edge, const std::function<void(PlanEdge&)>& change) {
    EXPECT_EQ(with_row<PlanEdge>(Section::plan_edges, edge, change), plan) << edge;
  };
  bad_edge(0, [](auto& e) { e.node = 0; });
  bad_edge(0, [](auto& e) { e.node = 2; });
  bad_edge(0, [](auto& e) { e.node = 100; });
  bad_edge(0, [](auto& e) { e.name = 100000; });

  ImageSketch response({{"response", ReadAs::text}});
  const auto loaded = Ruleset::load(response.finish());
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.fault().kind, FaultKind::image_plan);
}

TEST(Verifier, Instructions) {
  const auto bad = [](Opcode opcode, const std::function<void(image::InstructionRow&)>& change) {
    EXPECT_EQ(with_instruction(opcode, change), bad_instruction) << static_cast<int>(opcode);
  };
  bad(Opcode::lower, [](auto& i) { i.opcode = static_cast<std::uint8_t>(runtime::opcode_count); });
  bad(Opcode::lower, [](auto& i) { i.opcode = 255; });
  bad(Opcode::lower, [](auto& i) { i.mask = 1; });
  bad(Opcode::lower, [](auto& i) { i.c = 1; });
  bad(Opcode::lower, [](auto& i) { i.d = 1; });
  bad(Opcode::lower, [](auto& i) { i.a = 60000; });
  bad(Opcode::lower, [](auto& i) { i.b = 0xffffffff; });
  bad(Opcode::lower, [](auto& i) { i.b = 2; });  // a boolean
  bad(Opcode::copy, [](auto& i) { i.b = 0; });   // text into a boolean
  bad(Opcode::load_text, [](auto& i) { i.b = 100000; });
  bad(Opcode::load_integer, [](auto& i) { i.b = 100000; });
  bad(Opcode::load_table, [](auto& i) { i.b = 100000; });
  bad(Opcode::get, [](auto& i) { i.d = static_cast<Number>(Kind::text); });
  bad(Opcode::at, [](auto& i) { i.d = 9; });
  bad(Opcode::test_text_in, [](auto& i) { i.mask = 0; });
  bad(Opcode::test_text_in, [](auto& i) { i.mask = 8; });
  bad(Opcode::test_text_in, [](auto& i) { i.d = 0; });                            // backwards
  bad(Opcode::test_text_in, [](auto& i) { i.d = first(Opcode::test_text_in); });  // to itself
  bad(Opcode::test_text_in, [](auto& i) { i.d = 1000; });
  bad(Opcode::test_text_in, [](auto& i) { i.d = first(Opcode::end) + 1; });  // another program
  // Registers of another kind than the operand.
  bad(Opcode::append, [](auto& i) { i.a = 0; });
  bad(Opcode::append, [](auto& i) { i.b = 60000; });
  bad(Opcode::put, [](auto& i) { i.b = i.a; });
  bad(Opcode::unpack, [](auto& i) { i.a = 0; });  // neither a list nor a map
  bad(Opcode::decode_list, [](auto& i) { i.b = i.a; });
  bad(Opcode::decode_list, [](auto& i) { i.c = 100000; });
  bad(Opcode::value_of, [](auto& i) { i.d = static_cast<Number>(Kind::map); });
  bad(Opcode::load_variable, [](auto& i) { i.b = 1; });
  bad(Opcode::load_time, [](auto& i) { i.c = 100000; });
  bad(Opcode::load_number, [](auto& i) { i.b = 100000; });
  bad(Opcode::start_list, [](auto& i) { i.b = limits::max_list_elements + 1; });
  bad(Opcode::start_map, [](auto& i) { i.b = limits::max_list_elements + 1; });
  bad(Opcode::loop, [](auto& i) { i.b = limits::max_loop_levels; });
  bad(Opcode::next, [](auto& i) { i.c = limits::max_loop_levels; });
  bad(Opcode::next, [](auto& i) { i.d = first(Opcode::next); });
  bad(Opcode::next, [](auto& i) { i.d = 1000; });
  bad(Opcode::next_entry, [](auto& i) { i.b = i.a; });
  bad(Opcode::repeat, [](auto& i) { i.d = 0; });                      // no `next`
  bad(Opcode::repeat, [](auto& i) { i.d = first(Opcode::repeat); });  // itself
  bad(Opcode::repeat, [](auto& i) { i.d = first(Opcode::append); });  // no `next`
  bad(Opcode::repeat, [](auto& i) { i.d = 0xffffffff; });
  bad(Opcode::fire, [](auto& i) { i.b = 1; });
  bad(Opcode::set_flag, [](auto& i) { i.c = 2; });
  bad(Opcode::set_flag, [](auto& i) { i.b = 1; });  // a text
  bad(Opcode::set_text, [](auto& i) { i.b = 0; });  // a flag
  bad(Opcode::set_text, [](auto& i) { i.b = 2; });
  bad(Opcode::request_effect, [](auto& i) { i.b = 2; });
  bad(Opcode::request_effect, [](auto& i) { i.c = 1; });
  bad(Opcode::request_effect, [](auto& i) { i.a = static_cast<std::uint16_t>(i.a + 1); });

  const std::string program = "a program of the image is inconsistent";
  EXPECT_EQ(
      with_instruction(Opcode::end,
                       [](auto& i) { i.opcode = static_cast<std::uint8_t>(Opcode::load_absent); }),
      program);
  EXPECT_EQ(with_instruction(Opcode::fire,
                             [](auto& i) {
                               i = {static_cast<std::uint8_t>(Opcode::load_absent), 0, 0, 0, 0, 0};
                             }),
            program);
}

TEST(Verifier, LoopsStayInTheirProgram) {
  ImageSketch sketch;
  const Number list = sketch.reg(Kind::list);
  const Number element = sketch.reg(Kind::text);
  const Number top = sketch.emit(Opcode::next, element, list, 0);
  sketch.emit(Opcode::repeat, 0, 0, 0, top);
  sketch.land(top);
  sketch.end_program();
  sketch.emit(Opcode::repeat, 0, 0, 0, top);
  const auto loaded = Ruleset::load(sketch.finish());
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.fault().message(), bad_instruction);
  // Forwards, to a `next` that comes later.
  ImageSketch forward;
  const Number later = forward.reg(Kind::list);
  const Number value = forward.reg(Kind::text);
  forward.emit(Opcode::repeat, 0, 0, 0, 1);
  const Number next = forward.emit(Opcode::next, value, later, 0);
  forward.land(next);
  EXPECT_FALSE(Ruleset::load(forward.finish()));
}

TEST(Verifier, ProgramsAndTheirTables) {
  const std::string program = "a program of the image is inconsistent";
  using image::ProgramRow;
  const auto bad = [&](Number number, const std::function<void(ProgramRow&)>& change) {
    EXPECT_EQ(with_row<ProgramRow>(Section::programs, number, change), program);
  };
  bad(0, [](auto& p) { p.first_instruction = 1; });
  bad(0, [](auto& p) { p.instruction_count = 0; });
  bad(0, [](auto& p) { p.instruction_count = 1000; });
  bad(0, [](auto& p) { p.field_count = 3; });
  bad(0, [](auto& p) { p.first_field = 3; });
  bad(0, [](auto& p) { p.max_fired = 0; });
  bad(1, [](auto& p) { p.max_fired = 3; });
  bad(0, [](auto& p) { p.index = 0; });
  bad(1, [](auto& p) { p.instruction_count -= 1; });
  EXPECT_EQ(
      with_row<std::uint8_t>(Section::registers, 9, [](auto& kind) { kind = image::kind_count; }),
      program);
  using image::FieldRow;
  EXPECT_EQ(with_row<FieldRow>(Section::fields, 0, [](auto& f) { f.kind = 6; }), bad_instruction);
  EXPECT_EQ(with_row<FieldRow>(Section::fields, 0, [](auto& f) { f.default_value = 5; }), program);
  EXPECT_EQ(with_row<FieldRow>(Section::fields, 0, [](auto& f) { f.path = 100000; }), program);
  EXPECT_EQ(with_row<FieldRow>(Section::fields, 0, [](auto& f) { f.reserved[1] = 1; }), program);
  using image::EffectRow;
  const auto bad_effect = [&](const std::function<void(EffectRow&)>& change) {
    EXPECT_EQ(with_row<EffectRow>(Section::effects, 0, change), program);
  };
  bad_effect([](auto& e) { e.name = 100000; });
  bad_effect([](auto& e) { e.first_parameter = 2; });
  bad_effect([](auto& e) { e.rule = 1; });
  bad_effect([](auto& e) { e.reject_on_failure = 2; });
  bad_effect([](auto& e) { e.kept_on_reject = 2; });
  bad_effect([](auto& e) { e.lists = static_cast<std::uint8_t>(1U << e.parameter_count); });
  bad_effect([](auto& e) { e.reserved = 1; });
  EXPECT_EQ(with_row<Number>(Section::effect_parameters, 0, [](auto& p) { p = 100000; }), program);

  EXPECT_EQ(with_row<Number>(Section::variables, 0, [](auto& name) { name = 100000; }), program);

  const std::string source = "the trigger table of the image is inconsistent";
  using image::TriggerRow;
  const auto bad_trigger = [&](const std::function<void(TriggerRow&)>& change) {
    EXPECT_EQ(with_row<TriggerRow>(Section::triggers, 0, change), source);
  };
  bad_trigger([](auto& t) { t.name = 100000; });
  bad_trigger([](auto& t) { t.prefix = 100000; });
  bad_trigger([](auto& t) { t.first_source = 1; });
  bad_trigger([](auto& t) { t.source_count = 3; });
  bad_trigger([](auto& t) { t.source_count = 1; });
  bad_trigger([](auto& t) { t.unknown_program = 2; });
  bad_trigger([](auto& t) { t.unnamed_program = 2; });
  using image::SourceRow;
  EXPECT_EQ(with_row<SourceRow>(Section::sources, 0, [](auto& s) { s.name = 100000; }), source);
  EXPECT_EQ(with_row<SourceRow>(Section::sources, 1, [](auto& s) { s.program = 2; }), source);

  const std::string rule = "the rule table of the image is inconsistent";
  using image::RuleRow;
  EXPECT_EQ(with_row<RuleRow>(Section::rules, 0, [](auto& r) { r.name = 100000; }), rule);
  EXPECT_EQ(with_row<RuleRow>(Section::rules, 0, [](auto& r) { r.file = 100000; }), rule);
  using image::TraceRow;
  const auto bad_trace = [&](Number number, const std::function<void(TraceRow&)>& change) {
    EXPECT_EQ(with_row<TraceRow>(Section::trace, number, change), rule);
  };
  bad_trace(0, [](auto& t) { t.instruction = 1000; });
  bad_trace(0, [](auto& t) { t.instruction = 0; });  // no test
  bad_trace(1, [](auto& t) { t.instruction = 0; });  // out of order
  bad_trace(0, [](auto& t) { t.rule = 1; });
  bad_trace(0, [](auto& t) { t.expression = 100000; });
  bad_trace(0, [](auto& t) { t.a = 100000; });
  bad_trace(0, [](auto& t) { t.b = 100000; });
  bad_trace(1, [](auto& t) { t.a = 0; });  // a constant looks at nothing
  bad_trace(1, [](auto& t) { t.constant = 3; });
  bad_trace(0, [](auto& t) { t.flags = 4; });
  bad_trace(1, [](auto& t) { t.flags = 1; });  // a constant is what it is
  bad_trace(0, [](auto& t) { t.reserved[0] = 1; });
}

TEST(Verifier, PaddingIsZero) {
  Bytes bytes = sample_image();
  const image::View view(bytes);
  std::size_t padding = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(Section::count); ++i) {
    const auto section = static_cast<Section>(i);
    const std::size_t end = static_cast<std::size_t>(view.start(section) - bytes.data()) +
                            view.count(section) * image::row_size(section);
    if (end % 8 == 0) continue;
    ++padding;
    bytes[end] = std::byte{1};
    seal(bytes);
    const auto loaded = Ruleset::load(bytes);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.fault().kind, FaultKind::image_section);
    EXPECT_EQ(loaded.fault().offset, end);
    bytes[end] = std::byte{0};
  }
  EXPECT_GT(padding, 0u);
}

TEST(Verifier, RegistersAtTheirLimit) {
  const auto with_registers = [](std::size_t count) {
    ImageSketch sketch;
    sketch.builder.registers.assign(count, static_cast<std::uint8_t>(Kind::text));
    return static_cast<bool>(Ruleset::load(sketch.finish()));
  };
  EXPECT_TRUE(with_registers(limits::max_registers));
  EXPECT_FALSE(with_registers(limits::max_registers + 1));
}

}  // namespace
}  // namespace lintel::test
