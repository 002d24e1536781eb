// SPDX-License-Identifier: Apache-2.0
// lintel compile
#include <string>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/loaded.h"
#include "compiler/cli/read_files.h"
#include "compiler/cli/report.h"
#include "compiler/cli/sources.h"
#include "compiler/compiler.h"

namespace lintel::cli {
namespace {

// Why the image cannot go to `path`; empty if it can.
std::string objection(std::string_view path, const Arguments& arguments,
                      const Environment& environment) {
  if (path.empty()) return "`compile` needs -o IMAGE";
  if (path == "-" && environment.out.is_terminal())
    return "an image is not for a terminal; name a file";
  if (!max_steps(arguments)) return "`--max-steps` takes a number from 1 on";
  return {};
}

}  // namespace

ExitCode compile_command(const Arguments& arguments, Environment& outer) {
  ReadFiles files(arguments, outer.files);
  Environment environment = with_files(outer, files);
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
  if (!loaded) return ExitCode::internal;
  const std::string_view bytes(reinterpret_cast<const char*>(loaded->image.data()),
                               loaded->image.size());
  return put_out(path, bytes, "image", files, environment);
}

}  // namespace lintel::cli
