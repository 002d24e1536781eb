// SPDX-License-Identifier: Apache-2.0
// Streams and files of this machine, where it interrupts, refuses or gives other things than files.
#include "compiler/cli/posix.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "compiler/cli/leftovers.h"
#include "compiler/cli/local/posix_signals.h"
#include "compiler/cli/local/watched_files.h"
#include "compiler/cli/read_files.h"
#include "tests/cli/failing_system.h"
#include "tests/support/child_process.h"
#include "tests/support/fake_world.h"

namespace lintel::testing {
namespace {

using cli::DescriptorInput;
using cli::DescriptorOutput;
using cli::PosixFiles;

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends.data()), 0); }
  ~Pipe() {
    for (const int end : ends) ::close(end);
  }
  std::string read() const {
    std::array<char, 100> bytes;
    const ssize_t count = ::read(ends[0], bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
  }

  std::array<int, 2> ends{};
};

TEST(PosixStreams, WhatInterruptsWritingIsTriedAgain) {
  const Pipe pipe;
  DescriptorOutput output(pipe.ends[1]);
  for (const int error : {EINTR, EAGAIN}) {
    output.write("text");
    fail_next(SystemCall::write, error);
    output.flush();
    EXPECT_EQ(output.error(), "");
    EXPECT_EQ(pipe.read(), "text");
  }
}

TEST(PosixStreams, WhatInterruptsReadingIsTriedAgain) {
  const Pipe pipe;
  DescriptorInput input(pipe.ends[0], false);
  std::string line;
  for (const int error : {EINTR, EAGAIN}) {
    ASSERT_EQ(::write(pipe.ends[1], "line\n", 5), 5);
    fail_next(SystemCall::read, error);
    EXPECT_TRUE(input.read_line(line));
    EXPECT_EQ(line, "line");
  }
}

TEST(PosixStreams, WhatIsLeftOfALineIsReadWithoutWaiting) {
  const Pipe pipe;
  DescriptorInput input(pipe.ends[0], false);
  ASSERT_EQ(::write(pipe.ends[1], "line\nmore", 9), 9);
  std::string text;
  EXPECT_TRUE(input.read_line(text));
  EXPECT_TRUE(input.read_some(text));
  EXPECT_EQ(text, "linemore");
}

TEST(PosixStreams, AnErrorSticks) {
  const Pipe pipe;
  DescriptorInput input(pipe.ends[0], false);
  std::string line;
  fail_next(SystemCall::read, EIO);
  EXPECT_FALSE(input.read_line(line));
  EXPECT_EQ(input.error(), "Input/output error");
  ASSERT_EQ(::write(pipe.ends[1], "line\n", 5), 5);
  EXPECT_FALSE(input.read_line(line));

  DescriptorOutput output(pipe.ends[1]);
  output.write("text");
  fail_next(SystemCall::write, EIO);
  output.flush();
  output.write("more");
  output.flush();
  output.probe();
  EXPECT_EQ(output.error(), "Input/output error");
  EXPECT_FALSE(output.has_lost_its_reader());
  EXPECT_EQ(pipe.read(), "line\n");
}

TEST(PosixStreams, AReaderThatIsGoneIsSeen) {
  Pipe pipe;
  DescriptorOutput output(pipe.ends[1]);
  output.probe();
  EXPECT_EQ(output.error(), "");
  ::close(pipe.ends[0]);
  output.probe();
  EXPECT_TRUE(output.has_lost_its_reader());
  // Closed altogether: that is for the next write to say.
  const int closed = ::dup(pipe.ends[1]);
  ::close(closed);
  DescriptorOutput nowhere(closed);
  nowhere.probe();
  EXPECT_EQ(nowhere.error(), "");
  pipe.ends[0] = ::dup(pipe.ends[1]);
}

TEST(PosixFiles, AreTheSameUnderEveryName) {
  const TemporaryFolder folder;
  folder.write("a", "1");
  folder.write("b", "1");
  std::filesystem::create_symlink("a", folder.path("link"));
  const PosixFiles files;
  EXPECT_TRUE(files.are_same(folder.path("a"), folder.path("link")));
  EXPECT_FALSE(files.are_same(folder.path("a"), folder.path("b")));
  EXPECT_FALSE(files.are_same(folder.path("a"), folder.path("missing")));
  EXPECT_FALSE(files.are_same(folder.path("missing"), folder.path("a")));
  EXPECT_FALSE(files.are_same("/proc/version", folder.path("a")));  // on another device
  EXPECT_FALSE(files.are_same("/dev/null", "/dev/null"));
}

TEST(PosixFiles, BelowAFolderThatIsNotThereIsNothing) {
  PosixFiles files;
  std::string why;
  bool leaves = true;
  EXPECT_EQ(files.open_below("/nonexistent/", "a", why, leaves), nullptr);
  EXPECT_EQ(why, "No such file or directory");
  EXPECT_FALSE(leaves);
}

class NewFile : public ::testing::Test {
 protected:
  std::unique_ptr<cli::NewFile> create(const std::string& path) {
    auto file = files_.create(path, why_);
    EXPECT_NE(file, nullptr) << why_;
    return file;
  }

  TemporaryFolder folder_;
  PosixFiles files_;
  std::string why_;
};

TEST_F(NewFile, AppearsWithItsCommit) {
  const auto file = create(folder_.path("a"));
  file->write("text");
  file->flush();
  EXPECT_FALSE(std::filesystem::exists(folder_.path("a")));
  EXPECT_TRUE(file->commit());
  EXPECT_EQ(folder_.read("a"), "text");
}

