// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/report.h"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>
#include <tuple>

#include <fmt/format.h>

namespace lintel::conformance {
namespace {

using Kind = Verdict::Kind;

struct Reason {
  std::string_view need;
  std::string_view text;
};

constexpr Reason reasons[] = {
#define LINTEL_REASON(need, text) {need, text},
#include "tests/conformance/reasons.def"
};

// `ran` counts, of the passes, those that the runtime had a part in.
enum Column { same, error, ran, refused, skipped, excepted, todo, columns };

Column column(const Judged& judged) {
  if (judged.excepted) return excepted;
  switch (judged.verdict.kind) {
    case Kind::same: return same;
    case Kind::error: return error;
    case Kind::refused: return refused;
    case Kind::skipped: return skipped;
    case Kind::todo:
    case Kind::wrong: break;
  }
  return todo;
}

using Row = std::array<int, columns>;

std::map<std::string, Row> rows(const std::vector<Judged>& all) {
  std::map<std::string, Row> made;
  for (const Judged& judged : all) {
    const Column of = column(judged);
    for (const auto& name : {judged.test->file, std::string("total")}) {
      Row& row = made.try_emplace(name, Row{}).first->second;
      ++row[of];
      if (judged.verdict.ran && (of == same || of == error)) ++row[ran];
    }
  }
  return made;
}

int sum(const Row& row) {
  int total = 0;
  for (const int count : row) total += count;
  return total - row[ran];
}

// "total" last.
template <typename Use>
void each_file(const std::map<std::string, Row>& rows, Use use) {
  for (const auto& [name, row] : rows)
    if (name != "total") use(name, row);
  use("total", rows.at("total"));
}

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

// A code span of Markdown, also of text with backticks.
std::string code(std::string_view text) {
  const std::string line = on_one_line(text);
  if (line.find('`') == std::string::npos) return '`' + line + '`';
  return "`` " + line + " ``";
}

bool is_left_out(const Judged& judged, std::string_view need) {
  if (need == "dyn") return column(judged) == refused;
  return column(judged) == skipped && judged.verdict.why == need;
}

int skipped_for(const std::vector<Judged>& all, std::string_view need) {
  return static_cast<int>(std::count_if(
      all.begin(), all.end(), [&](const Judged& judged) { return is_left_out(judged, need); }));
}

// An expression that is refused for this need, the one that shows it best: short, but without other
// needs, and not by its variables or its bare type.
std::string example(const std::vector<Judged>& all, std::string_view need) {
  const Case* best = nullptr;
  const auto rank = [](const Case& test) {
    constexpr std::size_t telling = 6;
    return std::tuple(test.needs.size() != 1, test.about != Case::About::value,
                      !test.variables.empty(), test.expression.size() < telling,
                      test.expression.size());
  };
  for (const Judged& judged : all) {
    if (!is_left_out(judged, need)) continue;
    if (best == nullptr || rank(*judged.test) < rank(*best)) best = judged.test;
  }
  return best == nullptr ? std::string() : code(best->expression);
}

}  // namespace

Exceptions read_exceptions(std::string_view text) {
  Exceptions made;
  std::istringstream lines{std::string(text)};
  std::string id;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    if (!line.starts_with(' ')) {
      id = line;
      made[id];
      continue;
    }
    std::string& reason = made[id];
    if (!reason.empty()) reason += ' ';
    reason += line.substr(line.find_first_not_of(' '));
  }
  return made;
}

std::string counts(const std::vector<Judged>& all) {
  std::string text =
      "# What CEL's conformance tests come to; `conformance_test --rebase` writes this file.\n"
      "# A pass is `same` or `error`: the value, or the error, that CEL gives; `ran` of them with "
      "values of the event.\n";
  text += fmt::format("{:<18}{:>7}{:>7}{:>7}{:>7}{:>9}{:>9}{:>10}{:>6}\n", "file", "tests", "same",
                      "error", "ran", "refused", "skipped", "excepted", "todo");
  each_file(rows(all), [&](const std::string& name, const Row& row) {
    text +=
        fmt::format("{:<18}{:>7}{:>7}{:>7}{:>7}{:>9}{:>9}{:>10}{:>6}\n", name, sum(row), row[same],
                    row[error], row[ran], row[refused], row[skipped], row[excepted], row[todo]);
  });
  text += "\nskipped\n";
  for (const Reason& reason : reasons)
    if (reason.need != "dyn")
      text += fmt::format("  no-{:<31}{:>6}\n", reason.need, skipped_for(all, reason.need));
  text += "\ntodo\n";
  for (const Judged& judged : all)
    if (column(judged) == todo)
      text += fmt::format("  {}: {}\n", judged.test->id, on_one_line(judged.verdict.why));
  return text;
}

