// SPDX-License-Identifier: Apache-2.0
// The linker sends the calls here (--wrap).
#include "tests/lambda/failing_calls.h"

#include <poll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <utility>

namespace {

using lintel::testing::Call;

thread_local std::array<std::optional<int>, static_cast<std::size_t>(Call::count)> errors;

// What the call shall end with, if it shall fail.
std::optional<int> take(Call call) {
  auto& wanted = errors[static_cast<std::size_t>(call)];
  if (wanted) errno = *wanted;
  return std::exchange(wanted, std::nullopt);
}

}  // namespace

extern "C" {
int __real_socket(int domain, int type, int protocol);
int __real_connect(int descriptor, const sockaddr* address, socklen_t size);
int __real_poll(pollfd* entries, nfds_t count, int milliseconds);
ssize_t __real_recv(int descriptor, void* bytes, std::size_t size, int flags);
ssize_t __real_send(int descriptor, const void* bytes, std::size_t size, int flags);
ssize_t __real_sendmsg(int descriptor, const msghdr* message, int flags);
ssize_t __real_write(int descriptor, const void* bytes, std::size_t size);
void* __real_realloc(void* block, std::size_t size);
ssize_t __real_getrandom(void* bytes, std::size_t size, unsigned flags);
int __real_clock_gettime(clockid_t clock, timespec* time);

int __wrap_socket(int domain, int type, int protocol) {
  return take(Call::socket) ? -1 : __real_socket(domain, type, protocol);
}
int __wrap_connect(int descriptor, const sockaddr* address, socklen_t size) {
  if (const auto error = take(Call::connect)) return *error == 0 ? 0 : -1;
  return __real_connect(descriptor, address, size);
}
int __wrap_poll(pollfd* entries, nfds_t count, int milliseconds) {
  if (const auto error = take(Call::poll)) return *error == 0 ? 0 : -1;
  return __real_poll(entries, count, milliseconds);
}
ssize_t __wrap_recv(int descriptor, void* bytes, std::size_t size, int flags) {
  return take(Call::recv) ? -1 : __real_recv(descriptor, bytes, size, flags);
}
ssize_t __wrap_send(int descriptor, const void* bytes, std::size_t size, int flags) {
  return take(Call::send) ? -1 : __real_send(descriptor, bytes, size, flags);
}
ssize_t __wrap_sendmsg(int descriptor, const msghdr* message, int flags) {
  const auto error = take(Call::sendmsg);
  if (!error) return __real_sendmsg(descriptor, message, flags);
  if (*error != 0) return -1;
  iovec first{message->msg_iov[0].iov_base, 1};
  msghdr shorter = *message;
  shorter.msg_iov = &first;
  shorter.msg_iovlen = 1;
  return __real_sendmsg(descriptor, &shorter, flags);
}
ssize_t __wrap_write(int descriptor, const void* bytes, std::size_t size) {
  const auto error = take(Call::write);
  if (error && *error != 0) return -1;
  return __real_write(descriptor, bytes, error ? 1 : size);
}
void* __wrap_realloc(void* block, std::size_t size) {
  return take(Call::realloc) ? nullptr : __real_realloc(block, size);
}
ssize_t __wrap_getrandom(void* bytes, std::size_t size, unsigned flags) {
  return take(Call::getrandom) ? -1 : __real_getrandom(bytes, size, flags);
}
int __wrap_clock_gettime(clockid_t clock, timespec* time) {
  return take(Call::clock_gettime) ? -1 : __real_clock_gettime(clock, time);
}
}

namespace lintel::testing {
void fail_next(Call call, int error) { errors[static_cast<std::size_t>(call)] = error; }
}  // namespace lintel::testing
