// SPDX-License-Identifier: Apache-2.0
// JSON texts, put together.
#pragma once

#include <string>
#include <string_view>

namespace lintel::lambda {

// Appends the text in quotes, with everything escaped that JSON wants escaped. UTF-8 stays as it
// is.
void add_json_text(std::string& json, std::string_view text);

// Appends "name": and leaves the value to the caller, with a comma before it unless it is the first
// of its object.
void add_json_name(std::string& json, std::string_view name);

}  // namespace lintel::lambda
