// SPDX-License-Identifier: Apache-2.0
// No memory, at each allocation of each command: the command says so, ends with 3, and leaves
// nothing behind.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/faults/examples.h"

namespace lintel::testing {
namespace {

// Whether a command could do without the memory, or told that it could not.
std::string verdict(const Workshop& workshop, const Example& example, const Deed& deed,
                    const Deed& usual) {
  // What a function sends goes into a buffer of the runtime. Without room it is refused, and ends.
  const bool has_function = example.command == cli::Command::invoke;
  std::string wrong =
      workshop.objection(example, deed, usual, has_function ? std::vector{1, 3} : std::vector{3});
  if (has_function && deed.ended.code == 1) return wrong;
  if (wrong.empty() && deed.ended.code != usual.ended.code &&
      deed.ended.err.find("memory") == std::string::npos)
    wrong = "it does not say that memory is wanting";
  return wrong;
}

class Allocations : public ::testing::TestWithParam<Example> {};

TEST_P(Allocations, ThatFailAreTold) {
  if (!has_injection()) GTEST_SKIP() << "a sanitizer allocates in its own way";
  const Example& example = GetParam();
  Workshop workshop;
  const Deed& usual = workshop.usual(example);
  unsigned long injected = 0;
  int wrong = 0;
  const unsigned long calls = usual.ended.page.calls_of("memory");
  for (unsigned long n = 1; n <= calls; n += stride(std::max(3UL, calls / 10))) {
    Launch conditions;
    conditions.injection = {"memory", n};
    const Deed deed = workshop.carry_out(example, conditions);
    ASSERT_EQ(deed.ended.page.is_loaded, 1U);
    injected += deed.ended.page.failed;
    const std::string what = verdict(workshop, example, deed, usual);
    EXPECT_EQ(what, "") << shown(example) << ", allocation " << n << '\n' << deed.ended.err;
    if (!what.empty() && ++wrong == 5) break;
  }
  EXPECT_GT(injected, 1U);
  count_faults("allocations that fail", injected);
}

INSTANTIATE_TEST_SUITE_P(EachExample, Allocations, ::testing::ValuesIn(examples()), name_of);

}  // namespace
}  // namespace lintel::testing
