// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/function_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "compiler/cli/package/zip.h"
#include "compiler/cli/report.h"
#include "compiler/cli/sources.h"

namespace lintel::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view elf_mark = "\177ELF";
constexpr std::string_view script_mark = "#!";
constexpr std::string_view zip_mark = "PK\3\4";

// e_machine of an ELF file.
constexpr unsigned machine_x86_64 = 62;
constexpr unsigned machine_arm64 = 183;
#if defined(__aarch64__)
constexpr unsigned this_machine = machine_arm64;
#else
constexpr unsigned this_machine = machine_x86_64;
#endif

unsigned machine_of(std::string_view elf) {
  constexpr std::size_t place = 18;
  if (elf.size() < place + 2) return 0;
  return static_cast<unsigned char>(elf[place]) |
         static_cast<unsigned>(static_cast<unsigned char>(elf[place + 1])) << 8;
}

// What runs executables of that machine here; nothing if no emulator is known.
std::optional<std::string> emulator_for(unsigned machine) {
  if (machine == machine_arm64) return "qemu-aarch64";
  if (machine == machine_x86_64) return "qemu-x86_64";
  return {};
}

bool is_installed(const std::string& program) {
  const char* const path = std::getenv("PATH");
  std::string_view rest = path ? path : "";
  while (!rest.empty()) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    std::error_code error;
    if (fs::exists(fs::path(folder) / program, error)) return true;
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
  }
  return false;
}

// Writes an executable into a new folder, which is given back; empty, with `why`, if it cannot be.
std::string write_unpacked(std::string_view executable, std::string& why) {
  std::error_code error;
  fs::path folder = fs::temp_directory_path(error);
  if (error) folder = "/tmp";
  std::string name = (folder / "lintel-function-XXXXXX").string();
  if (!::mkdtemp(name.data())) {
    why = std::strerror(errno);
    return {};
  }
  const fs::path file = fs::path(name) / "bootstrap";
  std::ofstream out(file, std::ios::binary);
  out.write(executable.data(), static_cast<std::streamsize>(executable.size()));
  out.close();
  if (out) fs::permissions(file, fs::perms::owner_all, error);
  if (out && !error) return name;
  why = error ? error.message() : std::strerror(errno);
  fs::remove_all(name, error);
  return {};
}

}  // namespace

bool is_function(std::string_view content) {
  return content.starts_with(elf_mark) || content.starts_with(script_mark) ||
         content.starts_with(zip_mark);
}

std::optional<FunctionFile> FunctionFile::open(const std::string& path, Environment& environment) {
  std::optional<std::string> content = read_input(path, environment);
  if (!content) return {};
  const auto refuse = [&](std::string_view why) {
    complain(environment, fmt::format("`{}` {}", path, why));
    return std::nullopt;
  };
  if (!is_function(*content))
    return refuse("is no function: neither an executable nor a zip file of `lintel package`");

  FunctionFile function;
  std::error_code error;
  std::string executable = fs::canonical(path, error).string();
  if (error) return refuse("cannot be found: " + error.message());
  if (content->starts_with(zip_mark)) {
    std::string why;
    content = read_zip_entry(*content, "bootstrap", why);
    if (!content) return refuse("has no `bootstrap` that can be read: " + why);
    function.unpacked_ = write_unpacked(*content, why);
    if (function.unpacked_.empty()) return refuse("cannot be unpacked: " + why);
    executable = function.unpacked_ + "/bootstrap";
  }
  function.command_.folder = fs::path(executable).parent_path().string();
  if (content->starts_with(elf_mark) && machine_of(*content) != this_machine) {
    const std::optional<std::string> emulator = emulator_for(machine_of(*content));
    if (!emulator) return refuse("is for another processor");
    if (!is_installed(*emulator))
      return refuse(
          fmt::format("is for another processor, and there is no {} here; it comes with "
                      "the package qemu-user",
                      *emulator));
    function.command_.words = {*emulator};
  }
  if (::access(executable.c_str(), X_OK) != 0)
    return refuse(fmt::format("is not executable; run `chmod +x {}`", path));
  function.command_.words.push_back(executable);
  return function;
}

std::optional<FunctionFile> FunctionFile::unpack(std::string_view executable, std::string& why) {
  FunctionFile function;
  function.unpacked_ = write_unpacked(executable, why);
  if (function.unpacked_.empty()) return {};
  function.command_.folder = function.unpacked_;
  function.command_.words = {function.unpacked_ + "/bootstrap"};
  return function;
}

FunctionFile::FunctionFile(FunctionFile&& other) noexcept
    : command_(std::move(other.command_)), unpacked_(std::exchange(other.unpacked_, {})) {}

FunctionFile& FunctionFile::operator=(FunctionFile&& other) noexcept {
  if (this != &other) {
    remove();
    command_ = std::move(other.command_);
    unpacked_ = std::exchange(other.unpacked_, {});
  }
  return *this;
}

void FunctionFile::remove() {
  std::error_code error;
  if (!unpacked_.empty()) fs::remove_all(unpacked_, error);
  unpacked_.clear();
}

}  // namespace lintel::cli