TEST_F(NewFile, ThatDoesNotReachTheDiskDoesNotAppear) {
  {
    const auto file = create(folder_.path("a"));
    file->write("text");
    fail_next(SystemCall::sync, EIO);
    EXPECT_FALSE(file->commit());
    EXPECT_EQ(file->error(), "Input/output error");
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path("")));
}

TEST_F(NewFile, WhoseNameIsTakenMeanwhileIsTakenAway) {
  {
    const auto file = create(folder_.path("a"));
    std::filesystem::create_directory(folder_.path("a"));
    EXPECT_FALSE(file->commit());
    EXPECT_EQ(file->error(), "Is a directory");
  }
  std::filesystem::remove(folder_.path("a"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path("")));
}

TEST_F(NewFile, OfADeviceIsTheDevice) {
  const auto file = create("/dev/null");
  file->write("text");
  EXPECT_FALSE(file->is_terminal());
  EXPECT_TRUE(file->commit());
}

TEST_F(NewFile, IsNoSocket) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = folder_.path("socket");
  ASSERT_LT(path.size(), sizeof address.sun_path);
  std::memcpy(address.sun_path, path.c_str(), path.size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(files_.create(path, why_), nullptr);
  EXPECT_EQ(why_, "No such device or address");
  ::close(socket);
}

TEST(Leftovers, OfFilesFoldersAndProcessesNothingIsLeft) {
  const TemporaryFolder folder;
  folder.write("inside/file", "1");
  const std::string inside = folder.path("inside");
  const std::string file = folder.path("inside/file");
  const pid_t process = ::fork();
  if (process == 0) {
    ::setpgid(0, 0);
    for (;;) ::pause();
  }
  ::setpgid(process, process);
  const cli::Leftover of_folder(inside.c_str());
  std::optional<cli::Leftover> of_file(file.c_str());
  std::optional<cli::Leftover> of_another("/nonexistent");
  const cli::Leftover of_process(process);
  of_another.reset();  // neither the newest nor the oldest
  fail_next(SystemCall::wait, EINTR);
  cli::remove_leftovers();
  EXPECT_TRUE(std::filesystem::is_empty(folder.path("")));
  EXPECT_EQ(::waitpid(process, nullptr, 0), -1);
}

TEST(Signals, AWatchWithoutAPipeStillSeesThem) {
  fail_next(SystemCall::pipe, EMFILE);
  const cli::SignalWatch watch;
  EXPECT_FALSE(watch.wants_end());
  std::raise(SIGTERM);
  EXPECT_TRUE(watch.wants_end());
}

TEST(Signals, WhatIsStartedToOutliveItsTerminalDoes) {
  struct sigaction before {};
  struct sigaction ignored {};
  ignored.sa_handler = SIG_IGN;
  sigaction(SIGHUP, &ignored, &before);
  {
    const cli::SignalWatch watch;
    std::raise(SIGHUP);
    EXPECT_FALSE(watch.wants_end());
    sigaction(SIGHUP, nullptr, &ignored);
    EXPECT_EQ(ignored.sa_handler, SIG_IGN);
  }
  sigaction(SIGHUP, &before, nullptr);
}

TEST(WatchedFiles, WriteAndCompareAsTheirFilesDo) {
  FakeFiles files;
  files.content["a"] = "1";
  cli::WatchedFiles watched(files);
  std::string why;
  watched.watch("a");
  watched.watch("a");
  const auto file = watched.create("b", why);
  file->write("2");
  EXPECT_TRUE(file->commit());
  EXPECT_EQ(files.content["b"], "2");
  EXPECT_TRUE(watched.are_same("a", "a"));
  EXPECT_FALSE(watched.are_same("a", "b"));
}

TEST(ReadFiles, CompareAsTheirFilesDo) {
  FakeFiles files;
  files.content["a"] = "1";
  std::string why;
  const std::vector<std::string_view> words = {"a"};
  const auto arguments = cli::Arguments::parse(*cli::find_command("check"), words, why);
  ASSERT_TRUE(arguments) << why;
  const cli::ReadFiles read(*arguments, files);
  EXPECT_TRUE(read.are_same("a", "a"));
  EXPECT_FALSE(read.are_same("a", "b"));
}

// Last: it changes what this process does about signals and want of memory.
TEST(TheWorld, KnowsWhoWantsNoColourAndWhereItLies) {
  const auto plain = [](const char* no_color, const char* terminal) {
    const auto set = [](const char* name, const char* value) {
      return value ? ::setenv(name, value, 1) : ::unsetenv(name);
    };
    set("NO_COLOR", no_color);
    set("TERM", terminal);
    return cli::PosixWorld().environment().plain;
  };
  EXPECT_FALSE(plain(nullptr, nullptr));
  EXPECT_FALSE(plain("", "xterm"));
  EXPECT_TRUE(plain("1", nullptr));
  EXPECT_TRUE(plain(nullptr, "dumb"));
  const std::string folder = cli::PosixWorld().environment().program_folder;
  EXPECT_EQ(folder, std::filesystem::read_symlink("/proc/self/exe").parent_path().string());
  fail_next(SystemCall::readlink, ENOENT);
  EXPECT_EQ(cli::PosixWorld().environment().program_folder, ".");
}

}  // namespace
}  // namespace lintel::testing
