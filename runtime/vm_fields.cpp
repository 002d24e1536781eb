// SPDX-License-Identifier: Apache-2.0
// What rules ask for: response fields, effects, and what the host knows.
#include "runtime/machine.h"
#include "runtime/time.h"

namespace lintel::runtime {

using image::InstructionRow;
using image::Section;

// Asked for once: all of an evaluation happens at one time.
bool Machine::load_now(Cell& a) {
  if (!work_.has_now) {
    Time time{};
    if (work_.host == nullptr || !work_.host->now(time) || !is_timestamp(time)) {
      fault_ = {FaultKind::no_time, 0, {}, {}};
      return false;
    }
    work_.now.set_time(time.seconds, time.nanoseconds);
    work_.has_now = true;
  }
  a = work_.now;
  return true;
}

void Machine::set_field(std::uint32_t number, bool flag, std::string_view text) {
  FieldValue& field = work_.fields[number - program_.first_field];
  if (!field.is_set) field = {text, flag, true, false};
}

bool Machine::request_effect(const InstructionRow& row) {
  for (std::uint32_t i = 0; i < row.c; ++i) {
    if (!cell(row.a + i).present()) return true;
  }
  if (effects_ == limits::max_effects) {
    fault_ = {FaultKind::too_many_effects, 0, {}, {}};
    return false;
  }
  const auto effect = image_.row<image::EffectRow>(Section::effects, row.b);
  EffectArgument* const arguments = work_.arguments + effects_ * limits::max_effect_arguments;
  for (std::uint32_t i = 0; i < row.c; ++i) {
    const auto name =
        image_.row<std::uint32_t>(Section::effect_parameters, effect.first_parameter + i);
    arguments[i] = {image_.string(name), cell(row.a + i).text()};
  }
  work_.kept_on_reject[effects_] = effect.kept_on_reject != 0;
  work_.effects[effects_++] = {
      image_.string(effect.name), {arguments, row.c}, effect.reject_on_failure != 0, effect.rule};
  return true;
}

}  // namespace lintel::runtime
