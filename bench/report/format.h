// SPDX-License-Identifier: Apache-2.0
// Figures as people read them, and tables in Markdown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lintel::bench {

// Three or four digits and a unit: 12.3 us, 907 ns, 4390 KB. Each unit is a thousand of the one
// before.
std::string time_text(double nanoseconds);
std::string bytes_text(double bytes);
std::string count_text(double count);  // 12.3 k

// 0.753; from 10 on with one place: 12.0.
std::string ratio_text(double ratio);

// 1.2 %
std::string percent_text(double share);

// A table with its columns aligned, so that it reads as well in a terminal as on a page. All
// columns but those named in `left` are of figures and flush right; the first is never.
class Table {
 public:
  explicit Table(std::vector<std::string> titles, std::vector<std::string_view> left = {});

  void add(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  std::string text() const;

 private:
  std::string line(const std::vector<std::string>& cells) const;

  std::vector<std::string> titles_;
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> widths_;
};

}  // namespace lintel::bench
