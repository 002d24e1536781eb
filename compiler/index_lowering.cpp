// SPDX-License-Identifier: Apache-2.0
// A program with a rule index: it computes the keys, looks them up, and goes from candidate to
// candidate. Each has the instructions that decide what the index has not, and act; rules that
// leave the same to be done share them.
#include <algorithm>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/program_lowering.h"
#include "compiler/rule_index.h"

namespace lintel::compiler {
namespace {

using image::Opcode;

constexpr std::uint8_t bit(Truth truth) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(truth));
}

bool denies(const LoweredRule& rule) {
  return std::any_of(rule.actions.begin(), rule.actions.end(), is_denial);
}

// What a rule leaves to be done once it is found. Rules for which it is equal share instructions.
using Rest = std::vector<std::uint64_t>;

struct RestHash {
  std::size_t operator()(const Rest& rest) const {
    const auto* bytes = reinterpret_cast<const char*>(rest.data());
    return std::hash<std::string_view>{}({bytes, rest.size() * sizeof(Rest::value_type)});
  }
};

// Parts of the condition that the index has not decided.
std::vector<const Typed*> undecided(const LoweredRule& rule, std::uint64_t decided) {
  auto parts = conjuncts(*rule.condition);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (i >= max_decided_conjuncts || (decided >> i & 1) == 0) parts[kept++] = parts[i];
  parts.resize(kept);
  return parts;
}

// Empty of a rule that shares nothing: an effect tells which rule has asked for it.
Rest rest_of(const LoweredRule& rule, std::span<const Typed* const> parts) {
  Rest rest{denies(rule) ? std::uint64_t{1} : 0, parts.size()};
  for (const Typed* part : parts) rest.push_back(part->value);
  for (const auto& action : rule.actions) {
    if (action.kind == TypedAction::Kind::effect) return {};
    rest.push_back(static_cast<std::uint64_t>(action.kind));
    rest.push_back(reinterpret_cast<std::uintptr_t>(action.response));
    rest.push_back(action.key == nullptr ? 0 : std::uint64_t{action.key->value} + 1);
    rest.push_back(action.value == nullptr ? 0 : std::uint64_t{action.value->value} + 1);
  }
  return rest;
}

}  // namespace

struct ProgramLowering::FoundRule {
  const LoweredRule* rule;
  std::vector<const Typed*> undecided;
  ir::Label entry;
};

bool ProgramLowering::make_indexed(std::span<const LoweredRule> rules) {
  std::vector<IndexedRule> indexed;
  indexed.reserve(rules.size());
  for (const auto& rule : rules) indexed.push_back({rule.condition, denies(rule)});
  auto made = build_rule_index(tree_, indexed, code_.pools());
  if (!made) return false;

  std::vector<ir::Register> keys;
  for (const Typed* key : made->keys) keys.push_back(value(*key, register_kind(*key)));
  for (auto& group : made->index.groups) group.key = keys[group.key];
  const ir::Label done = code_.new_label();
  code_.emit(Opcode::select).label = done;

  const auto advance = [&] { code_.emit(Opcode::advance).label = done; };
  std::unordered_map<Rest, std::uint32_t, RestHash> known;  // in `bodies`
  std::vector<FoundRule> bodies;
  std::vector<std::uint32_t> sharers;  // of each body
  for (const auto& candidate : made->candidates) {
    const LoweredRule& rule = rules[candidate.first];
    auto& entry = made->index.candidates.emplace_back();
    entry.rule = rule.number;
    if (!candidate.is_found) {
      entry.entry = code_.new_label();
      continue;
    }
    auto parts = undecided(rule, made->decided[candidate.first]);
    const Rest rest = rest_of(rule, parts);
    const auto next = static_cast<std::uint32_t>(bodies.size());
    const auto number = rest.empty() ? next : known.try_emplace(rest, next).first->second;
    if (number == next) {
      bodies.push_back({&rule, std::move(parts), code_.new_label()});
      sharers.push_back(0);
    }
    ++sharers[number];
    entry.entry = bodies[number].entry;
  }
  std::size_t body = 0;
  for (std::size_t i = 0; i < made->candidates.size(); ++i) {
    const auto& candidate = made->candidates[i];
    const ir::Label entry = made->index.candidates[i].entry;
    if (!candidate.is_found) {
      code_.place(entry);
      for (const auto& rule : rules.subspan(candidate.first, candidate.count)) this->rule(rule);
      advance();
    } else if (body < bodies.size() && bodies[body].entry == entry) {
      silent_ = sharers[body] > 1;
      found_rule(bodies[body++]);
      silent_ = false;
      advance();
    }
  }
  code_.place(done);
  code_.program().index = std::move(made->index);
  return true;
}

void ProgramLowering::found_rule(const FoundRule& found) {
  const LoweredRule& rule = *found.rule;
  code_.place(found.entry);
  code_.start_rule(rule.number);
  rule_ = rule.number;
  outcomes_ = &rule.outcomes;
  decided_parts(rule);
  const ir::Label miss = code_.new_label();
  const auto wanted =
      static_cast<Outcomes>(bit(Truth::yes) | (denies(rule) ? bit(Truth::absent) : 0));
  for (const Typed* part : found.undecided) branch(*part, wanted, miss);
  code_.emit(Opcode::fire_candidate);
  actions(rule);
  code_.place(miss);
}

}  // namespace lintel::compiler
