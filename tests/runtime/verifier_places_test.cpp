// SPDX-License-Identifier: Apache-2.0
// Strings, tables, programs and the small sections: the last value of a field that is sound, the
// first that is not, and where the verifier says so.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runtime/limits.h"
#include "tests/runtime/changed_image.h"

namespace lintel::test {
namespace {

using enum Opcode;
using image::InstructionRow;
using image::Section;

std::string bad_instruction(const Bytes& image, Number number) {
  return refused(image, FaultKind::image_instruction, Section::instructions, number);
}

TEST(VerifierPlaces, AHeaderAloneIsReadToItsEnd) {
  image::Header header{};
  const auto bytes = std::as_bytes(std::span(&header, 1));
  EXPECT_EQ(verdict(bytes), said(FaultKind::image_magic, 0));
  header.magic = image::magic;
  EXPECT_EQ(verdict(bytes),
            said(FaultKind::image_version, offsetof(image::Header, format_version)));
  EXPECT_EQ(verdict(bytes.first(bytes.size() - 1)),
            said(FaultKind::image_too_small, bytes.size() - 1));
  EXPECT_EQ(verdict({}), said(FaultKind::image_too_small, 0));
}

TEST(VerifierPlaces, SectionsFillTheImage) {
  Bytes image = ImageSketch().finish();
  const auto set_size = [&] {
    const auto size = static_cast<std::uint32_t>(image.size());
    std::memcpy(image.data() + offsetof(image::Header, size), &size, sizeof size);
    seal(image);
  };
  const auto header = image::load<image::Header>(image.data());
  for (std::size_t i = 0; i < std::size(header.sections); ++i) {
    const std::size_t place = offsetof(image::Header, sections) + i * sizeof(image::SectionSpan);
    for (const std::uint32_t count : {header.sections[i].count + 1000, 0xffffffffU}) {
      image::Header changed = header;
      changed.sections[i].count = count;
      std::memcpy(image.data(), &changed, sizeof changed);
      EXPECT_EQ(verdict(image), said(FaultKind::image_section, place)) << i;
    }
  }
  std::memcpy(image.data(), &header, sizeof header);
  image.resize(image.size() + 8);
  set_size();
  EXPECT_EQ(verdict(image), said(FaultKind::image_size, image.size() - 8));
}

TEST(VerifierPlaces, StringsEndBetweenCharacters) {
  ImageSketch sketch;
  sketch.builder.string("a");
  const Number text = sketch.builder.string("é€");
  const Bytes image = sketch.finish();
  const auto row = image::View(image).row<image::StringRow>(Section::strings, text);
  const auto part = [&](Number from, Number size) {
    return verdict(with<image::StringRow>(image, Section::strings, text, [&](auto& string) {
      string = {row.offset + from, size};
    }));
  };
  const std::string bad = refused(image, FaultKind::image_string, Section::strings, text);
  for (Number from = 0; from <= row.size; ++from) {
    for (Number size = 0; from + size <= row.size; ++size) {
      const auto is_border = [](Number at) { return at == 0 || at == 2 || at == 5; };
      EXPECT_EQ(part(from, size), is_border(from) && is_border(from + size) ? "loads" : bad)
          << from << " " << size;
    }
  }
  const Number end = image::View(image).count(Section::string_bytes) - row.offset;
  EXPECT_EQ(part(end, 0), "loads");
  EXPECT_EQ(part(end, 1), bad);
  EXPECT_EQ(part(end - 1, 2), bad);
  EXPECT_EQ(part(end + 1, 0), bad);
  EXPECT_EQ(part(image::none - row.offset, 1), bad);
}

TEST(VerifierPlaces, TheFirstStringBeginsWithACharacter) {
  ImageSketch sketch;
  const Number text = sketch.builder.string("é");
  const Bytes image = sketch.finish();
  ASSERT_EQ(image::View(image).row<image::StringRow>(Section::strings, text).offset, 0U);
  const Bytes other = with<image::StringRow>(image, Section::strings, 0, [](auto& string) {
    string = {1, 1};
  });
  EXPECT_EQ(verdict(other), refused(image, FaultKind::image_string, Section::strings, 0));
}

TEST(VerifierPlaces, ListsHoldValuesOfTheirKind) {
  const auto list = [](Kind kind, std::vector<Number> values) {
    ImageSketch sketch;
    sketch.builder.integer(7);
    sketch.builder.list(Kind::boolean, {});
    sketch.builder.list(kind, values);
    return sketch.finish();
  };
  const auto expect_bad = [](const Bytes& image) {
    EXPECT_EQ(verdict(image), refused(image, FaultKind::image_table, Section::tables, 1));
  };
  EXPECT_EQ(verdict(list(Kind::boolean, {0, 1})), "loads");
  expect_bad(list(Kind::boolean, {0, 2}));
  EXPECT_EQ(verdict(list(Kind::number, {0})), "loads");
  expect_bad(list(Kind::number, {1}));
  EXPECT_EQ(verdict(list(Kind::table, {0})), "loads");
  expect_bad(list(Kind::table, {1}));  // itself
  for (auto kind = static_cast<std::uint8_t>(Kind::object); kind <= image::kind_count + 1; ++kind) {
    if (static_cast<Kind>(kind) == Kind::number) continue;
    expect_bad(list(static_cast<Kind>(kind), {0}));
  }
}

TEST(VerifierPlaces, RegistersAreOfAKind) {
  const auto registers = [](std::size_t count, std::uint8_t last) {
    ImageSketch sketch;
    sketch.builder.registers.assign(count, 0);
    sketch.builder.registers.back() = last;
    return sketch.finish();
  };
  const Bytes unknown = registers(3, image::kind_count);
  EXPECT_EQ(verdict(unknown), refused(unknown, FaultKind::image_program, Section::registers, 2));
  const Bytes many = registers(limits::max_registers + 1, 0);
  EXPECT_EQ(verdict(many), refused(many, FaultKind::image_program, Section::registers, 0));
  // Behind the last register stands the first node, and no register.
  const Bytes eight = with<image::PlanNode>(registers(8, 0), Section::plan_nodes, 0,
                                            [](auto& node) { node.first_edge = 255; });
  EXPECT_EQ(verdict(eight), refused(eight, FaultKind::image_plan, Section::plan_nodes, 0));
}

TEST(VerifierPlaces, TriggersHaveTheirOwnSources) {
  ImageSketch sketch;
  sketch.end_program();
  sketch.trigger("A", {{"x", 0}});
  sketch.trigger("B", {{"y", 0}});
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), "loads");
  using image::TriggerRow;
  const auto change = [&](Number number, auto set) {
    return verdict(with<TriggerRow>(image, Section::triggers, number, set));
  };
  for (const Number number : {0U, 1U}) {
    const std::string bad = refused(image, FaultKind::image_source, Section::triggers, number);
    EXPECT_EQ(change(number, [](auto& row) { row.first_source = 2; }), bad);
    EXPECT_EQ(change(number, [&](auto& row) { row.source_count = 3 - number; }), bad);
    EXPECT_EQ(change(number, [](auto& row) { row.unknown_program = 1; }), bad);
    EXPECT_EQ(change(number, [](auto& row) { row.unnamed_program = 1; }), bad);
  }
  EXPECT_EQ(change(1, [](auto& row) { row.source_count = 0; }),
            refused(image, FaultKind::image_source, Section::sources, 1));
}

