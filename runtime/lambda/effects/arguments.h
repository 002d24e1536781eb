// SPDX-License-Identifier: Apache-2.0
// The arguments of an effect, by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/lintel.h"

namespace lintel::lambda {

// The text of an argument; nothing if the effect has none of this name, or it is a list.
std::optional<std::string_view> text_argument(const Effect& effect, std::string_view name);

// The texts of an argument that is a text or a list; none if the effect has none of this name.
// Nothing if it is no list of texts: a list comes as JSON, and an image may hold anything.
std::optional<std::vector<std::string>> list_argument(const Effect& effect, std::string_view name);

}  // namespace lintel::lambda
