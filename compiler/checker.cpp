// SPDX-License-Identifier: Apache-2.0
#include "compiler/checker.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "compiler/actions.h"
#include "compiler/expressions.h"
#include "compiler/pool.h"
#include "compiler/scope.h"
#include "compiler/test_checker.h"
#include "grammar/diagnostic.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::finding;

// The triggers that the sections of a file are for.
using Triggers = std::vector<schema::Trigger>;

Triggers triggers_of(const grammar::File& file) {
  Triggers triggers{schema::Trigger::envelope};
  for (const auto& item : file.items) {
    if (item.kind != grammar::ItemKind::on) continue;
    for (const auto& on : item.on) {
      if (const auto* trigger = schema::find_trigger(on.name)) triggers.push_back(trigger->trigger);
      for (const auto trigger : schema::triggers_of(on.name)) triggers.push_back(trigger);
    }
  }
  return triggers;
}

std::vector<std::string_view> trigger_and_source_names() {
  std::vector<std::string_view> names;
  for (const auto& row : schema::triggers()) names.push_back(row.name);
  for (const auto& row : schema::sources()) names.push_back(row.name);
  return names;
}

// Checks one file and adds its sections to the module.
class FileChecker {
 public:
  FileChecker(Module& module, const Source& source, const CompileOptions& options,
              std::unordered_map<std::string_view, Span>& rule_names,
              std::vector<Finding>& findings)
      : module_(module),
        findings_(findings),
        rule_names_(rule_names),
        expressions_(module.tree, scope_, source, options, findings),
        actions_(module.tree, expressions_, findings),
        tests_(module.tree, expressions_, actions_, source, options, findings),
        is_test_file_(source.name.ends_with(".test.rules")) {}

  // `whole`: no item of the file was left out for an error of syntax. Otherwise what seems to be
  // missing may only be unread, and is not reported.
  void check(const grammar::File& file, bool whole) {
    whole_ = whole;
    triggers_ = triggers_of(file);
    for (const auto& item : file.items) {
      switch (item.kind) {
        case grammar::ItemKind::on: open(item); break;
        case grammar::ItemKind::let: declare(*item.let); break;
        case grammar::ItemKind::rule: add(*item.rule); break;
        case grammar::ItemKind::pool: declare_pool(item, module_.pool, findings_); break;
        case grammar::ItemKind::test: add(*item.test); break;
      }
    }
    close();
    report_unused(scope_.unused_of_file());
  }

 private:
  void open(const grammar::Item& item) {
    close();
    Section section;
    known_section_ = fill(section, item);
    section_span_ = item.span;
    section_rules_ = 0;
    section_tests_ = 0;
    in_section_ = true;
    if (!known_section_) return;
    current_ = std::move(section);
    expressions_.enter(current_);
  }

  // False after a finding that leaves the section without a trigger.
  bool fill(Section& section, const grammar::Item& item) {
    bool has_trigger = false;
    for (const auto& on : item.on) {
      const auto* trigger = schema::find_trigger(on.name);
      const auto* source = schema::find_source(on.name);
      if (trigger == nullptr && source == nullptr) {
        unknown_source(on);
        return false;
      }
      const auto named = trigger != nullptr ? trigger->trigger : source->trigger;
      if (has_trigger && named != section.trigger) {
        findings_.push_back(finding<Diagnostic::mixed_triggers>(
            on.span, schema::row(section.trigger).name, schema::row(named).name));
        return false;
      }
      if (trigger == nullptr && shared(on)) return false;
      has_trigger = true;
      section.trigger = named;
      bool repeated = section.whole;
      if (trigger != nullptr) {
        section.whole = true;
        add_sources(section);
      } else if (std::find(section.sources.begin(), section.sources.end(), on.name) !=
                 section.sources.end()) {
        repeated = true;
      } else {
        section.sources.push_back(source->name);
      }
      if (repeated) findings_.push_back(finding<Diagnostic::repeated_source>(on.span, on.name));
    }
    return has_trigger;
  }

