// SPDX-License-Identifier: Apache-2.0
// Conditions: as jumps where they are asked, as registers where they are kept.
#include "compiler/program_lowering.h"
#include "compiler/written.h"

namespace lintel::compiler {
namespace {

using image::Opcode;

constexpr std::uint8_t bit(Truth truth) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(truth));
}

constexpr std::uint8_t yes = bit(Truth::yes);
constexpr std::uint8_t no = bit(Truth::no);
constexpr std::uint8_t absent = bit(Truth::absent);
constexpr std::uint8_t every = yes | no | absent;

// The outcomes of x for which !x has these.
std::uint8_t inverted(std::uint8_t outcomes) {
  return static_cast<std::uint8_t>((outcomes & absent) | ((outcomes & yes) != 0 ? no : 0) |
                                   ((outcomes & no) != 0 ? yes : 0));
}

}  // namespace

void ProgramLowering::branch(const Typed& node, Outcomes wanted, ir::Label miss, Written as) {
  if (wanted == every) return;
  if (is_absent(node) || node.kind == Kind::boolean) {
    const std::uint8_t outcome = is_absent(node) ? absent : node.number != 0 ? yes : no;
    if ((wanted & outcome) == 0) code_.jump(miss);
    return;
  }
  if (!is_shared(node)) {
    switch (node.kind) {
      case Kind::invert:
        return branch(*node.operands[0], inverted(wanted), miss,
                      {as.node != nullptr ? as.node : &node, !as.inverted});
      case Kind::all_of: return branch_chain(node, wanted, miss, true);
      case Kind::any_of: return branch_chain(node, wanted, miss, false);
      case Kind::conditional: return branch_choice(node, wanted, miss);
      default: break;
    }
  }
  emit_test(test_of(node), wanted, miss, trace_of(node, as));
}

// `decisive` is the truth that settles the chain: no for &&, yes for ||.
void ProgramLowering::branch_chain(const Typed& node, Outcomes wanted, ir::Label miss, bool all) {
  const std::uint8_t decisive = all ? no : yes;
  const std::uint8_t neutral = all ? yes : no;
  if (wanted == neutral || wanted == (neutral | absent)) {
    for (const Typed* operand : node.operands) branch(*operand, wanted, miss);
    return;
  }
  if (wanted == decisive || wanted == (decisive | absent)) {
    const auto otherwise = static_cast<Outcomes>(every & ~wanted);
    const ir::Label hit = code_.new_label();
    for (const Typed* operand : node.operands.first(node.operands.size() - 1))
      branch(*operand, otherwise, hit);
    branch(*node.operands.back(), wanted, miss);
    code_.place(hit);
    return;
  }
  const ir::Register truth = value(node, image::Kind::boolean);
  emit_test({Opcode::test_boolean, truth, 0}, wanted, miss, ir::none);
}

void ProgramLowering::branch_choice(const Typed& node, Outcomes wanted, ir::Label miss) {
  const ir::Label hit = code_.new_label();
  const ir::Label next = code_.new_label();
  const ir::Register first = value(*node.operands[0], image::Kind::boolean);
  const ir::Label neither = code_.new_label();
  code_.test(Opcode::test_boolean, no | absent, first, 0, next);
  branch(*node.operands[1], wanted, miss);
  code_.jump(hit);
  code_.place(next);
  code_.test(Opcode::test_boolean, absent, first, 0, neither);
  branch(*node.operands[2], wanted, miss);
  code_.jump(hit);
  code_.place(neither);
  if ((wanted & absent) == 0) code_.jump(miss);
  code_.place(hit);
}

ProgramLowering::Test ProgramLowering::test_of(const Typed& node) {
  if (is_shared(node)) return {Opcode::test_boolean, value(node, image::Kind::boolean), 0};
  return own_test_of(node);
}

