// SPDX-License-Identifier: Apache-2.0
// A library to be preloaded: makes calls of the C library fail, as the environment says.
//
//   FAULT_CALL    of which calls: one of fault_calls (shim.h)
//   FAULT_AT      the number of the call that fails, from 1 on; 0: none
//   FAULT_ERRNO   with what; for memory there is no choice
//   FAULT_SIGNAL  with what signal, instead; the call itself succeeds then
//   FAULT_ON      1: all later calls fail as well, as on a full disk
//   FAULT_SHORT   1: reads and writes take a few bytes at a time, and are interrupted in between
//   FAULT_PAGE    a file of a page of FaultPage (shim.h), which tells what has happened
#include "tests/faults/shim.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>

using lintel::testing::FaultPage;

namespace {

FaultPage own_page;
FaultPage* page = &own_page;
constexpr std::size_t none = std::size(lintel::testing::fault_calls);
std::size_t wanted = none;
unsigned long at = 0;
int error = 0;
int signal_number = 0;
bool goes_on = false;
bool is_short = false;

// A constant, where the name is one.
constexpr std::size_t index_of(std::string_view name) {
  for (std::size_t i = 0; i < none; ++i)
    if (lintel::testing::fault_calls[i] == name) return i;
  return none;
}

unsigned long number_of(const char* name) {
  const char* const text = ::getenv(name);
  return text ? ::strtoul(text, nullptr, 10) : 0;
}

// Before the program's own constructors, some of which allocate.
__attribute__((constructor(101))) void begin() {
  if (const char* const path = ::getenv("FAULT_PAGE")) {
    const int descriptor = ::open(path, O_RDWR | O_CLOEXEC);
    void* const shared =
        ::mmap(nullptr, sizeof(FaultPage), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (shared != MAP_FAILED) page = static_cast<FaultPage*>(shared);
    ::close(descriptor);
  }
  at = number_of("FAULT_AT");
  error = static_cast<int>(number_of("FAULT_ERRNO"));
  signal_number = static_cast<int>(number_of("FAULT_SIGNAL"));
  goes_on = number_of("FAULT_ON") != 0;
  is_short = number_of("FAULT_SHORT") != 0;
  if (const char* const call = ::getenv("FAULT_CALL")) wanted = index_of(call);
  page->is_loaded = 1;
}

// Whether this call of that name is to fail.
bool fails(std::string_view name, int descriptor = -1) {
  const std::size_t call = index_of(name);
  const unsigned long number = ++page->calls[call];
  if (call != wanted || at == 0 || (goes_on ? number < at : number != at)) return false;
  if (page->failed++ == 0) page->descriptor = descriptor;
  if (signal_number != 0) {
    ::kill(::getpid(), signal_number);
    return false;
  }
  errno = error;
  return true;
}

// Every second call of reading and writing, to begin with the first.
bool is_interrupted() {
  static unsigned long calls = 0;
  if (!is_short || ++calls % 2 == 0) return false;
  errno = EINTR;
  return true;
}

// What is taken of so many bytes.
std::size_t share(std::size_t size) {
  constexpr std::size_t few = 97;
  return is_short && size > few ? few : size;
}

template <typename Function>
Function next(Function, const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);

void* malloc(std::size_t size) noexcept {
  if (!fails("memory")) return __libc_malloc(size);
  errno = ENOMEM;
  return nullptr;
}

void* calloc(std::size_t count, std::size_t size) noexcept {
  if (!fails("memory")) return __libc_calloc(count, size);
  errno = ENOMEM;
  return nullptr;
}

void* realloc(void* block, std::size_t size) noexcept {
  if (!fails("memory")) return __libc_realloc(block, size);
  errno = ENOMEM;
  return nullptr;
}

ssize_t read(int descriptor, void* room, std::size_t size) {
  static const auto real = next(&::read, "read");
  if (is_interrupted() || fails("read", descriptor)) return -1;
  return real(descriptor, room, share(size));
}

ssize_t write(int descriptor, const void* bytes, std::size_t size) {
  static const auto real = next(&::write, "write");
  if (is_interrupted() || fails("write", descriptor)) return -1;
  return real(descriptor, bytes, share(size));
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
  static const auto real = next(&::writev, "writev");
  if (is_interrupted() || fails("write", descriptor)) return -1;
  return real(descriptor, parts, count);
}

int fsync(int descriptor) {
  static const auto real = next(&::fsync, "fsync");
  return fails("fsync", descriptor) ? -1 : real(descriptor);
}

int close(int descriptor) {
  static const auto real = next(&::close, "close");
  // As Linux does it: the descriptor is gone all the same.
  const int result = real(descriptor);
  return fails("close", descriptor) ? -1 : result;
}

int rename(const char* from, const char* to) noexcept {
  static const auto real = next(&::rename, "rename");
  return fails("rename") ? -1 : real(from, to);
}

int fchmod(int descriptor, mode_t mode) noexcept {
  static const auto real = next(&::fchmod, "fchmod");
  return fails("fchmod", descriptor) ? -1 : real(descriptor, mode);
}

int mkostemp(char* pattern, int flags) {
  static const auto real = next(&::mkostemp, "mkostemp");
  return fails("create") ? -1 : real(pattern, flags);
}

char* mkdtemp(char* pattern) noexcept {
  static const auto real = next(&::mkdtemp, "mkdtemp");
  return fails("create") ? nullptr : real(pattern);
}

int open(const char* path, int flags, ...) {
  static const auto real = next(&::open, "open");
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return fails((flags & O_CREAT) != 0 ? "create" : "open") ? -1 : real(path, flags, mode);
}

FILE* fopen64(const char* path, const char* mode) {
  static const auto real = next(&::fopen64, "fopen64");
  return fails(*mode == 'r' ? "open" : "create") ? nullptr : real(path, mode);
}

int stat(const char* path, struct stat* status) noexcept {
  static const auto real = next(&::stat, "stat");
  return fails("stat") ? -1 : real(path, status);
}

char* realpath(const char* path, char* room) noexcept {
  static const auto real = next(&::realpath, "realpath");
  return fails("realpath") ? nullptr : real(path, room);
}

int pipe2(int* ends, int flags) noexcept {
  static const auto real = next(&::pipe2, "pipe2");
  return fails("pipe2") ? -1 : real(ends, flags);
}

int socket(int domain, int type, int protocol) noexcept {
  static const auto real = next(&::socket, "socket");
  return fails("socket") ? -1 : real(domain, type, protocol);
}

int accept4(int descriptor, sockaddr* address, socklen_t* size, int flags) {
  static const auto real = next(&::accept4, "accept4");
  return fails("accept4", descriptor) ? -1 : real(descriptor, address, size, flags);
}
}