std::map<std::string, int> passes(std::string_view counts) {
  std::map<std::string, int> made;
  std::istringstream lines{std::string(counts)};
  for (std::string line; std::getline(lines, line) && line != "skipped";) {
    std::istringstream words(line);
    std::string name;
    int tests = 0;
    int values = 0;
    int errors = 0;
    if (words >> name >> tests >> values >> errors) made[name] = values + errors;
  }
  return made;
}

std::string page(const std::vector<Judged>& all, const Exceptions& exceptions) {
  std::string text =
      "# Differences from CEL\n\n"
      "Conditions and values are written in the [Common Expression Language](https://cel.dev). "
      "This page says\n"
      "where they differ. It is written by the run of CEL's own conformance tests\n"
      "(`conformance_test --write-page`), and a test keeps it up to date.\n\n"
      "## What is added\n\n"
      "| | |\n|---|---|\n"
      "| `x ?? d` | `d` where `x` is absent |\n"
      "| `\"${expression}\"` | templates, in the values of actions and of `let` |\n"
      "| `has(x)` | takes any expression; false if any part is absent |\n"
      "| `on let rule when then language test` | are reserved, besides CEL's own words |\n\n"
      "## Absence in place of errors\n\n"
      "Where CEL has an error at run time, an expression is absent: an index out of range, a key "
      "that is not\n"
      "there, a conversion that fails, overflow, division by zero. `&&` and `||` absorb absence as "
      "they absorb\n"
      "CEL's errors. What the compiler can see is an error of the rules file.\n\n"
      "## What is left out\n\n"
      "Each is refused with a finding, never read in another way.\n\n"
      "| left out | such as | tests |\n|---|---|---|\n";
  for (const Reason& reason : reasons)
    if (const int count = skipped_for(all, reason.need); count > 0) {
      std::string shown = example(all, reason.need);
      for (std::size_t at = 0; (at = shown.find('|', at)) != std::string::npos; at += 2)
        shown.insert(at, 1, '\\');
      text += fmt::format("| {} | {} | {} |\n", reason.text, shown, count);
    }
  text += "\n## Single differences\n\n";
  std::map<std::string, std::vector<std::string>> by_reason;
  for (const Judged& judged : all)
    if (judged.excepted)
      by_reason[exceptions.at(judged.test->id)].push_back(code(judged.test->expression));
  for (const auto& [reason, expressions] : by_reason) {
    text += fmt::format("- {}: ", reason);
    for (std::size_t i = 0; i < expressions.size(); ++i)
      text += (i == 0 ? "" : ", ") + expressions[i];
    text += '\n';
  }
  if (by_reason.empty()) text += "None.\n";
  text +=
      "\n## The tests\n\n"
      "`same`: the value that CEL gives. `error`: refused or absent where CEL has an error. The "
      "others are refused:\n"
      "for a dynamic type, for what is left out, as a single difference, or because it is not "
      "built yet.\n\n"
      "| file | tests | same | error | dynamic | left out | single | not yet |\n"
      "|---|---|---|---|---|---|---|---|\n";
  each_file(rows(all), [&](const std::string& name, const Row& row) {
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", name, sum(row), row[same],
                        row[error], row[refused], row[skipped], row[excepted], row[todo]);
  });
  return text;
}

std::vector<std::string> unknown_needs(const std::vector<Judged>& all) {
  std::set<std::string> unknown;
  for (const Judged& judged : all)
    for (const std::string& need : judged.test->needs)
      if (std::none_of(std::begin(reasons), std::end(reasons),
                       [&](const Reason& reason) { return reason.need == need; }))
        unknown.insert(need);
  return {unknown.begin(), unknown.end()};
}

}  // namespace lintel::conformance
