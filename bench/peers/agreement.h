// SPDX-License-Identifier: Apache-2.0
// The check that all programs answer alike, before any of them is timed.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::bench {

// How close an answer has to be to that of Lintel.
enum class Closeness { same_bytes, same_json };

using Answerer = std::function<std::string_view(const std::string& event)>;

// Ends the process with a message unless `peer` answers all events as `lintel` does.
void require_agreement(std::string_view name, const Answerer& lintel, const Answerer& peer,
                       Closeness closeness, const std::vector<std::string>& events);

}  // namespace lintel::bench
