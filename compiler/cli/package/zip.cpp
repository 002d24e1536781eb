// SPDX-License-Identifier: Apache-2.0
// Zip files, after PKWARE's APPNOTE.TXT: no encryption, no Zip64, one disk.
#include "compiler/cli/package/zip.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <vector>

#include <fmt/format.h>
#include <zlib.h>

namespace lintel::cli {
namespace {

constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::uint32_t central_signature = 0x02014b50;
constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::size_t local_bytes = 30;
constexpr std::size_t central_bytes = 46;
constexpr std::size_t end_bytes = 22;
constexpr std::size_t max_comment_bytes = 0xffff;
constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;
constexpr std::uint16_t encrypted_flag = 1;
constexpr std::uint16_t version_needed = 20;
constexpr std::uint16_t made_on_unix = 3 << 8 | version_needed;
constexpr std::uint16_t first_date = 1 << 5 | 1;  // 1980-01-01
constexpr std::uint32_t executable_file = 0100755u << 16;
constexpr int raw_deflate = -15;  // a window of 32 KiB, no header

template <typename Number>
void put(std::string& out, Number number) {
  for (std::size_t byte = 0; byte < sizeof number; ++byte)
    out += static_cast<char>(number >> (8 * byte) & 0xff);
}

template <typename Number>
Number get(std::string_view from, std::size_t offset) {
  std::uint64_t number = 0;
  for (std::size_t byte = 0; byte < sizeof(Number); ++byte)
    number |= std::uint64_t{static_cast<unsigned char>(from[offset + byte])} << (8 * byte);
  return static_cast<Number>(number);
}

// zlib's interface lacks const.
Bytef* input(std::string_view text) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));  // NOLINT(*-const-cast)
}

std::uint32_t checksum(std::string_view content) {
  return static_cast<std::uint32_t>(
      ::crc32_z(::crc32_z(0, nullptr, 0), input(content), content.size()));
}

// Memory that cannot be had ends the program here as elsewhere, and does not give other bytes.
voidpf take(voidpf, uInt count, uInt size) { return ::operator new (std::size_t{count} * size); }
void give_back(voidpf, voidpf block) { ::operator delete(block); }

z_stream new_stream() {
  z_stream stream{};
  stream.zalloc = take;
  stream.zfree = give_back;
  return stream;
}

// Empty if zlib fails.
std::string deflate_all(std::string_view content) {
  z_stream stream = new_stream();
  if (::deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, raw_deflate, 9, Z_DEFAULT_STRATEGY) !=
      Z_OK)
    return {};
  std::string packed(::deflateBound(&stream, content.size()), '\0');
  stream.next_in = input(content);
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool done = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(done ? stream.total_out : 0);
  ::deflateEnd(&stream);
  return packed;
}

// False unless `packed` is a whole stream of exactly `content.size()` bytes.
bool inflate_all(std::string_view packed, std::string& content) {
  z_stream stream = new_stream();
  if (::inflateInit2(&stream, raw_deflate) != Z_OK) return false;
  Bytef past_the_end = 0;  // an empty content still needs somewhere to write
  stream.next_in = input(packed);
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = content.empty() ? &past_the_end : reinterpret_cast<Bytef*>(content.data());
  stream.avail_out = static_cast<uInt>(content.size());
  const bool done = ::inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0 &&
                    stream.total_out == content.size();
  ::inflateEnd(&stream);
  return done;
}

// What the local header and the central directory say alike.
struct Entry {
  std::uint16_t flags = 0;
  std::uint16_t method = stored;
  std::uint32_t crc = 0;
  std::uint32_t packed_size = 0;
  std::uint32_t size = 0;
  std::uint32_t local_offset = 0;
};

void put_common(std::string& out, const Entry& entry, std::string_view name) {
  put(out, version_needed);
  put(out, entry.flags);
  put(out, entry.method);
  put(out, std::uint16_t{0});  // midnight
  put(out, first_date);
  put(out, entry.crc);
  put(out, entry.packed_size);
  put(out, entry.size);
  put(out, static_cast<std::uint16_t>(name.size()));
  put(out, std::uint16_t{0});  // extra field
}

// The central directory: where it lies and how many entries it says it has.
struct Directory {
  std::string_view bytes;
  std::size_t offset = 0;
  std::size_t count = 0;
};

// The end record stands last, before a comment that may look like anything.
std::optional<std::size_t> find_end(std::string_view zip) {
  if (zip.size() < end_bytes) return {};
  const std::size_t last = zip.size() - end_bytes;
  const std::size_t first = last - std::min(last, max_comment_bytes);
  for (std::size_t at = last + 1; at-- > first;) {
    if (get<std::uint32_t>(zip, at) != end_signature) continue;
    if (at + end_bytes + get<std::uint16_t>(zip, at + 20) == zip.size()) return at;
  }
  return {};
}

std::optional<Directory> find_directory(std::string_view zip, std::string& why) {
  const std::optional<std::size_t> end = find_end(zip);
  if (!end) {
    why = "it is no zip file, or a part of one";
    return {};
  }
  const auto disk = get<std::uint16_t>(zip, *end + 4);
  const auto directory_disk = get<std::uint16_t>(zip, *end + 6);
  const auto count_here = get<std::uint16_t>(zip, *end + 8);
  const auto count = get<std::uint16_t>(zip, *end + 10);
  const auto size = get<std::uint32_t>(zip, *end + 12);
  const auto offset = get<std::uint32_t>(zip, *end + 16);
  if (count == 0xffff || size == 0xffffffff || offset == 0xffffffff) {
    why = "Zip64 is not read";
    return {};
  }
  if (disk != 0 || directory_disk != 0 || count_here != count) {
    why = "it is one of several parts";
    return {};
  }
  if (std::uint64_t{offset} + size > *end) {
    why = "its directory reaches out of the file";
    return {};
  }
  return Directory{zip.substr(offset, size), offset, count};
}

