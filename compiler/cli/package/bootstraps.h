// SPDX-License-Identifier: Apache-2.0
// The bootstraps that are built and installed with `lintel`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/environment.h"
#include "compiler/cli/package/linked_image.h"

namespace lintel::cli {

// A name such as arm64.
std::string_view name_of(Architecture architecture);

// A file that was read.
struct ReadFile {
  std::string path;
  std::string content;
};

// Where the bootstrap for this architecture may be, with a client for effects or without.
std::vector<std::string> bootstrap_places(Architecture architecture, bool effects,
                                          const Environment& environment);

// The bootstrap for this architecture, with a client for effects or without. Nothing, after a
// complaint that says where it was looked for, if it cannot be read.
std::optional<ReadFile> find_bootstrap(Architecture architecture, bool effects,
                                       Environment& environment);

}  // namespace lintel::cli