TEST(VerifierPlaces, AllRowsOfSmallSectionsAreLookedAt) {
  ImageSketch sketch;
  for (const std::string_view name : {"a", "b", "c"}) {
    sketch.builder.variable(name);
    sketch.rule(name);
    sketch.field(name, FieldKind::flag, FieldDefault::no);
    sketch.effect(name, {"p"});
  }
  const Bytes image = sketch.finish();
  const Number strings = image::View(image).count(Section::strings);
  for (const Number row : {0U, 1U, 2U}) {
    EXPECT_EQ(verdict(with<Number>(image, Section::variables, row, [&](auto& n) { n = strings; })),
              refused(image, FaultKind::image_program, Section::variables, row));
    EXPECT_EQ(verdict(with<Number>(image, Section::effect_parameters, row,
                                   [&](auto& n) { n = strings; })),
              refused(image, FaultKind::image_program, Section::effect_parameters, row));
    EXPECT_EQ(verdict(with<image::RuleRow>(image, Section::rules, row,
                                           [&](auto& rule) { rule.file = strings; })),
              refused(image, FaultKind::image_rule, Section::rules, row));
    EXPECT_EQ(verdict(with<image::FieldRow>(image, Section::fields, row,
                                            [&](auto& field) { field.from = strings; })),
              refused(image, FaultKind::image_program, Section::fields, row));
    EXPECT_EQ(verdict(with<image::EffectRow>(image, Section::effects, row,
                                             [&](auto& effect) { effect.first_parameter = 3; })),
              refused(image, FaultKind::image_program, Section::effects, row));
  }
}

TEST(VerifierPlaces, EffectsNeedNoParameters) {
  ImageSketch sketch;
  sketch.effect("e", {});
  EXPECT_EQ(verdict(sketch.finish()), "loads");
}

