// SPDX-License-Identifier: Apache-2.0
// A ruleset for a command: compiled from rules files, or read from an image.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "runtime/lintel.h"

namespace lintel::cli {

// An image and the ruleset on it. The ruleset holds a view of the bytes, which stay where they are
// when this is moved.
struct Loaded {
  std::vector<std::byte> image;
  Ruleset ruleset;
};

// Loads the FILE-or-IMAGE... of the command line. Nothing, after a complaint, with `code` set.
std::optional<Loaded> load_ruleset(const Arguments& arguments, Environment& environment,
                                   ExitCode& code);

// The same of files that were read already.
std::optional<Loaded> load_ruleset(const std::vector<Source>& sources, const Arguments& arguments,
                                   Environment& environment, ExitCode& code);

// Whether this is an image, and no rules file.
bool is_image(const Source& source);

// Verifies `image`. Nothing, after a complaint, if it is refused; `name` is for the complaint.
std::optional<Loaded> load_image(std::vector<std::byte> image, std::string_view name,
                                 Environment& environment);

// Verifies an image that the compiler has just made. Nothing, after a complaint, if it is refused.
std::optional<Loaded> load_compiled(std::vector<std::byte> image, Environment& environment);

std::vector<std::byte> bytes(std::string_view text);

}  // namespace lintel::cli
