// SPDX-License-Identifier: Apache-2.0
// The IR as text, for --dump=ir.
#include <fmt/format.h>

#include "compiler/ir.h"
#include "grammar/printer.h"

namespace lintel::compiler::ir {
namespace {

using runtime::Operand;

std::string register_name(const Program& program, Register number) {
  const auto& info = program.registers[number];
  switch (info.place) {
    case RegisterInfo::Place::slot: {
      std::string path;
      for (const auto& part : info.field->path) path.append(path.empty() ? "$" : ".").append(part);
      return path;
    }
    case RegisterInfo::Place::memo:
      return fmt::format("memo_{}{}", image::kind_name(info.kind), info.ordinal);
    case RegisterInfo::Place::temporary: break;
  }
  return fmt::format("{}{}", image::kind_name(info.kind), info.ordinal);
}

std::string operand(const Ruleset& ruleset, const Program& program, Operand kind,
                    std::uint32_t value, const Step& step) {
  switch (kind) {
    case Operand::none: return {};
    case Operand::any:
    case Operand::text:
    case Operand::integer:
    case Operand::boolean:
    case Operand::table:
    case Operand::object:
    case Operand::array:
    case Operand::number:
    case Operand::time:
    case Operand::list:
    case Operand::map:
    case Operand::sequence:
    case Operand::same: return register_name(program, value);
    case Operand::text_constant: return grammar::quote(ruleset.image.text(value), false);
    case Operand::integer_constant: return fmt::format("{}", ruleset.image.integer_value(value));
    case Operand::table_constant: return fmt::format("table {}", value);
    case Operand::dfa: return grammar::quote(ruleset.image.dfa_text(value), false);
    case Operand::value_kind: return std::string(image::kind_name(static_cast<image::Kind>(value)));
    case Operand::field: return std::string(program.fields[value]->field);
    case Operand::effect: return fmt::format("effect {}", value);
    case Operand::variable: return fmt::format("variable {}", value);
    case Operand::rule: return fmt::format("rule {}", value);
    case Operand::flag:
    case Operand::capacity:
    case Operand::level:
    case Operand::length:
    case Operand::count: return fmt::format("{}", value);
    case Operand::back:
    case Operand::target: return fmt::format("-> L{}", step.label);
  }
  return {};
}

std::string outcomes(std::uint8_t mask) {
  std::string text;
  constexpr std::string_view names[] = {"no", "yes", "absent"};
  for (std::size_t i = 0; i < std::size(names); ++i)
    if ((mask >> i & 1) != 0) text.append(text.empty() ? "" : "|").append(names[i]);
  return text;
}

std::string print(const Ruleset& ruleset, const Program& program, const Step& step) {
  switch (step.kind) {
    case Step::Kind::label: return fmt::format("L{}:", step.label);
    case Step::Kind::note: return fmt::format("    # {}", program.traces[step.trace].expression);
    case Step::Kind::instruction: break;
  }
  const auto& info = runtime::info(static_cast<std::uint8_t>(step.opcode));
  std::string line = fmt::format("    {}", info.name);
  if (info.mask == runtime::Mask::tests) line += fmt::format(" [{}]", outcomes(step.mask));
  const std::uint32_t values[] = {step.a, step.b, step.c, step.d};
  for (std::size_t i = 0; i < std::size(values); ++i) {
    const auto text = operand(ruleset, program, info.operands[i], values[i], step);
    if (!text.empty()) line.append(" ").append(text);
  }
  return line;
}

std::string print(std::uint32_t posting, const Index& index) {
  const std::uint32_t value = posting & ~image::posting_tags;
  switch (posting & image::posting_tags) {
    case image::posting_node: return fmt::format(" node {}", value);
    case image::posting_list: {
      std::string text;
      for (std::uint32_t i = 1; i <= index.lists[value]; ++i)
        text += fmt::format(" {}", index.lists[value + i]);
      return text;
    }
    default: return fmt::format(" {}", value);
  }
}

std::string print(const Program& program, const Index& index) {
  std::string out = "  index\n";
  for (std::size_t i = 0; i < index.candidates.size(); ++i)
    out += fmt::format("    candidate {}: rule {} -> L{}\n", i, index.candidates[i].rule,
                       index.candidates[i].entry);
  for (std::size_t i = 0; i < index.nodes.size(); ++i) {
    const auto& node = index.nodes[i];
    out += fmt::format("    node {}, level {}:", i, node.level);
    if (node.others != none) out.append(" always").append(print(node.others, index));
    out += '\n';
    for (std::uint32_t j = 0; j < node.group_count; ++j) {
      const auto& group = index.groups[node.first_group + j];
      constexpr std::string_view names[] = {"whole", "prefix", "suffix", "integer", "range"};
      out += fmt::format("      {} {}", names[static_cast<std::size_t>(group.lookup)],
                         register_name(program, group.key));
      if (group.length != 0) out += fmt::format(" of {} bytes", group.length);
      out += fmt::format(" in table {}", group.table);
      if (group.absent != none) out.append(", absent:").append(print(group.absent, index));
      out += '\n';
    }
  }
  return out;
}

}  // namespace

std::string print(const Ruleset& ruleset) {
  std::string out;
  for (const auto& trigger : ruleset.triggers) {
    out += fmt::format("trigger {}\n", schema::row(trigger.trigger).name);
    for (const auto& source : trigger.sources)
      out += source.program == none
                 ? fmt::format("  {}: unchanged\n", source.name)
                 : fmt::format("  {}: program {}\n", source.name, source.program);
  }
  for (std::size_t i = 0; i < ruleset.programs.size(); ++i) {
    out += fmt::format("program {}\n", i);
    for (const auto& step : ruleset.programs[i].steps)
      out.append(print(ruleset, ruleset.programs[i], step)).push_back('\n');
    if (ruleset.programs[i].index) out += print(ruleset.programs[i], *ruleset.programs[i].index);
  }
  return out;
}

}  // namespace lintel::compiler::ir