  // True after a finding: several triggers have the source.
  bool shared(const grammar::OnName& on) {
    const auto triggers = schema::triggers_of(on.name);
    if (triggers.size() < 2) return false;
    std::string names;
    for (const auto trigger : triggers) {
      if (trigger != triggers.front()) names += trigger == triggers.back() ? " and " : ", ";
      names += schema::row(trigger).name;
    }
    Finding made = finding<Diagnostic::shared_source>(on.span, on.name, names);
    made.label = "write the trigger here, and test `triggerSource` in the rules";
    for (const auto trigger : triggers) {
      const std::string name(schema::row(trigger).name);
      made.fixes.push_back({fmt::format("write `{}`", name), {{on.span, name}}, true});
    }
    findings_.push_back(std::move(made));
    return true;
  }

  static void add_sources(Section& section) {
    section.sources.clear();
    for (const auto& row : schema::sources())
      if (row.trigger == section.trigger) section.sources.push_back(row.name);
  }

  void unknown_source(const grammar::OnName& on) {
    Finding made = finding<Diagnostic::unknown_source>(on.span, on.name);
    const auto names = trigger_and_source_names();
    if (const auto near = grammar::nearest(on.name, names); !near.empty()) {
      made.label = fmt::format("did you mean `{}`?", near);
      made.fixes.push_back({fmt::format("write `{}`", near), {{on.span, std::string(near)}}});
    }
    findings_.push_back(std::move(made));
  }

  void close() {
    if (!in_section_) return;
    in_section_ = false;
    report_unused(scope_.unused_of_section());
    scope_.leave_section();
    if (section_rules_ == 0 && section_tests_ == 0 && known_section_ && whole_)
      findings_.push_back(finding<Diagnostic::empty_section>(section_span_));
    // One with tests alone adds nothing to the image.
    const bool tests_alone = section_rules_ == 0 && section_tests_ > 0;
    if (known_section_ && !tests_alone) module_.sections.push_back(std::move(current_));
    current_ = {};
    known_section_ = false;
  }

  void declare(const grammar::Let& let) {
    if (const auto taken = taken_by(let.name, triggers_); !taken.empty()) {
      findings_.push_back(finding<Diagnostic::let_takes_name>(let.name_span, let.name, taken));
      return;
    }
    for (std::size_t i = 0; i < let.parameters.size(); ++i) {
      const auto& parameter = let.parameters[i];
      const auto before = let.parameters.first(i);
      const bool repeated = std::any_of(before.begin(), before.end(), [&](const auto& other) {
        return other.name == parameter.name;
      });
      if (repeated || scope_.find(parameter.name, scope_.next()) != nullptr)
        findings_.push_back(
            finding<Diagnostic::duplicate_let>(parameter.name_span, parameter.name));
      if (const auto taken = taken_by(parameter.name, triggers_); !taken.empty())
        findings_.push_back(
            finding<Diagnostic::let_takes_name>(parameter.name_span, parameter.name, taken));
    }
    if (const auto* other = scope_.declare(let, in_section_)) {
      Finding made = finding<Diagnostic::duplicate_let>(let.name_span, let.name);
      made.related.push_back({other->name_span, "declared here first"});
      findings_.push_back(std::move(made));
      return;
    }
    if (in_section_ && known_section_ && !let.has_parameters) expressions_.make_let(let.name);
  }

  void report_unused(const std::vector<const grammar::Let*>& lets) {
    if (!whole_) return;
    for (const auto* let : lets)
      findings_.push_back(finding<Diagnostic::unused_let>(let->name_span, let->name));
  }

  void add(const grammar::Rule& rule) {
    ++section_rules_;
    if (!in_section_) {
      // Said once for a file: its other rules have the same cause.
      if (!reported_outside_) {
        Finding made = finding<Diagnostic::rule_outside_section>(
            {rule.span.file, rule.span.begin, rule.span.end});
        made.fixes.push_back(
            {"open a section",
             {{{rule.span.file, rule.span.begin, rule.span.begin}, "on PreSignUp\n"}},
             true});
        findings_.push_back(std::move(made));
      }
      reported_outside_ = true;
      return;
    }
    check_name(rule);
    if (is_test_file_)
      findings_.push_back(finding<Diagnostic::rule_in_test_file>(
          Span{rule.span.file, rule.span.begin, rule.span.end}));
    if (!known_section_) return;
    TypedRule typed;
    typed.number = module_.rule_count++;
    typed.name = rule.name;
    typed.span = rule.span;
    if (rule.condition != nullptr && !condition(rule, typed)) return;
    for (const auto& action : rule.actions) {
      auto made = actions_.make(action, current_);
      if (!made) continue;
      actions_.check_presence(*made, action, typed.condition, rule.condition);
      typed.actions.push_back(std::move(*made));
    }
    current_.rules.push_back(std::move(typed));
  }

