// SPDX-License-Identifier: Apache-2.0
// The reports for machines: JSON and JUnit's XML.
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/test_report.h"
#include "compiler/cli/trace.h"

namespace lintel::cli {
namespace {

using Json = nlohmann::ordered_json;

Json value(const TestedValue& value) {
  Json made = {{"expression", value.expression}};
  made["value"] = value.present ? Json(value.text) : Json();
  return made;
}

Json part(const TestedPart& part) {
  Json values = Json::array();
  for (const TestedValue& one : part.values) values.push_back(value(one));
  return {{"expression", part.expression}, {"truth", word(part.truth)}, {"values", values}};
}

// Text for an attribute or an element. XML has no way to write most control characters.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      case '\t': out += "&#9;"; break;
      default: out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return out;
}

}  // namespace

std::string TestPrinter::json() const {
  Json tests = Json::array();
  for (const TestResult& result : report_.results) {
    Json rules = Json::array();
    for (const TestedRule& rule : result.reasons) {
      const CoveredRule& listed = report_.rules[rule.rule];
      Json parts = Json::array();
      for (const TestedPart& one : rule.parts) parts.push_back(part(one));
      rules.push_back({{"rule", rule.rule},
                       {"name", listed.name},
                       {"place", place(listed.span)},
                       {"fired", rule.fired},
                       {"parts", parts}});
    }
    tests.push_back({{"name", result.name},
                     {"place", place(result.span)},
                     {"passed", result.passed},
                     {"expected", result.expected},
                     {"outcome", result.outcome},
                     {"wrong", result.wrong},
                     {"rules", rules}});
  }
  Json rules = Json::array();
  for (const CoveredRule& rule : report_.rules) {
    Json parts = Json::array();
    for (const CoveredPart& one : rule.parts) {
      Json seen = Json::object();
      Json possible = Json::array();
      for (const Truth truth : {Truth::yes, Truth::no, Truth::absent}) {
        seen[word(truth)] = one.seen[static_cast<std::size_t>(truth)];
        if ((one.possible >> static_cast<unsigned>(truth) & 1U) != 0)
          possible.push_back(word(truth));
      }
      parts.push_back({{"expression", one.expression}, {"possible", possible}, {"seen", seen}});
    }
    rules.push_back({{"name", rule.name},
                     {"place", place(rule.span)},
                     {"fired", rule.fired},
                     {"parts", parts}});
  }
  const Json all = {
      {"tests", tests},
      {"failed", failed_},
      {"leftOut", report_.test_count - report_.results.size()},
      {"coverage",
       {{"covered", report_.covered()}, {"possible", report_.possible()}, {"rules", rules}}}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string TestPrinter::junit() const {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  const std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\"", report_.results.size(), failed_);
  text += fmt::format("<testsuites {}>\n  <testsuite name=\"lintel\" {}>\n", counts, counts);
  for (const TestResult& result : report_.results) {
    text += fmt::format("    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\"",
                        escaped(result.name), escaped(sources_[result.span.file].name),
                        escaped(sources_[result.span.file].name),
                        lines_[result.span.file].position(result.span.begin).line);
    if (result.passed) {
      text += "/>\n";
      continue;
    }
    const std::string message = fmt::format("{}", fmt::join(result.wrong, "; "));
    text += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                        escaped(message), escaped(details(result)));
  }
  return text + "  </testsuite>\n</testsuites>\n";
}

}  // namespace lintel::cli
