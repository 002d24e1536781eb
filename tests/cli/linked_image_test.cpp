// SPDX-License-Identifier: Apache-2.0
// Executables with an image linked in run and find it; whatever is no bootstrap is refused.
#include "compiler/cli/package/linked_image.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <unistd.h>

namespace lintel::testing {
namespace {

using cli::Architecture;
using cli::link_image;

#ifdef __aarch64__
constexpr auto native = Architecture::arm64;
#else
constexpr auto native = Architecture::x86_64;
#endif
constexpr auto foreign = native == Architecture::arm64 ? Architecture::x86_64 : Architecture::arm64;

constexpr std::size_t program_headers = 64;  // where they start in what linkers make

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

const std::string& bootstrap() {
  static const std::string file = read(LINTEL_PRINT_IMAGE);
  return file;
}

std::span<const std::byte> bytes(std::string_view text) {
  return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

std::string why_not(std::string_view file, Architecture architecture = native) {
  std::string why;
  const auto linked = link_image(file, bytes("image"), architecture, why);
  EXPECT_EQ(linked.has_value(), why.empty());
  return why;
}

std::string with(std::size_t place, std::string_view bytes) {
  return std::string(bootstrap()).replace(place, bytes.size(), bytes);
}

// What `command EXECUTABLE` prints.
std::string printed(const std::string& command, const std::string& executable) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("lintel-linked-image-" + std::to_string(::getpid()));
  std::ofstream(path, std::ios::binary) << executable;
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  const std::string line = command + " " + path.string();
  std::string text;
  if (FILE* pipe = ::popen(line.c_str(), "r")) {
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
    EXPECT_EQ(::pclose(pipe), 0);
  }
  std::filesystem::remove(path);
  return text;
}

std::string linked(const std::string& file, std::string_view image, Architecture architecture) {
  std::string why;
  const auto result = link_image(file, bytes(image), architecture, why);
  EXPECT_EQ(why, "");
  return result.value_or("");
}

std::string long_image() {
  std::string image;
  for (int number = 0; image.size() < 200'000; ++number) image += std::to_string(number) + '\n';
  return image;
}

TEST(LinkedImage, TheExecutableFindsIt) {
  EXPECT_EQ(printed("", linked(bootstrap(), "a short one", native)), "a short one");
  EXPECT_EQ(printed("", linked(bootstrap(), long_image(), native)), long_image());
}

TEST(LinkedImage, OtherArchitecturesAreLinkedAlike) {
#ifdef LINTEL_PRINT_IMAGE_FOREIGN
  const std::string executable = linked(read(LINTEL_PRINT_IMAGE_FOREIGN), long_image(), foreign);
  EXPECT_EQ(printed(LINTEL_EMULATOR, executable), long_image());
#else
  // Nothing could run what is linked; tests/run installs both.
  GTEST_SKIP() << "there is no cross compiler or no emulator";
#endif
}

TEST(LinkedImage, TheSameInputGivesTheSameBytes) {
  EXPECT_EQ(linked(bootstrap(), "image", native), linked(bootstrap(), "image", native));
}

TEST(LinkedImage, ASecondImageIsRefused) {
  EXPECT_EQ(why_not(linked(bootstrap(), "image", native)), "holds an image already");
}

TEST(LinkedImage, WhatIsNoExecutableIsRefused) {
  const std::string told = "is no executable for Linux of 64 bits";
  EXPECT_EQ(why_not(""), told);
  EXPECT_EQ(why_not("#!/bin/sh\nexec sleep 1\n"), told);
  EXPECT_EQ(why_not(with(4, "\1")), told);  // 32 bits
  EXPECT_EQ(why_not(with(5, "\2")), told);  // big-endian
}

TEST(LinkedImage, AnotherArchitectureIsRefused) {
  const std::string told = native == Architecture::x86_64 ? "is for x86_64, not for arm64"
                                                          : "is for arm64, not for x86_64";
  EXPECT_EQ(why_not(bootstrap(), foreign), told);
  EXPECT_TRUE(why_not(with(18, "\3")).starts_with("is for another machine, not for"));
}

TEST(LinkedImage, WhatNeedsALoaderIsRefused) {
  EXPECT_EQ(why_not(with(16, "\3")),
            "is no executable at fixed addresses; link it with -static -no-pie");
  for (const char* kind : {"\2", "\3"})
    EXPECT_EQ(why_not(with(program_headers, kind)),
              "needs shared libraries; link it with -static -no-pie");
}

TEST(LinkedImage, AnExecutableWithoutASlotIsRefused) {
  const std::size_t at = bootstrap().find("lintel: linked image v1");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(why_not(with(at, "L")), "is no bootstrap of Lintel: it has no place for an image");
  std::string twice = bootstrap();
  twice += bootstrap().substr(at, 24);
  EXPECT_EQ(why_not(twice), "has more than one place for an image");
  std::string outside = with(at, "L");
  outside += bootstrap().substr(at, 40);
  EXPECT_EQ(why_not(outside), "is damaged: the place for an image is not loaded");
  // The last byte of the place lies behind its segment.
  for (std::size_t header = program_headers;; header += 56) {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::memcpy(&offset, bootstrap().data() + header + 8, sizeof offset);
    std::memcpy(&size, bootstrap().data() + header + 32, sizeof size);
    if (bootstrap()[header] != 1 || at < offset || at >= offset + size) continue;
    size = at + 39 - offset;
    const std::string cut(reinterpret_cast<const char*>(&size), sizeof size);
    EXPECT_EQ(why_not(with(header + 32, cut)), "is damaged: the place for an image is not loaded");
    break;
  }
}

TEST(LinkedImage, AnExecutableWithoutASpareHeaderIsRefused) {
  std::string without = bootstrap();
  const auto count = static_cast<unsigned char>(without[56]);
  for (std::size_t number = 0; number < count; ++number)
    if (without[program_headers + 56 * number] == 4) without[program_headers + 56 * number] = 0;
  EXPECT_EQ(why_not(without), "has no spare program header: a PT_NOTE");
}

TEST(LinkedImage, DamageIsTold) {
  EXPECT_EQ(why_not(with(56, std::string(2, '\0'))), "is damaged: it has no segments");
  EXPECT_EQ(why_not(with(54, "\1")), "is damaged: its program headers reach out of the file");
  EXPECT_EQ(why_not(with(32, "\xff\xff\xff\xff\xff\xff\xff\xff")),
            "is damaged: its program headers reach out of the file");
  EXPECT_EQ(why_not(bootstrap().substr(0, bootstrap().size() / 4)),
            "is damaged: a segment reaches out of the file");
  EXPECT_EQ(why_not(with(program_headers + 16, "\xff\xff\xff\xff\xff\xff\xff\x7f")),
            "is damaged: its segments overlap");
}

TEST(LinkedImage, NoTruncationAndNoChangeOfAHeaderCrashes) {
  const std::size_t headers = program_headers + std::size_t{56} * 12;
  std::string why;
  for (std::size_t at = 0; at < headers; ++at) {
    EXPECT_FALSE(link_image(bootstrap().substr(0, at), bytes("image"), native, why));
    for (const int bits : {1, 0x40, 0x80, 0xff}) {
      std::string changed = bootstrap();
      changed[at] = static_cast<char>(changed[at] ^ bits);
      const auto result = link_image(changed, bytes("image"), native, why);
      EXPECT_EQ(result.has_value(), why.empty());
    }
  }
}

}  // namespace
}  // namespace lintel::testing
