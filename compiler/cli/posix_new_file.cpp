// SPDX-License-Identifier: Apache-2.0
// A file that appears whole: written beside its place under a name of its own, then renamed.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/cli/leftovers.h"
#include "compiler/cli/posix.h"

namespace lintel::cli {
namespace {

std::string reason() { return std::strerror(errno); }

// Permissions of a new file, as open() would give it.
mode_t usual_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return static_cast<mode_t>(0666 & ~mask);
}

class PosixNewFile final : public NewFile {
 public:
  // A file beside its place, of which `permissions` are asked for.
  static std::unique_ptr<NewFile> beside(std::string place, mode_t permissions, std::string& why) {
    auto file = std::make_unique<PosixNewFile>(std::move(place));
    if (file->make_temporary(permissions)) return file;
    why = reason();
    return nullptr;
  }

  // The device or pipe itself.
  static std::unique_ptr<NewFile> at(std::string place, std::string& why) {
    auto file = std::make_unique<PosixNewFile>(std::move(place));
    file->descriptor_ = ::open(file->place_.c_str(), O_WRONLY | O_CLOEXEC);
    if (file->descriptor_ < 0) {
      why = reason();
      return nullptr;
    }
    file->output_.emplace(file->descriptor_);
    return file;
  }

  explicit PosixNewFile(std::string place)
      : temporary_(place + ".XXXXXX"), place_(std::move(place)) {}

  ~PosixNewFile() override {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (leftover_) ::unlink(temporary_.c_str());
  }

  void write(std::string_view text) override { output_->write(text); }
  void flush() override { output_->flush(); }
  bool is_terminal() const override { return false; }
  const std::string& error() const override { return error_.empty() ? output_->error() : error_; }

  bool commit() override {
    output_->flush();
    if (!output_->error().empty()) return false;
    if (!leftover_) return true;
    if (::fsync(descriptor_) != 0 || std::rename(temporary_.c_str(), place_.c_str()) != 0) {
      error_ = reason();
      return false;
    }
    leftover_.reset();
    return true;
  }

 private:
  // False: errno says why.
  bool make_temporary(mode_t permissions) {
    const SignalsWait until_it_is_known;
    descriptor_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
    if (descriptor_ < 0) return false;
    leftover_.emplace(temporary_.c_str());
    output_.emplace(descriptor_);
    // Where there are no permissions, as on FAT, nothing is lost.
    ::fchmod(descriptor_, permissions);
    return true;
  }

  int descriptor_ = -1;
  std::optional<DescriptorOutput> output_;
  std::string temporary_;             // a pattern of its name, until it is made
  std::optional<Leftover> leftover_;  // while it stands under that name
  std::string place_;
  std::string error_;
};

// The file that a symbolic link leads to, so that the link itself stays; the path as it is, if
// there is no such file. Empty if the system does not tell, and errno says why.
std::string resolved(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (!real) return errno == ENOENT ? path : "";
  std::string result = real;
  std::free(real);
  return result;
}

}  // namespace

std::unique_ptr<NewFile> PosixFiles::create(const std::string& path, std::string& why) {
  const std::string place = resolved(path);
  if (place.empty()) {
    why = reason();
    return nullptr;
  }
  struct stat status {};
  const bool exists = ::stat(place.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) {
    why = std::strerror(EISDIR);
    return nullptr;
  }
  if (exists && !S_ISREG(status.st_mode)) return PosixNewFile::at(place, why);
  return PosixNewFile::beside(place, exists ? status.st_mode & 07777 : usual_mode(), why);
}

}  // namespace lintel::cli