ProgramLowering::Test ProgramLowering::own_test_of(const Typed& node) {
  const auto operand = [&](std::size_t i) {
    return value(*node.operands[i], register_kind(*node.operands[i]));
  };
  switch (node.kind) {
    case Kind::has: return {Opcode::test_present, operand(0), 0};
    case Kind::in_list: {
      const Typed& list = *node.operands[1];
      const auto kind = node.operands[0]->type->kind;
      const bool indexed = is_text(node.operands[0]->type) || kind == TypeKind::integer;
      const bool nested = is_aggregate(node.operands[0]->type);
      const ir::Register element = nested ? built(*node.operands[0]) : operand(0);
      if (!indexed || !is_tabular(list)) return {Opcode::test_in, element, built(list)};
      if (kind != TypeKind::integer && is_table(list))
        return {Opcode::test_text_listed, element, code_.table(list)};
      return {kind == TypeKind::integer ? Opcode::test_integer_in : Opcode::test_text_in, element,
              value(list, image::Kind::table)};
    }
    case Kind::same_in: {
      const ir::Register element = operand(0);
      return {Opcode::test_same_in, element, built(*node.operands[1])};
    }
    case Kind::in_map: {
      const Typed& map = *node.operands[1];
      const ir::Register key = operand(0);
      if (map.type->kind == TypeKind::event_map) return {Opcode::test_member, key, operand(1)};
      if (is_tabular(map)) return {Opcode::test_text_in, key, value(map, image::Kind::table)};
      return {Opcode::test_key, key, built(map)};
    }
    case Kind::list_equal: {
      const ir::Register left = built(*node.operands[0]);
      return {Opcode::test_value_equal, left, built(*node.operands[1])};
    }
    case Kind::matches: return {Opcode::test_matches, operand(0), code_.dfa(node)};
    case Kind::builtin: {
      const auto& builtin = row(node.builtin);
      if (!is_test(node.builtin))
        return {Opcode::test_boolean, value(node, image::Kind::boolean), 0};
      if (node.builtin == Builtin::equal_text) {
        const std::size_t constant = node.operands[0]->kind == Kind::text ? 0 : 1;
        if (node.operands[constant]->kind == Kind::text)
          return {Opcode::test_is, value(*node.operands[1 - constant], image::Kind::text),
                  code_.pools().string(node.operands[constant]->text)};
      }
      if (const auto test = test_with_constant(node)) return *test;
      const auto kind = register_kind(Types::of(builtin.first));
      const ir::Register first = value(*node.operands[0], kind);
      return {static_cast<Opcode>(builtin.opcode), first, value(*node.operands[1], kind)};
    }
    default: return {Opcode::test_boolean, value(node, image::Kind::boolean), 0};
  }
}

// A comparison with a constant that has an instruction of its own.
std::optional<ProgramLowering::Test> ProgramLowering::test_with_constant(const Typed& node) {
  const Typed& left = *node.operands[0];
  const Typed& right = *node.operands[1];
  const auto with_text = [&](Opcode opcode) {
    return Test{opcode, value(left, image::Kind::text), code_.pools().string(right.text)};
  };
  const auto with_integer = [&](Opcode opcode, const Typed& operand, const Typed& constant) {
    return Test{opcode, value(operand, image::Kind::integer),
                code_.pools().integer(constant.number)};
  };
  const auto opcode = static_cast<Opcode>(row(node.builtin).opcode);
  const bool is_text = right.kind == Kind::text;
  if (opcode == Opcode::test_starts && is_text) return with_text(Opcode::test_starts_constant);
  if (opcode == Opcode::test_ends && is_text) return with_text(Opcode::test_ends_constant);
  const bool is_left = left.kind == Kind::integer;
  if (is_left == (right.kind == Kind::integer)) return std::nullopt;
  const Typed& operand = is_left ? right : left;
  const Typed& constant = is_left ? left : right;
  switch (opcode) {
    case Opcode::test_integer_equal:
      return with_integer(Opcode::test_integer_is, operand, constant);
    case Opcode::test_integer_less:
      return with_integer(is_left ? Opcode::test_integer_above : Opcode::test_integer_below,
                          operand, constant);
    case Opcode::test_integer_at_most:
      return with_integer(is_left ? Opcode::test_integer_from : Opcode::test_integer_up_to, operand,
                          constant);
    default: return std::nullopt;
  }
}

void ProgramLowering::emit_test(const Test& test, Outcomes wanted, ir::Label miss,
                                std::uint32_t trace) {
  const auto leaves = static_cast<Outcomes>(every & ~wanted);
  code_.test(test.opcode, leaves, test.a, test.b, miss).trace = trace;
}

// True for one test that is made where it is asked for.
bool ProgramLowering::is_leaf(const Typed& node) {
  switch (node.kind) {
    case Kind::has:
    case Kind::in_list:
    case Kind::in_map:
    case Kind::builtin:
    case Kind::field: return !is_shared(node);
    default: return false;
  }
}

