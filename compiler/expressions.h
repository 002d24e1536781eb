// SPDX-License-Identifier: Apache-2.0
// Expressions: from what was written to what it means. Finds names, lets, types and overloads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/module.h"
#include "compiler/regex/error.h"
#include "compiler/scope.h"
#include "grammar/ast.h"
#include "grammar/diagnostic.h"

namespace lintel::compiler {

// Makes typed trees for the expressions of one file. Findings go to the list that it was made with.
class Expressions {
 public:
  using Parameters = std::unordered_map<std::string_view, const Typed*>;

  Expressions(TypedTree& tree, Scope& scope, const Source& source, const CompileOptions& options,
              std::vector<Finding>& findings);

  // The section whose trigger gives the names of the event their meaning.
  void enter(const Section& section);

  // An expression of a rule: sees every let so far.
  const Typed* make(const grammar::Expr& expr);

  // The same, with names that stand for what they are given here.
  const Typed* make(const grammar::Expr& expr, const Parameters& parameters);

  // An expression that becomes JSON: the elements of a list or map that is written out may differ
  // in type.
  const Typed* make_json(const grammar::Expr& expr);

  // The value of a let without parameters, for its findings, though no rule uses it yet.
  void make_let(std::string_view name);

 private:
  // A let and the value numbers and types of what it is called with.
  using Call = std::pair<const grammar::Let*, std::vector<std::pair<std::uint32_t, const Type*>>>;

  // What an expression can see: the parameters of the let that it stands in, and the lets above.
  struct View {
    const Parameters* parameters = nullptr;
    std::size_t before = 0;
  };

  const Typed* make(const grammar::Expr& expr, const View& view);
  std::vector<const Typed*> make_all(std::span<const grammar::Expr* const> exprs, const View& view);

  // names.cpp
  const Typed* name(const grammar::Expr& expr, const View& view);
  const Typed* environment(const grammar::Expr& expr, const View& view);
  const Typed* unknown_name(const grammar::Expr& expr, const View& view);
  const Typed* member(const grammar::Expr& expr, const View& view);
  const Typed* long_way(const grammar::Expr& expr, const View& view);
  const Typed* withheld(const schema::WithheldRow& row, std::string_view name, Span span);
  const Typed* event_field(const schema::FieldRow& row, Span span);
  static const Type* value_type(const Typed& map);
  const Typed* record_member(const Typed& record, const grammar::Expr& expr,
                             std::vector<std::string_view>& known);
  const Typed* attribute(const Typed& map, std::string_view key, Span span);
  const Typed* use_let(Binding& binding, Span span);
  const Typed* substitute(const Typed* value, std::string_view let_name, Span span);
  const Typed* call_let(Binding& binding, const grammar::Expr& expr, const View& view);

  // operators.cpp
  const Typed* unary(const grammar::Expr& expr, const View& view);
  const Typed* binary(const grammar::Expr& expr, const View& view);
  const Typed* equal(const grammar::Expr& expr, const Typed* left, const Typed* right);
  const Typed* membership(const grammar::Expr& expr, const Typed* left, const Typed* right);
  const Typed* key_of(const Typed* map, const Typed* key, Span span);
  const Typed* chain(const grammar::Expr& expr, const View& view);
  const Typed* conditional(const grammar::Expr& expr, const View& view);
  const Typed* coalesce(const grammar::Expr& expr, const View& view);
  const Typed* overload(std::string_view spelling, BuiltinRow::Form form,
                        std::span<const Typed* const> operands, const grammar::Expr& expr);
  const Typed* wrong_operands(std::string_view spelling, std::span<const Typed* const> operands,
                              const grammar::Expr& expr);
  const Typed* compared_as_domain(const Typed* node);
  const Typed* list_as_domains(const Typed* list, Span span);
  void check_source_constant(const Typed& a, const Typed& b);

  // calls.cpp
  const Typed* call(const grammar::Expr& expr, const View& view);
  const Typed* method(const grammar::Expr& expr, const View& view);
  const Typed* has(const grammar::Expr& expr, const View& view);
  const Typed* random(const grammar::Expr& expr, const View& view);
  const Typed* json_of_text(const grammar::Expr& expr, const View& view);

  // data_imports.cpp
  bool is_import(const grammar::Expr& expr) const;
  const Typed* import(const grammar::Expr& expr);
  const Typed* lines(const grammar::Expr& expr, const grammar::Expr& path);
  const Typed* csv(const std::string& content, const grammar::Expr& expr,
                   const grammar::Expr& path);
  const Typed* json(const std::string& content, const grammar::Expr& expr,
                    const grammar::Expr& path);

  // loops.cpp
  bool is_loop_call(const grammar::Expr& expr) const;
  const Typed* loop(const grammar::Expr& expr, const View& view);
  const Type* variable_type(const Typed& range);
  const Typed* function(const grammar::Expr& expr, std::span<const Typed* const> operands);

  // patterns.cpp
  const Typed* matches(const grammar::Expr& expr, const View& view);
  const Typed* bad_pattern(const grammar::Expr& expr, const Typed& pattern,
                           const regex::Error& error);
  Span pattern_part(const grammar::Expr& expr, const Typed& pattern,
                    const regex::Error& error) const;

  // literals.cpp
  const Typed* real(const grammar::Expr& expr);
  const Typed* text_template(const grammar::Expr& expr, const View& view);
  const Typed* list(const grammar::Expr& expr, const View& view);
  const Typed* map(const grammar::Expr& expr, const View& view);
  const Typed* index(const grammar::Expr& expr, const View& view);
  const Typed* look_up(const Typed* base, const Typed* key, const grammar::Expr& expr);

  template <grammar::Diagnostic D, typename... Arguments>
  Finding& report(Span span, const Arguments&... arguments) {
    findings_.push_back(grammar::finding<D>(span, arguments...));
    return findings_.back();
  }

  // Reports, and gives a node that causes no further findings.
  template <grammar::Diagnostic D, typename... Arguments>
  const Typed* refuse(Span span, const Arguments&... arguments) {
    report<D>(span, arguments...);
    return tree_.error(span);
  }

  // A fix-it that replaces `span` by the known word nearest to `word`, if one is near.
  void suggest(Finding& finding, Span span, std::string_view word,
               std::span<const std::string_view> known);

  TypedTree& tree_;
  Scope& scope_;
  const Source& source_;
  const CompileOptions& options_;
  std::vector<Finding>& findings_;
  const Section* section_ = nullptr;
  std::uint32_t section_number_ = 0;
  bool mixing_ = false;  // an expression that becomes JSON is being made
  std::unordered_map<const schema::FieldRow*, const Field*> fields_;  // in this section
  std::unordered_map<std::uint32_t, const Typed*> in_lower_case_;     // lists, by value number
  std::map<Call, const Typed*> calls_;  // of lets with parameters, in this section

  // Elements of all lists that + makes of written and imported ones. A constant list may be as long
  // as it is written; added to itself in let after let, it would fill the memory with a few lines.
  static constexpr std::uint64_t max_joined_elements = 4'000'000;
  std::uint64_t joined_elements_ = 0;
};

// What a let or variable must not be called where these triggers are served: the word for what has
// the name already, or empty.
std::string_view taken_by(std::string_view name, std::span<const schema::Trigger> triggers);

// The name of a type with its article, for findings: "a string", "an int".
std::string described(const Type* type);

}  // namespace lintel::compiler
