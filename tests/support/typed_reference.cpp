// SPDX-License-Identifier: Apache-2.0
// Sections, rules and effects of the typed reference.
#include "tests/support/typed_reference.h"

#include <algorithm>
#include <set>

#include "compiler/front_end.h"
#include "runtime/limits.h"
#include "tests/support/reference_text.h"

namespace lintel::reference {
namespace {

using compiler::Module;
using compiler::Section;
using compiler::Typed;
using compiler::TypedAction;
using compiler::TypedRule;
using compiler::schema::Escape;
using compiler::schema::Trigger;
using compiler::schema::TriggerRow;

using RuleList = std::vector<const TypedRule*>;

struct Denied {
  std::string text;
};

// Ends an evaluation that is answered all the same.
struct FailsByAnswer {};

// What the rules of a source, or of a whole trigger, are; nothing: the event goes back unchanged.
struct Program {
  Trigger trigger{};
  std::optional<RuleList> rules;
};

std::string effect_text(const Value& value, Escape escape) {
  switch (escape) {
    case Escape::json: return json_of(value);
    case Escape::mailboxes:
      return value.kind == Value::Kind::list ? json_of(value) : single_line(value.text());
    case Escape::mailbox:
    case Escape::line: return single_line(value.text());
    case Escape::html: break;
    default: return value.text();
  }
  std::string html;
  for (const Piece& piece : value.pieces)
    html += piece.markup ? piece.text : escape_html(piece.text);
  return html;
}

// The rules that run for one event, and what they decide.
class Run {
 public:
  Run(Trigger trigger, const RuleList& rules, const Json& event, const Surroundings& surroundings)
      : response(trigger, rules), interpreter_(event, surroundings) {}

  void run(const TypedRule& rule) {
    const Value condition =
        rule.condition != nullptr ? interpreter_.evaluate(*rule.condition) : boolean(true);
    const bool denies = std::any_of(rule.actions.begin(), rule.actions.end(), compiler::is_denial);
    // A denial fails closed, and its rule fires as a whole.
    if (!condition.is(true) && (condition.present() || !denies)) return;
    fired.push_back(rule.number);
    for (const TypedAction& action : rule.actions)
      if (!compiler::is_denial(action)) carry_out(rule, action);
    for (const TypedAction& action : rule.actions)
      if (compiler::is_denial(action)) deny(action);
  }

  void keep_logs() {
    std::erase_if(effects, [](const RequestedEffect& effect) { return effect.name != "log"; });
  }

  TypedResponse response;
  std::vector<RequestedEffect> effects;
  std::vector<std::uint32_t> fired;

 private:
  void carry_out(const TypedRule& rule, const TypedAction& action) {
    if (action.kind == TypedAction::Kind::effect)
      request(rule, action);
    else
      response.carry_out(action, interpreter_);
  }

  [[noreturn]] void deny(const TypedAction& action) {
    if (action.kind == TypedAction::Kind::deny) throw FailsByAnswer{};
    const Value text = interpreter_.evaluate(*action.value);
    throw Denied{text.present() ? text.text() : std::string(neutral_rejection)};
  }

  void request(const TypedRule& rule, const TypedAction& action) {
    RequestedEffect effect;
    effect.name = action.effect->name;
    effect.reject_on_failure = action.reject_on_failure;
    effect.rule = rule.number;
    bool is_whole = true;
    for (const compiler::TypedArgument& argument : action.arguments) {
      const Value value = interpreter_.evaluate(*argument.value);
      is_whole = is_whole && value.present();
      if (!is_whole) continue;
      effect.arguments.emplace_back(argument.parameter->name,
                                    effect_text(value, argument.parameter->escape));
      if (value.kind == Value::Kind::list) effect.lists.emplace_back(argument.parameter->name);
    }
    if (!is_whole) return;
    if (effects.size() == limits::max_effects) throw EventFault{"too_many_effects"};
    effects.push_back(std::move(effect));
  }

  TypedInterpreter interpreter_;
};

Answer fault(std::string_view name) { return {Kind::fault, {}, std::string(name), {}, {}}; }

void collect_fields(const Typed& node, std::set<const Typed*>& seen,
                    std::set<const compiler::Field*>& fields) {
  if (!seen.insert(&node).second) return;
  if (node.kind == compiler::Kind::field) fields.insert(node.field);
  for (const Typed* operand : node.operands) collect_fields(*operand, seen, fields);
}

bool takes_version(const TriggerRow& trigger, const Json* version) {
  if (trigger.versions.empty()) return true;
  if (!version || (version->kind != Json::Kind::string && version->kind != Json::Kind::number))
    return false;
  std::string_view left = trigger.versions;
  while (!left.empty()) {
    const std::string_view word = left.substr(0, left.find(' '));
    if (word == version->text) return true;
    left.remove_prefix(std::min(word.size() + 1, left.size()));
  }
  return false;
}

}  // namespace

struct TypedRules::Checked {
  std::vector<std::string> texts;
  std::vector<Source> sources;
  std::vector<Finding> findings;
  std::vector<grammar::File> files;
  Module module;
  std::set<const compiler::Field*> fields;
  std::vector<const TriggerRow*> served;  // in the order of the table

  template <typename Stands>
  std::optional<RuleList> rules(Trigger trigger, Stands stands) const {
    std::optional<RuleList> found;
    for (const Section& section : module.sections) {
      if (section.trigger != trigger || !stands(section)) continue;
      if (!found) found.emplace();
      for (const TypedRule& rule : section.rules) found->push_back(&rule);
    }
    return found;
  }

