// SPDX-License-Identifier: Apache-2.0
#include "compiler/program_lowering.h"

#include <algorithm>

namespace lintel::compiler {
namespace {

using image::Opcode;

constexpr std::uint8_t bit(Truth truth) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(truth));
}

image::Kind kind_of(TypeKind parameter) {
  return parameter == TypeKind::none ? image::Kind::text : register_kind(Types::of(parameter));
}

bool is_free(const Typed& node) {
  return is_literal(node) || is_table(node) || node.kind == Kind::field ||
         node.kind == Kind::variable || node.kind == Kind::absent;
}

}  // namespace

ir::Program ProgramLowering::make(std::span<const LoweredRule> rules,
                                  std::span<const TypedRule* const> written,
                                  std::vector<const schema::ResponseRow*> fields) {
  for (std::size_t i = 0; i < fields.size(); ++i)
    field_numbers_.emplace(fields[i], static_cast<std::uint32_t>(i));
  if (options_.optimise) count_uses(rules);
  if (!options_.optimise || !options_.index || !make_indexed(rules))
    for (const auto& rule : rules) this->rule(rule);
  // What a source or an index makes superfluous is read and checked all the same.
  for (const TypedRule* rule : written) find_fields(*rule);
  for (const Field* field : found_) code_.slot(*field);
  code_.end_rules();
  code_.emit(Opcode::end);
  code_.program().fields = std::move(fields);
  return std::move(code_.program());
}

void ProgramLowering::count_uses(std::span<const LoweredRule> rules) {
  for (const auto& rule : rules) {
    if (rule.condition != nullptr) count_uses(*rule.condition);
    for (const auto& action : rule.actions) {
      if (action.key != nullptr) count_uses(*action.key);
      if (action.value != nullptr) count_uses(*action.value);
      for (const auto& argument : action.arguments) count_uses(*argument.value);
    }
  }
}

// What does not depend on the source has been seen by count_uses().
void ProgramLowering::find_fields(const TypedRule& rule) {
  const auto find = [this](const Typed* node) {
    if (node != nullptr && node->by_source) find_fields(*node);
  };
  find(rule.condition);
  for (const auto& action : rule.actions) {
    find(action.key);
    find(action.value);
    for (const auto& argument : action.arguments) find(argument.value);
  }
}

void ProgramLowering::find_fields(const Typed& node) {
  if (node.constant) return;
  if (node.value >= looked_at_.size()) looked_at_.resize(2 * std::size_t{node.value} + 1);
  if (looked_at_[node.value]) return;
  looked_at_[node.value] = true;
  if (node.kind == Kind::field) found_.push_back(node.field);
  for (const Typed* operand : node.operands) find_fields(*operand);
}

void ProgramLowering::count_uses(const Typed& node) {
  if (is_free(node) && node.kind != Kind::field) return;
  if (node.value >= uses_.size()) uses_.resize(2 * std::size_t{node.value} + 1);
  if (++uses_[node.value] > 1) return;
  if (node.kind == Kind::field) found_.push_back(node.field);
  for (const Typed* operand : node.operands) count_uses(*operand);
}

// Work that is done for two places is kept, unless looking it up costs as much as doing it again.
bool ProgramLowering::is_shared(const Typed& node) const {
  // What was drawn is the same wherever it is used.
  if (node.kind == Kind::random) return true;
  // What looks at the variable of a loop is another thing in each round.
  if (is_free(node) || is_absent(node) || !node.variables.empty()) return false;
  if (node.value >= uses_.size() || uses_[node.value] < 2) return false;
  switch (node.kind) {
    case Kind::has:
    case Kind::invert:
    case Kind::now:
    case Kind::environment: return false;
    case Kind::builtin: {
      const bool comparison = row(node.builtin).form == BuiltinRow::Form::binary &&
                              node.type->kind == TypeKind::boolean;
      return !comparison;
    }
    default: return true;
  }
}

void ProgramLowering::rule(const LoweredRule& rule) {
  code_.start_rule(rule.number);
  rule_ = rule.number;
  outcomes_ = &rule.outcomes;
  decided_parts(rule);
  const bool denies = std::any_of(rule.actions.begin(), rule.actions.end(), is_denial);
  const ir::Label miss = code_.new_label();
  if (rule.condition != nullptr) {
    const auto wanted = static_cast<Outcomes>(bit(Truth::yes) | (denies ? bit(Truth::absent) : 0));
    branch(*rule.condition, wanted, miss);
  }
  code_.emit(Opcode::fire, 0, rule.number);
  actions(rule);
  code_.place(miss);
}

void ProgramLowering::decided_parts(const LoweredRule& rule) {
  if (options_.strip || silent_) return;
  auto parts = rule.decided;
  // A condition that is constant from the start is all that can be shown of the rule.
  if (parts.empty() && rule.condition != nullptr && rule.condition->kind == Kind::boolean)
    parts.push_back({rule.condition, rule.condition->number != 0 ? Truth::yes : Truth::no});
  for (const auto& decided : parts) {
    const std::uint32_t trace = trace_of(*decided.part);
    auto& row = code_.program().traces[trace];
    row.constant = static_cast<std::uint8_t>(decided.truth);
    row.a.clear();
    row.b.clear();
    row.flags = 0;
    ir::Step note;
    note.kind = ir::Step::Kind::note;
    note.trace = trace;
    code_.program().steps.push_back(note);
  }
}

