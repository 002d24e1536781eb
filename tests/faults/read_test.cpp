// SPDX-License-Identifier: Apache-2.0
// What cannot be read, or changes while it is read; and several that write one file.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "tests/faults/examples.h"

namespace lintel::testing {
namespace {

bool is_input(const std::string& word) {
  return word == "x.rules" || word == "x.image" || word == "event.json" || word == "function.zip" ||
         word == "repairable.rules" || word == "untidy.rules";
}

class Inputs : public ::testing::TestWithParam<Example> {};

// A folder; a file whose bytes are all unreadable (EIO); none; one that its mode closes, unless
// root reads everything.
TEST_P(Inputs, ThatCannotBeReadAreTold) {
  Workshop workshop;
  const Deed& usual = workshop.usual(GetParam());
  for (std::size_t i = 0; i < GetParam().words.size(); ++i) {
    if (!is_input(GetParam().words[i])) continue;
    for (const char* const path : {"tmp", "/proc/self/mem", "nothing/here"}) {
      Example example = GetParam();
      // A folder of events is what it takes.
      if (example.command == cli::Command::bench && path == std::string("tmp") && i > 1) continue;
      example.words[i] = path;
      const Deed deed = workshop.carry_out(example);
      EXPECT_EQ(deed.ended.code, 2) << shown(example);
      EXPECT_NE(deed.ended.err.find(std::string("lintel: cannot read `") + path + "`: "),
                std::string::npos)
          << shown(example) << '\n'
          << deed.ended.err;
      EXPECT_EQ(workshop.objection(example, deed, usual, {2}), "") << shown(example);
    }
  }
}

TEST_P(Inputs, MayComeInPiecesAndWithInterruptions) {
  if (!has_injection()) GTEST_SKIP() << "a sanitizer has these calls itself";
  const Example& example = GetParam();
  if (example.is_costly && !is_long_form()) GTEST_SKIP() << "takes its time";
  Workshop workshop;
  const Deed& usual = workshop.usual(example);
  Launch conditions;
  conditions.injection.is_short = true;
  const Deed deed = workshop.carry_out(example, conditions);
  // Both together: how often a function writes may depend on when its server ends it.
  const auto calls = [](const Deed& of) {
    return of.ended.page.calls_of("read") + of.ended.page.calls_of("write");
  };
  EXPECT_GE(calls(deed), calls(usual)) << shown(example);
  EXPECT_EQ(deed.ended.code, usual.ended.code) << shown(example) << '\n' << deed.ended.err;
  EXPECT_EQ(workshop.objection(example, deed, usual, {}), "") << shown(example);
}

INSTANTIATE_TEST_SUITE_P(EachExample, Inputs, ::testing::ValuesIn(examples()), name_of);

// Rules come through a pipe, in two parts; then only the first of them.
TEST(Pipes, GiveWhatTheyGive) {
  Workshop workshop;
  const std::string rules = workshop.folder().read("x.rules");
  ASSERT_EQ(::mkfifo(workshop.folder().path("tmp/pipe").c_str(), 0600), 0);
  const Example whole = {cli::Command::compile, {"compile", "tmp/pipe", "-o", "tmp/made"}};
  const auto feed = [&](std::string_view first, std::string_view second) {
    Launch conditions;
    conditions.meanwhile = [&](const Running&) {
      std::ofstream pipe(workshop.folder().path("tmp/pipe"));
      pipe << first << std::flush;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      pipe << second;
    };
    return workshop.carry_out(whole, conditions);
  };
  EXPECT_EQ(feed(rules.substr(0, 50), rules.substr(50)).ended.code, 0);
  const std::string image = workshop.folder().read("tmp/made");
  EXPECT_GT(image.size(), 100U);
  const Deed cut = feed(rules.substr(0, 50), "");
  EXPECT_EQ(cut.ended.code, 1) << cut.ended.err;
  EXPECT_NE(cut.ended.err.find("E0"), std::string::npos) << cut.ended.err;
  EXPECT_EQ(workshop.folder().read("tmp/made"), image);
}

// A pipe that its other owner has told not to wait says EAGAIN, and is waited for all the same.
TEST(Pipes, ThatDoNotWaitAreWaitedFor) {
  Workshop workshop;
  const Example example = {cli::Command::check, {"check", "x.rules", "--dump", "image"}};
  const std::string usual = workshop.carry_out(example).ended.out;
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe2(pipe.data(), O_NONBLOCK | O_CLOEXEC), 0);
  const int least = ::fcntl(pipe[0], F_SETPIPE_SZ, 4096);
  ASSERT_GT(usual.size(), 0U);
  const std::string filler(static_cast<std::size_t>(least), '.');
  ASSERT_EQ(::write(pipe[1], filler.data(), filler.size()), least);
  std::string got;
  Launch conditions;
  conditions.out_descriptor = pipe[1];
  conditions.meanwhile = [&](const Running& running) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::array<char, 512> bytes{};
    for (bool was_last = false; !was_last;) {
      was_last = running.has_ended();
      for (ssize_t n = 0; (n = ::read(pipe[0], bytes.data(), bytes.size())) > 0;)
        got.append(bytes.data(), static_cast<std::size_t>(n));
    }
  };
  const Deed deed = workshop.carry_out(example, conditions);
  EXPECT_EQ(deed.ended.code, 0) << deed.ended.err;
  EXPECT_EQ(got, filler + usual);
  ::close(pipe[0]);
  ::close(pipe[1]);
}

