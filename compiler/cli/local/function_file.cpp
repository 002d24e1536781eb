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

#include "compiler/cli/leftovers.h"
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

}  // namespace

// A folder of its own with an executable in it.
class FunctionFile::Unpacked {
 public:
  // Null, with `why`, if it cannot be written.
  static std::unique_ptr<Unpacked> write(std::string_view executable, std::string& why) {
    std::error_code error;
    fs::path place = fs::temp_directory_path(error);
    if (error) place = "/tmp";
    error.clear();
    auto made = std::make_unique<Unpacked>((place / "lintel-function-XXXXXX").string());
    if (!made->make_folder()) {
      why = std::strerror(errno);
      return nullptr;
    }
    errno = 0;
    std::ofstream out(made->file_, std::ios::binary);
    out.write(executable.data(), static_cast<std::streamsize>(executable.size()));
    out.close();
    if (!out) error = {errno == 0 ? EIO : errno, std::generic_category()};
    if (!error) fs::permissions(made->file_, fs::perms::owner_all, error);
    if (!error) return made;
    why = error.message();
    return nullptr;
  }

  explicit Unpacked(std::string pattern)
      : folder_(std::move(pattern)), file_(folder_ + "/bootstrap") {}
  ~Unpacked() {
    if (!folder_leftover_) return;
    // In two calls, which want no memory, unless the function has put more there.
    ::unlink(file_.c_str());
    std::error_code error;
    if (::rmdir(folder_.c_str()) != 0) fs::remove_all(folder_, error);
  }
  Unpacked(const Unpacked&) = delete;
  Unpacked& operator=(const Unpacked&) = delete;

  const std::string& folder() const { return folder_; }
  const std::string& file() const { return file_; }

 private:
  bool make_folder() {
    const SignalsWait until_it_is_known;
    if (!::mkdtemp(folder_.data())) return false;
    file_.replace(0, folder_.size(), folder_);
    folder_leftover_.emplace(folder_.c_str());
    file_leftover_.emplace(file_.c_str());
    return true;
  }

  std::string folder_;  // until it is made, a pattern of its name
  std::string file_;
  std::optional<Leftover> folder_leftover_;
  std::optional<Leftover> file_leftover_;
};

bool is_function(std::string_view content) {
  return content.starts_with(elf_mark) || content.starts_with(script_mark) ||
         content.starts_with(zip_mark);
}

std::optional<FunctionFile> FunctionFile::open(const std::string& path, Environment& environment,
                                               ExitCode& code) {
  code = ExitCode::usage;
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
  if (error == std::errc::not_enough_memory) code = ExitCode::internal;
  if (error) return refuse("cannot be found: " + error.message());
  if (content->starts_with(zip_mark)) {
    std::string why;
    content = read_zip_entry(*content, "bootstrap", why);
    if (!content) return refuse("has no `bootstrap` that can be read: " + why);
    function.unpacked_ = Unpacked::write(*content, why);
    if (!function.unpacked_) {
      code = ExitCode::internal;
      return refuse("cannot be unpacked: " + why);
    }
    executable = function.unpacked_->file();
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
  function.unpacked_ = Unpacked::write(executable, why);
  if (!function.unpacked_) return {};
  function.command_.folder = function.unpacked_->folder();
  function.command_.words = {function.unpacked_->file()};
  return function;
}

FunctionFile::FunctionFile() = default;
FunctionFile::FunctionFile(FunctionFile&& other) noexcept = default;
FunctionFile& FunctionFile::operator=(FunctionFile&& other) noexcept = default;
FunctionFile::~FunctionFile() = default;

}  // namespace lintel::cli
