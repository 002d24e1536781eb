// SPDX-License-Identifier: Apache-2.0
// The IR: the instructions of opcodes.def with virtual registers and labels, a program for each set
// of sources that is answered alike. Passes rewrite it; the emitter makes rows of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/image_builder.h"
#include "compiler/module.h"
#include "runtime/image.h"
#include "runtime/instruction.h"
#include "runtime/lintel.h"

namespace lintel::compiler::ir {

using Register = std::uint32_t;  // in Program::registers
using Label = std::uint32_t;
inline constexpr std::uint32_t none = image::none;

struct RegisterInfo {
  enum class Place : std::uint8_t {
    slot,       // filled by the reader
    memo,       // computed at most once for an event
    temporary,  // of one rule
  } place = Place::temporary;
  image::Kind kind = image::Kind::text;
  const Field* field = nullptr;  // of a slot
  std::uint32_t ordinal = 0;     // of a memo or temporary: its number among those of its kind

  friend bool operator==(const RegisterInfo&, const RegisterInfo&) = default;
};

struct Step {
  enum class Kind : std::uint8_t {
    instruction,
    label,  // `label` is here
    note,   // a trace row for something decided at compile time; `trace` says what
  } kind = Kind::instruction;
  image::Opcode opcode = image::Opcode::end;
  std::uint8_t mask = 0;
  std::uint32_t a = 0;  // as in opcodes.def; a register is a Register, a field counts from 0
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  Label label = none;          // in place of d, where d is a target
  std::uint32_t d = 0;         // otherwise
  std::uint32_t trace = none;  // in Program::traces
  std::uint32_t rule = none;   // that it was made for; none of what belongs to no rule

  friend bool operator==(const Step&, const Step&) = default;
};

// What a step decides; see image::TraceRow.
struct Trace {
  std::uint32_t rule = 0;
  std::string expression;
  std::string a;  // empty: a constant
  std::string b;
  std::uint8_t constant = image::none8;
  std::uint8_t flags = 0;     // image::trace_inverted, image::trace_exchanged
  Span span;                  // of the expression
  std::uint32_t value = 0;    // the value number of the test
  std::uint8_t possible = 0;  // its possible outcomes, a mask of bits by Truth; 0: not looked into

  friend bool operator==(const Trace&, const Trace&) = default;
};

// How a program finds the rules that an event can fire: the rows of image.h, but that keys are
// Registers, that candidates are entered at labels, and that everything is counted from 0.
struct Index {
  struct Candidate {
    std::uint32_t rule = 0;
    Label entry = 0;

    friend bool operator==(const Candidate&, const Candidate&) = default;
  };
  struct Node {
    std::uint32_t first_group = 0;
    std::uint32_t group_count = 0;
    std::uint32_t others = none;
    std::uint16_t max_cursors = 0;
    std::uint16_t level = 0;

    friend bool operator==(const Node&, const Node&) = default;
  };
  struct Group {
    image::Lookup lookup = image::Lookup::whole;
    Register key = 0;
    std::uint32_t length = 0;
    std::uint32_t table = 0;
    std::uint32_t first_posting = 0;
    std::uint32_t absent = none;
    std::uint64_t filter = 0;

    friend bool operator==(const Group&, const Group&) = default;
  };
  std::vector<Candidate> candidates;
  std::vector<Node> nodes;
  std::vector<Group> groups;
  std::vector<std::uint32_t> postings;
  std::vector<std::uint32_t> lists;

  friend bool operator==(const Index&, const Index&) = default;
};

struct Program {
  std::vector<Step> steps;
  std::vector<RegisterInfo> registers;
  std::vector<Trace> traces;
  std::vector<const schema::ResponseRow*> fields;
  Label labels = 0;  // how many there are
  std::optional<Index> index;

  friend bool operator==(const Program&, const Program&) = default;
};

struct TriggerPrograms {
  schema::Trigger trigger;
  struct Source {
    std::string_view name;
    std::uint32_t program;  // none: goes back unchanged
  };
  std::vector<Source> sources;
  std::uint32_t unknown_program = none;
  std::uint32_t unnamed_program = none;
};

// The whole ruleset. Constants are in the pools of `image` already.
struct Ruleset {
  std::vector<Program> programs;
  std::vector<TriggerPrograms> triggers;
  ImageBuilder image;
};

// As text, one step a line; what --dump=ir shows.
std::string print(const Ruleset& ruleset);

}  // namespace lintel::compiler::ir
