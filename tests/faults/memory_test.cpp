// SPDX-License-Identifier: Apache-2.0
// No memory in programs that embed the libraries: what compiler.h and lintel.h say.
#include <sstream>

#include <gtest/gtest.h>

#include "tests/faults/examples.h"

namespace lintel::testing {
namespace {

class Memory : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!has_injection()) GTEST_SKIP() << "a sanitizer allocates in its own way";
  }

  Ended embedded(const std::vector<std::string>& words, unsigned long at = 0) const {
    std::vector<std::string> all = {LINTEL_EMBEDDING};
    all.insert(all.end(), words.begin(), words.end());
    return launch(workshop_.folder(), {all, {"memory", at}});
  }

  Workshop workshop_;
};

// Nothing but the program's own new-handler is called, and it is called at once.
TEST_F(Memory, ThatTheCompilerCannotHaveIsTheProgramsToHandle) {
  const std::vector<std::string> words = {"compile", "x.rules", "tmp/image"};
  const Ended usual = embedded(words);
  ASSERT_EQ(usual.code, 0);
  EXPECT_EQ(workshop_.folder().read("tmp/image"), workshop_.folder().read("x.image"));
  const unsigned long calls = usual.page.calls_of("memory");
  EXPECT_GT(calls, 1000U);
  unsigned long injected = 0;
  for (unsigned long n = 1; n <= calls; n += stride(calls / 40)) {
    const Ended ended = embedded(words, n);
    EXPECT_EQ(ended.code, 7) << "allocation " << n << '\n' << ended.err;
    injected += ended.page.failed;
  }
  count_faults("allocations of the library that fail", injected);
}

// Loading takes none; an evaluator without memory answers with a fault, and others are none the
// worse.
TEST_F(Memory, ThatAnEvaluatorCannotHaveIsAFault) {
  const std::vector<std::string> words = {"evaluate", "x.image", "event.json"};
  const Ended usual = embedded(words);
  ASSERT_EQ(usual.code, 0) << usual.err;
  const std::string answer = usual.out.substr(0, usual.out.find('\n'));
  EXPECT_NE(answer.find("\"autoConfirmUser\":true"), std::string::npos);
  const unsigned long calls = usual.page.calls_of("memory");
  unsigned long faults = 0;
  for (unsigned long n = 1; n <= calls; ++n) {
    const Ended ended = embedded(words, n);
    EXPECT_EQ(ended.code, 0) << "allocation " << n << '\n' << ended.err;
    std::istringstream lines(ended.out);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
      if (line == answer) continue;
      EXPECT_EQ(line, "there is no memory for the evaluator (none)");
      ++faults;
    }
    EXPECT_EQ(count, 2);
  }
  // Two evaluators, each of one block.
  EXPECT_EQ(faults, 2U);
  count_faults("allocations of the runtime that fail", calls);
}

}  // namespace
}  // namespace lintel::testing
