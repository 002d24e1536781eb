// SPDX-License-Identifier: Apache-2.0
#include "compiler/emitter.h"

#include <algorithm>
#include <array>

#include "compiler/plan.h"
#include "grammar/diagnostic.h"
#include "grammar/source.h"
#include "runtime/limits.h"

namespace lintel::compiler {
namespace {

using Place = ir::RegisterInfo::Place;

constexpr std::size_t kinds = image::kind_count;

class Emitter {
 public:
  Emitter(ir::Ruleset& ruleset, const CompileOptions& options, std::vector<TracedPlace>* places)
      : ruleset_(ruleset), image_(ruleset.image), options_(options), places_(places) {}

  // False if there are more registers than an instruction can name.
  bool registers() {
    std::array<std::uint32_t, kinds> memos{};
    std::array<std::uint32_t, kinds> temporaries{};
    for (const auto& program : ruleset_.programs) {
      for (const auto& info : program.registers) {
        if (info.place == Place::slot) {
          plan_.add(*info.field);
          continue;
        }
        auto& counts = info.place == Place::memo ? memos : temporaries;
        auto& count = counts[static_cast<std::size_t>(info.kind)];
        count = std::max(count, info.ordinal + 1);
      }
    }
    plan_.emit(image_);
    for (std::size_t kind = 0; kind < kinds; ++kind) {
      first_memo_[kind] = add_registers(kind, memos[kind]);
      first_temporary_[kind] = add_registers(kind, temporaries[kind]);
    }
    return image_.registers.size() <= limits::max_registers;
  }

  void programs() {
    for (const auto& program : ruleset_.programs) emit(program);
  }

  void triggers() {
    for (const auto& trigger : ruleset_.triggers) {
      const auto& schema_row = schema::row(trigger.trigger);
      image::TriggerRow row{};
      row.name = image_.string(schema_row.name);
      row.prefix = image_.string(schema_row.prefix);
      row.versions = image_.string(schema_row.versions);
      row.first_source = static_cast<std::uint32_t>(image_.sources.size());
      row.source_count = static_cast<std::uint32_t>(trigger.sources.size());
      row.unknown_program = trigger.unknown_program;
      row.unnamed_program = trigger.unnamed_program;
      for (const auto& source : trigger.sources)
        image_.sources.push_back({image_.string(source.name), source.program});
      image_.triggers.push_back(row);
    }
  }

  void rules(const Module& module, std::span<const Source> sources) {
    image_.rules.resize(module.rule_count);
    if (options_.strip) return;
    std::vector<grammar::LineTable> lines;
    for (const auto& source : sources) lines.emplace_back(source.text);
    for (const auto& section : module.sections) {
      for (const auto& rule : section.rules) {
        const auto position = lines[rule.span.file].position(rule.span.begin);
        const std::uint32_t name = rule.name.empty() ? image::none : image_.string(rule.name);
        image_.rules[rule.number] = {name, image_.string(sources[rule.span.file].name),
                                     position.line, position.column};
      }
    }
  }

 private:
  std::uint32_t add_registers(std::size_t kind, std::uint32_t count) {
    const auto first = static_cast<std::uint32_t>(image_.registers.size());
    image_.registers.insert(image_.registers.end(), count, static_cast<std::uint8_t>(kind));
    return first;
  }

  std::uint32_t number(const ir::RegisterInfo& info) const {
    const auto kind = static_cast<std::size_t>(info.kind);
    switch (info.place) {
      case Place::slot: return plan_.slot(*info.field);
      case Place::memo: return first_memo_[kind] + info.ordinal;
      case Place::temporary: break;
    }
    return first_temporary_[kind] + info.ordinal;
  }

  void emit(const ir::Program& program) {
    std::vector<std::uint32_t> numbers;
    for (const auto& info : program.registers) numbers.push_back(number(info));
    const auto first = static_cast<std::uint32_t>(image_.instructions.size());
    std::vector<std::uint32_t> places(program.labels);
    std::uint32_t next = first;
    for (const auto& step : program.steps) {
      if (step.kind == ir::Step::Kind::label) places[step.label] = next;
      if (step.kind == ir::Step::Kind::instruction) ++next;
    }
    image::ProgramRow row{};
    row.first_instruction = first;
    row.instruction_count = next - first;
    row.first_field = static_cast<std::uint32_t>(image_.fields.size());
    row.field_count = static_cast<std::uint32_t>(program.fields.size());
    for (const auto* field : program.fields)
      image_.fields.push_back({image_.string(field->field),
                               copied_from(*field),
                               static_cast<std::uint8_t>(field->kind),
                               static_cast<std::uint8_t>(field->default_value),
                               {}});
    for (const auto& step : program.steps) {
      if (step.trace != ir::none) trace(program.traces[step.trace]);
      if (step.kind != ir::Step::Kind::instruction) continue;
      if (step.opcode == image::Opcode::fire) ++row.max_fired;
      image_.instructions.push_back(instruction(step, numbers, places, row.first_field));
    }
    row.index = image::none;
    if (program.index) {
      row.max_fired += static_cast<std::uint32_t>(program.index->candidates.size());
      row.index = static_cast<std::uint32_t>(image_.indexes.size());
      emit(*program.index, numbers, places);
    }
    image_.programs.push_back(row);
  }

