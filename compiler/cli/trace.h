// SPDX-License-Identifier: Apache-2.0
// Why a ruleset answered as it did, for people: `lintel run --trace`.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "runtime/lintel.h"

namespace lintel::cli {

// true, false or absent.
std::string_view word(Truth truth);

// Collects one evaluation.
class Trace final : public Tracer {
 public:
  explicit Trace(const Ruleset& ruleset) : ruleset_(ruleset) {}

  void part(const TracedPart& part) override;

  // What was collected, rule by rule, and what came of it. Collecting starts anew.
  std::string take(const Outcome& outcome);

 private:
  std::string heading(std::uint32_t rule) const;

  const Ruleset& ruleset_;
  std::map<std::uint32_t, std::string> parts_;  // text by rule
};

}  // namespace lintel::cli
