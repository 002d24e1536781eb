// SPDX-License-Identifier: Apache-2.0
// The reports for people, and TAP.
#include "compiler/cli/test_report.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "compiler/cli/trace.h"
#include "grammar/printer.h"

namespace lintel::cli {
namespace {

constexpr Truth truths[] = {Truth::yes, Truth::no, Truth::absent};

bool is_possible(const CoveredPart& part, Truth truth) {
  return std::popcount(unsigned{part.possible}) > 1 &&
         (part.possible >> static_cast<unsigned>(truth) & 1U) != 0;
}

std::size_t seen(const CoveredPart& part, Truth truth) {
  return part.seen[static_cast<std::size_t>(truth)];
}

std::string shown(const TestedValue& value) {
  if (!value.present) return "absent";
  return value.is_text ? grammar::quote(value.text, false) : value.text;
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

TestPrinter::TestPrinter(const TestReport& report, std::span<const Source> sources)
    : report_(report), sources_(sources) {
  for (const Source& source : sources) lines_.emplace_back(source.text);
  failed_ = static_cast<std::size_t>(
      std::count_if(report.results.begin(), report.results.end(),
                    [](const TestResult& result) { return !result.passed; }));
}

std::string TestPrinter::place(const Span& span) const {
  return fmt::format("{}:{}", sources_[span.file].name,
                     lines_[span.file].position(span.begin).line);
}

std::string TestPrinter::rule_line(const CoveredRule& rule) const {
  const std::string name =
      rule.name.empty() ? "" : std::string(" ").append(grammar::quote(rule.name, false));
  return fmt::format("rule{} ({})", name, place(rule.span));
}

// Why a test failed: what differed, and what each rule that matters looked at.
std::string TestPrinter::details(const TestResult& result) const {
  std::string text;
  for (const std::string& line : result.wrong) text += fmt::format("  {}\n", line);
  text += fmt::format("  expected {}\n  came     {}\n", result.expected, result.outcome);
  for (const TestedRule& rule : result.reasons) {
    text += fmt::format("  {} {}\n", rule_line(report_.rules[rule.rule]),
                        rule.fired ? "fired" : "did not fire");
    for (const TestedPart& part : rule.parts) {
      text += fmt::format("    {:<7} {}\n", word(part.truth), part.expression);
      for (const TestedValue& value : part.values)
        text += fmt::format("              {} is {}\n", value.expression, shown(value));
    }
  }
  return text;
}

std::string TestPrinter::summary() const {
  const std::size_t possible = report_.possible();
  const std::size_t covered = report_.covered();
  const std::size_t left_out = report_.test_count - report_.results.size();
  return fmt::format("{}, {} failed{}; coverage {} % ({} of {} outcomes)\n",
                     counted(report_.results.size(), "test"), failed_,
                     left_out == 0 ? "" : fmt::format(", {} left out", left_out),
                     possible == 0 ? 100 : covered * 100 / possible, covered, possible);
}

std::string TestPrinter::human(bool quiet) const {
  std::string text;
  for (const TestResult& result : report_.results) {
    if (result.passed && quiet) continue;
    text += fmt::format("{} {} ({})\n", result.passed ? "ok  " : "FAIL",
                        grammar::quote(result.name, false), place(result.span));
    if (!result.passed) text += details(result);
  }
  return text + summary();
}

std::string TestPrinter::tap() const {
  std::string text = fmt::format("TAP version 13\n1..{}\n", report_.results.size());
  std::size_t number = 0;
  for (const TestResult& result : report_.results) {
    std::string name;
    for (const char c : result.name) {
      if (c == '#') name += '\\';  // it would start a directive
      name += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    text += fmt::format("{}ok {} - {}\n", result.passed ? "" : "not ", ++number, name);
    if (result.passed) continue;
    const std::string why = details(result);
    for (std::size_t at = 0; at < why.size();) {
      const std::size_t end = why.find('\n', at);
      text += fmt::format("# {}\n", why.substr(at, end - at));
      at = end + 1;
    }
  }
  return text;
}

std::string TestPrinter::listing() const {
  std::string text;
  for (const CoveredRule& rule : report_.rules) {
    const std::string_view mark = rule.fired == 0 && rule.can_fire ? " !" : "";
    text += fmt::format("\n{}\n  fired {}{}\n", rule_line(rule), rule.fired, mark);
    for (const CoveredPart& part : rule.parts) {
      text += "  ";
      for (const Truth truth : truths) {
        const bool possible = is_possible(part, truth);
        const std::string count = possible || seen(part, truth) > 0
                                      ? std::to_string(seen(part, truth))
                                      : std::string("-");
        text += fmt::format("{} {:<3}{} ", word(truth), count,
                            possible && seen(part, truth) == 0 ? "!" : " ");
      }
      text += fmt::format(" {}\n", part.expression);
    }
  }
  return text;
}

std::string TestPrinter::missing() const {
  std::string text;
  for (const CoveredRule& rule : report_.rules) {
    if (rule.can_fire && rule.fired == 0)
      text += fmt::format("  {} never fired\n", rule_line(rule));
    for (const CoveredPart& part : rule.parts)
      for (const Truth truth : truths)
        if (is_possible(part, truth) && seen(part, truth) == 0)
          text += fmt::format("  {}: `{}` was never {}\n", rule_line(rule), part.expression,
                              word(truth));
  }
  return text;
}

}  // namespace lintel::cli
