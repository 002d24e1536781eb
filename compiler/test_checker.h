// SPDX-License-Identifier: Apache-2.0
// The tests of a rules file: what is given becomes an event, and what is expected is checked as the
// actions of rules are.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/actions.h"
#include "compiler/compiler.h"
#include "compiler/expressions.h"
#include "compiler/json.h"
#include "compiler/module.h"
#include "grammar/ast.h"

namespace lintel::compiler {

class TestChecker {
 public:
  TestChecker(TypedTree& tree, Expressions& expressions, Actions& actions, const Source& source,
              const CompileOptions& options, std::vector<Finding>& findings)
      : tree_(tree),
        expressions_(expressions),
        actions_(actions),
        source_(source),
        options_(options),
        findings_(findings) {}

  // A test of `section`, or nothing after a finding.
  std::optional<TypedTest> make(const grammar::Test& test, const Section& section);

 private:
  std::optional<Json> event(const grammar::Test& test, const Section& section);
  std::optional<Json> recorded(const grammar::Expr& path);
  bool check_source(const grammar::Test& test, const Section& section);

  // JSON literals: numbers as they stand, everything else as expressions that are constant.
  std::optional<Json> constant(const grammar::Expr& expr);
  std::optional<Json> object(const grammar::Expr& expr);
  std::optional<Json> list(const grammar::Expr& expr);
  std::optional<Json> constant(const Typed& value, Span span, std::string_view where);
  std::nullopt_t refuse(Span span, std::string_view where);

  std::optional<ExpectedAction> expectation(const grammar::Expected& expected,
                                            const Section& section);
  bool by_name(const grammar::Action& action, const Section& section, ExpectedAction& made);
  bool with_values(const TypedAction& action, ExpectedAction& made);
  bool with_response(const TypedAction& action, ExpectedAction& made);
  std::optional<Json> argument_value(const TypedArgument& argument);
  std::optional<std::string> text(const Typed* value, schema::Escape context);

  TypedTree& tree_;
  Expressions& expressions_;
  Actions& actions_;
  const Source& source_;
  const CompileOptions& options_;
  std::vector<Finding>& findings_;
};

}  // namespace lintel::compiler
