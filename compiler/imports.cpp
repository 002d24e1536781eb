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

std::string_view trim(std::string_view line) {
  constexpr std::string_view blanks = " \t\r\f\v";
  const auto first = line.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

}  // namespace

std::optional<std::string> import_path(std::string_view from, std::string_view path, bool outside) {
  if (!outside && leaves(path)) return std::nullopt;
  if (path.starts_with('/')) return std::string(path);
  const auto slash = from.rfind('/');
  const auto folder =
      slash == std::string_view::npos ? std::string_view{} : from.substr(0, slash + 1);
  return std::string(folder).append(path);
}

std::vector<std::string> import_lines(std::string_view path, const Source& from, Span span,
                                      const CompileOptions& options,
                                      std::vector<Finding>& findings) {
  const auto full = import_path(from.name, path, options.outside_imports);
  if (!full) {
    findings.push_back(finding<Diagnostic::import_outside>(span, path));
    return {};
  }
  const auto content = options.files != nullptr ? options.files->read(*full) : std::nullopt;
  if (!content) {
    findings.push_back(finding<Diagnostic::import_unreadable>(span, *full));
    return {};
  }
  if (!runtime::is_valid_utf8(*content)) {
    findings.push_back(finding<Diagnostic::import_encoding>(span, *full));
    return {};
  }
  std::string_view rest = *content;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  std::vector<std::string> lines;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const auto line = trim(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (!line.empty() && !line.starts_with('#')) lines.emplace_back(line);
  }
  if (lines.empty()) findings.push_back(finding<Diagnostic::import_empty>(span, *full));
  return lines;
}

}  // namespace lintel::compiler
