// SPDX-License-Identifier: Apache-2.0
// Links an image into an ELF executable.
#include "compiler/cli/package/linked_image.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include <fmt/format.h>

namespace lintel::cli {
namespace {

constexpr std::string_view mark("lintel: linked image v1\0", 24);
constexpr std::size_t slot_bytes = mark.size() + 2 * sizeof(std::uint64_t);

// The largest page of either architecture; addresses and places in the file agree modulo it.
constexpr std::uint64_t page = 0x10000;
// Where the image starts in the file: a multiple of the smallest page.
constexpr std::uint64_t file_page = 0x1000;
// What a process of either architecture may use without asking for more.
constexpr std::uint64_t highest_address = std::uint64_t{1} << 46;

struct FileHeader {
  unsigned char ident[16];
  std::uint16_t type;
  std::uint16_t machine;
  std::uint32_t version;
  std::uint64_t entry;
  std::uint64_t program_headers;
  std::uint64_t section_headers;
  std::uint32_t flags;
  std::uint16_t header_bytes;
  std::uint16_t program_header_bytes;
  std::uint16_t program_header_count;
  std::uint16_t section_header_bytes;
  std::uint16_t section_header_count;
  std::uint16_t section_names;
};
static_assert(sizeof(FileHeader) == 64);

struct ProgramHeader {
  std::uint32_t type;
  std::uint32_t flags;
  std::uint64_t offset;
  std::uint64_t address;
  std::uint64_t physical_address;
  std::uint64_t file_bytes;
  std::uint64_t memory_bytes;
  std::uint64_t alignment;
};
static_assert(sizeof(ProgramHeader) == 56);

constexpr std::string_view elf64_little_endian("\177ELF\2\1\1", 7);
constexpr std::uint16_t fixed_addresses = 2;  // ET_EXEC
constexpr std::uint32_t load = 1;             // PT_LOAD
constexpr std::uint32_t dynamic = 2;          // PT_DYNAMIC
constexpr std::uint32_t interpreter = 3;      // PT_INTERP
constexpr std::uint32_t note = 4;             // PT_NOTE
constexpr std::uint32_t readable = 4;         // PF_R

std::uint16_t machine(Architecture architecture) {
  return architecture == Architecture::arm64 ? 183 : 62;
}

std::string_view name_of(std::uint16_t machine) {
  switch (machine) {
    case 62: return "x86_64";
    case 183: return "arm64";
    default: return "another machine";
  }
}

std::uint64_t rounded_up(std::uint64_t number, std::uint64_t to) {
  return (number + to - 1) / to * to;
}

// What is wrong with the file header; empty if nothing is.
std::string objection(std::string_view file, const FileHeader& header, Architecture architecture) {
  if (!file.starts_with(elf64_little_endian)) return "is no executable for Linux of 64 bits";
  if (header.machine != machine(architecture))
    return fmt::format("is for {}, not for {}", name_of(header.machine),
                       name_of(machine(architecture)));
  if (header.type != fixed_addresses)
    return "is no executable at fixed addresses; link it with -static -no-pie";
  const std::uint64_t table = std::uint64_t{header.program_header_count} * sizeof(ProgramHeader);
  if (header.program_header_bytes != sizeof(ProgramHeader) ||
      header.program_headers > file.size() || table > file.size() - header.program_headers)
    return "is damaged: its program headers reach out of the file";
  return {};
}

// What is wrong with the program headers; empty if nothing is.
std::string objection(std::string_view file, const std::vector<ProgramHeader>& headers) {
  std::uint64_t end = 0;  // of the segments so far
  bool has_note = false;
  for (const ProgramHeader& header : headers) {
    if (header.type == dynamic || header.type == interpreter)
      return "needs shared libraries; link it with -static -no-pie";
    has_note |= header.type == note;
    if (header.type != load) continue;
    if (header.offset > file.size() || header.file_bytes > file.size() - header.offset)
      return "is damaged: a segment reaches out of the file";
    if (header.memory_bytes < header.file_bytes || header.address < end ||
        header.address > highest_address || header.memory_bytes > highest_address)
      return "is damaged: its segments overlap";
    end = header.address + header.memory_bytes;
  }
  if (end == 0) return "is damaged: it has no segments";
  if (!has_note) return "has no spare program header: a PT_NOTE";
  return {};
}

// Where the slot starts. Nothing, with `why`, if there is no empty one.
std::optional<std::size_t> find_slot(std::string_view file,
                                     const std::vector<ProgramHeader>& headers, std::string& why) {
  const std::size_t at = file.find(mark);
  if (at == std::string_view::npos) {
    why = "is no bootstrap of Lintel: it has no place for an image";
    return {};
  }
  if (file.find(mark, at + 1) != std::string_view::npos) {
    why = "has more than one place for an image";
    return {};
  }
  const bool loaded = std::any_of(headers.begin(), headers.end(), [&](const ProgramHeader& header) {
    return header.type == load && at >= header.offset && at - header.offset < header.file_bytes &&
           header.file_bytes - (at - header.offset) >= slot_bytes;
  });
  if (!loaded) {
    why = "is damaged: the place for an image is not loaded";
    return {};
  }
  const std::string_view filled = file.substr(at + mark.size(), slot_bytes - mark.size());
  if (filled.find_first_not_of('\0') != std::string_view::npos) {
    why = "holds an image already";
    return {};
  }
  return at;
}

// The note goes, and the new segment follows those that are there: in the order of addresses.
void exchange_note(std::vector<ProgramHeader>& headers, const ProgramHeader& segment) {
  const auto is = [](std::uint32_t type) {
    return [type](const ProgramHeader& header) { return header.type == type; };
  };
  headers.erase(std::find_if(headers.rbegin(), headers.rend(), is(note)).base() - 1);
  headers.insert(std::find_if(headers.rbegin(), headers.rend(), is(load)).base(), segment);
}

}  // namespace

std::optional<std::string> link_image(std::string_view bootstrap, std::span<const std::byte> image,
                                      Architecture architecture, std::string& why) {
  FileHeader header{};
  if (bootstrap.size() >= sizeof header) std::memcpy(&header, bootstrap.data(), sizeof header);
  why = objection(bootstrap, header, architecture);
  if (!why.empty()) return {};
  std::vector<ProgramHeader> headers(header.program_header_count);
  if (!headers.empty())
    std::memcpy(headers.data(), bootstrap.data() + header.program_headers,
                headers.size() * sizeof(ProgramHeader));
  why = objection(bootstrap, headers);
  if (!why.empty()) return {};
  const std::optional<std::size_t> slot = find_slot(bootstrap, headers, why);
  if (!slot) return {};

  std::uint64_t end = 0;
  for (const ProgramHeader& segment : headers)
    if (segment.type == load) end = segment.address + segment.memory_bytes;
  const std::uint64_t offset = rounded_up(bootstrap.size(), file_page);
  const std::uint64_t address = rounded_up(end, page) + offset % page;
  const std::uint64_t size = image.size();
  exchange_note(headers, {load, readable, offset, address, address, size, size, page});

  std::string linked(bootstrap);
  linked.resize(offset);
  linked.append(reinterpret_cast<const char*>(image.data()), image.size());
  std::memcpy(linked.data() + header.program_headers, headers.data(),
              headers.size() * sizeof(ProgramHeader));
  std::memcpy(linked.data() + *slot + mark.size(), &address, sizeof address);
  std::memcpy(linked.data() + *slot + mark.size() + sizeof address, &size, sizeof size);
  return linked;
}

}  // namespace lintel::cli