  std::optional<RuleList> whole(Trigger trigger) const {
    return rules(trigger, [](const Section& section) { return section.whole; });
  }

  Program of_source(const TriggerRow& trigger, std::string_view name) const;
  Program without_source(const Json* version) const;
  Program choose(const Json& event) const;
  Answer answer(std::string_view event, const Surroundings& surroundings) const;
};

Program TypedRules::Checked::of_source(const TriggerRow& trigger, std::string_view name) const {
  for (const auto& source : compiler::schema::sources())
    if (source.trigger == trigger.trigger && source.name == name)
      return {trigger.trigger, rules(trigger.trigger, [&](const Section& section) {
                return std::find(section.sources.begin(), section.sources.end(), name) !=
                       section.sources.end();
              })};
  return {trigger.trigger, whole(trigger.trigger)};
}

Program TypedRules::Checked::without_source(const Json* version) const {
  if (served.size() != 1) throw EventFault{"source_missing"};
  const TriggerRow& only = *served[0];
  if (version && !takes_version(only, version)) throw EventFault{"version_unserved"};
  if (auto found = whole(only.trigger)) return {only.trigger, std::move(found)};
  std::set<std::string_view> named;
  for (const Section& section : module.sections)
    named.insert(section.sources.begin(), section.sources.end());
  if (named.size() != 1) throw EventFault{"source_missing"};
  return {only.trigger, rules(only.trigger, [](const Section&) { return true; })};
}

Program TypedRules::Checked::choose(const Json& event) const {
  const auto member = [&](std::string_view name) {
    const Json* found = find_member(event, name);
    return found && found->kind != Json::Kind::null ? found : nullptr;
  };
  const Json* source = member("triggerSource");
  const Json* version = member("version");
  if (!source) return without_source(version);
  if (source->kind != Json::Kind::string) throw EventFault{"wrong_type"};
  std::vector<const TriggerRow*> of_prefix;
  for (const TriggerRow* trigger : served) {
    if (!source->text.starts_with(trigger->prefix)) continue;
    if (takes_version(*trigger, version)) return of_source(*trigger, source->text);
    of_prefix.push_back(trigger);
  }
  if (of_prefix.empty()) throw EventFault{"source_unknown"};
  if (version) throw EventFault{"version_unserved"};
  if (of_prefix.size() != 1) throw EventFault{"version_missing"};
  return of_source(*of_prefix[0], source->text);
}

Answer TypedRules::Checked::answer(std::string_view event, const Surroundings& surroundings) const {
  if (event.starts_with("\xEF\xBB\xBF")) event.remove_prefix(3);
  const std::optional<Json> parsed = parse_json(event, limits::max_event_depth);
  if (!parsed || parsed->kind != Json::Kind::object) return fault("event_malformed");
  const Program program = choose(*parsed);
  if (!program.rules) return {Kind::answered, std::string(event), {}, {}, {}};
  for (const compiler::Field* field : fields)
    if (has_wrong_type(*parsed, *field)) return fault("wrong_type");
  Run run(program.trigger, *program.rules, *parsed, surroundings);
  const Json* response = find_member(*parsed, "response");
  if (run.response.has_fields() && response && response->kind != Json::Kind::object &&
      response->kind != Json::Kind::null)
    return fault("wrong_type");
  try {
    for (const TypedRule* rule : *program.rules) run.run(*rule);
  } catch (const Denied& denied) {
    run.keep_logs();
    return {Kind::rejected,
            R"({"errorMessage":)" + json_string(denied.text) + R"(,"errorType":"Rejected"})",
            denied.text, run.effects, run.fired};
  } catch (const FailsByAnswer&) {
    run.keep_logs();
    run.response.forget();
  }
  return {Kind::answered, run.response.answer(event, *parsed), {}, run.effects, run.fired};
}

TypedRules::TypedRules(std::vector<std::string> files, Files* imports) : checked_(new Checked) {
  Checked& checked = *checked_;
  checked.texts = std::move(files);
  for (const std::string& text : checked.texts)
    checked.sources.push_back({"rules/" + std::to_string(checked.sources.size()) + ".rules", text});
  checked.files = compiler::parse(checked.sources, checked.findings);
  CompileOptions options;
  options.files = imports;
  options.proofs = false;
  checked.module = compiler::check_all(checked.files, checked.sources, options, checked.findings);
  if (compiler::has_error(checked.findings)) throw NotAccepted("rules with errors");
  std::set<const Typed*> seen;
  for (const Section& section : checked.module.sections)
    for (const TypedRule& rule : section.rules) {
      std::vector<const Typed*> roots = {rule.condition};
      for (const TypedAction& action : rule.actions) {
        roots.insert(roots.end(), {action.key, action.value});
        for (const auto& argument : action.arguments) roots.push_back(argument.value);
      }
      for (const Typed* root : roots)
        if (root != nullptr) collect_fields(*root, seen, checked.fields);
    }
  for (const TriggerRow& row : compiler::schema::triggers())
    if (std::any_of(checked.module.sections.begin(), checked.module.sections.end(),
                    [&](const Section& section) { return section.trigger == row.trigger; }))
      checked.served.push_back(&row);
}

TypedRules::~TypedRules() = default;

Answer TypedRules::evaluate(std::string_view event, const Surroundings& surroundings) const {
  try {
    return checked_->answer(event, surroundings);
  } catch (const EventFault& found) {
    return fault(found.name);
  } catch (const WrongType&) {
    return fault("wrong_type");
  }
}

}  // namespace lintel::reference
