// SPDX-License-Identifier: Apache-2.0
// Lists and maps that are built at run time, and the loops over them.
#include "compiler/program_lowering.h"

namespace lintel::compiler {
namespace {

using image::Opcode;

constexpr std::uint8_t bit(Truth truth) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(truth));
}

constexpr std::uint8_t yes = bit(Truth::yes);
constexpr std::uint8_t no = bit(Truth::no);
constexpr std::uint8_t absent = bit(Truth::absent);

// The shape that the runtime decodes JSON by: see runtime/values.h.
std::string shape(const Type* type) {
  switch (type->kind) {
    case TypeKind::list: return std::string("[").append(shape(type->element));
    case TypeKind::map: return std::string("{").append(shape(type->element));
    case TypeKind::boolean: return "b";
    case TypeKind::integer: return "i";
    case TypeKind::number: return "n";
    case TypeKind::record:
    case TypeKind::event_map: return "o";
    default: return "t";
  }
}

}  // namespace

ir::Register ProgramLowering::built(const Typed& node) {
  if (!is_tabular(node)) return value(node, register_kind(node.type));
  const ir::Register into = code_.temporary(register_kind(node.type));
  value_into(node, into);
  return into;
}

void ProgramLowering::compute_literal(const Typed& node, ir::Register into) {
  const bool is_map = node.kind == Kind::map;
  const auto count = static_cast<std::uint32_t>(node.operands.size() / (is_map ? 2 : 1));
  const auto part = [&](const Typed& of) {
    return is_aggregate(of.type) && !is_absent(of) ? built(of) : value(of, register_kind(of.type));
  };
  // A part can be the same register as `into` only if it is finished before: lists end with a copy.
  code_.emit(is_map ? Opcode::start_map : Opcode::start_list, into, count);
  for (std::size_t i = 0; i < node.operands.size(); i += is_map ? 2 : 1) {
    if (is_map) {
      const ir::Register key = value(*node.operands[i], image::Kind::text);
      code_.emit(Opcode::put, into, key, part(*node.operands[i + 1]));
    } else {
      code_.emit(Opcode::append, into, part(*node.operands[i]));
    }
  }
}

void ProgramLowering::compute_decoded(const Typed& node, ir::Register into) {
  if (node.type->kind == TypeKind::map) {
    const ir::Register object = value(*node.operands[0], image::Kind::object);
    code_.emit(Opcode::decode_map, into, object, code_.pools().string(shape(node.type)));
    return;
  }
  const ir::Register json = value(*node.operands[0], image::Kind::array);
  code_.emit(Opcode::decode_list, into, json, code_.pools().string(shape(node.type)));
}

void ProgramLowering::compute_member(const Typed& node, ir::Register into) {
  const ir::Register record = value(*node.operands[0], image::Kind::object);
  const ir::Register name = code_.temporary(image::Kind::text);
  code_.emit(Opcode::load_text, name, code_.pools().string(node.text));
  if (is_aggregate(node.type)) {
    const ir::Register json = code_.temporary(image::Kind::array);
    code_.emit(Opcode::member_as, json, record, name).d =
        static_cast<std::uint32_t>(image::Kind::array);
    code_.emit(Opcode::decode_list, into, json, code_.pools().string(shape(node.type)));
    return;
  }
  code_.emit(Opcode::member_as, into, record, name).d =
      static_cast<std::uint32_t>(code_.kind(into));
}

// What the loop goes over: a list, a table, or the keys of a map.
ProgramLowering::Range ProgramLowering::range_of(const Typed& node) {
  const Type* type = node.type;
  if (type->kind == TypeKind::event_map) {
    const ir::Register list = code_.temporary(image::Kind::list);
    code_.emit(Opcode::names, list, value(node, image::Kind::object));
    return {list, false};
  }
  // Elements that are lists or maps themselves are taken as built ones.
  const bool flat = type->kind == TypeKind::map || !is_aggregate(type->element);
  if (is_tabular(node) && flat) return {value(node, image::Kind::table), true};
  if (type->kind == TypeKind::list) return {built(node), false};
  const ir::Register list = code_.temporary(image::Kind::list);
  code_.emit(Opcode::keys, list, built(node));
  return {list, false};
}

