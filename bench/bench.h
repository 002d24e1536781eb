// SPDX-License-Identifier: Apache-2.0
// What the benchmarks share: the workloads, files, images, and the facts of the machine.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "runtime/lintel.h"

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

// What is compared with programs by hand beside registered_domain.
inline constexpr Workload policy = {"policy", "bench/rules/policy.rules",
                                    "bench/events/policy.json"};
inline constexpr Workload message = {"message", "bench/rules/message.rules",
                                     "bench/events/sign_up.json"};

// Readable bytes that an event of the benchmarks has behind its end: simdjson reads that far.
inline constexpr std::size_t event_padding = 64;

// The lines of a file of the project, without empty ones and comments, as `lines` reads them.
std::vector<std::string> lines_of(std::string_view path);

// `text` with capacity for event_padding more bytes.
std::string padded(std::string_view text);

// The event of the workload on one line, without a line end, padded.
std::string event_of(const Workload& workload);

// The image of the rules, with the data beside them. A benchmark without its rules or its event has
// nothing to measure: these end the process with a message if a file cannot be read or does not
// compile.
std::vector<std::byte> image_of(const Workload& workload);
std::vector<std::byte> image_of(const Source& source, Files* files = nullptr);

// Verifies an image; `name` says which it is if that fails, which ends the process.
Ruleset load_or_give_up(const std::string& name, std::span<const std::byte> image);

// Registers machine, compiler and flags to be printed, then runs what is registered.
int run(int argc, char** argv);

// Ends the process with a message.
[[noreturn]] void give_up(const std::string& reason);

}  // namespace lintel::bench
