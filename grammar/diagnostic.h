// SPDX-License-Identifier: Apache-2.0
// The table of diagnostics (diagnostics.def) as code: making findings, explaining codes, rendering.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "grammar/finding.h"

namespace lintel::grammar {

enum class Diagnostic : std::uint16_t {
#define LINTEL_DIAGNOSTIC(name, code, severity, text, reason, remedy) name,
#include "grammar/diagnostics.def"
#undef LINTEL_DIAGNOSTIC
};

// One row of the table. All views are static.
struct DiagnosticRow {
  std::string_view name;
  std::string_view code;
  Severity severity;
  std::string_view text;    // a format string, one {} for each argument
  std::string_view reason;  // why it matters; a paragraph
  std::string_view remedy;  // what to do; a paragraph
};

inline constexpr DiagnosticRow diagnostic_rows[] = {
#define LINTEL_DIAGNOSTIC(name, code, severity, text, reason, remedy) \
  {#name, code, Severity::severity, text, reason, remedy},
#include "grammar/diagnostics.def"
#undef LINTEL_DIAGNOSTIC
};

constexpr const DiagnosticRow& row(Diagnostic diagnostic) {
  return diagnostic_rows[static_cast<std::size_t>(diagnostic)];
}

constexpr std::size_t placeholders(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i)
    if (text[i] == '{' && text[i + 1] == '}') ++count;
  return count;
}

// A finding of the table's kind D at `span`. The number of arguments is checked at compile time.
template <Diagnostic D, typename... Arguments>
Finding finding(Span span, const Arguments&... arguments) {
  static_assert(placeholders(row(D).text) == sizeof...(Arguments));
  Finding result;
  result.code = row(D).code;
  result.severity = row(D).severity;
  result.span = span;
  result.message = fmt::vformat(row(D).text, fmt::make_format_args(arguments...));
  return result;
}

// The row with this code, in any letter case; null if there is none.
const DiagnosticRow* find_diagnostic(std::string_view code);

// The known word nearest to `word`, if one is near enough to be meant; empty if none is.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

// A source as the renderer needs it.
struct SourceText {
  std::string_view name;
  std::string_view text;
};

struct RenderOptions {
  bool colour = false;
};

// The findings for people: message, place, source line, carets, labels, fix-its. In the order
// given.
std::string render(std::span<const Finding> findings, std::span<const SourceText> sources,
                   const RenderOptions& options);

// Sorts by file, place and code, and drops repeats: the order in which findings are shown.
void arrange(std::vector<Finding>& findings);

}  // namespace lintel::grammar
