// SPDX-License-Identifier: Apache-2.0
// The linker sends the calls here (--wrap).
#include "tests/cli/failing_system.h"

#include <sys/socket.h>
#include <sys/types.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <utility>

namespace {

using lintel::testing::SystemCall;

thread_local std::array<int, static_cast<std::size_t>(SystemCall::count)> errors{};

bool fails(SystemCall call) {
  const int error = std::exchange(errors[static_cast<std::size_t>(call)], 0);
  if (error != 0) errno = error;
  return error != 0;
}

}  // namespace

extern "C" {
int __real_socket(int domain, int type, int protocol);
int __real_listen(int descriptor, int count);
int __real_getsockname(int descriptor, sockaddr* address, socklen_t* size);
int __real_accept4(int descriptor, sockaddr* address, socklen_t* size, int flags);
ssize_t __real_recv(int descriptor, void* bytes, std::size_t size, int flags);
ssize_t __real_send(int descriptor, const void* bytes, std::size_t size, int flags);
ssize_t __real_read(int descriptor, void* bytes, std::size_t size);
ssize_t __real_write(int descriptor, const void* bytes, std::size_t size);
int __real_pipe2(int* ends, int flags);
pid_t __real_waitpid(pid_t process, int* status, int options);
int __real_fsync(int descriptor);
ssize_t __real_readlink(const char* path, char* target, std::size_t size);

int __wrap_socket(int domain, int type, int protocol) {
  return fails(SystemCall::socket) ? -1 : __real_socket(domain, type, protocol);
}
int __wrap_listen(int descriptor, int count) {
  return fails(SystemCall::listen) ? -1 : __real_listen(descriptor, count);
}
int __wrap_getsockname(int descriptor, sockaddr* address, socklen_t* size) {
  return fails(SystemCall::getsockname) ? -1 : __real_getsockname(descriptor, address, size);
}
int __wrap_accept4(int descriptor, sockaddr* address, socklen_t* size, int flags) {
  return fails(SystemCall::accept) ? -1 : __real_accept4(descriptor, address, size, flags);
}
ssize_t __wrap_recv(int descriptor, void* bytes, std::size_t size, int flags) {
  return fails(SystemCall::recv) ? -1 : __real_recv(descriptor, bytes, size, flags);
}
ssize_t __wrap_send(int descriptor, const void* bytes, std::size_t size, int flags) {
  return fails(SystemCall::send) ? -1 : __real_send(descriptor, bytes, size, flags);
}
ssize_t __wrap_read(int descriptor, void* bytes, std::size_t size) {
  return fails(SystemCall::read) ? -1 : __real_read(descriptor, bytes, size);
}
ssize_t __wrap_write(int descriptor, const void* bytes, std::size_t size) {
  return fails(SystemCall::write) ? -1 : __real_write(descriptor, bytes, size);
}
int __wrap_pipe2(int* ends, int flags) {
  return fails(SystemCall::pipe) ? -1 : __real_pipe2(ends, flags);
}
pid_t __wrap_waitpid(pid_t process, int* status, int options) {
  return fails(SystemCall::wait) ? -1 : __real_waitpid(process, status, options);
}
int __wrap_fsync(int descriptor) { return fails(SystemCall::sync) ? -1 : __real_fsync(descriptor); }
ssize_t __wrap_readlink(const char* path, char* target, std::size_t size) {
  return fails(SystemCall::readlink) ? -1 : __real_readlink(path, target, size);
}
}

namespace lintel::testing {
void fail_next(SystemCall call, int error) { errors[static_cast<std::size_t>(call)] = error; }
}  // namespace lintel::testing
