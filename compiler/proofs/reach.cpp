// SPDX-License-Identifier: Apache-2.0
// Proof: every rule matters. A rule that cannot fire, a condition that is always true, and an
// action that another rule always forestalls are mistakes or leftovers.
#include <algorithm>
#include <functional>
#include <string_view>

#include "compiler/number_index.h"
#include "compiler/proofs/condition_sets.h"
#include "compiler/proofs/room.h"

namespace lintel::compiler::proofs {
namespace {

using grammar::Diagnostic;

bool is_true(const Typed& node) { return node.kind == Kind::boolean && node.number != 0; }

// Sources that Cognito may add later run the sections for a whole trigger: for them, a condition on
// the source may have another truth.
bool stands_for_more(const RuleCases& rule) {
  return rule.section->whole && holds(*rule.rule->condition, [](const Typed& part) {
           return is_field(part, "triggerSource");
         });
}

void check_condition(Context& context, const RuleCases& rule) {
  const Typed* condition = rule.rule->condition;
  if (condition == nullptr) return;
  const auto cases = context.of(rule);
  const auto all = [&](auto holds) { return std::all_of(cases.begin(), cases.end(), holds); };
  const bool contradiction = contradicts_itself(*condition);
  if (all([&](const Case& one) {
        return !one.fires ||
               (one.condition == condition ? contradiction : contradicts_itself(*one.condition));
      })) {
    if (!stands_for_more(rule) || contradiction)
      context.report<Diagnostic::rule_never_fires>(condition->span);
  } else if (all([](const Case& one) { return is_true(*one.condition); }) &&
             !stands_for_more(rule)) {
    context.report<Diagnostic::rule_always_fires>(condition->span);
  }
}

// False if evaluating the value can fail: then a later rule may set the field after all.
bool is_certain(const Typed& value) {
  if (value.kind == Kind::builtin && row(value.builtin).grade != BuiltinRow::Grade::total)
    return false;
  return std::all_of(value.operands.begin(), value.operands.end(),
                     [](const Typed* part) { return is_certain(*part); });
}

bool sets_field(const TypedAction& action) {
  return action.response != nullptr && !is_denial(action);
}

// What only the first rule that fires sets: a field, or a key of a map. No name for what collects.
struct Place {
  std::string_view name;
  const Typed* key = nullptr;

  friend bool operator==(const Place& a, const Place& b) {
    return a.name == b.name && (a.key == nullptr) == (b.key == nullptr) &&
           (a.key == nullptr || a.key->value == b.key->value);
  }
};

Place place_of(const TypedAction& action) {
  switch (action.kind) {
    case TypedAction::Kind::set_flag:
    case TypedAction::Kind::set_text: return {action.response->field};
    case TypedAction::Kind::set_entry:
      if (action.key->kind != Kind::text) return {};
      return {action.response->action, action.key};
    case TypedAction::Kind::reject:
    case TypedAction::Kind::deny: return {"a denial"};
    default: return {};
  }
}

// Places by numbers, from 0 on.
class Places {
 public:
  static constexpr std::uint32_t none = NumberIndex::none;

  std::uint32_t number_of(const Place& place) {
    if (place.name.empty()) return none;
    std::size_t hash = std::hash<std::string_view>{}(place.name);
    if (place.key != nullptr) hash ^= (place.key->value + std::size_t{1}) * 0x9e3779b97f4a7c15U;
    const auto next = static_cast<std::uint32_t>(places_.size());
    const std::uint32_t number = index_.find_or_add(
        hash, next, [&](std::uint32_t known) { return places_[known] == place; });
    if (number == next) places_.push_back(place);
    return number;
  }

  std::size_t size() const { return places_.size(); }

 private:
  NumberIndex index_;
  std::vector<Place> places_;
};

// Which actions of the rules of one trigger are always forestalled.
class Forestalled {
 public:
  Forestalled(Context& context, schema::Trigger trigger) : context_(context) {
    for (const auto& rule : context.rules)
      if (rule.section->trigger == trigger)
        for (const auto& action : rule.rule->actions)
          if (sets_field(action) || is_denial(action))
            entries_.push_back(
                {&rule, &action, places_.number_of(place_of(action)), 0, 0, nullptr, 0, false});
  }

