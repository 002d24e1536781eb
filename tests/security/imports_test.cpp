// SPDX-License-Identifier: Apache-2.0
// Imports stay in the folder of their rules file: whatever their paths say, whatever links lie in
// the folder, and whoever changes those while they are read.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>

#include <gtest/gtest.h>

#include "compiler/cli/local/watched_files.h"
#include "compiler/cli/posix.h"
#include "compiler/cli/read_files.h"
#include "compiler/compiler.h"
#include "runtime/limits.h"
#include "tests/support/child_process.h"

namespace lintel::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view secret = "do-not-read-me";

// tree/ holds the rules; what lies beside it is not theirs.
class Imports : public ::testing::Test {
 protected:
  Imports() {
    fs::create_directories(at("tree/sub/deep"));
    fs::create_directories(at("outside"));
    write("outside/secret.txt", secret);
    write("secret.txt", secret);
    write("tree/data.txt", "inside");
    write("tree/sub/data.txt", "inside sub");
    write("tree/sub/deep/data.txt", "inside deep");
  }

  std::string at(const std::string& name) const { return folder_.path(name); }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(at(name), std::ios::binary) << text;
  }
  void link(const std::string& target, const std::string& name) const {
    fs::create_symlink(target, at(name));
  }

  // The codes of what the compiler finds about `call`, such as lines("x").
  std::string findings(const std::string& import, bool outside = false) {
    const Source source{at("tree/a.rules"),
                        "on PreSignUp\nwhen userName in " + import + " then autoConfirm\n"};
    CompileOptions options;
    options.files = &files_;
    options.outside_imports = outside;
    const Compilation compiled = compile({&source, 1}, options);
    const std::string_view image(reinterpret_cast<const char*>(compiled.image.data()),
                                 compiled.image.size());
    read_secret_ = image.find(secret) != std::string_view::npos;
    std::string codes;
    for (const Finding& finding : compiled.findings)
      codes.append(codes.empty() ? "" : " ").append(finding.code);
    EXPECT_TRUE(outside || !read_secret_) << import;
    return codes;
  }
  std::string lines(const std::string& path) { return findings("lines(\"" + path + "\")"); }

  TemporaryFolder folder_;
  cli::PosixFiles files_;
  bool read_secret_ = false;
};

TEST_F(Imports, ReadWhatLiesBelow) {
  for (const char* path : {"data.txt", "./data.txt", "sub/data.txt", "sub//data.txt",
                           "sub/../data.txt", "sub/deep/../../data.txt"})
    EXPECT_EQ(lines(path), "") << path;
}

TEST_F(Imports, DoNotLeaveByTheirPaths) {
  for (const std::string& path :
       {std::string("../secret.txt"), std::string("sub/../../secret.txt"),
        std::string("./../secret.txt"), std::string("sub/./.././../secret.txt"),
        std::string("../tree/data.txt"), at("secret.txt"), std::string("/etc/passwd"),
        std::string("//etc/passwd"), std::string("..\\\\secret.txt")})
    EXPECT_EQ(lines(path), "E0602") << path;
  // The name of a user's folder is a name.
  EXPECT_EQ(lines("~/secret.txt"), "E0601");
  EXPECT_EQ(lines("$HOME/secret.txt"), "E0601");
}

TEST_F(Imports, TakeNoNameWithANul) {
  EXPECT_EQ(lines("data.txt\\u0000.png"), "E0601");
  EXPECT_EQ(lines("..\\u0000"), "E0601");
}

TEST_F(Imports, DoNotLeaveByALink) {
  link("../secret.txt", "tree/file");
  link("../outside", "tree/folder");
  link("..", "tree/up");
  link("file", "tree/chain1");
  link("sub/../chain1", "tree/chain2");
  link("../../outside", "tree/sub/folder");
  link("..", "tree/sub/deep/parent");
  link(at("tree/data.txt"), "tree/absolute");
  link("/", "tree/root");
  for (const char* path :
       {"file", "folder/secret.txt", "up/secret.txt", "chain1", "chain2", "sub/folder/secret.txt",
        "sub/deep/parent/../../secret.txt", "root/etc/passwd", "up/tree/data.txt"})
    EXPECT_EQ(lines(path), "E0602") << path;
  // Where an absolute link leads depends on the machine, even if it is back into the folder.
  EXPECT_EQ(lines("absolute"), "E0602");
  EXPECT_EQ(findings("csv(\"file\")[\"a\"]"), "E0602");
  EXPECT_EQ(findings("json(\"file\")"), "E0602");
}

TEST_F(Imports, LeaveIfTheOptionSaysSo) {
  link("../secret.txt", "tree/file");
  for (const char* path : {"lines(\"file\")", "lines(\"../secret.txt\")"}) {
    EXPECT_EQ(findings(path, true), "");
    EXPECT_TRUE(read_secret_) << path;
  }
}

