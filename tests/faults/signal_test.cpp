// SPDX-License-Identifier: Apache-2.0
// Signals that end a command, at each of its system calls: it ends by the signal, and leaves no
// file that is half, no temporary one, and no process.
#include <algorithm>
#include <csignal>

#include <gtest/gtest.h>

#include "tests/faults/examples.h"

namespace lintel::testing {
namespace {

class Signals : public ::testing::TestWithParam<Example> {};

// `serve`, `lsp` and `invoke` heed signals while they serve and wait: commands.def says how they
// end.
std::vector<int> endings(const Example& example, int signal) {
  std::vector<int> codes = {128 + signal};
  if (example.command == cli::Command::serve || example.command == cli::Command::lsp)
    codes.push_back(0);
  // The SIGTERM that usually ends the server may come when another signal has, and nothing is left
  // for it to do but to exit: it heeds none any more.
  if (example.command == cli::Command::serve) codes.push_back(128 + SIGTERM);
  if (example.command == cli::Command::invoke) codes.push_back(1);
  return codes;
}

TEST_P(Signals, LeaveNothingBehind) {
  if (!has_injection()) GTEST_SKIP() << "a sanitizer has these calls itself";
  const Example& example = GetParam();
  Workshop workshop;
  const Deed& usual = workshop.usual(example);
  unsigned long injected = 0;
  int next_signal = 0;
  for (const char* const call :
       {"open", "read", "create", "fchmod", "write", "fsync", "rename", "close", "pipe2"}) {
    const unsigned long calls = usual.ended.page.calls_of(call);
    for (unsigned long n = 1; n <= calls;
         n += stride(std::max(1UL, calls / (example.is_costly ? 2 : 3)))) {
      constexpr int all[] = {SIGINT, SIGTERM, SIGHUP, SIGXCPU};
      for (std::size_t i = 0; i < (is_long_form() ? std::size(all) : 1); ++i) {
        const int signal = all[static_cast<std::size_t>(next_signal++) % std::size(all)];
        Launch conditions;
        conditions.injection = {call, n};
        conditions.injection.signal = signal;
        const Deed deed = workshop.carry_out(example, conditions);
        ASSERT_EQ(deed.ended.page.is_loaded, 1U);
        injected += deed.ended.page.failed;
        std::string wrong = workshop.objection(example, deed, usual, endings(example, signal));
        // It has been ended; nobody has to be told.
        if (wrong == "it says no word") wrong.clear();
        EXPECT_EQ(wrong, "") << shown(example) << ", signal " << signal << " at call " << n
                             << " of " << call << '\n'
                             << deed.ended.err;
        if (!example.is_costly && deed.ended.page.failed != 0) {
          EXPECT_EQ(deed.ended.code, 128 + signal) << shown(example) << ", " << call << ' ' << n;
        }
      }
    }
  }
  EXPECT_GT(injected, 0U);
  count_faults("signals", injected);
}

INSTANTIATE_TEST_SUITE_P(EachExample, Signals, ::testing::ValuesIn(examples()), name_of);

// While a function hangs.
class Functions : public ::testing::TestWithParam<int> {};

TEST_P(Functions, EndWithTheCommand) {
  Workshop workshop;
  const Example invoke = {
      cli::Command::invoke,
      {"invoke", "function.zip", "--ndjson", "--env", "FAKE=hang", "--timeout", "60000"},
      {},
      "{\"n\":1}\n{\"n\":2}\n"};
  Launch conditions;
  conditions.meanwhile = [](const Running& running) {
    EXPECT_TRUE(running.says("{\"n\":1}"));
    running.signal(GetParam());
  };
  const Deed deed = workshop.carry_out(invoke, conditions);
  EXPECT_FALSE(deed.ended.has_hung || deed.ended.has_orphans);
  EXPECT_TRUE(deed.ended.code == 1 || deed.ended.code == 128 + GetParam()) << deed.ended.code;
  EXPECT_EQ(workshop.objection(invoke, deed, deed, {}), "");
}

INSTANTIATE_TEST_SUITE_P(EachSignal, Functions,
                         ::testing::Values(SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU));

// Nothing can be done about SIGKILL, but the function sees that its Runtime API is gone.
TEST(Functions, EndByThemselvesIfTheCommandIsKilled) {
  Workshop workshop;
  const Example invoke = {
      cli::Command::invoke, {"invoke", LINTEL_FAKE_FUNCTION, "--ndjson"}, {}, "{\"n\":1}\n"};
  Launch conditions;
  conditions.meanwhile = [](const Running& running) { running.signal(SIGKILL); };
  const Deed deed = workshop.carry_out(invoke, conditions);
  EXPECT_FALSE(deed.ended.has_hung || deed.ended.has_orphans);
}

}  // namespace
}  // namespace lintel::testing
