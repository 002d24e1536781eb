// SPDX-License-Identifier: Apache-2.0
// Sections, rules and actions of the reference evaluator.
#include "tests/support/reference_eval.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <set>

#include "grammar/parser.h"
#include "runtime/limits.h"
#include "tests/support/reference_text.h"

namespace lintel::reference {
namespace {

using grammar::Action;
using grammar::Argument;
using grammar::File;
using grammar::Item;
using grammar::ItemKind;
using grammar::Let;
using grammar::Rule;

enum class FieldType { flag, text, html, subject };

struct Field {
  std::string_view action;
  std::string_view name;
  FieldType type;
};

struct Trigger {
  std::string_view name;
  std::vector<std::string_view> sources;
  std::vector<Field> fields;
};

const std::vector<Trigger> triggers = {
    {"PreSignUp",
     {"PreSignUp_SignUp", "PreSignUp_AdminCreateUser", "PreSignUp_ExternalProvider"},
     {{"autoConfirm", "autoConfirmUser", FieldType::flag},
      {"autoVerifyEmail", "autoVerifyEmail", FieldType::flag},
      {"autoVerifyPhone", "autoVerifyPhone", FieldType::flag}}},
    {"PostConfirmation",
     {"PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword"},
     {}},
    {"CustomMessage",
     {"CustomMessage_SignUp", "CustomMessage_AdminCreateUser", "CustomMessage_ResendCode",
      "CustomMessage_ForgotPassword", "CustomMessage_UpdateUserAttribute",
      "CustomMessage_VerifyUserAttribute", "CustomMessage_Authentication"},
     {{"smsMessage", "smsMessage", FieldType::text},
      {"emailMessage", "emailMessage", FieldType::html},
      {"emailSubject", "emailSubject", FieldType::subject}}},
};

struct EffectKind {
  std::string_view name;
  std::vector<std::pair<std::string_view, FieldType>> parameters;
};

const std::vector<EffectKind> effect_kinds = {
    {"sendEmail",
     {{"from", FieldType::subject},
      {"to", FieldType::subject},
      {"subject", FieldType::subject},
      {"text", FieldType::text},
      {"html", FieldType::html}}},
    {"addToGroup", {{"name", FieldType::text}}},
    {"log", {{"text", FieldType::text}}},
};

struct NumberedRule {
  std::uint32_t number;
  const Rule* rule;
};

struct Section {
  const Trigger* trigger = nullptr;
  std::set<std::string_view> on;
  Scope scope;
  std::vector<NumberedRule> rules;

  bool names(std::string_view source) const { return on.contains(source); }
  bool names_whole_trigger() const { return names(trigger->name); }
};

struct Denied {
  std::string text;
};

struct Fault {
  std::string name;
};

using Sections = std::vector<const Section*>;

bool has_source(const Trigger& trigger, std::string_view source) {
  return std::find(trigger.sources.begin(), trigger.sources.end(), source) != trigger.sources.end();
}

bool has_prefix(const Trigger& trigger, std::string_view source) {
  return source.starts_with(std::string(trigger.name) + "_");
}

const Trigger* trigger_named(std::string_view name) {
  for (const Trigger& trigger : triggers)
    if (trigger.name == name || has_source(trigger, name)) return &trigger;
  throw NotAccepted("no such trigger or source");
}

const Field* field_of(const Trigger& trigger, std::string_view action) {
  for (const Field& field : trigger.fields)
    if (field.action == action) return &field;
  return nullptr;
}

const EffectKind& effect_kind(std::string_view name) {
  for (const EffectKind& kind : effect_kinds)
    if (kind.name == name) return kind;
  throw NotAccepted("no such action");
}

// Values of the event are escaped in HTML; subjects and addresses are one line.
std::string shaped(const Value& value, FieldType type) {
  if (type == FieldType::subject) return single_line(value.text());
  if (type != FieldType::html) return value.text();
  std::string html;
  for (const Piece& piece : value.pieces)
    html += piece.markup ? piece.text : escape_html(piece.text);
  return html;
}

// The argument with this name, or the positional one in this place.
const Argument* argument(const Action& action, std::string_view name, std::size_t place) {
  for (std::size_t i = 0; i < action.arguments.size(); ++i) {
    const Argument& given = action.arguments[i];
    if (given.name == name || (given.name.empty() && i == place)) return &given;
  }
  return nullptr;
}

// The rules that run for one event, and what they decide.
class Run {
 public:
  Run(const Json& event, const Imports& imports) : interpreter_(event, imports) {}

