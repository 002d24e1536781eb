// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/findings.h"

#include <algorithm>
#include <cctype>

#include "grammar/diagnostic.h"
#include "grammar/printer.h"
#include "runtime/utf8.h"
#include "tests/fuzz/law.h"

namespace lintel::fuzz {
namespace {

void check_span(const Span& span, std::span<const Source> sources, std::string_view what) {
  require(span.file < sources.size(), "a finding of a file that is not there", what);
  require(span.begin <= span.end && span.end <= sources[span.file].text.size(),
          "a place outside of the text", what);
}

void check_fix(const FixIt& fix, std::span<const Source> sources) {
  require(!fix.edits.empty(), "a repair that does nothing", fix.label);
  std::vector<Edit> edits = fix.edits;
  for (const Edit& edit : edits) check_span(edit.span, sources, fix.label);
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  for (std::size_t i = 1; i < edits.size(); ++i)
    require(edits[i - 1].span.file != edits[i].span.file ||
                edits[i - 1].span.end <= edits[i].span.begin,
            "edits of one repair overlap", fix.label);
}

std::string shown(const Span& span) {
  std::string text("[");
  text.append(std::to_string(span.file)).append(":");
  text.append(std::to_string(span.begin)).append(",").append(std::to_string(span.end));
  return text.append(")");
}

}  // namespace

void check_findings(const std::vector<Finding>& findings, std::span<const Source> sources) {
  for (const Finding& finding : findings) {
    check_span(finding.span, sources, finding.code);
    require(grammar::find_diagnostic(finding.code) != nullptr, "an unknown code", finding.code);
    require(!finding.message.empty(), "no message", finding.code);
    for (const Related& related : finding.related) check_span(related.span, sources, finding.code);
    for (const FixIt& fix : finding.fixes) check_fix(fix, sources);
  }
}

bool has_error(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& found) { return found.severity == Severity::error; });
}

std::string shown(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text.append(finding.code).append(shown(finding.span)).append(finding.message);
    text.append("|").append(finding.label).append("\n");
    for (const Related& related : finding.related)
      text.append(" ").append(shown(related.span)).append(related.text).append("\n");
    for (const FixIt& fix : finding.fixes) {
      text.append(fix.needs_review ? " review " : " fix ").append(fix.label).append("\n");
      for (const Edit& edit : fix.edits)
        text.append("  ").append(shown(edit.span)).append(edit.text).append("\n");
    }
  }
  return text;
}

// A line of the outline ends in the place: ` [12, 34)`.
std::string structure(const grammar::File& file) {
  const std::string outline = grammar::outline(file);
  std::string without;
  std::size_t begin = 0;
  while (begin < outline.size()) {
    const std::size_t end = std::min(outline.find('\n', begin), outline.size());
    std::string_view line = std::string_view(outline).substr(begin, end - begin);
    if (line.ends_with(')')) {
      const std::size_t place = line.rfind(" [");
      const std::string_view numbers =
          place == std::string_view::npos ? "" : line.substr(place + 2, line.size() - place - 3);
      const bool is_place =
          !numbers.empty() && std::all_of(numbers.begin(), numbers.end(), [](unsigned char c) {
            return std::isdigit(c) != 0 || c == ',' || c == ' ';
          });
      if (is_place) line = line.substr(0, place);
    }
    without.append(line).append("\n");
    begin = end + 1;
  }
  return without;
}

std::string repaired(std::string text, const FixIt& fix) {
  std::vector<Edit> edits = fix.edits;
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.span.begin > b.span.begin; });
  for (const Edit& edit : edits)
    text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
  return text;
}

}  // namespace lintel::fuzz