  void check() {
    for (const auto source : sources()) check(source);
    for (const auto& entry : entries_)
      if (entry.by != nullptr && entry.beaten == entry.fires) report(entry);
  }

 private:
  struct Entry {
    const RuleCases* rule;
    const TypedAction* action;
    std::uint32_t place;   // in places_
    std::uint32_t fires;   // for how many sources
    std::uint32_t beaten;  // for how many of them something else comes first
    const Entry* by;       // what comes first; of the last source
    std::size_t hash;      // of the alternatives of its condition; for the last source
    bool same;             // under the same condition
  };

  // One of them is enough if they are all answered alike.
  std::vector<std::string_view> sources() const {
    if (entries_.empty()) return {};
    const auto& first = entries_.front().rule->section->sources;
    bool alike = true;
    std::vector<std::string_view> all;
    for (const auto& entry : entries_) {
      alike &= entry.rule->section->sources == first;
      for (const Case& one : context_.of(*entry.rule))
        alike &= one.condition == entry.rule->rule->condition;
    }
    if (alike) return {first.front()};
    for (const auto& row : schema::sources())
      if (row.trigger == entries_.front().rule->section->trigger) all.push_back(row.name);
    return all;
  }

  const Case* case_of(const Entry& entry, std::string_view source) const {
    for (const Case& one : context_.of(*entry.rule))
      if (one.source == source && one.fires) return &one;
    return nullptr;
  }

  void check(std::string_view source) {
    // A denial beats every grant, wherever it stands.
    KnownConditions denials;
    for (std::uint32_t i = 0; i < entries_.size(); ++i)
      if (is_denial(*entries_[i].action))
        if (const Case* one = case_of(entries_[i], source)) {
          const auto when = alternatives(one->condition);
          entries_[i].hash = hash_of(when);
          denials.add(when, i);
        }
    std::vector<KnownConditions> earlier(places_.size());
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
      auto& entry = entries_[i];
      const Case* one = case_of(entry, source);
      if (one == nullptr) continue;
      ++entry.fires;
      const auto when = alternatives(one->condition);
      entry.hash = hash_of(when);
      const bool sets = sets_field(*entry.action);
      const bool has_place = entry.place != Places::none;
      auto by = sets ? denials.implied_by(when) : KnownConditions::none;
      if (by == KnownConditions::none && has_place) by = earlier[entry.place].implied_by(when);
      if (by != KnownConditions::none) {
        ++entry.beaten;
        entry.by = &entries_[by];
        const Case* other = case_of(*entry.by, source);
        // Taken apart again only where it is worth it: many may be beaten by a long condition.
        entry.same = entry.by->hash == entry.hash && alternatives(other->condition) == when;
      } else if (has_place &&
                 (entry.action->value == nullptr || is_certain(*entry.action->value))) {
        earlier[entry.place].add(when, i);
      }
    }
  }

  static std::size_t hash_of(const std::vector<ConditionSet>& alternatives) {
    std::size_t hash = alternatives.size();
    for (const auto& set : alternatives)
      for (const auto value : set) hash = (hash ^ value) * 0x9e3779b97f4a7c15U;
    return hash;
  }

  void report(const Entry& entry) {
    const auto& by = *entry.by->action;
    const auto name = entry.action->response != nullptr ? entry.action->response->action
                                                        : std::string_view("reject");
    const bool differs = by.value != nullptr && entry.action->value != nullptr &&
                         by.value->value != entry.action->value->value;
    const bool denied = is_denial(by) && sets_field(*entry.action);
    const bool differently = !denied && entry.same && differs;
    auto& made = differently
                     ? context_.report<Diagnostic::set_differently>(entry.action->span, name)
                     : context_.report<Diagnostic::action_forestalled>(entry.action->span, name);
    made.related.push_back(
        {by.span, denied ? "this denial always comes with it" : "this one comes first"});
  }

  Context& context_;
  Places places_;
  std::vector<Entry> entries_;
};

}  // namespace

void prove_reach(Context& context) {
  for (const auto& rule : context.rules) check_condition(context, rule);
  for (const auto& trigger : schema::triggers()) Forestalled(context, trigger.trigger).check();
}

}  // namespace lintel::compiler::proofs
