// SPDX-License-Identifier: Apache-2.0
// The world as POSIX offers it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "compiler/cli/environment.h"
#include "runtime/lambda/process_host.h"

namespace lintel::cli {

// Buffered writing to a descriptor.
class DescriptorOutput : public Output {
 public:
  explicit DescriptorOutput(int descriptor) : descriptor_(descriptor) {}

  void write(std::string_view text) override;
  void flush() override;
  const std::string& error() const override { return error_; }
  bool has_lost_its_reader() const override { return has_lost_its_reader_; }
  bool is_terminal() const override;
  void probe() override;

 private:
  void fail(int number);  // of errno

  int descriptor_;
  std::string buffer_;
  std::string error_;
  bool has_lost_its_reader_ = false;
};

// Buffered reading from a descriptor, which it closes if it owns it.
class DescriptorInput final : public Input {
 public:
  DescriptorInput(int descriptor, bool owned) : descriptor_(descriptor), owned_(owned) {}
  ~DescriptorInput() override;
  DescriptorInput(const DescriptorInput&) = delete;
  DescriptorInput& operator=(const DescriptorInput&) = delete;

  bool read_line(std::string& line) override;
  bool line_waiting() const override;
  bool read_some(std::string& bytes) override;
  int descriptor() const override { return descriptor_; }
  std::string read_all() override;
  const std::string& error() const override { return error_; }

 private:
  bool fill();  // reads what there is; false at the end, or after an error

  int descriptor_;
  bool owned_;
  std::string buffer_;
  std::size_t used_ = 0;  // bytes of buffer_ that were given out
  std::string error_;
};

class PosixFiles final : public FileSystem {
 public:
  std::unique_ptr<Input> open(const std::string& path, std::string& why) override;
  // A regular file alone: neither a device nor a pipe, which rules could let the command wait for.
  std::unique_ptr<Input> open_below(const std::string& folder, const std::string& path,
                                    std::string& why, bool& leaves) override;
  std::unique_ptr<NewFile> create(const std::string& path, std::string& why) override;
  bool are_same(const std::string& path, const std::string& other) const override;
};

// This process: its three streams, its files. A broken pipe is an error, not a signal, and so is a
// stream that the process was started without; without standard error, complaints go nowhere.
class PosixWorld {
 public:
  PosixWorld();
  Environment& environment() { return environment_; }

 private:
  // Comes first: what is made after it allocates.
  struct Preparation {
    Preparation();
  };

  Preparation preparation_;
  DescriptorInput in_;
  DescriptorOutput out_;
  DescriptorOutput err_;
  PosixFiles files_;
  lambda::ProcessHost host_;
  Environment environment_;
};

}  // namespace lintel::cli
