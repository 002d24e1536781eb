// SPDX-License-Identifier: Apache-2.0
// lintel version
#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "runtime/image.h"

namespace lintel::cli {

// The newest language that this compiler reads; language.md is its reference.
constexpr int language_version = 1;

ExitCode version_command(const Arguments&, Environment& environment) {
  environment.out.write(fmt::format("lintel {} (language {}, image format {})\n", version(),
                                    language_version, image::format_version));
  return ExitCode::ok;
}

}  // namespace lintel::cli
