// SPDX-License-Identifier: Apache-2.0
// Every row of faults.def comes up here, or has a reason not to.
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "runtime/limits.h"
#include "tests/runtime/sample_image.h"

namespace lintel::test {
namespace {

using image::Header;
using image::Section;

FaultKind of_event(std::string_view event) {
  Engine engine(sample_image());
  const Outcome outcome = engine.run(event);
  EXPECT_EQ(outcome.kind(), OutcomeKind::fault) << event.substr(0, 80);
  return outcome.fault().kind;
}

FaultKind of_image(const std::function<void(Bytes&, const image::View&)>& change,
                   bool seals = true) {
  Bytes bytes = sample_image();
  change(bytes, image::View(bytes));
  if (seals) {
    const std::uint64_t hash =
        image::hash(std::span<const std::byte>(bytes).subspan(sizeof(Header)));
    std::memcpy(bytes.data() + offsetof(Header, content_hash), &hash, sizeof hash);
  }
  const auto loaded = Ruleset::load(bytes);
  EXPECT_FALSE(loaded);
  return loaded.fault().kind;
}

// The first byte of a section is set.
FaultKind of_section(Section section, std::uint8_t value, std::size_t at = 0) {
  return of_image([=](Bytes& bytes, const image::View& view) {
    bytes[static_cast<std::size_t>(view.start(section) - bytes.data()) + at] = std::byte{value};
  });
}

FaultKind of_header(std::size_t at) {
  return of_image([at](Bytes& bytes, const image::View&) { bytes[at] ^= std::byte{1}; }, false);
}

FaultKind of_effects() {
  ImageSketch sketch;
  for (std::size_t i = 0; i <= limits::max_effects; ++i) sketch.log("x");
  Engine engine(sketch.finish());
  return engine.run("{}").fault().kind;
}

FaultKind without_source() {
  ImageSketch sketch;
  sketch.trigger("A", {}, 0, image::none);
  Engine engine(sketch.finish());
  return engine.run("{}").fault().kind;
}

// Of an image with a trigger A for versions 1 and 2, and one for version 3.
FaultKind of_version(std::string_view event) {
  ImageSketch sketch;
  sketch.trigger("A", {}, 0, 0, "1 2");
  sketch.trigger("A", {}, 0, 0, "3");
  Engine engine(sketch.finish());
  return engine.run(event).fault().kind;
}

// One item more than there is room for.
FaultKind of_items() {
  ImageSketch sketch;
  const Number field = sketch.field("f", image::FieldKind::items, image::FieldDefault::null);
  for (std::size_t i = 0; i <= limits::max_collected; ++i) {
    sketch.emit(Opcode::add_item, sketch.text(std::to_string(i)), field);
  }
  Engine engine(sketch.finish());
  return engine.run("{}").fault().kind;
}

// Entries that start from `o`, of which nothing is kept.
FaultKind of_nothing_kept() {
  ImageSketch sketch;
  sketch.field("f", image::FieldKind::entries, image::FieldDefault::as_it_came, "o");
  const Number kept = sketch.field("f", image::FieldKind::kept, image::FieldDefault::as_it_came);
  sketch.emit(Opcode::add_item, sketch.text("x"), kept);
  Engine engine(sketch.finish());
  return engine.run(R"({"o":{"y":"1"}})").fault().kind;
}

FaultKind without_memory() {
  Engine engine(sample_image());
  const Evaluator moved(std::move(engine.evaluator()));
  return engine.run("{}").fault().kind;
}

FaultKind of_rounds() {
  ImageSketch sketch;
  const Number list = sketch.reg(Kind::list);
  const Number element = sketch.reg(Kind::text);
  sketch.emit(Opcode::start_list, list, 1);
  sketch.emit(Opcode::append, list, sketch.text("x"));
  const Number next = sketch.here() + 1;
  sketch.emit(Opcode::loop, 0, 0);
  sketch.emit(Opcode::next, element, list, 0, next + 3);
  sketch.emit(Opcode::loop, 0, 0);
  sketch.emit(Opcode::repeat, 0, 0, 0, next);
  Engine engine(sketch.finish());
  return engine.run("{}").fault().kind;
}

FaultKind without_clock() {
  ImageSketch sketch;
  sketch.emit(Opcode::load_now, sketch.reg(Kind::time));
  Engine engine(sketch.finish());
  return engine.run("{}").fault().kind;
}

TEST(Faults, EachComesUp) {
  using enum FaultKind;
  const std::string deep(limits::max_event_depth + 1, '[');
  const std::string escaped = R"({"u":"\n)" + std::string(limits::text_arena_bytes, 'x') + "\"}";
  const std::set<std::pair<FaultKind, FaultKind>> seen = {
      {event_too_large, of_event(std::string(limits::max_event_bytes + 1, ' '))},
      {event_malformed, of_event("x")},
      {event_truncated, of_event("{")},
      {event_encoding, of_event("{\"\xff\":1}")},
      {event_too_deep, of_event("{\"x\":" + deep)},
      {event_not_object, of_event("[]")},
      {wrong_type, of_event(R"({"u":[]})")},
      {text_too_long, of_event(escaped)},
      {too_many_effects, of_effects()},
      {too_many_rounds, of_rounds()},
      {no_time, without_clock()},
      {source_missing, without_source()},
      {source_unknown, of_event(R"({"triggerSource":"x"})")},
      {too_many_entries, of_items()},
      {nothing_left, of_nothing_kept()},
      {version_unserved, of_version(R"({"triggerSource":"A_x","version":"4"})")},
      {version_missing, of_version(R"({"triggerSource":"A_x"})")},
      {no_memory, without_memory()},
      {image_too_small, of_image([](Bytes& bytes, auto&) { bytes.resize(8); }, false)},
      {image_magic, of_header(offsetof(Header, magic))},
      {image_version, of_header(offsetof(Header, format_version))},
      {image_tables, of_header(offsetof(Header, tables_hash))},
      {image_size, of_header(offsetof(Header, size))},
      {image_hash, of_header(offsetof(Header, content_hash))},
      {image_section, of_header(offsetof(Header, sections))},
      {image_string, of_section(Section::string_bytes, 0xff)},
      {image_table, of_section(Section::tables, 9)},
      {image_pattern, of_section(Section::dfas, 1, 4)},
      {image_plan, of_section(Section::plan_nodes, 9)},
      {image_program, of_section(Section::registers, image::kind_count, 5)},
      {image_instruction, of_section(Section::instructions, 0xff)},
      {image_index, of_section(Section::postings, 4)},
      {image_source, of_section(Section::triggers, 0xff)},
      {image_rule, of_section(Section::rules, 0xf0)},
  };
  std::set<FaultKind> kinds;
  for (const auto& [wanted, found] : seen) {
    EXPECT_EQ((Fault{wanted, 0, {}, {}}.message()), (Fault{found, 0, {}, {}}.message()));
    kinds.insert(wanted);
  }
  kinds.insert(no_random);  // no instruction asks for random digits yet
#define LINTEL_FAULT(name, message) EXPECT_TRUE(kinds.contains(FaultKind::name)) << #name;
#include "runtime/faults.def"
#undef LINTEL_FAULT
}

TEST(Faults, MessagesAreLowerCaseAndHaveNoFullStop) {
#define LINTEL_FAULT(name, text)                                  \
  EXPECT_EQ((Fault{FaultKind::name, 0, {}, {}}.message()), text); \
  EXPECT_TRUE(std::string_view(text)[0] >= 'a') << text;          \
  EXPECT_FALSE(std::string_view(text).ends_with('.')) << text;
#include "runtime/faults.def"
#undef LINTEL_FAULT
}

}  // namespace
}  // namespace lintel::test
