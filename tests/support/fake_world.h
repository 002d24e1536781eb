// SPDX-License-Identifier: Apache-2.0
// A world in memory for the commands: files, streams, and their failures.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/cli/cli.h"
#include "compiler/cli/environment.h"

namespace lintel::testing {

class FakeOutput : public cli::Output {
 public:
  void write(std::string_view more) override {
    if (failure.empty()) text += more;
  }
  void flush() override { ++flushes; }
  const std::string& error() const override { return failure; }
  bool is_terminal() const override { return terminal; }
  bool has_lost_its_reader() const override {
    return has_no_reader || Output::has_lost_its_reader();
  }

  std::string text;
  std::string failure;  // what error() says; such an output takes nothing
  bool terminal = false;
  bool has_no_reader = false;
  int flushes = 0;
};

class FakeInput final : public cli::Input {
 public:
  explicit FakeInput(std::string content, std::string failure = "")
      : text(std::move(content)), failure_(std::move(failure)) {}

  bool read_line(std::string& line) override {
    if (text.empty()) return false;
    const std::size_t end = std::min(text.find('\n'), text.size());
    line = text.substr(0, end);
    text.erase(0, end + 1);
    return true;
  }
  bool line_waiting() const override { return text.find('\n') != std::string::npos; }
  bool read_some(std::string& bytes) override {
    bytes += text;
    return !std::exchange(text, {}).empty();
  }
  std::string read_all() override { return std::move(text); }
  const std::string& error() const override { return failure_; }

  std::string text;

 private:
  std::string failure_;
};

class FakeFiles final : public cli::FileSystem {
 public:
  std::unique_ptr<cli::Input> open(const std::string& path, std::string& why) override;
  std::unique_ptr<cli::NewFile> create(const std::string& path, std::string& why) override;
  bool are_same(const std::string& path, const std::string& other) const override {
    return path == other && content.contains(path);
  }

  std::map<std::string, std::string> content;
  std::map<std::string, int> times;  // how often a file can be opened, if not always
  std::string read_failure;          // opening works, reading fails
  std::string unreadable;            // the only file of which that is so; empty: all
  std::string commit_failure;        // writing works, committing fails
};

class FakeHost final : public Host {
 public:
  std::string_view variable(std::string_view name) override {
    const auto found = variables.find(std::string(name));
    return found == variables.end() ? std::string_view() : std::string_view(found->second);
  }
  bool now(Instant& time) override {
    time = clock;
    return !broken;
  }
  bool random(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = std::byte{7};
    return !broken;
  }

  std::map<std::string, std::string> variables;
  Instant clock;
  bool broken = false;  // neither clock nor generator works
};

struct FakeWorld {
  cli::ExitCode carry_out(const std::vector<std::string_view>& words) {
    cli::Environment environment{in, out, err, files, plain, &host};
    return cli::carry_out(words, environment);
  }

  FakeInput in{""};
  FakeOutput out;
  FakeOutput err;
  FakeFiles files;
  FakeHost host;
  bool plain = false;
};

}  // namespace lintel::testing
