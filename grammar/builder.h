// SPDX-License-Identifier: Apache-2.0
// What the parser has read so far: finished items, and stacks of what the current item is made of.
// The actions (actions.h) call one function of it for each token and for each finished form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast.h"
#include "grammar/diagnostic.h"
#include "grammar/expectation.h"

namespace lintel::grammar {

// Functions that return bool give false when a limit is reached: the finding is made already, and
// the parser must not go on with this item.
class Builder {
 public:
  Builder(std::string_view text, File& file, std::vector<Finding>& findings)
      : text_(text), file_(file), findings_(findings), findings_before_(findings.size()) {}

  // Read by the grammar: whether `${` opens an expression in the string that is being read.
  bool templates = false;

  // Filled where the grammar runs with the control that listens to failures.
  Expectation expectation;

  // A limit was reached in the current item, and the finding for it is made.
  bool stopped() const { return stopped_; }

  std::uint32_t item_begin() const { return item_begin_; }
  std::string_view text() const { return text_; }
  Span span(const char* begin, const char* end) const;
  std::vector<Finding>& findings() { return findings_; }

  // The findings so far stay, whatever becomes of the item.
  void keep_findings() { findings_before_ = findings_.size(); }
  // Forgets all of an unfinished item, and its findings; the next starts at `offset`.
  void restart(std::uint32_t offset);

  // The opening quote of the innermost string that is being read; null outside of strings.
  const Span* innermost_string() const {
    return strings_.empty() ? nullptr : &strings_.back().open;
  }
  // The innermost bracket that is open; null if there is none.
  const Span* innermost_bracket() const;
  // Whether it holds the arguments of an action.
  bool in_action() const;
  Awaited awaited() const { return awaited_; }

  // Strings
  void raw_mark(Span span);
  void bytes_mark(Span span);
  void open_string(Span span);
  void add_text(Span span);
  void add_escape(Span span);
  bool open_interpolation(Span span);
  void close_interpolation(Span span);
  bool close_string(Span span);

  // Values
  bool add_integer(Span span);
  void add_unsigned(Span span);
  bool add_double(Span span);
  bool add_true(Span span);
  bool add_false(Span span);
  bool add_null(Span span);
  void keep_name(Span span) { name_ = span; }
  bool bare_name();
  bool bare_member();

  // Brackets
  bool open_group(Span span);
  void close_group(Span span);
  bool open_call(Span span);
  bool open_method(Span span);
  bool close_call(Span span);
  bool open_index(Span span);
  bool close_index(Span span);
  bool open_list(Span span);
  bool close_list(Span span);
  bool open_map(Span span);
  bool close_map(Span span);

  // Operators
  void prefix_operator(Span span);
  void infix_operator(Span span);
  bool fold_unary();
  bool fold_binary();
  bool fold_coalescing();
  bool fold_conjunction() { return fold_chain(ExprKind::all_of); }
  bool fold_disjunction() { return fold_chain(ExprKind::any_of); }
  bool fold_conditional();

  // Items
  void language(Span span);
  void finish_language(Span span);
  void begin_on(Span) { begin(false, {}); }
  void begin_let(Span) { begin(true, {}); }
  void begin_rule(Span) { begin(false, {true, true}); }
  void begin_condition(Span) { begin(false, {false, true}); }
  void begin_actions(Span) { begin(true, {}); }
  void on_name(Span span);
  void let_name(Span span);
  void open_parameters(Span) { let_.has_parameters = true; }
  void parameter(Span span);
  void argument_name(Span span);
  void argument();
  void action_name(Span span);
  bool open_action(Span span);
  void close_action(Span span);
  void action();
  void rule_name(Span span);
  void condition();
  void finish_pool(Span span);
  void finish_on(Span span);
  void finish_let(Span span);
  void finish_rule(Span span);

  // Tests: builder_tests.cpp
  void begin_test(Span) { begin(false, {}); }
  void test_name(Span span);
  void begin_given(Span) { in_event_ = true; }
  void given_source(Span span);
  void given_file() { test_.file = pop().expr; }
  void given_literal() { test_.event = pop().expr; }
  void changes() { test_.changes = pop().expr; }
  void begin_expect(Span) { begin(true, {}); }
  void expect_nothing(Span span);
  void expect_exactly(Span) { test_.exactly = true; }
  void expect_not(Span) { negated_ = true; }
  void expected();
  void finish_test(Span span);

 private:
  // A finished expression. The place is that of `expr` with the parentheses around it.
  struct Value {
    Expr* expr;
    std::uint32_t begin;
    std::uint32_t end;
  };

  // An operator or an open bracket that waits for what follows.
  struct Pending {
    ExprKind kind;
    Operator op;
    bool bracket;
    Span span;
    Span name;
    std::size_t base;  // size of `values_` when it was opened
  };

  // A string that is being read. The piece is its text since the start or the last `${...}`.
  struct StringState {
    Span open;
    Span piece;
    std::size_t base;
    bool raw;
    bool escaped;  // the text of the piece is in `buffer_`; else it stands in the source
    bool interpolated;
  };

  std::string_view at(Span span) const { return text_.substr(span.begin, span.end - span.begin); }
  Span join(std::uint32_t begin, std::uint32_t end) const { return {file_.index, begin, end}; }

  void begin(bool with_templates, Awaited awaited) {
    templates = with_templates;
    awaited_ = awaited;
    in_event_ = false;
  }
  bool push(Expr expr, std::uint32_t begin, std::uint32_t end, std::size_t base);
  bool push_leaf(Expr expr, Span span);
  bool push_integer(Span span, std::string_view digits);
  bool open_bracket(ExprKind kind, Span span, Span name = {});
  bool close_bracket(Span span);
  void flush_piece();
  bool fold_chain(ExprKind kind);
  bool waiting(ExprKind kind) const {
    return !pending_.empty() && pending_.back().kind == kind && !pending_.back().bracket;
  }
  Value pop();
  void finish_item(ItemKind kind, Span span);

  std::string_view text_;
  File& file_;
  std::vector<Finding>& findings_;
  std::size_t findings_before_;  // the current item
  std::uint32_t item_begin_ = 0;
  bool stopped_ = false;
  bool language_seen_ = false;
  Awaited awaited_;

  std::vector<Value> values_;
  std::vector<Pending> pending_;
  std::vector<StringState> strings_;
  std::vector<const Expr*> children_;
  std::string buffer_;
  std::uint32_t nesting_ = 0;
  Span prefix_;  // of a string: r, b; empty if there is none
  bool raw_ = false;
  Span name_;

  Item item_;
  Span language_;
  Let let_;
  Rule rule_;
  Action action_;
  Argument argument_;
  std::uint32_t form_end_ = 0;  // end of the last action, value or name
  std::vector<OnName> on_names_;
  std::vector<Argument> arguments_;
  std::vector<Action> actions_;
  Test test_;
  bool in_event_ = false;  // between `given` and `expect`: numbers as in JSON
  bool negated_ = false;   // `not` was the last word
  std::vector<Expected> expected_;
};

}  // namespace lintel::grammar