  void emit(const ir::Index& index, const std::vector<std::uint32_t>& numbers,
            const std::vector<std::uint32_t>& places) {
    const auto size = [](const auto& rows) { return static_cast<std::uint32_t>(rows.size()); };
    const std::uint32_t first_group = size(image_.index_groups);
    const std::uint32_t first_posting = size(image_.postings);
    const std::uint32_t first_list = size(image_.posting_lists);
    const auto moved = [first_list](std::uint32_t posting) {
      const bool is_list = (posting & image::posting_tags) == image::posting_list;
      return is_list ? posting + first_list : posting;
    };
    image_.indexes.push_back({size(image_.candidates), size(index.candidates),
                              size(image_.index_nodes), size(index.nodes)});
    for (const auto& candidate : index.candidates)
      image_.candidates.push_back({candidate.rule, places[candidate.entry]});
    for (const auto& node : index.nodes)
      image_.index_nodes.push_back({node.first_group + first_group, node.group_count,
                                    moved(node.others), node.max_cursors, node.level});
    for (const auto& group : index.groups)
      image_.index_groups.push_back({static_cast<std::uint8_t>(group.lookup),
                                     0,
                                     static_cast<std::uint16_t>(numbers[group.key]),
                                     group.length,
                                     group.table,
                                     group.first_posting + first_posting,
                                     moved(group.absent),
                                     {static_cast<std::uint32_t>(group.filter),
                                      static_cast<std::uint32_t>(group.filter >> 32)}});
    for (const std::uint32_t posting : index.postings) image_.postings.push_back(moved(posting));
    image_.posting_lists.insert(image_.posting_lists.end(), index.lists.begin(), index.lists.end());
  }

  std::uint32_t copied_from(const schema::ResponseRow& field) {
    const auto* copied = schema::find_copied(field.trigger, field.field);
    const bool limits_others =
        field.form == schema::Form::dropped || field.form == schema::Form::kept;
    return copied == nullptr || limits_others ? image::none : image_.string(copied->from);
  }

  static image::InstructionRow instruction(const ir::Step& step,
                                           const std::vector<std::uint32_t>& numbers,
                                           const std::vector<std::uint32_t>& places,
                                           std::uint32_t first_field) {
    const auto code = static_cast<std::uint8_t>(step.opcode);
    const auto& info = runtime::info(code);
    std::array<std::uint32_t, 4> values{step.a, step.b, step.c, step.d};
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto operand = info.operands[i];
      if (runtime::is_register(operand)) values[i] = numbers[values[i]];
      if (operand == runtime::Operand::none) values[i] = 0;
      if (operand == runtime::Operand::target || operand == runtime::Operand::back)
        values[i] = places[step.label];
      if (operand == runtime::Operand::field) values[i] += first_field;
    }
    return {code,      step.mask, static_cast<std::uint16_t>(values[0]),
            values[1], values[2], values[3]};
  }

  void trace(const ir::Trace& trace) {
    const auto text = [&](const std::string& name) {
      return name.empty() ? image::none : image_.string(name);
    };
    image::TraceRow row{};
    row.instruction = static_cast<std::uint32_t>(image_.instructions.size());
    row.rule = trace.rule;
    row.expression = image_.string(trace.expression);
    row.a = text(trace.a);
    row.b = text(trace.b);
    row.constant = trace.constant;
    row.flags = trace.flags;
    image_.trace.push_back(row);
    if (places_ == nullptr) return;
    places_->push_back({trace.rule, trace.span, trace.expression, trace.value,
                        trace.constant == image::none8 ? trace.possible : std::uint8_t{0}});
  }

  ir::Ruleset& ruleset_;
  ImageBuilder& image_;
  const CompileOptions& options_;
  std::vector<TracedPlace>* places_;
  Plan plan_;
  std::array<std::uint32_t, kinds> first_memo_{};
  std::array<std::uint32_t, kinds> first_temporary_{};
};

}  // namespace

std::vector<std::byte> emit(ir::Ruleset ruleset, const Module& module,
                            std::span<const Source> sources, const CompileOptions& options,
                            std::vector<Finding>& findings, std::vector<TracedPlace>* places) {
  Emitter emitter(ruleset, options, places);
  if (!emitter.registers()) {
    findings.push_back(
        grammar::finding<grammar::Diagnostic::too_many_registers>(Span{}, limits::max_registers));
    return {};
  }
  emitter.programs();
  emitter.triggers();
  emitter.rules(module, sources);
  auto image = ruleset.image.finish(1, std::string("lintel ").append(version()), options.strip);
  if (image.empty())
    findings.push_back(
        grammar::finding<grammar::Diagnostic::image_too_large>(Span{}, limits::max_image_bytes));
  return image;
}

}  // namespace lintel::compiler