void ProgramLowering::compute_truth(const Typed& node, ir::Register into) {
  if (node.kind == Kind::boolean) {
    code_.emit(Opcode::load_boolean, into, node.number != 0 ? 1 : 0);
    return;
  }
  if (node.kind == Kind::all_of || node.kind == Kind::any_of)
    return compute_chain(node, into, node.kind == Kind::all_of);
  const bool invert = node.kind == Kind::invert;
  const Typed& tested = invert ? *node.operands[0] : node;
  // What is inverted is asked for itself, and shown as it was written.
  const bool is_part = invert ? is_leaf(tested) : !is_shared(node);
  const bool is_kept = invert && !is_part;
  const Test test = is_kept ? Test{Opcode::test_boolean, value(tested, image::Kind::boolean), 0}
                            : own_test_of(tested);
  const ir::Label not_yes = code_.new_label();
  const ir::Label neither = code_.new_label();
  const ir::Label done = code_.new_label();
  // What is kept is traced where it is asked for.
  emit_test(test, yes, not_yes, is_part ? trace_of(tested, {&node, invert}) : ir::none);
  code_.emit(Opcode::load_boolean, into, invert ? 0 : 1);
  code_.jump(done);
  code_.place(not_yes);
  emit_test(test, no, neither, ir::none);
  code_.emit(Opcode::load_boolean, into, invert ? 1 : 0);
  code_.jump(done);
  code_.place(neither);
  code_.emit(Opcode::load_absent, into);
  code_.place(done);
}

// Neutral until an operand is absent, and settled by the first decisive one.
void ProgramLowering::compute_chain(const Typed& node, ir::Register into, bool all) {
  const std::uint8_t neutral = all ? yes : no;
  const ir::Label done = code_.new_label();
  code_.emit(Opcode::load_boolean, into, all ? 1 : 0);
  for (const Typed* operand : node.operands) {
    const ir::Label is_absent = code_.new_label();
    const ir::Label next = code_.new_label();
    const ir::Register truth = value(*operand, image::Kind::boolean);
    // Others are shown where they are computed.
    const bool is_part = operand->kind == Kind::field || is_shared(*operand);
    emit_test({Opcode::test_boolean, truth, 0}, static_cast<Outcomes>(every & ~neutral), next,
              is_part ? trace_of(*operand) : ir::none);
    code_.test(Opcode::test_boolean, absent, truth, 0, is_absent);
    code_.emit(Opcode::load_boolean, into, all ? 0 : 1);
    code_.jump(done);
    code_.place(is_absent);
    code_.emit(Opcode::load_absent, into);
    code_.place(next);
  }
  code_.place(done);
}

std::uint32_t ProgramLowering::trace_of(const Typed& node, Written as) {
  // What is decided in the rounds of a loop is told as one part.
  if (options_.strip || silent_ || level_ != 0) return ir::none;
  const Typed& part = as.node != nullptr ? *as.node : node;
  ir::Trace trace;
  trace.rule = rule_;
  trace.expression = as_written(part, sources_);
  if (as.inverted) trace.flags |= image::trace_inverted;
  trace.span = part.written;
  trace.value = node.value;
  if (const auto possible = outcomes_->find(&node); possible != outcomes_->end())
    trace.possible = as.inverted ? inverted(possible->second) : possible->second;
  const auto shown = [&](const Typed& operand) {
    return operand.constant ? std::string() : operand_as_written(operand, node, sources_);
  };
  const bool of_operands = node.kind == Kind::builtin || node.kind == Kind::in_list ||
                           node.kind == Kind::same_in || node.kind == Kind::in_map ||
                           node.kind == Kind::has || node.kind == Kind::matches;
  if (of_operands && !is_shared(node)) {
    // A comparison with a constant has the other operand in its one register.
    const bool first_is_constant =
        node.kind == Kind::builtin &&
        ((node.builtin == Builtin::equal_text && node.operands[0]->kind == Kind::text) ||
         (node.operands.size() == 2 && node.operands[0]->kind == Kind::integer &&
          node.operands[1]->kind != Kind::integer));
    trace.a = shown(*node.operands[first_is_constant ? 1 : 0]);
    if (node.operands.size() > 1 && !first_is_constant) {
      trace.b = shown(*node.operands[1]);
      if (!trace.a.empty() && !trace.b.empty() &&
          node.operands[1]->span.begin < node.operands[0]->span.begin)
        trace.flags |= image::trace_exchanged;
    }
  }
  auto& traces = code_.program().traces;
  traces.push_back(std::move(trace));
  return static_cast<std::uint32_t>(traces.size() - 1);
}

}  // namespace lintel::compiler
