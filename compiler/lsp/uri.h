// SPDX-License-Identifier: Apache-2.0
// URIs of files, as editors name documents.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lintel::lsp {

// The path of a file: URI of this machine; nothing for other URIs, and for one that no file can
// have.
std::optional<std::string> path_of(std::string_view uri);

// The path without its `.` and `..`, as editors name the file.
std::string plain_path(std::string_view path);

// The file: URI of an absolute path.
std::string uri_of(std::string_view path);

}  // namespace lintel::lsp
