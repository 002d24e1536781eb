// SPDX-License-Identifier: Apache-2.0
// A packaged function on disk: an executable for Lambda, or the zip file that is uploaded.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/cli/command.h"
#include "compiler/cli/environment.h"
#include "compiler/cli/local/function_process.h"

namespace lintel::cli {

// Whether a file that begins like this is one: ELF, a script, or a zip file.
bool is_function(std::string_view content);

// A function that can be started. Takes away what it has unpacked when it goes out of scope.
class FunctionFile {
 public:
  // Reads and, if it has to, unpacks the file. Nothing, after a complaint and with `code`, if it is
  // no function or cannot be unpacked.
  static std::optional<FunctionFile> open(const std::string& path, Environment& environment,
                                          ExitCode& code);

  // Writes an executable for this machine into a folder of its own. Nothing, with `why`, if it
  // cannot be written.
  static std::optional<FunctionFile> unpack(std::string_view executable, std::string& why);

  FunctionFile(FunctionFile&& other) noexcept;
  FunctionFile& operator=(FunctionFile&& other) noexcept;
  ~FunctionFile();

  // How to start it, with an emulator if it is for another processor.
  const FunctionCommand& command() const { return command_; }

 private:
  class Unpacked;

  FunctionFile();

  FunctionCommand command_;
  std::unique_ptr<Unpacked> unpacked_;  // what is to be taken away, or null
};

}  // namespace lintel::cli
