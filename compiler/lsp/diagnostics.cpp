// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/diagnostics.h"

#include <utility>

#include "compiler/lsp/places.h"

namespace lintel::lsp {
namespace {

// DiagnosticSeverity.
int severity(Severity severity) {
  switch (severity) {
    case Severity::error: return 1;
    case Severity::warning: return 2;
    case Severity::note: return 3;
  }
  return 1;
}

}  // namespace

Json diagnostic(const Finding& finding, const Checked& checked, bool related) {
  const Text& text = checked.files[finding.span.file].text;
  std::string message = finding.message;
  if (!finding.label.empty()) message.append("\n").append(finding.label);
  Json made = {{"range", range(text, {finding.span.begin, finding.span.end})},
               {"severity", severity(finding.severity)},
               {"code", finding.code},
               {"source", "lintel"},
               {"message", std::move(message)}};
  if (!related || finding.related.empty()) return made;
  Json& others = made["relatedInformation"] = Json::array();
  for (const Related& other : finding.related) {
    const CheckedFile& file = checked.files[other.span.file];
    others.push_back(
        {{"location",
          {{"uri", file.uri}, {"range", range(file.text, {other.span.begin, other.span.end})}}},
         {"message", other.text}});
  }
  return made;
}

Json published(const Document& document, const Checked& checked, bool related) {
  Json list = Json::array();
  for (const Finding& finding : checked.findings)
    if (finding.span.file == checked.own) list.push_back(diagnostic(finding, checked, related));
  return {
      {"uri", document.uri()}, {"version", document.version()}, {"diagnostics", std::move(list)}};
}

}  // namespace lintel::lsp
