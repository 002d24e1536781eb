// SPDX-License-Identifier: Apache-2.0
#include "compiler/lowering.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "compiler/code.h"
#include "compiler/escaping.h"
#include "compiler/passes/jumps.h"
#include "compiler/passes/specialise.h"
#include "compiler/program_lowering.h"

namespace lintel::compiler {
namespace {

using Sections = std::vector<const Section*>;

class ModuleLowering {
 public:
  ModuleLowering(Module& module, const CompileOptions& options)
      : module_(module), options_(options), pools_{ruleset_.image, {}} {}

  ir::Ruleset lower() {
    for (const auto& trigger : schema::triggers()) {
      const bool served =
          std::any_of(module_.sections.begin(), module_.sections.end(),
                      [&](const Section& section) { return section.trigger == trigger.trigger; });
      if (served) lower(trigger.trigger);
    }
    return std::move(ruleset_);
  }

 private:
  void lower(schema::Trigger trigger) {
    ir::TriggerPrograms programs;
    programs.trigger = trigger;
    const Sections whole = sections(trigger, [](const Section& section) { return section.whole; });
    std::vector<std::string_view> named;
    for (const auto& row : schema::sources()) {
      if (row.trigger != trigger) continue;
      const Sections standing = sections(trigger, [&](const Section& section) {
        return std::find(section.sources.begin(), section.sources.end(), row.name) !=
               section.sources.end();
      });
      if (!standing.empty()) named.push_back(row.name);
      programs.sources.push_back(
          {row.name, standing.empty() ? ir::none : program(standing, row.name)});
    }
    if (!whole.empty()) {
      programs.unknown_program = program(whole, {});
      programs.unnamed_program = programs.unknown_program;
    } else if (named.size() == 1) {
      const Sections all = sections(trigger, [](const Section&) { return true; });
      programs.unnamed_program = program(all, {});
    }
    ruleset_.triggers.push_back(std::move(programs));
  }

  template <typename Stands>
  Sections sections(schema::Trigger trigger, Stands stands) const {
    Sections result;
    for (const auto& section : module_.sections)
      if (section.trigger == trigger && stands(section)) result.push_back(&section);
    return result;
  }

  // The program of these sections for a source, or for any if `source` is empty. Sources that get
  // the same one share it.
  std::uint32_t program(const Sections& sections, std::string_view source) {
    if (!options_.optimise || !looks_at_source(sections)) source = {};
    const auto [known, is_new] = known_.try_emplace({sections, source}, ir::none);
    if (is_new) known->second = add(make(sections, source));
    return known->second;
  }

  // The number of the program: that of an equal one, if sources differ less than it seemed.
  std::uint32_t add(ir::Program program) {
    auto& all = ruleset_.programs;
    const auto found = std::find(all.begin(), all.end(), program);
    const auto number = static_cast<std::uint32_t>(found - all.begin());
    if (found == all.end()) all.push_back(std::move(program));
    return number;
  }

  bool looks_at_source(const Sections& sections) {
    for (const auto* section : sections) {
      const auto [known, is_new] = looks_.try_emplace(section, false);
      if (is_new) known->second = looks_at_source(*section);
      if (known->second) return true;
    }
    return false;
  }

  static bool looks_at_source(const Section& section) {
    passes::SourceUse use;
    return std::any_of(section.rules.begin(), section.rules.end(), [&](const TypedRule& rule) {
      if (rule.condition != nullptr && use.found(*rule.condition)) return true;
      return std::any_of(rule.actions.begin(), rule.actions.end(), [&](const TypedAction& action) {
        return (action.value != nullptr && use.found(*action.value)) ||
               (action.key != nullptr && use.found(*action.key)) ||
               std::any_of(action.arguments.begin(), action.arguments.end(),
                           [&](const auto& argument) { return use.found(*argument.value); });
      });
    });
  }

  ir::Program make(const Sections& sections, std::string_view source) {
    std::vector<LoweredRule> rules;
    std::size_t count = 0;
    for (const auto* section : sections) count += section->rules.size();
    rules.reserve(count);
    std::vector<const TypedRule*> written;
    for (const auto* section : sections)
      for (const auto& rule : section->rules) {
        rules.push_back(lower(rule, source, *section));
        if (options_.optimise) written.push_back(&rule);
      }
    ProgramLowering lowering(module_.tree, module_.sources, pools_, options_);
    ir::Program program = lowering.make(rules, written, fields(sections));
    if (options_.optimise) {
      passes::settle_memos(program);
      passes::thread_jumps(program);
      passes::drop_unreachable(program);
    }
    return program;
  }

  LoweredRule lower(const TypedRule& rule, std::string_view source, const Section& section) {
    passes::Specialise specialise(module_.tree, source);
    std::vector<DecidedPart> ignored;
    const auto special = [&](const Typed* node, std::vector<DecidedPart>& decided) {
      return source.empty() || node == nullptr ? node : specialise.expression(*node, decided);
    };
    LoweredRule lowered;
    lowered.number = rule.number;
    lowered.condition = special(rule.condition, lowered.decided);
    // Without optimisation every part is decided on its own: that is what tests are counted by.
    if (!options_.optimise && rule.condition != nullptr)
      lowered.outcomes = possible_outcomes(module_.tree, *rule.condition, section.sources);
    for (TypedAction action : rule.actions) {
      const auto context =
          action.response != nullptr ? action.response->escape : schema::Escape::text;
      // Escaped first: what is a constant for one source alone is a value of the event all the
      // same.
      if (action.key != nullptr) action.key = special(action.key, ignored);
      if (action.value != nullptr)
        action.value = special(escaped(module_.tree, action.value, context), ignored);
      for (auto& argument : action.arguments)
        argument.value =
            special(escaped(module_.tree, argument.value, argument.parameter->escape), ignored);
      lowered.actions.push_back(std::move(action));
    }
    return lowered;
  }

  // The response fields that some rule may set, in the order of the table.
  static std::vector<const schema::ResponseRow*> fields(const Sections& sections) {
    std::vector<const schema::ResponseRow*> rows;
    // Where an answer can deny, one that decides nothing would say nothing: it has to deny.
    for (const auto& row : schema::responses())
      if (row.trigger == sections.front()->trigger && row.form == schema::Form::denial)
        rows = schema::fields_of(row.trigger, row.action);
    for (const auto* section : sections)
      for (const auto& rule : section->rules)
        for (const auto& action : rule.actions)
          if (action.response != nullptr) {
            const auto fields =
                schema::fields_of(action.response->trigger, action.response->action);
            rows.insert(rows.end(), fields.begin(), fields.end());
          }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
  }

  Module& module_;
  const CompileOptions& options_;
  ir::Ruleset ruleset_;
  Pools pools_;
  std::map<std::pair<Sections, std::string_view>, std::uint32_t> known_;
  std::map<const Section*, bool> looks_;
};

}  // namespace

ir::Ruleset lower(Module& module, const CompileOptions& options) {
  return ModuleLowering(module, options).lower();
}

}  // namespace lintel::compiler
