// SPDX-License-Identifier: Apache-2.0
// How the command line and the bootstraps are linked: their ELF headers say it.
#include <elf.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/security/elf.h"

namespace lintel::security {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
  std::string bytes(fs::file_size(path), '\0');
  std::ifstream(path, std::ios::binary)
      .read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

TEST(Hardening, OfTheCommandLine) {
  const auto found = protections(content(LINTEL_EXECUTABLE));
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->position_independent);
  EXPECT_TRUE(found->relro);
  EXPECT_TRUE(found->bind_now);
  EXPECT_TRUE(found->stack_is_data);
  EXPECT_FALSE(found->writable_code);
  EXPECT_FALSE(found->rpath);
  if (LINTEL_IS_RELEASE) {
    EXPECT_GT(found->canaries, 500U);
  }
}

bool is_bootstrap(const std::string& name) {
  return name.starts_with("bootstrap-x86_64") || name.starts_with("bootstrap-arm64");
}

std::vector<fs::path> bootstraps() {
  std::vector<fs::path> found;
  const fs::path folder = fs::path(LINTEL_EXECUTABLE).parent_path() / "lambda";
  if (!fs::exists(folder)) return found;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file() && is_bootstrap(entry.path().filename())) found.push_back(entry);
  return found;
}

TEST(Hardening, OfTheBootstraps) {
  if (bootstraps().empty()) GTEST_SKIP() << "no bootstrap was built";
  for (const fs::path& path : bootstraps()) {
    SCOPED_TRACE(path.filename().string());
    const auto found = protections(content(path));
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->needs_loader);
    // Images are linked in at fixed addresses, and a start without relocations is the shortest.
    EXPECT_FALSE(found->position_independent);
    EXPECT_TRUE(found->stack_is_data);
    EXPECT_FALSE(found->writable_code);
    const std::string name = path.filename().string();
    // musl does not make RELRO read-only in static programs, so there must be next to nothing that
    // needs it.
    if (name == "bootstrap-x86_64" || name == "bootstrap-arm64") {
      EXPECT_LT(found->writable_tables, 512U);
    } else {
      EXPECT_TRUE(found->relro);
    }
    if (name.starts_with("bootstrap-x86_64")) {
      EXPECT_GT(found->canaries, 20U);
    }
  }
}

// Stripped code of arm64 does not tell; the archive that it was linked from does.
TEST(Hardening, OfTheCodeInTheBootstraps) {
  std::size_t seen = 0;
  const fs::path folder = fs::path(LINTEL_EXECUTABLE).parent_path() / "lambda";
  for (const char* build : {"x86_64-musl", "x86_64-glibc", "arm64-musl", "arm64-glibc"}) {
    const fs::path archive = folder / build / "runtime/lambda/liblintel_lambda.a";
    if (!fs::exists(archive)) continue;
    ++seen;
    EXPECT_NE(content(archive).find("__stack_chk_fail"), std::string::npos) << archive;
  }
  if (seen == 0) GTEST_SKIP() << "no bootstrap was built";
}

// The reader sees each protection go: this file with one thing changed.
class Reader : public ::testing::Test {
 protected:
  // Calls `change` for each program header of the type, and reads what comes out.
  template <typename Change>
  Protections changed(std::uint32_t type, Change change) const {
    std::string file = file_;
    Elf64_Ehdr header;
    std::memcpy(&header, file.data(), sizeof header);
    for (std::size_t i = 0; i < header.e_phnum; ++i) {
      char* const place = file.data() + header.e_phoff + i * sizeof(Elf64_Phdr);
      Elf64_Phdr segment;
      std::memcpy(&segment, place, sizeof segment);
      if (segment.p_type != type) continue;
      change(segment);
      std::memcpy(place, &segment, sizeof segment);
    }
    return protections(file).value_or(Protections{});
  }

  const std::string file_ = content(LINTEL_EXECUTABLE);
};

TEST_F(Reader, SeesWhatIsMissing) {
  EXPECT_FALSE(changed(PT_GNU_STACK, [](auto& segment) { segment.p_flags |= PF_X; }).stack_is_data);
  EXPECT_FALSE(
      changed(PT_GNU_STACK, [](auto& segment) { segment.p_type = PT_NULL; }).stack_is_data);
  EXPECT_FALSE(changed(PT_GNU_RELRO, [](auto& segment) { segment.p_type = PT_NULL; }).relro);
  EXPECT_FALSE(changed(PT_DYNAMIC, [](auto& segment) { segment.p_type = PT_NULL; }).bind_now);
  EXPECT_TRUE(
      changed(PT_LOAD, [](auto& segment) { segment.p_flags |= PF_W | PF_X; }).writable_code);
  std::string fixed = file_;
  fixed[offsetof(Elf64_Ehdr, e_type)] = ET_EXEC;
  EXPECT_FALSE(protections(fixed)->position_independent);
  EXPECT_FALSE(protections("#!/bin/sh\n"));
  EXPECT_FALSE(protections(std::string_view(file_).substr(0, 100)));
}

TEST_F(Reader, CountsCanaries) {
  // mov rax, fs:0x28; sub rdx, fs:0x28; and a move from elsewhere.
  std::string code(
      "\x64\x48\x8b\x04\x25\x28\0\0\0\x64\x48\x2b\x14\x25\x28\0\0\0\x64\x48\x8b\x04\x25\x30\0\0\0",
      27);
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG "\2\1\1", 7);
  header.e_machine = EM_X86_64;
  header.e_phoff = sizeof header;
  header.e_phnum = 1;
  Elf64_Phdr segment{};
  segment.p_type = PT_LOAD;
  segment.p_flags = PF_R | PF_X;
  segment.p_offset = sizeof header + sizeof segment;
  segment.p_filesz = code.size();
  std::string file(reinterpret_cast<const char*>(&header), sizeof header);
  file.append(reinterpret_cast<const char*>(&segment), sizeof segment).append(code);
  EXPECT_EQ(protections(file)->canaries, 2U);
  EXPECT_EQ(describe(*protections(file)), "static, fixed addresses, EXECUTABLE STACK");
}

}  // namespace
}  // namespace lintel::security