// A denial ends the program, so what else the rule asks for comes before it.
void ProgramLowering::actions(const LoweredRule& rule) {
  for (const auto& action : rule.actions)
    if (!is_denial(action)) this->action(action);
  for (const auto& action : rule.actions)
    if (is_denial(action)) this->action(action);
}

void ProgramLowering::action(const TypedAction& action) {
  switch (action.kind) {
    case TypedAction::Kind::set_flag:
    case TypedAction::Kind::set_text:
    case TypedAction::Kind::set_entry:
    case TypedAction::Kind::set_entries:
    case TypedAction::Kind::add_item:
    case TypedAction::Kind::add_items: respond(action); return;
    case TypedAction::Kind::deny: code_.emit(Opcode::deny); return;
    case TypedAction::Kind::reject:
      code_.emit(Opcode::reject, value(*action.value, image::Kind::text));
      return;
    case TypedAction::Kind::effect: effect(action); return;
  }
}

// The texts have to stand in registers that follow each other: they are copied to new ones.
void ProgramLowering::effect(const TypedAction& action) {
  ImageBuilder& image = code_.pools();
  image::EffectRow row{};
  row.name = image.string(action.effect->name);
  row.first_parameter = static_cast<std::uint32_t>(image.effect_parameters.size());
  row.parameter_count = static_cast<std::uint32_t>(action.arguments.size());
  row.rule = rule_;
  row.reject_on_failure = action.reject_on_failure ? 1 : 0;
  row.kept_on_reject = action.effect->name == schema::log_effect ? 1 : 0;
  std::vector<ir::Register> values;
  for (const auto& argument : action.arguments) {
    if (argument.is_list) row.lists = static_cast<std::uint8_t>(row.lists | 1U << values.size());
    image.effect_parameters.push_back(image.string(argument.parameter->name));
    values.push_back(value(*argument.value, image::Kind::text));
  }
  const ir::Register first = code_.block(image::Kind::text, values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    code_.emit(Opcode::copy, first + static_cast<ir::Register>(i), values[i]);
  image.effects.push_back(row);
  code_.emit(Opcode::request_effect, first, static_cast<std::uint32_t>(image.effects.size() - 1),
             row.parameter_count);
}

ir::Register ProgramLowering::value(const Typed& node, image::Kind kind) {
  // Of the type null there is only absence, whatever the expression is.
  if (is_absent(node)) {
    const ir::Register into = code_.temporary(kind);
    code_.emit(Opcode::load_absent, into);
    return into;
  }
  if (node.kind == Kind::field) return code_.slot(*node.field);
  if (node.kind == Kind::variable) return variables_.at(node.number);
  const image::Kind own = register_kind(node);
  if (!is_shared(node)) {
    const ir::Register into = code_.temporary(own);
    compute(node, into);
    return into;
  }
  const auto [memo, is_new] = memos_.try_emplace(node.value, 0);
  if (is_new) memo->second = code_.memo(own);
  const ir::Register into = memo->second;
  const ir::Label done = code_.new_label();
  code_.emit(Opcode::once, into).label = done;
  compute(node, into);
  code_.place(done);
  return into;
}

void ProgramLowering::value_into(const Typed& node, ir::Register into) {
  if (is_absent(node))
    code_.emit(Opcode::load_absent, into);
  else if (is_aggregate(node.type) && is_tabular(node) && code_.kind(into) != image::Kind::table)
    code_.emit(Opcode::unpack, into, value(node, image::Kind::table));
  else if (node.kind == Kind::field || node.kind == Kind::variable || is_shared(node))
    code_.emit(Opcode::copy, into, value(node, code_.kind(into)));
  else
    compute(node, into);
}

void ProgramLowering::compute(const Typed& node, ir::Register into) {
  switch (node.kind) {
    case Kind::text: code_.emit(Opcode::load_text, into, code_.pools().string(node.text)); return;
    case Kind::integer:
      code_.emit(Opcode::load_integer, into, code_.pools().integer(node.number));
      return;
    case Kind::real:
      code_.emit(Opcode::load_number, into, code_.pools().integer(node.number));
      return;
    case Kind::time:
      code_.emit(Opcode::load_time, into, code_.pools().integer(node.number),
                 code_.pools().integer(node.nanoseconds));
      return;
    case Kind::list:
    case Kind::map:
      if (!is_table(node)) return compute_literal(node, into);
      code_.emit(Opcode::load_table, into, code_.table(node));
      return;
    case Kind::now: code_.emit(Opcode::load_now, into); return;
    case Kind::random:
      code_.emit(node.text == "digits" ? Opcode::random_digits : Opcode::random_token, into,
                 random_count(node));
      return;
    case Kind::environment:
      code_.emit(Opcode::load_variable, into, code_.pools().variable(node.text));
      return;
    case Kind::decoded: return compute_decoded(node, into);
    case Kind::member: return compute_member(node, into);
    case Kind::for_all:
    case Kind::for_some:
    case Kind::for_one:
    case Kind::collect: return compute_loop(node, into);
    case Kind::builtin:
      if (!is_test(node.builtin)) return compute_builtin(node, into);
      break;
    case Kind::joined: return compute_joined(node, into);
    case Kind::conditional:
    case Kind::coalesce: return compute_choice(node, into);
    case Kind::at:
    case Kind::get: return compute_lookup(node, into);
    default: break;
  }
  compute_truth(node, into);
}

void ProgramLowering::compute_builtin(const Typed& node, ir::Register into) {
  const auto& builtin = row(node.builtin);
  const auto opcode = static_cast<Opcode>(builtin.opcode);
  const bool of_size = node.builtin == Builtin::size_list || node.builtin == Builtin::size_map;
  if (of_size && is_tabular(*node.operands[0])) {
    code_.emit(Opcode::size_table, into, value(*node.operands[0], image::Kind::table));
    return;
  }
  if (node.builtin == Builtin::to_json) {
    const Typed& operand = *node.operands[0];
    code_.emit(opcode, into, value(operand, register_kind(operand)));
    return;
  }
  // What is replaced only in part has too many operands for an instruction: the text is replaced
  // where it stands.
  const bool in_place = opcode == Opcode::replace_first;
  if (in_place) value_into(*node.operands[0], into);
  ir::Register operands[3] = {};
  for (std::size_t i = in_place ? 1 : 0; i < node.operands.size(); ++i) {
    const TypeKind kind = builtin.parameters()[i];
    const Typed& operand = *node.operands[i];
    const bool is_built = kind == TypeKind::list || kind == TypeKind::map;
    operands[in_place ? i - 1 : i] = is_built ? built(operand) : value(operand, kind_of(kind));
  }
  if (builtin.first == TypeKind::timestamp && builtin.second == TypeKind::text) {
    const ir::Register there = code_.temporary(image::Kind::time);
    code_.emit(Opcode::to_zone, there, operands[0], operands[1]);
    code_.emit(opcode, into, there);
    return;
  }
  code_.emit(opcode, into, operands[0], operands[1]).d = operands[2];
}

// Joined from the left, so that the runtime can append in place.
void ProgramLowering::compute_joined(const Typed& node, ir::Register into) {
  const Typed& first = *node.operands[0];
  ir::Register left = into;
  if (first.kind == Kind::text || node.operands.size() == 1)
    value_into(first, into);
  else
    left = value(first, image::Kind::text);
  for (const Typed* part : node.operands.subspan(1)) {
    if (part->kind == Kind::text)
      code_.emit(Opcode::concat_constant, into, left, code_.pools().string(part->text));
    else
      code_.emit(Opcode::concat, into, left, value(*part, image::Kind::text));
    left = into;
  }
}

void ProgramLowering::compute_choice(const Typed& node, ir::Register into) {
  const ir::Label done = code_.new_label();
  if (node.kind == Kind::coalesce) {
    value_into(*node.operands[0], into);
    code_.test(Opcode::test_present, bit(Truth::yes), into, 0, done);
    value_into(*node.operands[1], into);
    code_.place(done);
    return;
  }
  const Typed& condition = *node.operands[0];
  const ir::Label not_yes = code_.new_label();
  const ir::Label neither = code_.new_label();
  // The condition has three ways out, so it is computed once and asked twice.
  const ir::Register truth = value(condition, image::Kind::boolean);
  code_.test(Opcode::test_boolean, bit(Truth::no) | bit(Truth::absent), truth, 0, not_yes);
  value_into(*node.operands[1], into);
  code_.jump(done);
  code_.place(not_yes);
  code_.test(Opcode::test_boolean, bit(Truth::absent), truth, 0, neither);
  value_into(*node.operands[2], into);
  code_.jump(done);
  code_.place(neither);
  code_.emit(Opcode::load_absent, into);
  code_.place(done);
}

void ProgramLowering::compute_lookup(const Typed& node, ir::Register into) {
  const Typed& base = *node.operands[0];
  const Typed& key = *node.operands[1];
  if (base.type->kind == TypeKind::event_map) {
    const ir::Register map = value(base, image::Kind::object);
    code_.emit(Opcode::member, into, map, value(key, image::Kind::text));
    return;
  }
  const bool is_map = node.kind == Kind::get;
  const bool tabular = is_tabular(base);
  const ir::Register from = tabular ? value(base, image::Kind::table) : built(base);
  const ir::Register index = value(key, is_map ? image::Kind::text : image::Kind::integer);
  const Opcode of_table = is_map ? Opcode::get : Opcode::at;
  const Opcode of_built = is_map ? Opcode::value_of : Opcode::element;
  ir::Step& step = code_.emit(tabular ? of_table : of_built, into, from, index);
  step.d = static_cast<std::uint32_t>(code_.kind(into));
}

}  // namespace lintel::compiler