// Somebody writes the rules in place, cuts them off, and puts others there, all the time.
TEST(Files, ThatChangeWhileTheyAreReadAreReadSomehow) {
  Workshop workshop;
  const TemporaryFolder& folder = workshop.folder();
  const std::string rules = folder.read("x.rules");
  std::string many = rules;
  for (int i = 0; i < 300; ++i)
    many += "when userName == \"u" + std::to_string(i) + "\" then autoConfirm\n";
  std::atomic<bool> is_over = false;
  std::thread writer([&] {
    const std::string path = folder.path("x.rules");
    for (unsigned round = 0; !is_over; ++round) {
      std::ofstream(path, std::ios::binary) << (round % 2 == 0 ? many : rules);
      std::filesystem::resize_file(path, round * 7919 % many.size());
      if (round % 5 == 0) folder.write("x.rules", rules);
    }
  });
  const Example check = {cli::Command::check, {"check", "x.rules"}};
  for (int i = 0; i < (is_long_form() ? 1000 : 40); ++i) {
    const Ended ended = workshop.carry_out(check).ended;
    EXPECT_TRUE(ended.code == 0 || ended.code == 1) << ended.code << '\n' << ended.err;
  }
  is_over = true;
  writer.join();
}

// Of two that write one file at a time, one wins, and nothing else is left.
TEST(Files, ThatSeveralWriteAreWhole) {
  Workshop workshop;
  const TemporaryFolder& folder = workshop.folder();
  folder.write("tmp/other.rules", "on PreSignUp\nthen autoConfirm\n");
  std::vector<std::string> images;
  for (const char* const name : {"x.rules", "tmp/other.rules"}) {
    workshop.carry_out({cli::Command::compile, {"compile", name, "-o", "tmp/made"}});
    images.push_back(folder.read("tmp/made"));
  }
  ASSERT_NE(images[0], images[1]);
  const std::vector<std::string> names = names_in(folder);
  for (int i = 0; i < (is_long_form() ? 500 : 12); ++i) {
    std::vector<std::thread> writers;
    for (const char* const name : {"x.rules", "tmp/other.rules", "x.rules", "tmp/other.rules"})
      writers.emplace_back([&folder, name] {
        const Launch one = {{LINTEL_EXECUTABLE, "compile", name, "-o", "tmp/made"}};
        EXPECT_EQ(launch(folder, one).code, 0);
      });
    for (std::thread& writer : writers) writer.join();
    const std::string made = folder.read("tmp/made");
    EXPECT_TRUE(made == images[0] || made == images[1]) << made.size() << " bytes";
    EXPECT_EQ(names_in(folder), names);
  }
}

}  // namespace
}  // namespace lintel::testing
