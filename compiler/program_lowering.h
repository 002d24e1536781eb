// SPDX-License-Identifier: Apache-2.0
// One program: the rules that answer one set of sources, as steps.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "compiler/code.h"
#include "compiler/compiler.h"
#include "compiler/coverage.h"
#include "compiler/ir.h"
#include "compiler/module.h"

namespace lintel::compiler {

// A part of a condition that the compiler has decided, for the trace.
struct DecidedPart {
  const Typed* part;
  Truth truth;
};

// A rule as a program runs it: specialised, and with its texts escaped for where they go.
struct LoweredRule {
  std::uint32_t number = 0;
  const Typed* condition = nullptr;
  std::vector<TypedAction> actions;
  std::vector<DecidedPart> decided;
  PossibleOutcomes outcomes;  // of the parts of the condition; empty if nobody asks
};

// How people see the truth of a part of a condition, if not as that of the node itself.
struct Written {
  const Typed* node = nullptr;
  bool inverted = false;  // it is true where the node is false
};

class ProgramLowering {
 public:
  ProgramLowering(TypedTree& tree, std::span<const Source> sources, Pools& pools,
                  const CompileOptions& options)
      : tree_(tree), sources_(sources), options_(options), code_(pools) {}

  // `written`: the rules before they were specialised, whose fields are all read; none if nothing
  // is optimised. `fields`: the response fields that the rules may set, in the order of the table.
  ir::Program make(std::span<const LoweredRule> rules, std::span<const TypedRule* const> written,
                   std::vector<const schema::ResponseRow*> fields);

 private:
  using Outcomes = std::uint8_t;  // a set of Truth, as a mask of bits

  // sharing
  void count_uses(std::span<const LoweredRule> rules);
  void count_uses(const Typed& node);
  void find_fields(const TypedRule& rule);
  void find_fields(const Typed& node);
  bool is_shared(const Typed& node) const;

  // The rule index: index_lowering.cpp
  bool make_indexed(std::span<const LoweredRule> rules);
  struct FoundRule;
  void found_rule(const FoundRule& rule);

  // rules and actions
  void rule(const LoweredRule& rule);
  void decided_parts(const LoweredRule& rule);
  void actions(const LoweredRule& rule);
  void action(const TypedAction& action);
  void effect(const TypedAction& action);

  // Response fields: response_lowering.cpp
  void respond(const TypedAction& action);
  void set(const TypedAction& action, std::uint32_t field, ir::Register key, ir::Register value);
  void set_besides(const TypedAction& action);
  void require(ir::Register number, ir::Label miss);

  // Values. `kind` is what is wanted of an expression that is always absent and has no kind of its
  // own.
  ir::Register value(const Typed& node, image::Kind kind);
  void value_into(const Typed& node, ir::Register into);
  void compute(const Typed& node, ir::Register into);  // of a node that is not kept elsewhere
  void compute_builtin(const Typed& node, ir::Register into);
  void compute_joined(const Typed& node, ir::Register into);
  void compute_choice(const Typed& node, ir::Register into);
  void compute_lookup(const Typed& node, ir::Register into);

  // Lists and maps: list_lowering.cpp
  ir::Register built(const Typed& node);  // as a list or map that is not a table
  void compute_literal(const Typed& node, ir::Register into);
  void compute_decoded(const Typed& node, ir::Register into);
  void compute_member(const Typed& node, ir::Register into);
  void compute_loop(const Typed& node, ir::Register into);
  struct Range {
    ir::Register list;  // or table
    bool is_table;
  };
  Range range_of(const Typed& node);
  void decide(const Typed& node, ir::Register into, ir::Label again, ir::Label done);
  void count_one(const Typed& node, ir::Register into, ir::Register seen, ir::Label again,
                 ir::Label done);
  void collect(const Typed& node, ir::Register into, ir::Label again, ir::Label done);

  // Truths: truth_lowering.cpp
  void branch(const Typed& node, Outcomes wanted, ir::Label miss, Written as = {});
  void branch_chain(const Typed& node, Outcomes wanted, ir::Label miss, bool all);
  void branch_choice(const Typed& node, Outcomes wanted, ir::Label miss);
  void compute_truth(const Typed& node, ir::Register into);
  void compute_chain(const Typed& node, ir::Register into, bool all);
  struct Test {
    image::Opcode opcode;
    std::uint32_t a;
    std::uint32_t b;
  };
  Test test_of(const Typed& node);      // asks what is kept, if it is
  Test own_test_of(const Typed& node);  // of a node that is not kept elsewhere
  std::optional<Test> test_with_constant(const Typed& node);
  bool is_leaf(const Typed& node);
  void emit_test(const Test& test, Outcomes wanted, ir::Label miss, std::uint32_t trace);
  std::uint32_t trace_of(const Typed& node, Written as = {});

  TypedTree& tree_;
  std::span<const Source> sources_;
  const CompileOptions& options_;
  Code code_;
  std::vector<std::uint32_t> uses_;                        // by value number
  std::vector<bool> looked_at_;                            // likewise, by find_fields()
  std::vector<const Field*> found_;                        // in the rules
  std::unordered_map<std::uint32_t, ir::Register> memos_;  // by value number
  std::unordered_map<const schema::ResponseRow*, std::uint32_t> field_numbers_;
  std::unordered_map<std::int64_t, ir::Register> variables_;  // of the loops around, by number
  std::uint32_t level_ = 0;                                   // how many those are
  std::uint32_t rule_ = 0;
  const PossibleOutcomes* outcomes_ = nullptr;  // of the rule
  bool silent_ = false;                         // no traces: several rules share what is made
};

}  // namespace lintel::compiler
