// SPDX-License-Identifier: Apache-2.0
// A file that appears whole: written beside its place under a name of its own, then renamed.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

class PosixNewFile final : public NewFile {
 public:
  // An empty `temporary`: the descriptor is that of the place itself.
  PosixNewFile(int descriptor, std::string temporary, std::string place)
      : descriptor_(descriptor),
        output_(descriptor),
        temporary_(std::move(temporary)),
        place_(std::move(place)) {}

  ~PosixNewFile() override {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  void write(std::string_view text) override { output_.write(text); }
  void flush() override { output_.flush(); }
  bool is_terminal() const override { return false; }
  const std::string& error() const override { return error_.empty() ? output_.error() : error_; }

  bool commit() override {
    output_.flush();
    if (!output_.error().empty()) return false;
    if (temporary_.empty()) return true;
    if (::fsync(descriptor_.number()) != 0 ||
        std::rename(temporary_.c_str(), place_.c_str()) != 0) {
      error_ = reason();
      return false;
    }
    temporary_.clear();
    return true;
  }

 private:
  Descriptor descriptor_;
  DescriptorOutput output_;
  std::string temporary_;
  std::string place_;
  std::string error_;
};

// The file that a symbolic link leads to, so that the link itself stays; else the path as it is.
std::string resolved(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (!real) return path;
  std::string result = real;
  std::free(real);
  return result;
}

std::unique_ptr<NewFile> open_device(const std::string& path, std::string& why) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) {
    why = reason();
    return nullptr;
  }
  return std::make_unique<PosixNewFile>(descriptor, "", path);
}

}  // namespace

std::unique_ptr<NewFile> PosixFiles::create(const std::string& path, std::string& why) {
  const std::string place = resolved(path);
  struct stat status {};
  const bool exists = ::stat(place.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) {
    why = std::strerror(EISDIR);
    return nullptr;
  }
  if (exists && !S_ISREG(status.st_mode)) return open_device(place, why);
  std::string temporary = place + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) {
    why = reason();
    return nullptr;
  }
  ::fchmod(descriptor, exists ? status.st_mode & 07777 : usual_mode());
  return std::make_unique<PosixNewFile>(descriptor, std::move(temporary), place);
}

}  // namespace lintel::cli
