// SPDX-License-Identifier: Apache-2.0
// Expressions of the reference evaluator: the tree is walked, each value computed where it is asked
// for.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast.h"
#include "tests/support/json_text.h"
#include "tests/support/reference_value.h"

namespace lintel::reference {

// Ends an evaluation: the event has another type somewhere than the contract says.
struct WrongType : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The program is none that the compiler accepts.
struct NotAccepted : std::logic_error {
  using std::logic_error::logic_error;
};

// What a name stands for: the expression of a `let` or an argument, with the scope that it is read
// in.
struct Scope;
struct Binding {
  const grammar::Expr* value = nullptr;
  const Scope* scope = nullptr;
  std::vector<std::string_view> parameters;
  const Value* known = nullptr;  // of the variable of a loop, in one round
};

struct Scope {
  const Scope* outer = nullptr;
  std::map<std::string_view, Binding> names;

  const Binding* find(std::string_view name) const;
};

using Values = std::vector<Value>;

// A loop over a list or map.
bool is_loop(const grammar::Expr& expr);

// The same texts, as values of the event.
Value without_markup(Value value);

// Each element once, of texts, integers or booleans.
Value distinct(const Value& of);

// The files that lines() reads, by their name in the rules.
using Imports = std::map<std::string, std::string, std::less<>>;

class Interpreter {
 public:
  Interpreter(const Json& event, const Imports& imports) : event_(event), imports_(imports) {}

  Value evaluate(const grammar::Expr& expr, const Scope& scope) const;

  // A field of the event by its path: as text, flag or map, whichever the contract says.
  Value read(const std::vector<std::string>& path) const;

 private:
  std::function<Value(const grammar::Expr&, const Scope&)> evaluator() const;
  Values evaluate_all(std::span<const grammar::Expr* const> exprs, const Scope& scope) const;
  Value evaluate_name(const grammar::Expr& expr, const Scope& scope) const;
  Value evaluate_call(const grammar::Expr& expr, const Scope& scope) const;
  Value evaluate_function(const grammar::Expr& expr, const Scope& scope) const;
  Value evaluate_let(const grammar::Expr& expr, const Binding& let, const Scope& scope) const;
  Value evaluate_loop(const grammar::Expr& expr, const Scope& scope) const;
  Value evaluate_unary(const grammar::Expr& expr, const Scope& scope) const;
  Value evaluate_map(const grammar::Expr& expr, const Scope& scope) const;
  Value lines(const grammar::Expr& path, const Scope& scope) const;

  // Strict operators and functions: called with present operands only.
  Value apply_binary(grammar::Operator op, const Value& a, const Value& b) const;
  Value apply_function(std::string_view name, const Values& arguments, bool constant) const;
  Value apply_member(const Value& of, std::string_view name) const;
  Value apply_index(const Value& of, const Value& index) const;
  Value contained(const Value& element, const Value& in) const;

  const Json& event_;
  const Imports& imports_;
};

}  // namespace lintel::reference
