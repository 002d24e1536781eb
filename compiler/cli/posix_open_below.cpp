// SPDX-License-Identifier: Apache-2.0
// Opens a file below a folder, whatever links lie there and whoever changes them meanwhile: each
// name is opened in the folder that was opened before it, and only what was opened is asked what it
// is.
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/cli/posix.h"
#include "runtime/limits.h"

namespace lintel::cli {
namespace {

// As many as Linux follows in one path.
constexpr int max_links = 40;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&&) = delete;

  int number() const { return number_; }
  int release() {
    const int number = number_;
    number_ = -1;
    return number;
  }

 private:
  int number_;
};

class Walk {
 public:
  Walk(const std::string& folder, std::string_view path) {
    constexpr int flags = O_RDONLY | O_CLOEXEC | O_DIRECTORY;
    folders_.emplace_back(::open(folder.empty() ? "." : folder.c_str(), flags));
    push(path);
  }

  // The descriptor of the file. Otherwise -1: leaves(), or errno says why.
  int file() {
    if (folders_.front().number() < 0) return -1;
    while (!names_.empty()) {
      const std::string name = std::move(names_.back());
      names_.pop_back();
      if (name == ".") continue;
      if (name == "..") {
        if (folders_.size() == 1) return leave();
        folders_.pop_back();
        continue;
      }
      Descriptor found = open(name);
      if (found.number() < 0) {
        if (follow(name)) continue;
        return -1;
      }
      if (names_.empty()) return found.release();
      folders_.push_back(std::move(found));
    }
    errno = EISDIR;
    return -1;
  }

  bool leaves() const { return leaves_; }

 private:
  // Waits for nobody, as opening a pipe would.
  Descriptor open(const std::string& name) const {
    constexpr int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    const int kind = names_.empty() ? 0 : O_DIRECTORY;
    return Descriptor(::openat(folders_.back().number(), name.c_str(), flags | kind));
  }

  // Puts what the link says in the place of its name. False if it is none, with errno as it was, or
  // is not to be followed.
  bool follow(const std::string& name) {
    const int before = errno;
    std::string target(4096, '\0');  // PATH_MAX of Linux
    const ssize_t size =
        ::readlinkat(folders_.back().number(), name.c_str(), target.data(), target.size());
    errno = before;
    if (size < 0) return false;
    if (++links_ > max_links) {
      errno = ELOOP;
      return false;
    }
    target.resize(static_cast<std::size_t>(size));
    if (target.starts_with('/')) {
      leave();
      return false;
    }
    push(target);
    return true;
  }

  int leave() {
    leaves_ = true;
    return -1;
  }

  // A slash at the end asks for a folder, as a "." after it does.
  void push(std::string_view path) {
    if (path.ends_with('/')) names_.emplace_back(".");
    while (!path.empty()) {
      const auto slash = path.rfind('/');
      const auto name = path.substr(slash + 1);
      if (!name.empty()) names_.emplace_back(name);
      path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
    }
  }

  std::vector<Descriptor> folders_;  // from the first one on; ".." goes back in here alone
  std::vector<std::string> names_;   // still to be walked, the next one last
  int links_ = 0;
  bool leaves_ = false;
};

// Why the content is not to be read; nothing if it is.
std::optional<int> objection(int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return errno;
  if (S_ISDIR(status.st_mode)) return EISDIR;
  if (!S_ISREG(status.st_mode)) return EINVAL;
  if (static_cast<std::uintmax_t>(status.st_size) > limits::max_source_bytes) return EFBIG;
  return {};
}

}  // namespace

std::unique_ptr<Input> PosixFiles::open_below(const std::string& folder, const std::string& path,
                                              std::string& why, bool& leaves) {
  Walk walk(folder, path);
  Descriptor file(walk.file());
  leaves = walk.leaves();
  const std::optional<int> wrong = file.number() < 0 ? errno : objection(file.number());
  if (wrong) {
    why = std::strerror(*wrong);
    return nullptr;
  }
  return std::make_unique<DescriptorInput>(file.release(), true);
}

}  // namespace lintel::cli
