// SPDX-License-Identifier: Apache-2.0
// Files in memory.
#include "tests/support/fake_world.h"

namespace lintel::testing {
namespace {

class FakeNewFile final : public cli::NewFile {
 public:
  FakeNewFile(std::string path, FakeFiles& files) : path_(std::move(path)), files_(files) {}

  void write(std::string_view more) override { text_ += more; }
  void flush() override {}
  const std::string& error() const override { return files_.commit_failure; }
  bool is_terminal() const override { return false; }
  bool commit() override {
    if (!files_.commit_failure.empty()) return false;
    files_.content[path_] = text_;
    return true;
  }

 private:
  std::string path_;
  std::string text_;
  FakeFiles& files_;
};

}  // namespace

std::unique_ptr<cli::Input> FakeFiles::open(const std::string& path, std::string& why) {
  const auto found = content.find(path);
  const auto left = times.find(path);
  const bool is_there = left == times.end() || left->second-- > 0;
  if (found != content.end() && is_there)
    return std::make_unique<FakeInput>(
        found->second, unreadable.empty() || unreadable == path ? read_failure : "");
  why = "no such file";
  return nullptr;
}

std::unique_ptr<cli::NewFile> FakeFiles::create(const std::string& path, std::string&) {
  return std::make_unique<FakeNewFile>(path, *this);
}

}  // namespace lintel::testing
