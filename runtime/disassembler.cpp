// SPDX-License-Identifier: Apache-2.0
// Each section printed by its rows, in the order in which they refer to each other.
#include "runtime/disassembler.h"

#include <bit>
#include <cstdint>

#include "runtime/image.h"
#include "runtime/instruction.h"
#include "runtime/listing.h"
#include "runtime/number_text.h"
#include "runtime/text.h"

namespace lintel::runtime {
namespace {

using image::Kind;
using image::Section;

class Disassembler : private Listing {
 public:
  using Listing::Listing;

  void run() {
    add_header();
    add_plan();
    add_tables();
    add_dfas();
    add_triggers();
    for (std::uint32_t i = 0; i < image_.count(Section::programs); ++i) {
      add_program(i);
      list_index(*this, i);
    }
    add_effects();
    add_rules();
    add_trace();
  }

 private:
  void add_header();
  void add_plan();
  void add_node(std::uint32_t number);
  void add_tables();
  void add_dfas();
  void add_dfa_classes(const image::DfaRow& dfa);
  void add_triggers();
  void add_program_name(std::uint32_t program);
  void add_program(std::uint32_t number);
  void add_instruction(std::uint32_t number);
  void add_mask(std::uint8_t mask);
  void add_constant(std::uint32_t number, const image::InstructionRow& row);
  void add_operand(Operand operand, std::uint32_t value, const image::InstructionRow& row);
  void add_effects();
  void add_rules();
  void add_trace();
};

constexpr std::string_view read_as_names[] = {"nothing", "text",    "flag",  "object",
                                              "array",   "integer", "number"};
constexpr std::uint32_t shown_runs = 32;  // of a pattern: a script may have hundreds
constexpr std::string_view truth_names[] = {"false", "true", "absent"};

void Disassembler::add_header() {
  const image::Header& header = image_.header();
  line("image: format ", header.format_version, ", language ", header.language_version, ", ",
       header.size, " bytes", (header.flags & 1) != 0 ? ", stripped" : "");
  line("compiler: ", Quoted{header.compiler});
  line("content hash: ", Hex{header.content_hash});
  line("tables hash: ", Hex{header.tables_hash});
  line("\nsections:");
  for (std::size_t i = 0; i < static_cast<std::size_t>(Section::count); ++i) {
    const auto section = static_cast<Section>(i);
    line("  ", image::section_name(section), ": ", image_.count(section));
  }
}

void Disassembler::add_plan() {
  line("\nplan:");
  for (std::uint32_t i = 0; i < image_.count(Section::plan_nodes); ++i) add_node(i);
}

void Disassembler::add_node(std::uint32_t number) {
  const auto node = image_.row<image::PlanNode>(Section::plan_nodes, number);
  add("  node ");
  add(number);
  add(" ");
  add(Quoted{node.path});
  if (node.slot != image::none) {
    add(": r");
    add(node.slot);
    add(" as ");
    add(read_as_names[node.read_as]);
  }
  line();
  for (std::uint32_t i = 0; i < node.edge_count; ++i) {
    const auto edge = image_.row<image::PlanEdge>(Section::plan_edges, node.first_edge + i);
    line("    ", Quoted{edge.name}, " -> node ", edge.node);
  }
}

void Disassembler::add_tables() {
  if (image_.count(Section::tables) != 0) line("\ntables:");
  for (std::uint32_t i = 0; i < image_.count(Section::tables); ++i) {
    const auto table = image_.row<image::TableRow>(Section::tables, i);
    line("  table ", i, ": ", table.is_map != 0 ? "map" : "list", " of ",
         image::kind_name(static_cast<Kind>(table.value_kind)), ", ", table.count, " entries");
    for (std::uint32_t entry = 0; entry < table.count; ++entry) {
      add("    ");
      if (table.is_map != 0) {
        add_value(static_cast<std::uint8_t>(Kind::text), image_.word(table.keys + entry));
        add(": ");
      }
      add_value(table.value_kind, image_.word(table.values + entry));
      line();
    }
  }
}

void Disassembler::add_dfas() {
  if (image_.count(Section::dfas) != 0) line("\npatterns:");
  for (std::uint32_t i = 0; i < image_.count(Section::dfas); ++i) {
    const auto dfa = image_.row<image::DfaRow>(Section::dfas, i);
    line("  pattern ", i, ": ", Quoted{dfa.pattern}, ", ", dfa.class_count, " classes, ",
         dfa.state_count, " states, starts in ", dfa.start, ", accepts from ", dfa.first_accepting);
    add_dfa_classes(dfa);
    const std::uint32_t cells = dfa.first_word + image::dfa_ascii;
    for (std::uint32_t state = 1; state + 1 < dfa.state_count; ++state) {
      add("    state ");
      add(state);
      add(":");
      for (std::uint32_t kind = 0; kind < dfa.class_count; ++kind) {
        add(" ");
        add(image_.row<std::uint16_t>(Section::dfa_words, cells + state * dfa.class_count + kind));
      }
      line();
    }
  }
}

// Each run of characters of one class by the code point of the first.
void Disassembler::add_dfa_classes(const image::DfaRow& dfa) {
  std::uint32_t before = image::none;
  std::uint32_t runs = 0;
  add("    classes:");
  const auto add_run = [&](std::uint32_t first, std::uint32_t kind) {
    if (kind == before || ++runs > shown_runs) return;
    add(before == image::none ? " from " : ", ");
    add(first);
    add(": ");
    add(kind);
    before = kind;
  };
  for (std::uint32_t i = 0; i < image::dfa_ascii; ++i) {
    add_run(i, image_.row<std::uint16_t>(Section::dfa_words, dfa.first_word + i));
  }
  for (std::uint32_t i = 0; i < dfa.range_count; ++i) {
    const auto range = image_.row<std::uint32_t>(Section::dfa_ranges, dfa.first_range + i);
    add_run(image::dfa_range_first(range), image::dfa_range_class(range));
  }
  line(runs > shown_runs ? ", ..." : "");
}

void Disassembler::add_triggers() {
  line("\ntriggers:");
  for (std::uint32_t i = 0; i < image_.count(Section::triggers); ++i) {
    const auto trigger = image_.row<image::TriggerRow>(Section::triggers, i);
    const bool any_version = image_.string(trigger.versions).empty();
    line("  ", image_.string(trigger.name), ", sources ", Quoted{trigger.prefix}, "...",
         any_version ? "" : ", versions ", image_.string(trigger.versions));
    for (std::uint32_t j = 0; j < trigger.source_count; ++j) {
      const auto source = image_.row<image::SourceRow>(Section::sources, trigger.first_source + j);
      add("    ");
      add(image_.string(source.name));
      add_program_name(source.program);
    }
    add("    any other source");
    add_program_name(trigger.unknown_program);
    add("    no source");
    if (trigger.unnamed_program == image::none)
      line(": fault");
    else
      add_program_name(trigger.unnamed_program);
  }
}

void Disassembler::add_program_name(std::uint32_t program) {
  if (program == image::none)
    line(": unchanged");
  else
    line(": program ", program);
}

void Disassembler::add_program(std::uint32_t number) {
  const auto program = image_.row<image::ProgramRow>(Section::programs, number);
  line("\nprogram ", number, ":");
  for (std::uint32_t i = 0; i < program.field_count; ++i) {
    const std::uint32_t field = program.first_field + i;
    const auto row = image_.row<image::FieldRow>(Section::fields, field);
    constexpr std::string_view unset[] = {"false", "true", "null", "as it came", "copied"};
    line("  field ", field, " response.", image_.string(row.path),
         ", unset: ", unset[row.default_value]);
  }
  for (std::uint32_t i = 0; i < program.instruction_count; ++i) {
    add_instruction(program.first_instruction + i);
  }
}

void Disassembler::add_instruction(std::uint32_t number) {
  const auto row = image_.row<image::InstructionRow>(Section::instructions, number);
  const InstructionInfo& instruction = info(row.opcode);
  add("  @");
  add(number);
  add("  ");
  add(instruction.name);
  const auto values = operands(row);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Operand operand = instruction.operands[i];
    if (operand == Operand::none || operand == Operand::value_kind) continue;
    add(" ");
    if (operand == Operand::target && instruction.mask == Mask::tests) add_mask(row.mask);
    add_operand(operand, values[i], row);
  }
  line();
}

void Disassembler::add_mask(std::uint8_t mask) {
  add("if");
  for (int truth = 0; truth < 3; ++truth) {
    if ((mask >> truth & 1) == 0) continue;
    add(" ");
    add(truth_names[truth]);
  }
  add(" ");
}

void Disassembler::add_constant(std::uint32_t number, const image::InstructionRow& row) {
  const std::int64_t value = image_.integer(number);
  if (static_cast<image::Opcode>(row.opcode) != image::Opcode::load_number) return add(value);
  char digits[max_number_characters];
  add(write_number(std::bit_cast<double>(value), digits));
}

void Disassembler::add_operand(Operand operand, std::uint32_t value,
                               const image::InstructionRow& row) {
  const auto numbered = [&](std::string_view word) {
    add(word);
    add(value);
  };
  switch (operand) {
    case Operand::none:
    case Operand::value_kind: return;
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
    case Operand::same: return numbered("r");
    case Operand::text_constant: return add(Quoted{value});
    case Operand::integer_constant: return add_constant(value, row);
    case Operand::table_constant: return numbered("table ");
    case Operand::dfa: return numbered("pattern ");
    case Operand::flag: return add(boolean_text(value != 0));
    case Operand::field:
      numbered("field ");
      add(" (");
      add(image_.string(image_.row<image::FieldRow>(Section::fields, value).path));
      return add(")");
    case Operand::effect:
      numbered("effect ");
      add(" (");
      add(image_.string(image_.row<image::EffectRow>(Section::effects, row.b).name));
      return add(")");
    case Operand::rule: return numbered("rule ");
    case Operand::variable:
      return add(Quoted{image_.row<std::uint32_t>(Section::variables, value)});
    case Operand::count: return numbered("texts ");
    case Operand::capacity: return numbered("room ");
    case Operand::length: return numbered("characters ");
    case Operand::level: return numbered("level ");
    case Operand::back:
    case Operand::target: return numbered("-> @");
  }
}

void Disassembler::add_effects() {
  if (image_.count(Section::effects) != 0) line("\neffects:");
  for (std::uint32_t i = 0; i < image_.count(Section::effects); ++i) {
    const auto effect = image_.row<image::EffectRow>(Section::effects, i);
    add("  effect ");
    add(i);
    add(": ");
    add(image_.string(effect.name));
    add("(");
    for (std::uint32_t j = 0; j < effect.parameter_count; ++j) {
      if (j != 0) add(", ");
      add(image_.string(
          image_.row<std::uint32_t>(Section::effect_parameters, effect.first_parameter + j)));
      if ((effect.lists >> j & 1) != 0) add(" as a list");
    }
    line("), rule ", effect.rule, effect.reject_on_failure != 0 ? ", rejects on failure" : "",
         effect.kept_on_reject != 0 ? ", kept on reject" : "");
  }
}

void Disassembler::add_rules() {
  const image::Header& header = image_.header();
  if ((header.flags & 1) != 0) return line("\nrules: ", header.rule_count);
  if (header.rule_count != 0) line("\nrules:");
  for (std::uint32_t i = 0; i < image_.count(Section::rules); ++i) {
    const auto rule = image_.row<image::RuleRow>(Section::rules, i);
    line("  rule ", i, ": ", Quoted{rule.name}, " ", Quoted{rule.file}, ":", rule.line, ":",
         rule.column);
  }
}

void Disassembler::add_trace() {
  if (image_.count(Section::trace) != 0) line("\ntrace:");
  for (std::uint32_t i = 0; i < image_.count(Section::trace); ++i) {
    const auto row = image_.row<image::TraceRow>(Section::trace, i);
    add("  @");
    add(row.instruction);
    add(" rule ");
    add(row.rule);
    add(" ");
    add(Quoted{row.expression});
    if ((row.flags & image::trace_inverted) != 0) add(" inverted");
    if ((row.flags & image::trace_exchanged) != 0) add(" exchanged");
    if (row.constant != image::none8) {
      add(" is ");
      add(truth_names[row.constant]);
    }
    if (row.a != image::none) {
      add(" a ");
      add(Quoted{row.a});
    }
    if (row.b != image::none) {
      add(" b ");
      add(Quoted{row.b});
    }
    line();
  }
}

}  // namespace

void disassemble(const Ruleset& ruleset, TextSink sink) {
  const image::View image(ruleset.image());
  Disassembler(image, sink).run();
}

}  // namespace lintel::runtime
