// SPDX-License-Identifier: Apache-2.0
#include "tests/security/elf.h"

#include <elf.h>

#include <cstring>

namespace lintel::security {
namespace {

template <typename T>
std::optional<T> at(std::string_view file, std::size_t offset) {
  if (offset > file.size() || file.size() - offset < sizeof(T)) return {};
  T value;
  std::memcpy(&value, file.data() + offset, sizeof value);
  return value;
}

// mov REG, fs:0x28, whatever the register: where glibc and musl keep the canary on x86-64.
std::size_t canaries(std::string_view code) {
  constexpr std::string_view offset("\x25\x28\0\0\0", 5);
  std::size_t count = 0;
  for (std::size_t i = code.find(offset); i != std::string_view::npos;
       i = code.find(offset, i + 1)) {
    if (i < 4) continue;
    const auto byte = [&](std::size_t back) { return static_cast<unsigned char>(code[i - back]); };
    const bool is_move = byte(2) == 0x8b || byte(2) == 0x2b || byte(2) == 0x33 || byte(2) == 0x3b;
    if (byte(4) == 0x64 && is_move && (byte(1) & 0xc7) == 0x04) ++count;
  }
  return count;
}

void read_dynamic(std::string_view file, const Elf64_Phdr& segment, Protections& found) {
  for (std::size_t offset = 0; offset + sizeof(Elf64_Dyn) <= segment.p_filesz;
       offset += sizeof(Elf64_Dyn)) {
    const auto entry = at<Elf64_Dyn>(file, segment.p_offset + offset);
    if (!entry || entry->d_tag == DT_NULL) return;
    const auto value = entry->d_un.d_val;
    found.bind_now |= entry->d_tag == DT_BIND_NOW ||
                      (entry->d_tag == DT_FLAGS && (value & DF_BIND_NOW) != 0) ||
                      (entry->d_tag == DT_FLAGS_1 && (value & DF_1_NOW) != 0);
    found.rpath |= entry->d_tag == DT_RPATH || entry->d_tag == DT_RUNPATH;
  }
}

}  // namespace

std::optional<Protections> protections(std::string_view file) {
  const auto header = at<Elf64_Ehdr>(file, 0);
  if (!header || !file.starts_with(std::string_view(ELFMAG "\2\1", 6))) return {};
  Protections found;
  found.position_independent = header->e_type == ET_DYN;
  for (std::size_t i = 0; i < header->e_phnum; ++i) {
    const auto segment = at<Elf64_Phdr>(file, header->e_phoff + i * sizeof(Elf64_Phdr));
    if (!segment) return {};
    const bool executable = (segment->p_flags & PF_X) != 0;
    switch (segment->p_type) {
      case PT_INTERP: found.needs_loader = true; break;
      case PT_GNU_STACK: found.stack_is_data = !executable; break;
      case PT_GNU_RELRO:
        found.relro = true;
        found.writable_tables = segment->p_memsz;
        break;
      case PT_DYNAMIC: read_dynamic(file, *segment, found); break;
      case PT_LOAD:
        found.writable_code |= executable && (segment->p_flags & PF_W) != 0;
        if (executable && header->e_machine == EM_X86_64 && segment->p_offset < file.size())
          found.canaries += canaries(file.substr(segment->p_offset, segment->p_filesz));
        break;
      default: break;
    }
  }
  return found;
}

std::string describe(const Protections& found) {
  std::string text = found.needs_loader ? "dynamic" : "static";
  text += found.position_independent ? ", anywhere" : ", fixed addresses";
  if (found.relro) text += found.bind_now ? ", full RELRO" : ", RELRO";
  if (!found.stack_is_data) text += ", EXECUTABLE STACK";
  if (found.writable_code) text += ", WRITABLE CODE";
  if (found.rpath) text += ", RPATH";
  return text;
}

}  // namespace lintel::security
