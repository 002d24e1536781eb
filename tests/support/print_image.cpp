// SPDX-License-Identifier: Apache-2.0
// A bootstrap as small as can be: prints the image that is linked into it.
#include <cstdint>
#include <cstdio>

namespace {

struct Slot {
  char mark[24];
  std::uint64_t address;
  std::uint64_t size;
};

struct Note {
  std::uint32_t name_bytes;
  std::uint32_t content_bytes;
  std::uint32_t type;
  char name[8];
};

// Volatile: the compiler must not know that nothing in this program sets them.
[[gnu::used]] const volatile Slot slot = {"lintel: linked image v1", 0, 0};
[[gnu::used, gnu::section(".note.lintel")]] const Note note = {7, 0, 1, "Lintel"};

}  // namespace

int main() {
  const auto* image = reinterpret_cast<const char*>(static_cast<std::uintptr_t>(slot.address));
  const auto size = static_cast<std::size_t>(slot.size);
  return size != 0 && std::fwrite(image, 1, size, stdout) == size ? 0 : 1;
}
