// SPDX-License-Identifier: Apache-2.0
// lintel explain
#include <string>
#include <vector>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/report.h"
#include "grammar/diagnostic.h"

namespace lintel::cli {
namespace {

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "";
}

// The text of the finding with an ellipsis for what differs from case to case.
std::string shape(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "{}") {
      shown += "...";
      ++i;
    } else {
      shown += text[i];
    }
  }
  return shown;
}

std::string upper(std::string_view code) {
  std::string result(code);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

}  // namespace

ExitCode explain_command(const Arguments& arguments, Environment& environment) {
  const std::string_view code = arguments.positional().front();
  if (const grammar::DiagnosticRow* row = grammar::find_diagnostic(code)) {
    environment.out.write(fmt::format("{} ({}): {}\n\n{}\n\n{}\n", row->code, word(row->severity),
                                      shape(row->text), row->reason, row->remedy));
    return ExitCode::ok;
  }
  std::vector<std::string_view> known;
  for (const grammar::DiagnosticRow& row : grammar::diagnostic_rows) known.push_back(row.code);
  complain(environment,
           fmt::format("there is no finding `{}`{}", code, suggestion(upper(code), known)));
  return ExitCode::usage;
}

}  // namespace lintel::cli