TEST_F(Imports, FollowLinksThatStay) {
  link("sub/data.txt", "tree/file");
  link("sub", "tree/folder");
  link("deep/../../data.txt", "tree/sub/back");
  link("sub/deep", "tree/short");
  for (const char* path :
       {"file", "folder/data.txt", "sub/back", "folder/back", "short/../data.txt"})
    EXPECT_EQ(lines(path), "") << path;
  // The folder that the user has named may be a link: that is not the rules' doing.
  link("tree", "named");
  std::string why;
  bool leaves = false;
  EXPECT_TRUE(files_.open_below(at("named/"), "data.txt", why, leaves)) << why;
}

TEST_F(Imports, EndInALoopOfLinks) {
  link("loop", "tree/loop");
  link("two", "tree/one");
  link("one", "tree/two");
  link("sub/a", "tree/sub/a");
  for (const char* path : {"loop", "one", "sub/a/b", "loop/x"}) EXPECT_EQ(lines(path), "E0601");
  // At most 40 links, so that no forest of them takes long either.
  link("data.txt", "tree/c0");
  for (int i = 1; i <= 40; ++i) link("c" + std::to_string(i - 1), "tree/c" + std::to_string(i));
  EXPECT_EQ(lines("c39"), "");
  EXPECT_EQ(lines("c40"), "E0601");
}

// None of them is waited for.
TEST_F(Imports, ReadRegularFilesAlone) {
  ASSERT_EQ(::mkfifo(at("tree/pipe").c_str(), 0600), 0);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = at("tree/socket");
  ASSERT_LT(name.size(), sizeof address.sun_path);
  name.copy(address.sun_path, name.size());
  ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  for (const char* path : {"pipe", "socket", "sub", "sub/", ".", "", "data.txt/", "data.txt/."})
    EXPECT_EQ(lines(path), "E0601") << path;
  ::close(listener);
  // A folder of devices, as somebody might name one.
  std::string why;
  bool leaves = false;
  for (const char* device : {"zero", "full", "tty"}) {
    EXPECT_FALSE(files_.open_below("/dev/", device, why, leaves)) << device;
    EXPECT_FALSE(leaves);
  }
}

TEST_F(Imports, ReadNothingHuge) {
  write("tree/huge.txt", "");
  fs::resize_file(at("tree/huge.txt"), limits::max_source_bytes + 1);
  EXPECT_EQ(lines("huge.txt"), "E0601");
}

TEST_F(Imports, OfTestsStayToo) {
  write("secret.json", "{}");
  link("../secret.json", "tree/event.json");
  const Source source{at("tree/a.rules"),
                      "on PreSignUp then autoConfirm\n"
                      "test \"t\" given \"event.json\" expect autoConfirm\n"};
  CompileOptions options;
  options.files = &files_;
  const Compilation compiled = compile({&source, 1}, options);
  ASSERT_EQ(compiled.findings.size(), 1U);
  EXPECT_EQ(compiled.findings[0].code, "E0602") << compiled.findings[0].message;
}

// What commands put around the files must not forget the promise.
TEST_F(Imports, StayThroughEveryFileSystem) {
  link("../secret.txt", "tree/file");
  cli::WatchedFiles watched(files_);
  cli::ReadFiles read(cli::Arguments{}, files_);
  for (cli::FileSystem* files :
       {static_cast<cli::FileSystem*>(&watched), static_cast<cli::FileSystem*>(&read)}) {
    const Imported found = files->read_below(at("tree/"), "file");
    EXPECT_FALSE(found.text);
    EXPECT_TRUE(found.leaves);
    EXPECT_EQ(files->read_below(at("tree/"), "data.txt").text, "inside");
  }
}

// One thread makes a file, a link that stays and one that leaves of the same name in turn, as fast
// as it can.
TEST_F(Imports, DoNotLeaveByALinkThatChangesMeanwhile) {
  std::atomic<bool> ends = false;
  std::thread attacker([&] {
    link("data.txt", "tree/stays");
    link("../outside/secret.txt", "tree/leaves");
    link("sub", "tree/folder_stays");
    link("../outside", "tree/folder_leaves");
    fs::copy_file(at("outside/secret.txt"), at("outside/data.txt"));
    for (int i = 0; !ends; ++i) {
      const char* target = i % 3 == 0   ? "data.txt"
                           : i % 3 == 1 ? "../outside/secret.txt"
                                        : "sub/data.txt";
      fs::remove(at("tree/made"));
      link(target, "tree/made");
      fs::rename(at("tree/made"), at("tree/x.txt"));
      link(i % 2 == 0 ? "sub" : "../outside", "tree/made");
      fs::rename(at("tree/made"), at("tree/x"));
    }
  });
  int read = 0;
  int left = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(700);
  while (std::chrono::steady_clock::now() < end) {
    for (const char* path : {"x.txt", "x/data.txt", "x/../x/data.txt"}) {
      const Imported found = files_.read_below(at("tree/"), path);
      left += found.leaves ? 1 : 0;
      if (!found.text) continue;
      ++read;
      ASSERT_NE(*found.text, secret) << path;
    }
  }
  ends = true;
  attacker.join();
  EXPECT_GT(read, 0);
  EXPECT_GT(left, 0);
}

}  // namespace
}  // namespace lintel::testing
