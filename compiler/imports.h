// SPDX-License-Identifier: Apache-2.0
// Data that rules import when they are compiled.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "grammar/finding.h"

namespace lintel::compiler {

// The path of an import as the Files understand it: `path` beside the file `from`.
std::string import_path(std::string_view from, std::string_view path);

// The bytes of the file that `path` names. A finding at `span` and nothing if it cannot be read, or
// leaves the folder of `from` though the options do not allow that.
std::optional<std::string> import_bytes(std::string_view path, const Source& from, Span span,
                                        const CompileOptions& options,
                                        std::vector<Finding>& findings);

// The text of the file that `path` names, without a byte order mark. A finding at `span` and
// nothing if it cannot be used.
std::optional<std::string> import_text(std::string_view path, const Source& from, Span span,
                                       const CompileOptions& options,
                                       std::vector<Finding>& findings);

// The records of a CSV text (RFC 4180: quotes, doubled inside of quoted fields; lines end with LF
// or CR LF), empty lines aside. Nothing if a quote is not closed, or text follows one.
std::optional<std::vector<std::vector<std::string>>> csv_records(std::string_view text);

// The entries of lines("path"): trimmed, without empty lines and those that start with #. A finding
// at `span` and no entries if the file cannot be used.
std::vector<std::string> import_lines(std::string_view path, const Source& from, Span span,
                                      const CompileOptions& options,
                                      std::vector<Finding>& findings);

}  // namespace lintel::compiler