// The only entry of that name.
std::optional<Entry> find_entry(const Directory& directory, std::string_view name,
                                std::string& why) {
  std::optional<Entry> found;
  std::string_view rest = directory.bytes;
  for (std::size_t number = 0; number < directory.count; ++number) {
    if (rest.size() < central_bytes || get<std::uint32_t>(rest, 0) != central_signature) {
      why = fmt::format("entry {} of its directory is damaged", number + 1);
      return {};
    }
    const std::size_t name_size = get<std::uint16_t>(rest, 28);
    const std::size_t whole =
        central_bytes + name_size + get<std::uint16_t>(rest, 30) + get<std::uint16_t>(rest, 32);
    if (rest.size() < whole) {
      why = fmt::format("entry {} of its directory is cut off", number + 1);
      return {};
    }
    if (rest.substr(central_bytes, name_size) == name) {
      if (found) {
        why = fmt::format("it holds `{}` twice", name);
        return {};
      }
      found = Entry{get<std::uint16_t>(rest, 8),  get<std::uint16_t>(rest, 10),
                    get<std::uint32_t>(rest, 16), get<std::uint32_t>(rest, 20),
                    get<std::uint32_t>(rest, 24), get<std::uint32_t>(rest, 42)};
    }
    rest.remove_prefix(whole);
  }
  if (!found) why = fmt::format("it holds no `{}`", name);
  return found;
}

// The packed bytes of an entry, which lie between its local header and the directory.
std::optional<std::string_view> packed_bytes(std::string_view zip, const Directory& directory,
                                             const Entry& entry, std::string_view name,
                                             std::string& why) {
  const std::string_view data = zip.substr(0, directory.offset);
  const std::size_t at = entry.local_offset;
  why = fmt::format("the entry `{}` is damaged", name);
  if (data.size() < local_bytes || at > data.size() - local_bytes ||
      get<std::uint32_t>(data, at) != local_signature)
    return {};
  const std::size_t name_size = get<std::uint16_t>(data, at + 26);
  const std::uint64_t start = at + local_bytes + name_size + get<std::uint16_t>(data, at + 28);
  if (get<std::uint16_t>(data, at + 8) != entry.method || name_size != name.size() ||
      data.substr(at + local_bytes, name_size) != name || start + entry.packed_size > data.size())
    return {};
  why.clear();
  return data.substr(start, entry.packed_size);
}

}  // namespace

std::string executable_zip(std::string_view name, std::string_view content) {
  std::string packed = deflate_all(content);
  Entry entry;
  const bool smaller = !packed.empty() && packed.size() < content.size();
  entry.method = smaller ? deflated : stored;
  if (!smaller) packed = content;
  entry.crc = checksum(content);
  entry.packed_size = static_cast<std::uint32_t>(packed.size());
  entry.size = static_cast<std::uint32_t>(content.size());

  std::string zip;
  put(zip, local_signature);
  put_common(zip, entry, name);
  zip += name;
  zip += packed;
  const auto directory_offset = static_cast<std::uint32_t>(zip.size());
  put(zip, central_signature);
  put(zip, made_on_unix);
  put_common(zip, entry, name);
  put(zip, std::uint16_t{0});  // comment
  put(zip, std::uint16_t{0});  // disk
  put(zip, std::uint16_t{0});  // internal attributes
  put(zip, executable_file);
  put(zip, entry.local_offset);
  zip += name;
  const auto directory_size = static_cast<std::uint32_t>(zip.size() - directory_offset);
  put(zip, end_signature);
  put(zip, std::uint16_t{0});  // this disk
  put(zip, std::uint16_t{0});  // disk of the directory
  put(zip, std::uint16_t{1});  // entries on this disk
  put(zip, std::uint16_t{1});  // entries
  put(zip, directory_size);
  put(zip, directory_offset);
  put(zip, std::uint16_t{0});  // comment
  return zip;
}

std::optional<std::string> read_zip_entry(std::string_view zip, std::string_view name,
                                          std::string& why) {
  const std::optional<Directory> directory = find_directory(zip, why);
  if (!directory) return {};
  const std::optional<Entry> entry = find_entry(*directory, name, why);
  if (!entry) return {};
  if ((entry->flags & encrypted_flag) != 0) {
    why = fmt::format("the entry `{}` is encrypted", name);
    return {};
  }
  if (entry->method != stored && entry->method != deflated) {
    why = fmt::format("the entry `{}` is packed by a method that is not read: {}", name,
                      entry->method);
    return {};
  }
  if (entry->size > max_function_bytes) {
    why = fmt::format("the entry `{}` takes {} bytes; Lambda takes {}", name, entry->size,
                      max_function_bytes);
    return {};
  }
  const auto packed = packed_bytes(zip, *directory, *entry, name, why);
  if (!packed) return {};
  std::string content;
  bool whole = false;
  if (entry->method == stored) {
    content = *packed;
    whole = content.size() == entry->size;
  } else {
    content.resize(entry->size);
    whole = inflate_all(*packed, content);
  }
  if (whole && checksum(content) == entry->crc) return content;
  why = fmt::format("the entry `{}` is damaged", name);
  return {};
}

}  // namespace lintel::cli
