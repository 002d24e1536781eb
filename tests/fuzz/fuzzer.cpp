// SPDX-License-Identifier: Apache-2.0
// One target (LINTEL_FUZZ_NAME) as a program of libFuzzer.
//
//   fuzz_NAME --seeds FOLDER      writes the seeds there, a file each
//   fuzz_NAME --dictionary FILE   writes the words of rules, as libFuzzer wants them
//   fuzz_NAME ...                 libFuzzer's own words
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "tests/fuzz/law.h"
#include "tests/fuzz/targets.h"
#include "tests/fuzz/vocabulary.h"

#define LINTEL_JOIN(a, b) a##b
#define LINTEL_TARGET_OF(name) LINTEL_JOIN(name, _target)

extern "C" {
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);
int LLVMFuzzerInitialize(int* argument_count, char*** arguments);
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned seed);
}

namespace lintel::fuzz {
namespace {

const Target target = LINTEL_TARGET_OF(LINTEL_FUZZ_NAME)();

bool write_file(const std::filesystem::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  return file.good();
}

int write_seeds(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  Seeds seeds = target.seeds();
  for (std::string& kept : kept_inputs(target.name)) seeds.push_back(std::move(kept));
  std::size_t number = 0;
  for (const std::string& seed : seeds)
    if (seed.size() <= target.most_bytes && !write_file(folder / std::to_string(number++), seed))
      return 2;
  return 0;
}

std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace
}  // namespace lintel::fuzz

int LLVMFuzzerInitialize(int* argument_count, char*** arguments) {
  if (*argument_count != 3) return 0;
  const std::string_view option = (*arguments)[1];
  const char* const path = (*arguments)[2];
  if (option == "--seeds") std::exit(lintel::fuzz::write_seeds(path));
  if (option == "--dictionary")
    std::exit(lintel::fuzz::write_file(path, lintel::fuzz::dictionary()) ? 0 : 2);
  return 0;
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    lintel::fuzz::target.law(lintel::fuzz::text_of(data, size));
  } catch (const lintel::fuzz::Broken& broken) {
    std::cerr << "\nlaw of " << lintel::fuzz::target.name << " broken: " << broken.what() << '\n';
    std::abort();
  }
  return 0;
}

// Half of the inputs come from what is known of their structure.
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned seed) {
  lintel::generator::Dice dice(seed);
  if (dice.one_in(2)) return LLVMFuzzerMutate(data, size, max_size);
  const std::string made = lintel::fuzz::target.mutate(lintel::fuzz::text_of(data, size), dice);
  const std::size_t taken = std::min(made.size(), max_size);
  std::memcpy(data, made.data(), taken);
  return taken;
}
