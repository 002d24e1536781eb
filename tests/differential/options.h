// SPDX-License-Identifier: Apache-2.0
// The command line of the tests that compare random cases: where to start, and how many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include <gtest/gtest.h>

namespace lintel::differential {

// Reads --seed=FIRST and --count=N into the variables, beside what GoogleTest knows, and runs the
// tests. The exit code; 2 after a word that nobody knows. `cases` is what N counts, for the usage.
template <typename Seed, typename Count>
int run_tests(int argument_count, char** arguments, std::string_view cases, Seed& first_seed,
              Count& count) {
  testing::InitGoogleTest(&argument_count, arguments);
  for (int i = 1; i < argument_count; ++i) {
    const std::string_view argument = arguments[i];
    const std::size_t equals = argument.find('=');
    const bool has_number = equals != std::string_view::npos && equals + 1 < argument.size();
    const std::uint64_t number =
        has_number ? std::strtoull(arguments[i] + equals + 1, nullptr, 10) : 0;
    if (has_number && argument.starts_with("--seed=")) {
      first_seed = number;
    } else if (has_number && argument.starts_with("--count=")) {
      count = number;
    } else {
      std::cerr << "usage: " << arguments[0] << " [--seed=FIRST] [--count=" << cases << "]\n";
      return 2;
    }
  }
  return RUN_ALL_TESTS();
}

}  // namespace lintel::differential
