// SPDX-License-Identifier: Apache-2.0
// What may stand at a place of a document, by the words before it. The text there need not be
// right: mostly, somebody is writing it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/lsp/places.h"
#include "compiler/lsp/scanner.h"
#include "compiler/schema.h"

namespace lintel::lsp {

enum class Place : std::uint8_t {
  nowhere,         // a name of the writer's own, a literal, a comment
  item,            // an item begins
  condition,       // when or then: behind `rule` and its name
  on,              // a trigger or a source
  value,           // an operand of an expression
  after_when,      // behind a condition that is whole: then, or an operator
  after_value,     // behind an operand in brackets: an operator
  after_let,       // behind an operand of a let: an item, or an operator
  action,          // an action
  expected,        // an action that a test expects, or not
  first_expected,  // the same, or a word on all of them
  member,          // behind a dot
  given,           // behind the name of a test
  source,          // behind given: a source
  after_given,     // behind the event of a test
  after_with,      // behind the changes of it
};

// A name that a loop gives to each element.
struct LoopVariable {
  Bytes name;
  Bytes range;  // the expression that is gone through
};

struct Context {
  Place place = Place::nowhere;
  Bytes word;  // the name around the place; empty if there is none
  std::optional<compiler::schema::Trigger> trigger;  // of the section
  std::size_t item = 0;                              // where the item begins that the place lies in
  Bytes base;                                        // of a member: the expression before the dot
  std::vector<LoopVariable> variables;  // of the loops around it, from the outermost on
  std::vector<Bytes> parameters;        // of the let around it
  std::optional<Bytes> action;          // the name of the action around it
  std::optional<Bytes> import;          // the text that the place lies in names a file
};

// `offset` in bytes.
Context context_at(std::string_view text, std::size_t offset);

}  // namespace lintel::lsp
