// SPDX-License-Identifier: Apache-2.0
// lintel invoke and lintel serve in a world in memory, with functions of this machine.
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/cli/local/function_file.h"
#include "compiler/cli/local/invoke_report.h"
#include "compiler/cli/package/zip.h"
#include "compiler/cli/posix.h"
#include "tests/support/child_process.h"
#include "tests/support/fake_world.h"

namespace lintel::testing {
namespace {

using cli::ExitCode;
using cli::FunctionFile;

// What is run is the file of that name on disk.
constexpr const char* function = LINTEL_FAKE_FUNCTION;

class InvokeCorners : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.files.content[function] = "#!";
    world_.files.content["event.json"] = "{}";
    world_.files.content["events"] = "{\"n\":1}\n{\"n\":2}\n";
  }

  ExitCode invoke(const std::vector<std::string_view>& more) {
    std::vector<std::string_view> words = {"invoke", function};
    words.insert(words.end(), more.begin(), more.end());
    world_.out.text.clear();
    world_.err.text.clear();
    return world_.carry_out(words);
  }

  FakeWorld world_;
};

TEST_F(InvokeCorners, EventsComeFromAFileOrFromStandardInput) {
  EXPECT_EQ(invoke({"--ndjson", "--event", "events", "--env", "FAKE=answer"}), ExitCode::ok);
  EXPECT_EQ(world_.out.text, "{\"n\":1}\n{\"n\":2}\n");
  world_.in.text = "{\"n\":3}\n";
  EXPECT_EQ(invoke({"--ndjson", "--event", "-", "--env", "FAKE=answer"}), ExitCode::ok);
  EXPECT_EQ(world_.out.text, "{\"n\":3}\n");
}

TEST_F(InvokeCorners, EventsThatCannotBeReadToTheEndAreTold) {
  FakeWorld world;
  world.files.content[function] = "#!";
  world.in = FakeInput("{\"n\":1}\n", "bad sector");
  EXPECT_EQ(world.carry_out({"invoke", function, "--ndjson", "--env", "FAKE=answer"}),
            ExitCode::usage);
  EXPECT_EQ(world.err.text, "lintel: cannot read events: bad sector\n");
}

TEST_F(InvokeCorners, WithoutAnOutputNoEventIsHandedOver) {
  world_.out.failure = "Broken pipe";
  for (const char* events : {"--ndjson", "--repeat=2"}) {
    EXPECT_EQ(invoke({"--event", "event.json", events, "--env", "FAKE=answer"}),
              ExitCode::internal);
    EXPECT_TRUE(world_.err.text.starts_with("events      0: ")) << world_.err.text;
  }
}

TEST_F(InvokeCorners, WhatIsNoNumberIsTold) {
  for (const std::string_view wrong : {"x", "5x", "0", "99999999999999999999"}) {
    EXPECT_EQ(invoke({"--event", "event.json", "--repeat", wrong}), ExitCode::usage);
    EXPECT_EQ(world_.err.text,
              "lintel: `--repeat` is a number from 1 on, not `" + std::string(wrong) + "`\n");
  }
  for (const std::string_view wrong : {"x", "5x", "0", "86400001"}) {
    EXPECT_EQ(invoke({"--event", "event.json", "--timeout", wrong}), ExitCode::usage);
    EXPECT_EQ(world_.err.text,
              "lintel: `--timeout` is a number of milliseconds from 1 to 86400000, not `" +
                  std::string(wrong) + "`\n");
  }
}

TEST_F(InvokeCorners, ASignalEndsTheWaitForAnEvent) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  ASSERT_EQ(::write(pipe[1], "{}\n", 3), 3);
  cli::DescriptorInput input(pipe[0], true);
  cli::Environment environment{input, world_.out, world_.err, world_.files, false, &world_.host};
  EXPECT_EQ(cli::carry_out(std::vector<std::string_view>{"invoke", function, "--ndjson", "--env",
                                                         "FAKE=asks for the end"},
                           environment),
            ExitCode::errors);
  EXPECT_EQ(world_.out.text, "{}\n");
  ::close(pipe[1]);
}

TEST_F(InvokeCorners, AServerWhoseOutputIsLostEnds) {
  world_.files.content["x.rules"] = "on PreSignUp\nthen autoConfirm\n";
  world_.out.failure = "No space left on device";
  EXPECT_EQ(world_.carry_out({"serve", "x.rules", "--port", "0"}), ExitCode::internal);
  EXPECT_EQ(world_.err.text, "lintel: cannot write to standard output: No space left on device\n");
}

TEST(InvokeReport, OfNothingSaysSo) {
  cli::InvokeReport report;
  EXPECT_EQ(report.text({}), "events      0: 0 answered, 0 errors, 0 without an answer\n");
  EXPECT_EQ(report.json({}),
            R"({"events":0,"answered":0,"errors":0,"withoutAnswer":0,"starts":0,)"
            R"("coldStartMicroseconds":null,"latencyMicroseconds":null,"peakMemoryBytes":null})"
            "\n");
}