  void run(const Section& section, const NumberedRule& numbered) {
    const Rule& rule = *numbered.rule;
    const Value condition =
        rule.condition ? interpreter_.evaluate(*rule.condition, section.scope) : boolean(true);
    const bool denies = std::any_of(rule.actions.begin(), rule.actions.end(), is_denial);
    // A denial fails closed, and its rule fires as a whole.
    if (!condition.is(true) && (condition.present() || !denies)) return;
    fired.push_back(numbered.number);
    for (const Action& action : rule.actions)
      if (!is_denial(action)) carry_out(section, numbered, action);
    for (const Action& action : rule.actions)
      if (is_denial(action)) deny(section, action);
  }

  std::vector<std::pair<const Field*, std::string>> set;  // JSON texts
  std::vector<RequestedEffect> effects;
  std::vector<std::uint32_t> fired;

 private:
  static bool is_denial(const Action& action) { return action.name == "reject"; }

  void carry_out(const Section& section, const NumberedRule& rule, const Action& action) {
    if (const Field* field = field_of(*section.trigger, action.name))
      set_field(section, *field, action);
    else
      request_effect(section, rule, action);
  }

  Value evaluate(const Section& section, const Argument& argument) const {
    return interpreter_.evaluate(*argument.value, section.scope);
  }

  [[noreturn]] void deny(const Section& section, const Action& action) const {
    const Value text = evaluate(section, action.arguments[0]);
    throw Denied{text.present() ? text.text() : std::string(neutral_rejection)};
  }

  void set_field(const Section& section, const Field& field, const Action& action) {
    for (const auto& [earlier, json] : set)
      if (earlier == &field) return;
    if (field.type == FieldType::flag) {
      set.emplace_back(&field, "true");
      return;
    }
    const Value text = evaluate(section, action.arguments[0]);
    if (text.present()) set.emplace_back(&field, json_string(shaped(text, field.type)));
  }

  void request_effect(const Section& section, const NumberedRule& rule, const Action& action) {
    const EffectKind& kind = effect_kind(action.name);
    RequestedEffect effect{std::string(kind.name), {}, {}, false, rule.number};
    for (std::size_t i = 0; i < kind.parameters.size(); ++i) {
      const auto& [name, type] = kind.parameters[i];
      const Argument* given = argument(action, name, i);
      if (!given) continue;
      const Value text = evaluate(section, *given);
      if (!text.present()) return;
      effect.arguments.emplace_back(name, shaped(text, type));
    }
    if (const Argument* policy = argument(action, "onFailure", kind.parameters.size()))
      effect.reject_on_failure = evaluate(section, *policy).text() == "reject";
    if (effects.size() == limits::max_effects) throw Fault{"too_many_effects"};
    effects.push_back(std::move(effect));
  }

  Interpreter interpreter_;
};

}  // namespace

struct Rules::Parsed {
  std::vector<std::string> texts;
  Imports imports;
  std::vector<File> files;
  std::deque<Scope> file_scopes;
  std::deque<Section> sections;

  void read(std::uint32_t index);
  bool serves(const Trigger& trigger) const;
  Sections sections_for(std::string_view source, const Trigger& trigger) const;
  Sections sections_for_whole(const Trigger& trigger) const;
  Sections sections_without_source() const;
  Sections sections_for_event(const Json& event) const;
  Answer answer(std::string_view event) const;

