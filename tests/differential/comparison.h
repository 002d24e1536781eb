// SPDX-License-Identifier: Apache-2.0
// One program under the compiler and runtime, in every way it can be compiled, and under the
// references.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "runtime/lintel.h"
#include "tests/support/program_generator.h"
#include "tests/support/reference_eval.h"
#include "tests/support/typed_reference.h"

namespace lintel::differential {

// An outcome of the runtime, comparable with an answer of a reference.
reference::Answer to_answer(const Outcome& outcome);

// An answer for people.
std::string describe(const reference::Answer& answer);

// A host that says what the references are told.
class ToldHost : public Host {
 public:
  explicit ToldHost(const reference::Surroundings& told) : told_(told) {}

  std::string_view variable(std::string_view name) override;
  bool now(Instant& time) override;
  bool random(std::span<std::byte> bytes) override;

 private:
  const reference::Surroundings& told_;
};

// What all comparisons tell.
const reference::Surroundings& surroundings();

// Which images there are. Without passes there is no index either: `all` also makes that fourth
// image, which has to be the third, and a stripped one.
enum class Extent : std::uint8_t { different, all };

class Comparison {
 public:
  // Passes and index on and off. The tree reference is asked too if it knows all that the program
  // uses.
  explicit Comparison(const generator::Program& program, Extent extent = Extent::all);
  explicit Comparison(const std::vector<std::string>& files, bool is_classic = true,
                      Extent extent = Extent::all);

  // Why the compiler refused the program; empty if it did not.
  const std::string& refusal() const { return refusal_; }

  // How the answers to an event differ; nothing if they are the same. Counts in what `last()`
  // gives. The evaluators are those that have seen the events before, and after `fresh` new ones.
  std::optional<std::string> difference(std::string_view event, bool fresh = false);

  // The answer of the typed reference to the last event.
  const reference::Answer& last() const { return last_; }

  // Whether some program of the first image has an index.
  bool is_indexed() const;

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
  std::unique_ptr<reference::TypedRules> typed_;
  std::unique_ptr<reference::Rules> tree_;
  reference::Answer last_;
};

}  // namespace lintel::differential
