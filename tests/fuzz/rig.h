// SPDX-License-Identifier: Apache-2.0
// An image at work: its answers in a form that can be compared, events for it, and its steps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/image.h"
#include "runtime/lintel.h"
#include "tests/runtime/rulesets.h"

namespace lintel::fuzz {

// JSON if `json` is, with numbers that a double holds: the parser of the tests refuses others.
std::string with_small_numbers(std::string_view json);

// What an outcome says, in full; of a fault only its kind, for images of the same rules may meet
// several in another order of bytes.
std::string shown(const Outcome& outcome);

// What holds for the outcome of any event: it is one of three, and its body is JSON. An answer is
// the event with another `response`; `event` is what was answered.
void check_outcome(std::string_view event, const Outcome& outcome);

// An image that may be loaded, and an evaluator of it in a world that stands still.
class Rig {
 public:
  // Loads the image; nothing if it is refused.
  static std::unique_ptr<Rig> load(std::span<const std::byte> image);

  Outcome evaluate(std::string_view event) { return evaluator_->evaluate(event); }

  // The same, told to a tracer; how many instructions were run.
  Outcome evaluate(std::string_view event, std::uint64_t& steps);

  const Ruleset& ruleset() const { return *ruleset_; }
  image::View view() const { return image::View(image_); }

  // An evaluator that has seen nothing.
  void renew() { evaluator_ = std::make_unique<Evaluator>(*ruleset_, &host_); }

  // The most steps that a program of the image may take, as machine.h says.
  std::uint64_t most_steps() const;

 private:
  Rig() = default;

  std::vector<std::byte> image_;
  std::optional<Ruleset> ruleset_;
  test::StillHost host_;
  std::unique_ptr<Evaluator> evaluator_;
};

// Events with everything that the image asks for, with half of it, and with nothing, for some of
// its sources and for one that it does not know.
std::vector<std::string> events_for(const image::View& image);

}  // namespace lintel::fuzz
