// SPDX-License-Identifier: Apache-2.0
// What the benchmarks share: the six workloads, files, images, and the facts of the machine.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"

namespace lintel::bench {

// A ruleset with an event that Cognito could send to it; paths from the root of the project.
struct Workload {
  std::string_view name;
  std::string_view rules;
  std::string_view event;
};

inline constexpr Workload registered_domain = {"registered_domain",
                                               "rules/pre_sign_up/registered_domain.rules",
                                               "bench/events/registered_domain.json"};

inline constexpr Workload workloads[] = {
    registered_domain,
    {"confirm_everybody", "rules/pre_sign_up/confirm_everybody.rules",
     "bench/events/confirm_everybody.json"},
    {"minimum_length", "rules/pre_sign_up/minimum_length.rules",
     "bench/events/minimum_length.json"},
    {"sign_up", "rules/custom_message/sign_up.rules", "bench/events/sign_up.json"},
    {"admin_create_user", "rules/custom_message/admin_create_user.rules",
     "bench/events/admin_create_user.json"},
    {"send_email", "rules/post_confirmation/send_email.rules", "bench/events/send_email.json"},
};

// Readable bytes that an event of the benchmarks has behind its end: simdjson reads that far.
inline constexpr std::size_t event_padding = 64;

// `text` with capacity for event_padding more bytes.
std::string padded(std::string_view text);

// The event of the workload on one line, without a line end, padded.
std::string event_of(const Workload& workload);

// The image of the rules. A benchmark without its rules or its event has nothing to measure: these
// two end the process with a message if a file cannot be read or does not compile.
std::vector<std::byte> image_of(const Workload& workload);
std::vector<std::byte> image_of(const Source& source, Files* files = nullptr);

// Registers machine, compiler and flags to be printed, then runs what is registered.
int run(int argc, char** argv);

// Ends the process with a message.
[[noreturn]] void give_up(const std::string& reason);

}  // namespace lintel::bench
