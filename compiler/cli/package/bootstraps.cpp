// SPDX-License-Identifier: Apache-2.0
// Looks for bootstraps: beside the executable where it was built, in libexec where it is installed.
#include "compiler/cli/package/bootstraps.h"

#include <fmt/format.h>

#include "compiler/cli/report.h"
#include "compiler/cli/sources.h"

namespace lintel::cli {

std::string_view name_of(Architecture architecture) {
  return architecture == Architecture::arm64 ? "arm64" : "x86_64";
}

std::vector<std::string> bootstrap_places(Architecture architecture, bool effects,
                                          const Environment& environment) {
  const std::string name =
      fmt::format("bootstrap-{}{}", name_of(architecture), effects ? "-effects" : "");
  return {environment.program_folder + "/lambda/" + name,
          environment.program_folder + "/../libexec/lintel/" + name};
}

std::optional<ReadFile> find_bootstrap(Architecture architecture, bool effects,
                                       Environment& environment) {
  const std::vector<std::string> places = bootstrap_places(architecture, effects, environment);
  std::string why;
  for (const std::string& path : places) {
    if (!environment.files.open(path, why)) continue;
    std::optional<std::string> content = read_input(path, environment);
    if (!content) return {};
    return ReadFile{path, std::move(*content)};
  }
  complain(
      environment,
      fmt::format("there is no bootstrap for {}{}: neither `{}` nor `{}` can be read. Build "
                  "Lintel where the compilers for it are installed, or name a bootstrap with "
                  "--bootstrap FILE",
                  name_of(architecture), effects ? " with effects" : "", places[0], places[1]));
  return {};
}

}  // namespace lintel::cli
