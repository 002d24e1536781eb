// SPDX-License-Identifier: Apache-2.0
#include "compiler/code.h"

#include <vector>

#include "compiler/plan.h"

namespace lintel::compiler {

ir::Register Code::add(ir::RegisterInfo info) {
  program_.registers.push_back(info);
  return static_cast<ir::Register>(program_.registers.size() - 1);
}

ir::Register Code::slot(const Field& field) {
  std::string key;
  for (const auto& part : field.path) key.append(part).push_back('\0');
  const auto [known, is_new] = slots_.try_emplace(std::move(key), 0);
  if (is_new) {
    ir::RegisterInfo info;
    info.place = ir::RegisterInfo::Place::slot;
    info.field = &field;
    info.kind = register_kind(field.read_as);
    known->second = add(info);
  }
  return known->second;
}

ir::Register Code::temporary(image::Kind kind) {
  const std::uint32_t ordinal = temporaries_[kind]++;
  const auto [known, is_new] = known_temporaries_.try_emplace({kind, ordinal}, 0);
  if (is_new) known->second = add({ir::RegisterInfo::Place::temporary, kind, nullptr, ordinal});
  return known->second;
}

ir::Register Code::block(image::Kind kind, std::size_t count) {
  const auto first = static_cast<ir::Register>(program_.registers.size());
  for (std::size_t i = 0; i < count; ++i)
    add({ir::RegisterInfo::Place::temporary, kind, nullptr, temporaries_[kind]++});
  return first;
}

ir::Register Code::memo(image::Kind kind) {
  return add({ir::RegisterInfo::Place::memo, kind, nullptr, memos_[kind]++});
}

void Code::place(ir::Label label) {
  ir::Step step;
  step.kind = ir::Step::Kind::label;
  step.label = label;
  program_.steps.push_back(step);
}

ir::Step& Code::emit(image::Opcode opcode, std::uint32_t a, std::uint32_t b, std::uint32_t c) {
  ir::Step step;
  step.opcode = opcode;
  step.a = a;
  step.b = b;
  step.c = c;
  step.rule = rule_;
  program_.steps.push_back(step);
  return program_.steps.back();
}

void Code::jump(ir::Label target) { emit(image::Opcode::jump).label = target; }

ir::Step& Code::test(image::Opcode opcode, std::uint8_t outcomes, std::uint32_t a, std::uint32_t b,
                     ir::Label target) {
  ir::Step& step = emit(opcode, a, b);
  step.mask = outcomes;
  step.label = target;
  return step;
}

std::uint32_t Code::table(const Typed& node) {
  if (const auto known = pools_.tables.find(node.value); known != pools_.tables.end())
    return known->second;
  const bool is_map = node.kind == Kind::map;
  const Type* element = node.type->element;
  std::vector<std::uint32_t> keys;
  std::vector<std::uint32_t> values;
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    const Typed& part = *node.operands[i];
    const bool is_key = is_map && i % 2 == 0;
    std::uint32_t number = 0;
    switch (part.kind) {
      case Kind::text: number = pools().string(part.text); break;
      case Kind::integer:
      case Kind::real: number = pools().integer(part.number); break;
      case Kind::boolean: number = part.number != 0 ? 1 : 0; break;
      default: number = table(part); break;
    }
    (is_key ? keys : values).push_back(number);
  }
  const image::Kind kind = is_aggregate(element) ? image::Kind::table : register_kind(element);
  const std::uint32_t made = is_map ? pools().map(kind, keys, values) : pools().list(kind, values);
  pools_.tables.emplace(node.value, made);
  return made;
}

std::uint32_t Code::dfa(const Typed& node) {
  if (const auto known = pools_.patterns.find(node.text); known != pools_.patterns.end())
    return known->second;
  const std::uint32_t made = pools().dfa(node.text, *node.automaton);
  pools_.patterns.emplace(node.text, made);
  return made;
}

}  // namespace lintel::compiler
