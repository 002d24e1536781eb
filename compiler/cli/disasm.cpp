// SPDX-License-Identifier: Apache-2.0
// lintel disasm
#include <string>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/loaded.h"
#include "compiler/cli/sources.h"
#include "runtime/disassembler.h"

namespace lintel::cli {

ExitCode disasm_command(const Arguments& arguments, Environment& environment) {
  const std::string_view path = arguments.positional().front();
  const std::optional<std::string> image = read_input(path, environment);
  if (!image) return ExitCode::usage;
  const std::optional<Loaded> loaded = load_image(bytes(*image), path, environment);
  if (!loaded) return ExitCode::errors;
  const auto write = [](void* out, std::string_view text) {
    static_cast<Output*>(out)->write(text);
  };
  runtime::disassemble(loaded->ruleset, {write, &environment.out});
  return ExitCode::ok;
}

}  // namespace lintel::cli
