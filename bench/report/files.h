// SPDX-License-Identifier: Apache-2.0
// Files for the programs that report; what cannot be done throws std::runtime_error.
#pragma once

#include <string>
#include <string_view>

namespace lintel::bench {

std::string read_file(const std::string& path);

// Written beside its place and then moved there, so that nobody sees half of it.
void write_file(const std::string& path, std::string_view text);

}  // namespace lintel::bench
