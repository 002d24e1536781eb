// SPDX-License-Identifier: Apache-2.0
// What every proof works on: the rules, each as it is for events of one source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/module.h"
#include "grammar/diagnostic.h"

namespace lintel::compiler::proofs {

// A rule for events of one source, in which `triggerSource` is a constant.
struct Case {
  std::string_view source;
  const Typed* condition = nullptr;  // null: always applies
  bool fires = true;                 // false: the condition is never true for this source
};

struct RuleCases {
  const Section* section;
  const TypedRule* rule;
  std::size_t begin;  // in Context::cases
  std::size_t end;
};

struct Context {
  Module& module;
  std::span<const Source> sources;
  std::vector<Finding>& findings;
  std::vector<RuleCases> rules;
  std::vector<Case> cases;

  std::span<const Case> of(const RuleCases& rule) const {
    return std::span(cases).subspan(rule.begin, rule.end - rule.begin);
  }

  // The value of an action or argument for events of `source`.
  const Typed* special(const Typed* value, std::string_view source);

  template <grammar::Diagnostic D, typename... Arguments>
  Finding& report(Span span, const Arguments&... arguments) {
    findings.push_back(grammar::finding<D>(span, arguments...));
    return findings.back();
  }

  // The source text of a span.
  std::string_view written(Span span) const;
};

// The rules of the module with the sources that each can fire for.
Context make_context(Module& module, std::span<const Source> sources,
                     std::vector<Finding>& findings);

// The sources that the rule can fire for.
std::vector<std::string_view> firing_sources(const Context& context, const RuleCases& rule);

// ---- Looking at typed trees --------------------------------------------------------------------

// The parts of a condition that are joined by &&; the condition itself if it is none.
std::vector<const Typed*> conjuncts(const Typed& condition);

// Likewise by ||.
std::vector<const Typed*> disjuncts(const Typed& condition);

// True for a field with this path, given as names joined by dots.
bool is_field(const Typed& node, std::string_view path);

// The dotted path of a field.
std::string dotted(const Field& field);

// True if `wanted` holds for the node or for anything below it. Constants are not looked into.
bool holds(const Typed& node, const std::function<bool(const Typed&)>& wanted);

// The spelling of the function or operator, such as endsWith; empty for other kinds.
std::string_view spelling(const Typed& node);

inline Span before(Span span) { return {span.file, span.begin, span.begin}; }
inline Span after(Span span) { return {span.file, span.end, span.end}; }

// The edit that makes a rule apply only when `guard` is true as well.
FixIt guard(const RuleCases& rule, std::string_view guard, const Context& context);

}  // namespace lintel::compiler::proofs
