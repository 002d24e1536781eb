// SPDX-License-Identifier: Apache-2.0
// The sections of the page. Each takes the rows that it knows by their names, and gives nothing if
// there are none.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bench/report/measurements.h"

namespace lintel::bench {

// A row with its name in parts: compare/W1/one_event/lintel.
struct NamedRow {
  const Row* row;
  std::vector<std::string> parts;
};

// The rows, and which of them a section has shown.
class Rows {
 public:
  explicit Rows(const Measurements& measurements);

  const std::vector<NamedRow>& all() const { return all_; }
  const Measurements& measurements() const { return *measurements_; }

  // The row of this name, which counts as shown; null if there is none.
  const Row* show(const std::string& name);
  void show(const NamedRow& named) { shown_.insert(named.row); }
  bool is_shown(const NamedRow& named) const { return shown_.contains(named.row); }

 private:
  const Measurements* measurements_;
  std::vector<NamedRow> all_;
  std::set<const Row*> shown_;
};

std::string comparison_section(Rows& rows);
std::string scaling_section(Rows& rows);
std::string steps_section(Rows& rows);
std::string start_section(Rows& rows);
std::string cold_start_section(Rows& rows);
std::string compile_section(Rows& rows);
std::string other_section(Rows& rows);  // what no other has shown

// For the cells of their tables. Empty without a row.
std::string median_text(const Row* row);
std::string rate_text(const Row* row);  // bytes in a second

// Whether all characters are digits; and 100,000 for 100000.
bool is_number(std::string_view text);
std::string with_separators(std::string_view number);

// The texts in the order in which they come first.
void add_once(std::vector<std::string>& texts, const std::string& text);

}  // namespace lintel::bench
