// SPDX-License-Identifier: Apache-2.0
// Findings as JSON.
#include "compiler/cli/findings_json.h"

#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "grammar/source.h"

namespace lintel::cli {
namespace {

using Json = nlohmann::ordered_json;

class Writer {
 public:
  explicit Writer(std::span<const Source> sources) : sources_(sources) {
    for (const Source& source : sources) lines_.emplace_back(source.text);
  }

  Json finding(const Finding& finding) const {
    Json related = Json::array();
    for (const Related& other : finding.related)
      related.push_back(
          {{"file", file(other.span)}, {"span", span(other.span)}, {"text", other.text}});
    Json fixes = Json::array();
    for (const FixIt& fix : finding.fixes) fixes.push_back(this->fix(fix));
    return {{"code", finding.code},       {"severity", severity(finding.severity)},
            {"message", finding.message}, {"label", finding.label},
            {"file", file(finding.span)}, {"span", span(finding.span)},
            {"related", related},         {"fixes", fixes}};
  }

 private:
  Json fix(const FixIt& fix) const {
    Json edits = Json::array();
    for (const Edit& edit : fix.edits)
      edits.push_back({{"file", file(edit.span)}, {"span", span(edit.span)}, {"text", edit.text}});
    return {{"label", fix.label}, {"edits", edits}};
  }

  const std::string& file(const Span& span) const { return sources_[span.file].name; }

  Json span(const Span& span) const {
    return {{"begin", place(span.file, span.begin)}, {"end", place(span.file, span.end)}};
  }

  Json place(std::uint32_t file, std::uint32_t offset) const {
    const grammar::Position position = lines_[file].position(offset);
    return {{"offset", offset},
            {"line", position.line},
            {"column", position.column},
            {"columnUtf16", position.column_utf16}};
  }

  static std::string_view severity(Severity severity) {
    switch (severity) {
      case Severity::error: return "error";
      case Severity::warning: return "warning";
      case Severity::note: return "note";
    }
    return "";
  }

  std::span<const Source> sources_;
  std::vector<grammar::LineTable> lines_;
};

}  // namespace

std::string findings_json(std::span<const Finding> findings, std::span<const Source> sources) {
  const Writer writer(sources);
  Json list = Json::array();
  for (const Finding& finding : findings) list.push_back(writer.finding(finding));
  // A rules file need not be UTF-8, and its text stands in messages.
  return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lintel::cli
