// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/linked_image.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>

#include "runtime/lambda/variables.h"

namespace lintel::lambda {
namespace {

// volatile: its content is another one once the image is linked in.
[[gnu::used]] const volatile ImageSlot slot = {"lintel: linked image v1", 0, 0};

// A note (ELF): type 1 of the owner "lintel", without a description. Its program header is the
// spare one that becomes the segment of the image.
struct Note {
  std::uint32_t name_size;
  std::uint32_t description_size;
  std::uint32_t type;
  char name[8];
};
[[gnu::used, gnu::section(".note.lintel"), gnu::aligned(4)]] const Note note_for_image = {7, 0, 1,
                                                                                          "lintel"};

}  // namespace

// Of an image that CMake has linked as data.
extern "C" {
[[gnu::weak]] extern const std::byte lintel_image_begin[];
[[gnu::weak]] extern const std::byte lintel_image_end[];
}

namespace {

FoundImage map_file(const char* path) {
  FoundImage found;
  found.origin = path;
  const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  struct stat facts {};
  if (descriptor < 0 || fstat(descriptor, &facts) != 0) {
    found.error = errno;
    if (descriptor >= 0) close(descriptor);
    return found;
  }
  const auto size = static_cast<std::size_t>(facts.st_size);
  void* const bytes =
      size == 0 ? MAP_FAILED : mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (bytes == MAP_FAILED) {
    found.error = size == 0 ? ENODATA : errno;
  } else {
    found.bytes = {static_cast<const std::byte*>(bytes), size};
  }
  close(descriptor);
  return found;
}

// The path of rules.image in the folder of this executable.
const char* path_beside() {
  constexpr std::string_view name = "rules.image";
  static char path[PATH_MAX + name.size() + 1];
  const ssize_t count = readlink("/proc/self/exe", path, PATH_MAX);
  auto folder = static_cast<std::size_t>(count > 0 ? count : 0);
  while (folder > 0 && path[folder - 1] != '/') --folder;
  std::memcpy(path + folder, name.data(), name.size());
  path[folder + name.size()] = '\0';
  return path;
}

}  // namespace

FoundImage find_image() {
  if (slot.size != 0) {
    const auto* const address =
        reinterpret_cast<const std::byte*>(slot.address);  // NOLINT: by lintel package
    return {{address, static_cast<std::size_t>(slot.size)}, "the image linked in"};
  }
  if (lintel_image_begin != nullptr) {
    const auto size = static_cast<std::size_t>(lintel_image_end - lintel_image_begin);
    return {{lintel_image_begin, size}, "the image linked in"};
  }
  const std::string_view path = variable("LINTEL_IMAGE");
  return map_file(path.empty() ? path_beside() : path.data());
}

}  // namespace lintel::lambda
