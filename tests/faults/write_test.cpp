// SPDX-License-Identifier: Apache-2.0
// What cannot be written: full disks, limits, streams that are closed or that nobody reads. The
// command says so, ends with 3, and what stood there before still does.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include <gtest/gtest.h>

#include "tests/faults/examples.h"

namespace lintel::testing {
namespace {

struct Refusal {
  const char* call;
  int error;
  std::vector<int> codes;  // that a command may end with, besides its usual one
  bool is_for_long = false;
};

// What cannot be read is 2, or 1 where it stands for something that is wrong in the rules.
const Refusal refusals[] = {
    {"write", ENOSPC, {3}},  {"write", EIO, {3}, true}, {"fsync", EIO, {3}},
    {"rename", ENOSPC, {3}}, {"create", ENOSPC, {3}},   {"create", EACCES, {3}, true},
    {"close", EIO, {3}},     {"fchmod", EPERM, {3}},    {"realpath", EACCES, {2, 3}},
    {"stat", EIO, {2, 3}},   {"open", EMFILE, {1, 2}},  {"open", EACCES, {1, 2}, true},
    {"read", EIO, {1, 2}},   {"pipe2", EMFILE, {1, 3}}, {"socket", EMFILE, {1, 3}},
    {"accept4", EMFILE, {}},
};

class Refusals : public ::testing::TestWithParam<Example> {};

TEST_P(Refusals, OfTheSystemAreTold) {
  if (!has_injection()) GTEST_SKIP() << "a sanitizer has these calls itself";
  const Example& example = GetParam();
  Workshop workshop;
  const Deed& usual = workshop.usual(example);
  unsigned long injected = 0;
  for (const Refusal& refusal : refusals) {
    if (refusal.is_for_long && !is_long_form()) continue;
    for (const bool goes_on : {false, true}) {
      // Who cannot close or accept anything for ever is not waited for.
      if (goes_on && (refusal.codes.empty() || refusal.call == std::string("stat"))) continue;
      const unsigned long calls = usual.ended.page.calls_of(refusal.call);
      for (unsigned long n = 1; n <= calls;
           n += stride(std::max(1UL, calls / (example.is_costly ? 2 : 4)))) {
        Launch conditions;
        conditions.injection = {refusal.call, n, refusal.error};
        conditions.injection.goes_on = goes_on;
        const Deed deed = workshop.carry_out(example, conditions);
        ASSERT_EQ(deed.ended.page.is_loaded, 1U);
        injected += std::min(1UL, deed.ended.page.failed);
        std::string wrong = workshop.objection(example, deed, usual, refusal.codes);
        // Where nothing can be written any more, nothing can be said.
        const bool is_mute = goes_on && refusal.call == std::string("write");
        if (is_mute && wrong == "it says no word") wrong.clear();
        EXPECT_EQ(wrong, "") << shown(example) << ", call " << n << " of " << refusal.call
                             << (goes_on ? " on" : "") << '\n'
                             << deed.ended.out << deed.ended.err;
      }
      if (!is_long_form()) break;
    }
  }
  count_faults("system calls that fail", injected);
}

TEST_P(Refusals, OfAFullDeviceAreTold) {
  const Example& example = GetParam();
  Workshop workshop;
  const Deed& usual = workshop.usual(example);
  if (!usual.ended.out.empty()) {
    Launch conditions;
    conditions.out = "/dev/full";
    const Deed deed = workshop.carry_out(example, conditions);
    EXPECT_EQ(deed.ended.code, 3) << shown(example);
    EXPECT_NE(deed.ended.err.find("cannot write to standard output: No space left on device"),
              std::string::npos)
        << shown(example) << '\n'
        << deed.ended.err;
    EXPECT_EQ(workshop.objection(example, deed, usual, {3}), "") << shown(example);
  }
  if (!usual.ended.err.empty()) {
    Launch conditions;
    conditions.words = {"sh", "-c", "exec \"$@\" 2> /dev/full", "sh"};
    const Deed deed = workshop.carry_out(example, conditions);
    EXPECT_EQ(deed.ended.code, 3) << shown(example);
  }
}

TEST_P(Refusals, OfALostReaderAreQuiet) {
  const Example& example = GetParam();
  Workshop workshop;
  const Deed& usual = workshop.usual(example);
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
  ::close(pipe[0]);
  Launch conditions;
  conditions.out_descriptor = pipe[1];
  const Deed deed = workshop.carry_out(example, conditions);
  ::close(pipe[1]);
  EXPECT_FALSE(deed.ended.has_hung || deed.ended.has_orphans) << shown(example);
  if (usual.ended.out.empty()) {
    EXPECT_EQ(deed.ended.code, usual.ended.code) << shown(example);
    return;
  }
  EXPECT_EQ(deed.ended.code, 3) << shown(example);
  EXPECT_EQ(deed.ended.err.find("lintel: "), std::string::npos) << deed.ended.err;
}

TEST_P(Refusals, OfClosedStreamsHarmNoFile) {
  const Example& example = GetParam();
  Workshop workshop;
  const Deed& usual = workshop.usual(example);
  for (const std::vector<int>& closed : std::vector<std::vector<int>>{{0}, {1}, {2}, {0, 1, 2}}) {
    // Whoever cannot hear a server cannot ask it.
    if (example.command == cli::Command::serve && closed != std::vector{0}) continue;
    Launch conditions;
    conditions.closed = closed;
    const Deed deed = workshop.carry_out(example, conditions);
    const bool is_heard = closed == std::vector{0} || closed == std::vector{1};
    const std::string what = workshop.objection(example, deed, usual, {2, 3});
    if (is_heard || what != "it says no word") {
      EXPECT_EQ(what, "") << shown(example) << ", closed: " << closed.front() << ' '
                          << closed.size() << '\n'
                          << deed.ended.err;
    }
    if (closed.front() == 1 && !usual.ended.out.empty()) {
      EXPECT_EQ(deed.ended.code, 3) << shown(example);
    }
    if (closed == std::vector{2}) {
      EXPECT_EQ(deed.ended.code, usual.ended.code) << shown(example);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EachExample, Refusals, ::testing::ValuesIn(examples()), name_of);

TEST(FileSizeLimit, IsAnErrorAndNoSignal) {
  Workshop workshop;
  for (const Example& example : examples()) {
    if (example.writes != std::vector<std::string>{"made"}) continue;
    const Deed& usual = workshop.usual(example);
    if (usual.written.at("made").size() <= 512) continue;
    Launch conditions;  // of 512 bytes
    conditions.words = {"sh", "-c", "ulimit -f 1; exec \"$@\"", "sh"};
    const Deed deed = workshop.carry_out(example, conditions);
    EXPECT_EQ(deed.ended.code, 3) << shown(example) << '\n' << deed.ended.err;
    EXPECT_NE(deed.ended.err.find("cannot write `made`: File too large"), std::string::npos)
        << deed.ended.err;
    EXPECT_EQ(workshop.objection(example, deed, usual, {3}), "") << shown(example);
  }
}

}  // namespace
}  // namespace lintel::testing
