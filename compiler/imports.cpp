// SPDX-License-Identifier: Apache-2.0
#include "compiler/imports.h"

#include "grammar/diagnostic.h"
#include "runtime/utf8.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::finding;

// True if some name of the path leads out of the folder that it starts in.
bool leaves(std::string_view path) {
  if (path.starts_with('/') || path.find('\\') != std::string_view::npos) return true;
  int depth = 0;
  while (!path.empty()) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    if (part == "..")
      --depth;
    else if (!part.empty() && part != ".")
      ++depth;
    if (depth < 0) return true;
  }
  return false;
}

// Empty, or with the slash at its end.
std::string folder_of(std::string_view file) {
  return std::string(file.substr(0, file.rfind('/') + 1));
}

std::string_view trim(std::string_view line) {
  constexpr std::string_view blanks = " \t\r\f\v";
  const auto first = line.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

}  // namespace

std::string import_path(std::string_view from, std::string_view path) {
  return path.starts_with('/') ? std::string(path) : folder_of(from).append(path);
}

std::optional<std::string> import_bytes(std::string_view path, const Source& from, Span span,
                                        const CompileOptions& options,
                                        std::vector<Finding>& findings) {
  Imported found;
  found.leaves = !options.outside_imports && leaves(path);
  // A system would take a name with a NUL for the part before it.
  if (options.files != nullptr && !found.leaves && path.find('\0') == std::string_view::npos) {
    if (options.outside_imports)
      found.text = options.files->read(import_path(from.name, path));
    else
      found = options.files->read_below(folder_of(from.name), std::string(path));
  }
  if (found.leaves)
    findings.push_back(finding<Diagnostic::import_outside>(span, path));
  else if (!found.text)
    findings.push_back(finding<Diagnostic::import_unreadable>(span, import_path(from.name, path)));
  return found.leaves ? std::nullopt : std::move(found.text);
}

std::optional<std::string> import_text(std::string_view path, const Source& from, Span span,
                                       const CompileOptions& options,
                                       std::vector<Finding>& findings) {
  auto content = import_bytes(path, from, span, options, findings);
  if (!content) return std::nullopt;
  if (!runtime::is_valid_utf8(*content)) {
    findings.push_back(finding<Diagnostic::import_encoding>(span, import_path(from.name, path)));
    return std::nullopt;
  }
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (content->starts_with(byte_order_mark)) content->erase(0, byte_order_mark.size());
  return content;
}

std::vector<std::string> import_lines(std::string_view path, const Source& from, Span span,
                                      const CompileOptions& options,
                                      std::vector<Finding>& findings) {
  const auto content = import_text(path, from, span, options, findings);
  if (!content) return {};
  std::string_view rest = *content;
  std::vector<std::string> lines;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const auto line = trim(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (!line.empty() && !line.starts_with('#')) lines.emplace_back(line);
  }
  if (lines.empty()) findings.push_back(finding<Diagnostic::import_empty>(span, path));
  return lines;
}

std::optional<std::vector<std::vector<std::string>>> csv_records(std::string_view text) {
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> record;
  std::string field;
  std::size_t at = 0;
  const auto end_record = [&] {
    record.push_back(std::move(field));
    field.clear();
    const bool empty_line = record.size() == 1 && record[0].empty();
    if (!empty_line) records.push_back(std::move(record));
    record.clear();
  };
  while (at < text.size()) {
    if (text[at] == '"' && field.empty()) {
      for (++at;; ++at) {
        if (at == text.size()) return std::nullopt;
        if (text[at] != '"')
          field += text[at];
        else if (at + 1 < text.size() && text[at + 1] == '"')
          field += text[at++];
        else
          break;
      }
      ++at;
      const bool closed =
          at == text.size() || text[at] == ',' || text[at] == '\n' || text[at] == '\r';
      if (!closed) return std::nullopt;
      continue;
    }
    const char c = text[at++];
    if (c == ',') {
      record.push_back(std::move(field));
      field.clear();
    } else if (c == '\n') {
      end_record();
    } else if (c != '\r' || at == text.size() || text[at] != '\n') {
      field += c;
    }
  }
  if (!field.empty() || !record.empty()) end_record();
  return records;
}

}  // namespace lintel::compiler
