// SPDX-License-Identifier: Apache-2.0
// One program under the compiler and runtime, in every way it can be compiled, and under the
// reference.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "runtime/lintel.h"
#include "tests/support/program_generator.h"
#include "tests/support/reference_eval.h"

namespace lintel::differential {

// An outcome of the runtime, comparable with an answer of the reference.
reference::Answer to_answer(const Outcome& outcome);

// An answer for people.
std::string describe(const reference::Answer& answer);

class Comparison {
 public:
  explicit Comparison(const generator::Program& program);
  explicit Comparison(const std::vector<std::string>& files);

  // Why the compiler refused the program; empty if it did not.
  const std::string& refusal() const { return refusal_; }

  // How the answers to an event differ; nothing if they are the same. Counts in what `last()`
  // gives.
  std::optional<std::string> difference(std::string_view event);

  // The answer of the reference to the last event.
  const reference::Answer& last() const { return last_; }

 private:
  struct Variant {
    std::string name;
    std::vector<std::byte> image;
    std::string load_fault;  // empty if the image has loaded
    std::unique_ptr<Ruleset> ruleset;
    std::unique_ptr<Evaluator> evaluator;
  };

  void compile(std::string name, const std::vector<Source>& sources, CompileOptions options);

  std::vector<Variant> variants_;
  std::string refusal_;
  std::unique_ptr<reference::Rules> reference_;
  reference::Answer last_;
};

}  // namespace lintel::differential
