// SPDX-License-Identifier: Apache-2.0
// The tree of a rules file: what was written, no more. The parser makes it, the checker reads it.
//
// Nodes live in an Arena that the File owns; they hold plain pointers to each other and views of
// the source text or of the arena, and are never changed once parsing has ended.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "grammar/arena.h"
#include "grammar/finding.h"

namespace lintel::grammar {

enum class ExprKind : std::uint8_t {
  null_literal,
  bool_literal,    // number: 0 or 1
  int_literal,     // number
  double_literal,  // text: as written
  string_literal,  // text: decoded
  text_template,   // children: string_literal and interpolated expressions, in order
  list,            // children: the elements
  map,             // children: key, value, key, value, ...
  name,            // text
  member,          // children[0].text
  index,           // children[0][children[1]]
  call,            // text(children...)
  method,          // children[0].text(children[1...])
  unary,           // op, children[0]
  binary,          // op, children[0], children[1]
  all_of,          // children joined by &&, two or more
  any_of,          // children joined by ||, two or more
  conditional,     // children[0] ? children[1] : children[2]
  coalesce,        // children[0] ?? children[1]
};

enum class Operator : std::uint8_t {
  none,
  negate,  // unary -
  invert,  // unary !
  add,
  subtract,
  multiply,
  divide,
  modulo,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
};

// The operator as it is written, such as "<=".
std::string_view spelling(Operator op);

struct Expr {
  ExprKind kind = ExprKind::null_literal;
  Operator op = Operator::none;
  bool raw = false;            // string_literal written as r"..."
  bool parenthesised = false;  // stood in parentheses of its own; `span` is without them
  std::uint32_t depth = 1;     // longest path to a leaf; at most limits::max_expression_depth
  Span span;                   // the whole expression
  Span name_span;              // the word in `text`, or the operator
  std::string_view text;
  std::int64_t number = 0;
  std::span<const Expr* const> children;
};

// One argument of an action; `name` is empty for a positional one.
struct Argument {
  std::string_view name;
  Span name_span;
  const Expr* value = nullptr;
};

struct Action {
  std::string_view name;
  Span name_span;
  Span span;
  bool has_parentheses = false;
  std::span<const Argument> arguments;
};

struct Rule {
  std::string_view name;  // decoded; empty if the rule has none
  Span name_span;
  Span span;
  const Expr* condition = nullptr;  // null: the rule always applies
  std::span<const Action> actions;
};

struct Let {
  std::string_view name;
  Span name_span;
  Span span;
  bool has_parameters = false;           // `let f() = ...` has an empty list of them
  std::span<const Argument> parameters;  // name and name_span only
  const Expr* value = nullptr;
};

// What a test expects of an outcome.
struct Expected {
  bool negated = false;  // `not` stands before it
  Action action;
};

// A test: the event that is given, and what is expected of its outcome. Of source, file and event,
// the source alone may be there beside the event; one of the three is.
struct Test {
  std::string_view name;  // decoded
  Span name_span;
  Span span;
  std::string_view source;  // empty if none is named
  Span source_span;
  const Expr* file = nullptr;     // a string literal: the path of an event
  const Expr* event = nullptr;    // a map literal
  const Expr* changes = nullptr;  // a map literal: what `with` puts on top
  bool nothing = false;           // `expect nothing`
  bool exactly = false;           // `expect exactly`
  std::span<const Expected> expected;
};

// The sources or the trigger that an `on` line names.
struct OnName {
  std::string_view name;
  Span span;
};

enum class ItemKind : std::uint8_t { on, let, rule, pool, test };

// One line of the file, in file order; an `on` opens a section that lasts until the next.
struct Item {
  ItemKind kind = ItemKind::rule;
  Span span;
  std::span<const OnName> on;
  const Let* let = nullptr;
  const Rule* rule = nullptr;
  const Expr* pool = nullptr;  // a map literal; its keys are names
  const Test* test = nullptr;
};

struct File {
  std::uint32_t index = 0;  // among the sources of the compilation
  std::uint32_t language = 1;
  Arena arena;
  std::vector<Item> items;
};

}  // namespace lintel::grammar