void ProgramLowering::compute_loop(const Typed& node, ir::Register into) {
  const Range range = range_of(*node.operands[0]);
  const Type* element = node.operands[0]->type->kind == TypeKind::list
                            ? node.operands[0]->type->element
                            : Types::of(TypeKind::text);
  const ir::Label again = code_.new_label();
  const ir::Label end = code_.new_label();
  const ir::Label done = code_.new_label();
  const std::uint32_t level = level_++;
  code_.emit(Opcode::load_absent, into);
  code_.test(Opcode::test_present, no, range.list, 0, done);
  if (node.kind == Kind::collect)
    code_.emit(range.is_table ? Opcode::reserve_entries : Opcode::reserve, into, range.list);
  else
    code_.emit(Opcode::load_boolean, into, node.kind == Kind::for_all ? 1 : 0);
  // Set here and not where it is used, which is run in each round.
  const ir::Register seen = code_.temporary(image::Kind::boolean);
  if (node.kind == Kind::for_one) code_.emit(Opcode::load_boolean, seen, 0);
  const ir::Register variable = code_.temporary(register_kind(element));
  variables_[node.number] = variable;
  const auto opcode = range.is_table ? Opcode::next_entry : Opcode::next;
  const ir::Label top = code_.new_label();
  code_.emit(Opcode::loop, 0, level);
  code_.place(top);
  code_.emit(opcode, variable, range.list, level).label = end;
  if (node.kind == Kind::collect)
    collect(node, into, again, done);
  else if (node.kind == Kind::for_one)
    count_one(node, into, seen, again, done);
  else
    decide(node, into, again, done);
  code_.place(again);
  code_.emit(Opcode::repeat).label = top;
  code_.place(end);
  code_.place(done);
  variables_.erase(node.number);
  --level_;
}

// As && and || over the elements: settled by the first decisive one, absent if none is and one is
// absent.
void ProgramLowering::decide(const Typed& node, ir::Register into, ir::Label again,
                             ir::Label done) {
  const bool all = node.kind == Kind::for_all;
  const ir::Label is_absent = code_.new_label();
  const ir::Register truth = value(*node.operands[1], image::Kind::boolean);
  code_.test(Opcode::test_boolean, all ? yes : no, truth, 0, again);
  code_.test(Opcode::test_boolean, absent, truth, 0, is_absent);
  code_.emit(Opcode::load_boolean, into, all ? 0 : 1);
  code_.jump(done);
  code_.place(is_absent);
  code_.emit(Opcode::load_absent, into);
}

// True once one element has been found, false again with the second; absent if one is.
void ProgramLowering::count_one(const Typed& node, ir::Register into, ir::Register seen,
                                ir::Label again, ir::Label done) {
  const ir::Label is_absent = code_.new_label();
  const ir::Label is_second = code_.new_label();
  const ir::Register truth = value(*node.operands[1], image::Kind::boolean);
  code_.test(Opcode::test_boolean, no, truth, 0, again);
  code_.test(Opcode::test_boolean, absent, truth, 0, is_absent);
  code_.test(Opcode::test_boolean, yes, seen, 0, is_second);
  code_.emit(Opcode::load_boolean, seen, 1);
  code_.emit(Opcode::load_boolean, into, 1);
  code_.jump(again);
  code_.place(is_second);
  code_.emit(Opcode::load_boolean, into, 0);
  code_.jump(again);
  code_.place(is_absent);
  code_.emit(Opcode::load_absent, into);
  code_.jump(done);
}

void ProgramLowering::collect(const Typed& node, ir::Register into, ir::Label again,
                              ir::Label done) {
  const Typed& condition = *node.operands[1];
  const Typed& element = *node.operands[2];
  if (condition.kind != Kind::boolean || condition.number == 0) {
    const ir::Label holds = code_.new_label();
    const ir::Register truth = value(condition, image::Kind::boolean);
    code_.test(Opcode::test_boolean, no, truth, 0, again);
    code_.test(Opcode::test_boolean, yes, truth, 0, holds);
    code_.emit(Opcode::load_absent, into);
    code_.jump(done);
    code_.place(holds);
  }
  const bool nested = is_aggregate(element.type) && !is_absent(element);
  const ir::Register made = nested ? built(element) : value(element, register_kind(element.type));
  code_.emit(Opcode::append, into, made);
}

}  // namespace lintel::compiler