  void add(const grammar::Test& test) {
    ++section_tests_;
    if (!in_section_) {
      findings_.push_back(finding<Diagnostic::test_outside_section>(test.name_span));
      return;
    }
    const auto [known, is_new] = test_names_.emplace(test.name, test.name_span);
    if (!is_new) {
      Finding made = finding<Diagnostic::duplicate_test_name>(test.name_span, test.name);
      made.related.push_back({known->second, "the first one"});
      findings_.push_back(std::move(made));
    }
    if (!known_section_) return;
    if (auto made = tests_.make(test, current_)) module_.tests.push_back(std::move(*made));
  }

  bool condition(const grammar::Rule& rule, TypedRule& typed) {
    report_templates(*rule.condition);
    typed.condition = expressions_.make(*rule.condition);
    if (typed.condition->kind == Kind::error) return check_actions_alone(rule);
    if (fits(typed.condition->type, TypeKind::boolean)) return true;
    Finding made = finding<Diagnostic::condition_type>(typed.condition->span,
                                                       described(typed.condition->type));
    findings_.push_back(std::move(made));
    return check_actions_alone(rule);
  }

  // `${` in a condition, where it has no meaning.
  void report_templates(const grammar::Expr& expr) {
    const bool is_text = expr.kind == grammar::ExprKind::string_literal && !expr.raw;
    if (is_text && expr.text.find("${") != std::string_view::npos)
      findings_.push_back(finding<Diagnostic::template_in_condition>(expr.span));
    for (const auto* child : expr.children) report_templates(*child);
  }

  // The actions of a rule whose condition has an error: names and types, but not presence, which
  // would depend on it. Always false.
  bool check_actions_alone(const grammar::Rule& rule) {
    for (const auto& action : rule.actions) actions_.make(action, current_);
    return false;
  }

  void check_name(const grammar::Rule& rule) {
    if (rule.name.empty()) return;
    const auto [known, is_new] = rule_names_.emplace(rule.name, rule.name_span);
    if (is_new) return;
    Finding made = finding<Diagnostic::duplicate_rule_name>(rule.name_span, rule.name);
    made.related.push_back({known->second, "the first one"});
    findings_.push_back(std::move(made));
  }

  Module& module_;
  std::vector<Finding>& findings_;
  std::unordered_map<std::string_view, Span>& rule_names_;
  Scope scope_;
  Expressions expressions_;
  Actions actions_;
  Triggers triggers_;
  TestChecker tests_;
  const bool is_test_file_;
  std::unordered_map<std::string_view, Span> test_names_;
  Section current_;
  Span section_span_;
  std::size_t section_rules_ = 0;
  std::size_t section_tests_ = 0;
  bool in_section_ = false;
  bool known_section_ = false;
  bool reported_outside_ = false;
  bool whole_ = true;
};

}  // namespace

Module check(std::span<const grammar::File> files, std::span<const Source> sources,
             const CompileOptions& options, std::vector<Finding>& findings) {
  Module module;
  module.sources = sources;
  std::unordered_map<std::string_view, Span> rule_names;
  std::vector<bool> refused(files.size());
  for (const Finding& found : findings)
    if (found.severity == Severity::error) refused[found.span.file] = true;
  for (std::size_t i = 0; i < files.size(); ++i)
    FileChecker(module, sources[i], options, rule_names, findings).check(files[i], !refused[i]);
  const bool any_refused = std::any_of(findings.begin(), findings.end(), [](const auto& found) {
    return found.severity == Severity::error;
  });
  if (module.rule_count == 0 && !any_refused)
    findings.push_back(finding<Diagnostic::no_rules>(Span{}));
  return module;
}

}  // namespace lintel::compiler
