// SPDX-License-Identifier: Apache-2.0
// The events of the comparison, and the check that all programs answer them alike.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::bench {

// How close an answer has to be to that of Lintel.
enum class Closeness { same_bytes, same_json };

// Events around `event` in which something is missing, different or unusual, each on one line.
std::vector<std::string> edge_events(const std::string& event);

// `count` events like `event`, of different users: other lengths, attributes left out here and
// there, a domain that is theirs for about half. The same ones in every run.
std::vector<std::string> many_events(const std::string& event, std::size_t count);

using Answerer = std::function<std::string_view(const std::string& event)>;

// Ends the process with a message unless `peer` answers all events as `lintel` does.
void require_agreement(std::string_view name, const Answerer& lintel, const Answerer& peer,
                       Closeness closeness, const std::vector<std::string>& events);

}  // namespace lintel::bench
