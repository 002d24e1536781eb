// SPDX-License-Identifier: Apache-2.0
// Actions that set response fields. What is computed for an action is computed before it sets
// anything: it sets all of its fields or none.
#include <algorithm>

#include "compiler/program_lowering.h"

namespace lintel::compiler {
namespace {

using image::Opcode;

constexpr std::uint8_t not_present = 1U << static_cast<unsigned>(Truth::no);

}  // namespace

void ProgramLowering::respond(const TypedAction& action) {
  const auto& row = *action.response;
  const auto fields = schema::responses_of(row.trigger, row.action);
  const bool has_besides =
      std::any_of(schema::alsos().begin(), schema::alsos().end(), [&](const schema::AlsoRow& also) {
        return also.trigger == row.trigger && also.action == row.action;
      });
  const ir::Label miss = code_.new_label();
  // A text that would not be taken any more is not put together.
  if (action.kind == TypedAction::Kind::set_text && !has_besides && fields.size() == 1 &&
      action.value->kind != Kind::text) {
    code_.emit(Opcode::skip_set, 0, field_numbers_.at(&schema::field_of(*fields[0]))).label = miss;
  }
  const ir::Register key = action.key != nullptr ? value(*action.key, image::Kind::text) : 0;
  const ir::Register value =
      action.value != nullptr ? this->value(*action.value, register_kind(*action.value)) : 0;
  if (has_besides && action.value != nullptr) require(value, miss);
  for (const auto* each : fields)
    set(action, field_numbers_.at(&schema::field_of(*each)), key, value);
  if (has_besides) set_besides(action);
  code_.place(miss);
}

void ProgramLowering::set(const TypedAction& action, std::uint32_t field, ir::Register key,
                          ir::Register value) {
  switch (action.kind) {
    case TypedAction::Kind::set_flag: code_.emit(Opcode::set_flag, 0, field, 1); return;
    case TypedAction::Kind::set_text: code_.emit(Opcode::set_text, value, field); return;
    case TypedAction::Kind::set_entry: code_.emit(Opcode::set_entry, key, field, value); return;
    case TypedAction::Kind::set_entries: code_.emit(Opcode::set_entries, value, field); return;
    case TypedAction::Kind::add_item: code_.emit(Opcode::add_item, value, field); return;
    case TypedAction::Kind::add_items: code_.emit(Opcode::add_items, value, field); return;
    case TypedAction::Kind::deny:
    case TypedAction::Kind::effect:
    case TypedAction::Kind::reject: break;
  }
}

void ProgramLowering::set_besides(const TypedAction& action) {
  const auto& row = *action.response;
  for (const auto& also : schema::alsos()) {
    if (also.trigger != row.trigger || also.action != row.action) continue;
    for (const auto* field : schema::fields_of(row.trigger, row.action)) {
      if (field->field != also.field) continue;
      const std::uint32_t number = field_numbers_.at(field);
      if (also.value == image::FieldDefault::null)
        code_.emit(Opcode::set_null, 0, number);
      else
        code_.emit(Opcode::set_flag, 0, number, also.value == image::FieldDefault::yes ? 1 : 0);
    }
  }
}

// Goes to `miss` if the register has no value.
void ProgramLowering::require(ir::Register number, ir::Label miss) {
  code_.test(Opcode::test_present, not_present, number, 0, miss);
}

}  // namespace lintel::compiler
