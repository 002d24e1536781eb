// SPDX-License-Identifier: Apache-2.0
// The lines of the log that one event leaves.
#pragma once

#include <cstdint>
#include <span>

#include "runtime/lambda/effect_host.h"
#include "runtime/lambda/log.h"
#include "runtime/limits.h"
#include "runtime/lintel.h"

namespace lintel::lambda {

// What became of an event as a whole.
enum class EventResult : std::uint8_t { answered, rejected, fault, effect_failed };

// Collects while an event is decided and its effects are carried out; writes after it is answered.
class DecisionLog final : public Tracer {
 public:
  DecisionLog(const Ruleset& ruleset, LogLevel level, bool has_metrics);

  bool traces() const { return level_ == LogLevel::trace; }

  void begin(const Invocation& invocation);
  void part(const TracedPart& part) override;
  void effect(const Effect& effect, const EffectReport& report);

  // What the rules hand to log(). Written at once, at every level.
  void message(const Effect& effect);

  // `posted`: done, or why the answer did not get through. `nanoseconds` is the time that the
  // answer took to be found.
  void end(const Outcome& outcome, EventResult result, ApiStatus posted, std::int64_t nanoseconds);

 private:
  void add_rule(LogLine& list, std::uint32_t number);
  void add_fault(const Fault& fault);
  void write_metrics(std::string_view trigger, std::string_view outcome, std::int64_t nanoseconds);

  const Ruleset& ruleset_;
  LogLevel level_;
  bool has_metrics_;
  Hexadecimal image_;
  LogLine line_;
  // Elements of lists. The parts, of which there may be many, leave room for the rest of the line.
  LogLine parts_{max_line_bytes / 2};
  LogLine effects_;
  LogLine rules_;
  std::string_view request_id_;
  std::string_view trace_id_;
  unsigned failed_effects_ = 0;
};

}  // namespace lintel::lambda