  std::uint32_t rule_count = 0;
};

namespace {

void declare(Scope& scope, const Let& let) {
  Binding binding{let.value, &scope, {}};
  for (const Argument& parameter : let.parameters) binding.parameters.push_back(parameter.name);
  scope.names[let.name] = binding;
}

bool may_set(const Sections& sections, const Field& field) {
  for (const Section* section : sections)
    for (const NumberedRule& rule : section->rules)
      for (const Action& action : rule.rule->actions)
        if (action.name == field.action) return true;
  return false;
}

// A field that some rule may set, and none did, gets its default.
std::vector<ResponseField> response_fields(const Sections& sections, const Run& run) {
  std::vector<ResponseField> fields;
  if (sections.empty()) return fields;
  for (const Field& field : sections.front()->trigger->fields) {
    if (!may_set(sections, field)) continue;
    std::string json = field.type == FieldType::flag ? "false" : "null";
    for (const auto& [set, value] : run.set)
      if (set == &field) json = value;
    fields.push_back({std::string(field.name), json});
  }
  return fields;
}

std::string rejection(std::string_view text) {
  return R"({"errorMessage":)" + json_string(text) + R"(,"errorType":"Rejected"})";
}

std::vector<RequestedEffect> kept_on_denial(std::vector<RequestedEffect> effects) {
  std::erase_if(effects, [](const RequestedEffect& effect) { return effect.name != "log"; });
  return effects;
}

Answer fault(std::string_view name) { return {Kind::fault, {}, std::string(name), {}, {}}; }

}  // namespace

void Rules::Parsed::read(std::uint32_t index) {
  std::vector<Finding> findings;
  files.push_back(grammar::parse(texts[index], index, findings));
  for (const Finding& finding : findings)
    if (finding.severity == Severity::error) throw NotAccepted(finding.message);
  Scope* scope = &file_scopes.emplace_back();
  for (const Item& item : files.back().items) {
    switch (item.kind) {
      case ItemKind::on: {
        Section& section = sections.emplace_back();
        section.trigger = trigger_named(item.on[0].name);
        for (const grammar::OnName& name : item.on) section.on.insert(name.name);
        section.scope.outer = &file_scopes.back();
        scope = &section.scope;
        break;
      }
      case ItemKind::let: declare(*scope, *item.let); break;
      case ItemKind::pool: break;
      case ItemKind::test: break;
      case ItemKind::rule: sections.back().rules.push_back({rule_count++, item.rule}); break;
    }
  }
}

bool Rules::Parsed::serves(const Trigger& trigger) const {
  return std::any_of(sections.begin(), sections.end(),
                     [&](const Section& section) { return section.trigger == &trigger; });
}

Sections Rules::Parsed::sections_for(std::string_view source, const Trigger& trigger) const {
  Sections result;
  for (const Section& section : sections)
    if (section.names(source) || section.names(trigger.name)) result.push_back(&section);
  return result;
}

Sections Rules::Parsed::sections_for_whole(const Trigger& trigger) const {
  return sections_for(trigger.name, trigger);
}

Sections Rules::Parsed::sections_without_source() const {
  const Trigger* only = sections.empty() ? nullptr : sections.front().trigger;
  std::set<std::string_view> named;
  for (const Section& section : sections) {
    if (section.trigger != only) throw Fault{"source_missing"};
    named.insert(section.on.begin(), section.on.end());
  }
  if (!only) throw Fault{"source_missing"};
  if (const Sections whole = sections_for_whole(*only); !whole.empty()) return whole;
  if (named.size() != 1) throw Fault{"source_missing"};
  return sections_for(*named.begin(), *only);
}

Sections Rules::Parsed::sections_for_event(const Json& event) const {
  const Value source = Interpreter(event, imports).read({"triggerSource"});
  if (!source.present()) return sections_without_source();
  for (const Trigger& trigger : triggers) {
    if (!serves(trigger) || !has_prefix(trigger, source.text())) continue;
    return has_source(trigger, source.text()) ? sections_for(source.text(), trigger)
                                              : sections_for_whole(trigger);
  }
  throw Fault{"source_unknown"};
}

Answer Rules::Parsed::answer(std::string_view event) const {
  if (event.starts_with("\xEF\xBB\xBF")) event.remove_prefix(3);
  const std::optional<Json> parsed = parse_json(event, limits::max_event_depth);
  if (!parsed || parsed->kind != Json::Kind::object) return fault("event_malformed");
  Run run(*parsed, imports);
  try {
    const Sections chosen = sections_for_event(*parsed);
    for (const Section* section : chosen)
      for (const NumberedRule& rule : section->rules) run.run(*section, rule);
    return {Kind::answered,
            with_response(event, *parsed, response_fields(chosen, run)),
            {},
            run.effects,
            run.fired};
  } catch (const Denied& denied) {
    return {Kind::rejected, rejection(denied.text), denied.text, kept_on_denial(run.effects),
            run.fired};
  } catch (const Fault& found) {
    return fault(found.name);
  } catch (const WrongType&) {
    return fault("wrong_type");
  }
}

Rules::Rules(std::vector<std::string> files, Imports imports) : parsed_(new Parsed) {
  parsed_->texts = std::move(files);
  parsed_->imports = std::move(imports);
  for (std::uint32_t i = 0; i < parsed_->texts.size(); ++i) parsed_->read(i);
}

Rules::~Rules() = default;

Answer Rules::evaluate(std::string_view event) const { return parsed_->answer(event); }

}  // namespace lintel::reference
