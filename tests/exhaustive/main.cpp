// SPDX-License-Identifier: Apache-2.0
// The command line of the exhaustive tests:
//
//   exhaustive_test [--everything] [what GoogleTest knows]
#include <iostream>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/exhaustive/scale.h"

namespace lintel::exhaustive {
namespace {

bool takes_everything = false;
std::uint64_t all_cases = 0;

}  // namespace

bool everything() { return takes_everything; }

void checked(std::string_view what, std::uint64_t cases) {
  all_cases += cases;
  std::cout << what << ": " << cases << " cases" << std::endl;
}

}  // namespace lintel::exhaustive

int main(int argument_count, char** arguments) {
  using namespace lintel::exhaustive;
  testing::InitGoogleTest(&argument_count, arguments);
  for (int i = 1; i < argument_count; ++i) {
    if (std::string_view(arguments[i]) != "--everything") {
      std::cerr << "usage: " << arguments[0] << " [--everything]\n";
      return 2;
    }
    takes_everything = true;
  }
  const int code = RUN_ALL_TESTS();
  std::cout << "long: " << all_cases << " cases; " << (code == 0 ? "no difference" : "DIFFERENCES")
            << std::endl;
  return code;
}