TEST(VerifierPlaces, OperandsAreRowsThatThereAre) {
  const auto one = [](auto make) {
    ImageSketch sketch;
    make(sketch);
    const Bytes image = sketch.finish();
    const auto first = image::View(image).row<InstructionRow>(Section::instructions, 0);
    EXPECT_EQ(verdict(image), bad_instruction(image, 0)) << int{first.opcode};
  };
  one([](auto& s) { s.emit(lower, s.reg(Kind::text), 1); });
  one([](auto& s) { s.emit(load_table, s.reg(Kind::table), 0); });
  one([](auto& s) { s.emit(load_integer, s.reg(Kind::integer), 0); });
  one([](auto& s) { s.emit(load_variable, s.reg(Kind::text), 0); });
  one([](auto& s) {
    s.rule("r");
    s.emit(fire, 0, 1);
  });
  for (int code = int{runtime::opcode_count}; code < 256; ++code)
    one([&](auto& s) { s.emit(static_cast<Opcode>(code)); });
  // What stands behind the only effect would be one with as many parameters as the number of the
  // string `second`.
  ImageSketch sketch;
  sketch.builder.string("first");
  const Number second = sketch.builder.string("second");
  ASSERT_EQ(second, 2U);
  sketch.effect("e", {"first", "second"});
  const Number argument = sketch.text("x");
  sketch.text("y");
  const Number request = sketch.emit(request_effect, argument, 1, second);
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), bad_instruction(image, request));
}

TEST(VerifierPlaces, TimesHaveNanosecondsOfASecond) {
  const auto time = [](std::int64_t nanoseconds) {
    ImageSketch sketch;
    sketch.emit(load_time, sketch.reg(Kind::time), sketch.builder.integer(5),
                sketch.builder.integer(nanoseconds));
    return sketch.finish();
  };
  EXPECT_EQ(verdict(time(999'999'999)), "loads");
  for (const std::int64_t wrong : {-1LL, 1'000'000'000LL, (1LL << 32) + 7, -(1LL << 32) + 7}) {
    const Bytes image = time(wrong);
    EXPECT_EQ(verdict(image), bad_instruction(image, 0)) << wrong;
  }
}

TEST(VerifierPlaces, ProgramsMayStartWithALoop) {
  ImageSketch sketch;
  const Number list = sketch.reg(Kind::list);
  const Number element = sketch.reg(Kind::text);
  sketch.end_program();
  const Number top = sketch.emit(next, element, list, 0);
  sketch.emit(repeat, 0, 0, 0, top);
  sketch.land(top);
  EXPECT_EQ(verdict(sketch.finish()), "loads");
}

TEST(VerifierPlaces, ProgramsSetTheirOwnFields) {
  const auto set = [](Number field, Number first, Number count) {
    ImageSketch sketch;
    for (const std::string_view name : {"a", "b", "c"})
      sketch.field(name, FieldKind::flag, FieldDefault::no);
    sketch.emit(set_flag, 0, field, 1);
    sketch.end_program();
    sketch.builder.programs[0].first_field = first;
    sketch.builder.programs[0].field_count = count;
    return sketch.finish();
  };
  for (Number first = 0; first <= 3; ++first) {
    for (Number count = 0; first + count <= 3; ++count) {
      for (Number field = 0; field <= 3; ++field) {
        const Bytes image = set(field, first, count);
        const bool is_own = field >= first && field < first + count;
        EXPECT_EQ(verdict(image), is_own ? "loads" : bad_instruction(image, 0));
      }
    }
    const Bytes beyond = set(0, first, 4 - first);
    EXPECT_EQ(verdict(beyond), refused(beyond, FaultKind::image_program, Section::programs, 0));
  }
}

TEST(VerifierPlaces, TraceRowsStandAtInstructions) {
  ImageSketch sketch;
  const Number rule = sketch.rule("r");
  const Number test = sketch.emit(test_present, sketch.reg(Kind::text), 0, 0, 0, if_no);
  sketch.land(test);
  const Number text = sketch.builder.string("x");
  for (int i = 0; i < 2; ++i)
    sketch.builder.trace.push_back({test, rule, text, image::none, image::none, 2, 0, {}});
  const Bytes image = sketch.finish();
  EXPECT_EQ(verdict(image), "loads");
  const auto at = [&](Number instruction) {
    return verdict(with<image::TraceRow>(image, Section::trace, 1,
                                         [&](auto& row) { row.instruction = instruction; }));
  };
  EXPECT_EQ(at(1), "loads");
  EXPECT_EQ(at(2), refused(image, FaultKind::image_rule, Section::trace, 1));
  Bytes stripped = image;
  auto header = image::load<image::Header>(stripped.data());
  header.flags = 1;
  header.sections[static_cast<std::size_t>(Section::rules)].count = 0;
  // The row of the rule is taken out.
  const auto place = static_cast<std::ptrdiff_t>(place_of(image, Section::rules, 0));
  stripped.erase(stripped.begin() + place,
                 stripped.begin() + place + std::ptrdiff_t{sizeof(image::RuleRow)});
  header.size -= static_cast<std::uint32_t>(sizeof(image::RuleRow));
  header.sections[static_cast<std::size_t>(Section::trace)].offset = static_cast<Number>(place);
  std::memcpy(stripped.data(), &header, sizeof header);
  seal(stripped);
  EXPECT_EQ(verdict(stripped), refused(stripped, FaultKind::image_rule, Section::trace, 0));
}

}  // namespace
}  // namespace lintel::test