// A function's file, of which only the first bytes matter.
class FunctionFiles : public ::testing::Test {
 protected:
  std::optional<FunctionFile> open(const std::string& path, const std::string& content) {
    world_.files.content[path] = content;
    world_.err.text.clear();
    return FunctionFile::open(path, environment_, code_);
  }

  std::string refusal(const std::string& content) {
    EXPECT_FALSE(open(function, content));
    const std::string name = "lintel: `" + std::string(function) + "` ";
    EXPECT_TRUE(world_.err.text.starts_with(name)) << world_.err.text;
    return world_.err.text.substr(std::min(name.size(), world_.err.text.size()));
  }

  static std::string executable_for(char machine) {
    std::string content = "\177ELF";
    content.resize(18);
    return content + machine + std::string(1, '\0');
  }

  // Sets a variable of the environment, or takes it away, until the end.
  class Variable {
   public:
    Variable(const char* name, const char* value) : name_(name) {
      if (const char* before = std::getenv(name)) before_ = before;
      if (value)
        ::setenv(name, value, 1);
      else
        ::unsetenv(name);
    }
    ~Variable() {
      if (before_)
        ::setenv(name_, before_->c_str(), 1);
      else
        ::unsetenv(name_);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

   private:
    const char* name_;
    std::optional<std::string> before_;
  };

#if defined(__aarch64__)
  static constexpr char here = '\xb7';
  static constexpr char other = '\x3e';
  static constexpr const char* emulator = "qemu-x86_64";
#else
  static constexpr char here = '\x3e';
  static constexpr char other = '\xb7';
  static constexpr const char* emulator = "qemu-aarch64";
#endif

  FakeWorld world_;
  cli::Environment environment_{world_.in, world_.out, world_.err, world_.files};
  ExitCode code_ = ExitCode::ok;
};

TEST_F(FunctionFiles, OfThisProcessorRunAsTheyAre) {
  const auto file = open(function, executable_for(here));
  ASSERT_TRUE(file) << world_.err.text;
  EXPECT_EQ(file->command().words, std::vector<std::string>{function});
}

TEST_F(FunctionFiles, OfTheOtherProcessorNeedAnEmulator) {
  const TemporaryFolder folder;
  const std::string missing = "is for another processor, and there is no " + std::string(emulator) +
                              " here; it comes with the package qemu-user\n";
  {
    const Variable path("PATH", nullptr);
    EXPECT_EQ(refusal(executable_for(other)), missing);
  }
  const Variable path("PATH", ("/nonexistent:" + folder.path("")).c_str());
  EXPECT_EQ(refusal(executable_for(other)), missing);
  folder.write(emulator, "");
  const auto file = open(function, executable_for(other));
  ASSERT_TRUE(file) << world_.err.text;
  EXPECT_EQ(file->command().words, (std::vector<std::string>{emulator, function}));
}

TEST_F(FunctionFiles, OfUnknownProcessorsDoNotRun) {
  EXPECT_EQ(refusal(executable_for('\1')), "is for another processor\n");
  EXPECT_EQ(refusal("\177ELF"), "is for another processor\n");
}

TEST_F(FunctionFiles, ThatGoAwayAreTold) {
  EXPECT_FALSE(open("/nonexistent", "#!"));
  EXPECT_EQ(code_, ExitCode::usage);
  EXPECT_EQ(world_.err.text, "lintel: `/nonexistent` cannot be found: No such file or directory\n");
}

TEST_F(FunctionFiles, AreUnpackedToTmpIfThereIsNoOtherPlace) {
  const Variable place("TMPDIR", "/nonexistent");
  const auto file = open(function, cli::executable_zip("bootstrap", "#!"));
  ASSERT_TRUE(file) << world_.err.text;
  EXPECT_TRUE(file->command().words.front().starts_with("/tmp/lintel-function-"));
}

TEST_F(FunctionFiles, ThatCannotBeUnpackedAreTold) {
  const std::string zip = cli::executable_zip("bootstrap", "#!");
  {
    const Variable place("TMPDIR", "/proc");
    EXPECT_TRUE(refusal(zip).starts_with("cannot be unpacked: "));
    EXPECT_EQ(code_, ExitCode::internal);
  }
  const TemporaryFolder folder;
  const Variable place("TMPDIR", folder.path("").c_str());
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit none{0, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &none);
  const std::string why = refusal(zip);
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(why, "cannot be unpacked: File too large\n");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path("")));
}

TEST_F(FunctionFiles, AreTakenAwayWithWhatTheyHaveWritten) {
  const TemporaryFolder folder;
  const Variable place("TMPDIR", folder.path("").c_str());
  {
    const auto file = open(function, cli::executable_zip("bootstrap", "#!"));
    ASSERT_TRUE(file) << world_.err.text;
    std::ofstream(file->command().folder + "/more") << "more";
    EXPECT_FALSE(std::filesystem::is_empty(folder.path("")));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path("")));
}

}  // namespace
}  // namespace lintel::testing
