// SPDX-License-Identifier: Apache-2.0
// What one run of `lintel bench` has found out, and about what.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/bench/statistics.h"

namespace lintel::cli {

enum class Unit : std::uint8_t { nanoseconds, bytes };

enum class Figure : std::uint8_t {
#define LINTEL_FIGURE(name, key, unit, label) name,
#include "compiler/cli/bench/figures.def"
#undef LINTEL_FIGURE
};

struct FigureRow {
  Figure figure;
  std::string_view key;
  Unit unit;
  std::string_view label;
};

inline constexpr FigureRow figure_rows[] = {
#define LINTEL_FIGURE(name, key, unit, label) {Figure::name, key, Unit::unit, label},
#include "compiler/cli/bench/figures.def"
#undef LINTEL_FIGURE
};

// One value for each figure; nothing for those that could not be measured.
class Figures {
 public:
  std::optional<Summary>& operator[](Figure figure) {
    return values_[static_cast<std::size_t>(figure)];
  }
  const std::optional<Summary>& operator[](Figure figure) const {
    return values_[static_cast<std::size_t>(figure)];
  }

 private:
  std::array<std::optional<Summary>, std::size(figure_rows)> values_;
};

// A rule, or several that follow each other.
struct RuleCost {
  std::string name;          // of the rule, or its place if it has none; of several: FIRST to LAST
  std::string place;         // file:line of the first; empty in a stripped image
  std::uint32_t rules = 1;   // how many they are
  std::uint64_t fired = 0;   // how often their conditions held, over all events
  std::optional<double> ns;  // what deciding takes longer with them; nothing: not measured
  Interval interval;         // in which it lies, with 95 % probability
};

struct Run {
  std::string version;  // of Lintel
  std::string cpu;      // such as "AMD EPYC (family 25, model 17)"
  std::uint32_t cores = 0;
  double load = 0;         // processes that wanted a processor, in the minute before
  std::string date;        // when it began, such as 2026-01-01T00:00:00Z; empty: no clock
  std::string image_hash;  // as `lintel disasm` prints it
  std::uint32_t rule_count = 0;
  std::string events_hash;  // equal for equal events in the same order
  std::uint64_t events = 0;
  std::uint64_t rejected = 0;     // of them
  std::uint64_t event_bytes = 0;  // of all together
  std::uint64_t rounds = 0;
  Figures figures;
  std::string no_cold_start;  // why there is none; empty if there is one
  std::vector<RuleCost> rules;
  std::string no_rule_costs;  // why there are none; empty if there are
};

}  // namespace lintel::cli
