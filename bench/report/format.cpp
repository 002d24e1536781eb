// SPDX-License-Identifier: Apache-2.0
#include "bench/report/format.h"

#include <algorithm>
#include <cstdio>
#include <span>

namespace lintel::bench {
namespace {

std::string with_unit(double value, std::span<const std::string_view> units) {
  std::size_t unit = 0;
  for (; value >= 9999.5 && unit + 1 < units.size(); ++unit) value /= 1000;
  char text[32];
  std::snprintf(text, sizeof text, "%.*f %s", value < 99.95 ? 1 : 0, value, units[unit].data());
  std::string result = text;
  while (result.ends_with(' ')) result.pop_back();
  return result;
}

constexpr std::string_view time_units[] = {"ns", "us", "ms", "s"};
constexpr std::string_view byte_units[] = {"B", "KB", "MB", "GB"};
constexpr std::string_view count_units[] = {"", "k", "M", "G"};

}  // namespace

std::string time_text(double nanoseconds) { return with_unit(nanoseconds, time_units); }

std::string bytes_text(double bytes) {
  std::string text = with_unit(bytes, byte_units);
  if (text.ends_with(".0 B")) text.erase(text.size() - 4, 2);  // there are no tenths of a byte
  return text;
}

std::string count_text(double count) { return with_unit(count, count_units); }

std::string ratio_text(double ratio) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", ratio < 9.9995 ? 3 : 1, ratio);
  return text;
}

std::string percent_text(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
  return text;
}

Table::Table(std::vector<std::string> titles, std::vector<std::string_view> left)
    : titles_(std::move(titles)) {
  for (const std::string& title : titles_) {
    const bool is_left = std::find(left.begin(), left.end(), title) != left.end();
    right_.push_back(!right_.empty() && !is_left);
    widths_.push_back(std::max<std::size_t>(title.size(), 2));
  }
}

void Table::add(std::vector<std::string> cells) {
  cells.resize(titles_.size());
  for (std::size_t i = 0; i < cells.size(); ++i) widths_[i] = std::max(widths_[i], cells[i].size());
  rows_.push_back(std::move(cells));
}

std::string Table::line(const std::vector<std::string>& cells) const {
  std::string text = "|";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string gap(widths_[i] - cells[i].size(), ' ');
    text += ' ';
    text += right_[i] ? gap + cells[i] : cells[i] + gap;
    text += " |";
  }
  return text += '\n';
}

std::string Table::text() const {
  std::string text = line(titles_) + "|";
  for (std::size_t i = 0; i < widths_.size(); ++i)
    text.append(widths_[i] + 1, '-').append(right_[i] ? ":|" : "-|");
  text += '\n';
  for (const std::vector<std::string>& cells : rows_) text += line(cells);
  return text;
}

}  // namespace lintel::bench
