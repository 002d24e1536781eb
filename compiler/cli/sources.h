// SPDX-License-Identifier: Apache-2.0
// From the FILE... of a command line to sources, and from findings to standard error.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/compiler.h"

namespace lintel::cli {

// The whole of a file, or of standard input for `-`. Nothing, after a complaint, if it cannot be
// read.
std::optional<std::string> read_input(std::string_view path, Environment& environment);

// All files in order. Nothing, after a complaint for each that cannot be read.
std::optional<std::vector<Source>> read_sources(std::span<const std::string_view> paths,
                                                Environment& environment);

// The value of --max-steps; 0 if it is not given, nothing if it is no number from 1 on.
std::optional<std::uint64_t> max_steps(const Arguments& arguments);

// The options that several commands share.
CompileOptions compile_options(const Arguments& arguments, Environment& environment);

// Shows the findings to a person, by --color.
void show(std::span<const Finding> findings, std::span<const Source> sources,
          const Arguments& arguments, Environment& environment);

bool has_errors(std::span<const Finding> findings);

// Such as "2 errors, 1 warning".
std::string summary(std::span<const Finding> findings);

}  // namespace lintel::cli
