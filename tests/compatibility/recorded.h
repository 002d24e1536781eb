// SPDX-License-Identifier: Apache-2.0
// Files that record what was, and only ever grow: with LINTEL_REBASE=1 tests add what is new, and
// no more. What is recorded already is changed by hand alone, with a reason.
#pragma once

#include <string>
#include <vector>

namespace lintel::compatibility {

// The path of a file of tests/compatibility.
std::string recorded_path(const std::string& name);

// Its lines but for comments (#) and empty ones; none if it is not there.
std::vector<std::string> recorded_lines(const std::string& name);

// The bytes of a file; empty if it is not there.
std::string recorded_bytes(const std::string& name);

// Whether new things are to be added.
bool is_recording();

void add_line(const std::string& name, const std::string& line);

}  // namespace lintel::compatibility
