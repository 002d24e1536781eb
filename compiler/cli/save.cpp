// SPDX-License-Identifier: Apache-2.0
// Writes a file whole or not at all.
#include "compiler/cli/save.h"

#include <fmt/format.h>

#include "compiler/cli/report.h"

namespace lintel::cli {

bool save(std::string_view path, std::string_view content, Environment& environment) {
  std::string why;
  const std::unique_ptr<NewFile> file = environment.files.create(std::string(path), why);
  if (file) {
    file->write(content);
    if (file->commit()) return true;
    why = file->error();
  }
  complain_unwritable(path, why, environment);
  return false;
}

void complain_unwritable(std::string_view path, std::string_view why, Environment& environment) {
  complain(environment, fmt::format("cannot write `{}`: {}", path, why));
}

}  // namespace lintel::cli
