// SPDX-License-Identifier: Apache-2.0
// lintel compile
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/loaded.h"
#include "compiler/cli/report.h"
#include "compiler/cli/save.h"
#include "compiler/cli/sources.h"
#include "compiler/compiler.h"

namespace lintel::cli {
namespace {

ExitCode write_image(std::string_view path, std::span<const std::byte> image,
                     Environment& environment) {
  const std::string_view bytes(reinterpret_cast<const char*>(image.data()), image.size());
  if (path != "-") return save(path, bytes, environment) ? ExitCode::ok : ExitCode::internal;
  environment.out.write(bytes);
  return ExitCode::ok;
}

// Why the image cannot go to `path`; empty if it can.
std::string objection(std::string_view path, const Arguments& arguments,
                      const Environment& environment) {
  const auto files = arguments.positional();
  if (path.empty()) return "`compile` needs -o IMAGE";
  if (path == "-" && environment.out.is_terminal())
    return "an image is not for a terminal; name a file";
  if (path != "-" && std::find(files.begin(), files.end(), path) != files.end())
    return fmt::format("`{}` holds rules; name another file for the image", path);
  if (!max_steps(arguments)) return "`--max-steps` takes a number from 1 on";
  return {};
}

}  // namespace

ExitCode compile_command(const Arguments& arguments, Environment& environment) {
  const std::string_view path = arguments.value(Flag::output);
  if (const std::string what = objection(path, arguments, environment); !what.empty()) {
    complain(environment, what);
    return ExitCode::usage;
  }
  const auto sources = read_sources(arguments.positional(), environment);
  if (!sources) return ExitCode::usage;
  Compilation compilation = lintel::compile(*sources, compile_options(arguments, environment));
  show(compilation.findings, *sources, arguments, environment);
  if (!compilation.ok()) return ExitCode::errors;
  const std::optional<Loaded> loaded = load_compiled(std::move(compilation.image), environment);
  return loaded ? write_image(path, loaded->image, environment) : ExitCode::internal;
}

}  // namespace lintel::cli
