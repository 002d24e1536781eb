// SPDX-License-Identifier: Apache-2.0
// Streams and files of POSIX.
#include "compiler/cli/posix.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <new>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/cli/leftovers.h"

namespace lintel::cli {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 16;

std::string reason() { return std::strerror(errno); }

bool wishes_plain() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return (no_color && *no_color) || (terminal && std::string_view(terminal) == "dumb");
}

// "." if the system does not tell.
std::string program_folder() {
  std::string path(4096, '\0');  // PATH_MAX of Linux
  const ssize_t size = ::readlink("/proc/self/exe", path.data(), path.size());
  path.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

[[noreturn]] void give_up() {
  remove_leftovers();
  constexpr std::string_view message = "lintel: out of memory\n";
  [[maybe_unused]] const ssize_t written = ::write(2, message.data(), message.size());
  ::_exit(3);
}

// A stream that is not open would be the next file that is opened: answers would go into an image.
void open_streams() {
  constexpr int modes[] = {O_WRONLY, O_RDONLY,
                           O_WRONLY};  // to read 0 and to write 1 stays an error
  for (int stream = 0; stream < 3; ++stream)
    if (::fcntl(stream, F_GETFD) < 0 && errno == EBADF) ::open("/dev/null", modes[stream]);
}

// What is not ready though it is to be waited for: a terminal or pipe that its other owner has made
// so. False if errno says something else.
bool waits_for(int descriptor, short event) {
  if (errno == EINTR) return true;
  if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
  pollfd entry{descriptor, event, 0};
  ::poll(&entry, 1, -1);
  return true;
}

}  // namespace

void DescriptorOutput::fail(int number) {
  error_ = std::strerror(number);
  has_lost_its_reader_ = number == EPIPE;
}

void DescriptorOutput::write(std::string_view text) {
  if (!error_.empty()) return;
  buffer_ += text;
  if (buffer_.size() >= buffer_bytes) flush();
}

void DescriptorOutput::flush() {
  std::string_view left = buffer_;
  while (!left.empty() && error_.empty()) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written >= 0)
      left.remove_prefix(static_cast<std::size_t>(written));
    else if (!waits_for(descriptor_, POLLOUT))
      fail(errno);
  }
  buffer_.clear();
}

bool DescriptorOutput::is_terminal() const { return ::isatty(descriptor_) == 1; }

void DescriptorOutput::probe() {
  pollfd entry{descriptor_, 0, 0};
  if (!error_.empty() || ::poll(&entry, 1, 0) <= 0 || (entry.revents & POLLERR) == 0) return;
  fail(EPIPE);
}

DescriptorInput::~DescriptorInput() {
  if (owned_) ::close(descriptor_);
}

bool DescriptorInput::fill() {
  if (!error_.empty()) return false;
  buffer_.erase(0, used_);
  used_ = 0;
  const std::size_t size = buffer_.size();
  buffer_.resize(size + buffer_bytes);
  ssize_t count = 0;
  do {
    count = ::read(descriptor_, buffer_.data() + size, buffer_bytes);
  } while (count < 0 && waits_for(descriptor_, POLLIN));
  if (count < 0) error_ = reason();
  buffer_.resize(size + static_cast<std::size_t>(count < 0 ? 0 : count));
  return count > 0;
}

bool DescriptorInput::line_waiting() const {
  return buffer_.find('\n', used_) != std::string::npos;
}

bool DescriptorInput::read_line(std::string& line) {
  std::size_t searched = 0;  // bytes after used_ without a line end
  for (;;) {
    const std::size_t end = buffer_.find('\n', used_ + searched);
    if (end != std::string::npos) {
      line.assign(buffer_, used_, end - used_);
      used_ = end + 1;
      return true;
    }
    searched = buffer_.size() - used_;
    if (!fill()) break;
  }
  line.assign(buffer_, used_);
  used_ = buffer_.size();
  return error_.empty() && !line.empty();
}

bool DescriptorInput::read_some(std::string& bytes) {
  if (used_ == buffer_.size() && !fill()) return false;
  bytes.append(buffer_, used_);
  used_ = buffer_.size();
  return true;
}

std::string DescriptorInput::read_all() {
  while (fill()) {
  }
  std::string text = buffer_.substr(used_);
  buffer_.clear();
  used_ = 0;
  return text;
}

std::unique_ptr<Input> PosixFiles::open(const std::string& path, std::string& why) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    why = reason();
    return nullptr;
  }
  return std::make_unique<DescriptorInput>(descriptor, true);
}

bool PosixFiles::are_same(const std::string& path, const std::string& other) const {
  struct stat one {};
  struct stat two {};
  return ::stat(path.c_str(), &one) == 0 && ::stat(other.c_str(), &two) == 0 &&
         S_ISREG(one.st_mode) && one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

PosixWorld::PosixWorld()
    : in_(0, false),
      out_(1),
      err_(2),
      environment_{in_, out_, err_, files_, wishes_plain(), &host_, program_folder()} {}

PosixWorld::Preparation::Preparation() {
  std::set_new_handler(give_up);
  open_streams();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may grow no more is an error of write()
  remove_leftovers_on_signals();
}

}  // namespace lintel::cli
