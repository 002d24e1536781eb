// SPDX-License-Identifier: Apache-2.0
// What rules ask for: response fields, effects, and what the host knows.
#include "runtime/instruction.h"
#include "runtime/json_build.h"
#include "runtime/machine.h"
#include "runtime/output.h"
#include "runtime/random_text.h"
#include "runtime/time.h"

namespace lintel::runtime {

using image::Section;

// Asked for once: all of an evaluation happens at one time.
bool Machine::load_now(Cell& a) {
  if (!work_.has_now) {
    Instant time{};
    if (work_.host == nullptr || !work_.host->now(time) ||
        !is_timestamp({time.seconds, time.nanoseconds})) {
      decision_.fault = {FaultKind::no_time, 0, {}, {}};
      return false;
    }
    work_.now.set_time(time.seconds, time.nanoseconds);
    work_.has_now = true;
  }
  a = work_.now;
  return true;
}

bool Machine::load_random(InstructionRow row) {
  char* const out = work_.texts.take(row.b);
  if (out == nullptr) return no_room();
  const std::span<char> characters(out, row.b);
  const RandomSource source{
      [](void* host, std::span<unsigned char> bytes) {
        return static_cast<Host*>(host)->random(std::as_writable_bytes(bytes));
      },
      work_.host};
  const bool digits = static_cast<image::Opcode>(row.opcode) == image::Opcode::random_digits;
  const auto draw = digits ? random_digits : random_token;
  if (work_.host == nullptr || !draw(source, characters)) {
    decision_.fault = {FaultKind::no_random, 0, {}, {}};
    return false;
  }
  cell(row.a).set_text({out, row.b});
  return true;
}

bool Machine::to_json(InstructionRow row) {
  const Cell value = cell(row.b);
  if (!value.present()) {
    cell(row.a).set_absent();
    return true;
  }
  Output counter(nullptr);
  write_json(counter, image_, value, kind(row.b));
  char* const out = work_.texts.take(counter.size());
  if (out == nullptr) return no_room();
  Output writer(out);
  write_json(writer, image_, value, kind(row.b));
  cell(row.a).set_text({out, writer.size()});
  return true;
}

// Entries and items.
bool Machine::collect(InstructionRow row) {
  const Cell& a = cell(row.a);
  if (!a.present()) return true;
  const std::uint32_t number = row.b - program_->first_field;
  Collecting done = Collecting::done;
  switch (static_cast<image::Opcode>(row.opcode)) {
    case image::Opcode::set_entry:
      if (!cell(row.c).present()) return true;
      done = work_.collected.add_entry(number, a.text(), cell(row.c), kind(row.c));
      break;
    case image::Opcode::set_entries:
      done = work_.collected.add_entries(number, a, kind(row.a), image_, work_.texts);
      break;
    case image::Opcode::add_item: done = work_.collected.add_item(number, a.text()); break;
    default: done = work_.collected.add_items(number, a, kind(row.a), image_, work_.texts); break;
  }
  field(row.b).is_set = true;
  if (done == Collecting::no_room) return no_room();
  if (done == Collecting::full) decision_.fault = {FaultKind::too_many_entries, 0, {}, {}};
  return done == Collecting::done;
}

bool Machine::request_effect(InstructionRow row) {
  for (std::uint32_t i = 0; i < row.c; ++i) {
    if (!cell(row.a + i).present()) return true;
  }
  if (decision_.effects == limits::max_effects) {
    decision_.fault = {FaultKind::too_many_effects, 0, {}, {}};
    return false;
  }
  const auto effect = image_.row<image::EffectRow>(Section::effects, row.b);
  EffectArgument* const arguments =
      work_.arguments + decision_.effects * limits::max_effect_arguments;
  for (std::uint32_t i = 0; i < row.c; ++i) {
    const auto name =
        image_.row<std::uint32_t>(Section::effect_parameters, effect.first_parameter + i);
    arguments[i] = {image_.string(name), cell(row.a + i).text(), (effect.lists >> i & 1) != 0};
  }
  work_.kept_on_reject[decision_.effects] = effect.kept_on_reject != 0;
  work_.effects[decision_.effects++] = {
      image_.string(effect.name), {arguments, row.c}, effect.reject_on_failure != 0, effect.rule};
  return true;
}

std::uint32_t keep_on_reject(Workspace& work, std::uint32_t count) {
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!work.kept_on_reject[i]) continue;
    work.effects[kept] = work.effects[i];
    work.kept_on_reject[kept++] = true;
  }
  return kept;
}

}  // namespace lintel::runtime
