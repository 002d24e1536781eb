// SPDX-License-Identifier: Apache-2.0
// Which files a command has read, and whether they are still what they were.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "compiler/cli/environment.h"

namespace lintel::cli {

// What changes when a file does: whoever writes it, replaces it or takes it away.
struct FileStamp {
  bool exists = false;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  std::int64_t modified_nanoseconds = 0;
  std::int64_t changed_nanoseconds = 0;

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

FileStamp stamp_of(const std::string& path);

// A file system that remembers what it was asked for, found or not.
class WatchedFiles final : public FileSystem {
 public:
  explicit WatchedFiles(FileSystem& files) : files_(files) {}

  std::unique_ptr<Input> open(const std::string& path, std::string& why) override;
  std::unique_ptr<Input> open_below(const std::string& folder, const std::string& path,
                                    std::string& why, bool& leaves) override;
  std::unique_ptr<NewFile> create(const std::string& path, std::string& why) override {
    return files_.create(path, why);
  }
  bool are_same(const std::string& path, const std::string& other) const override {
    return files_.are_same(path, other);
  }

  // Remembers the file as it is now.
  void watch(const std::string& path);

  // True if a file is not as it was when it was first asked for. Costs a system call for each.
  bool have_changed() const;

  void forget() { stamps_.clear(); }

 private:
  FileSystem& files_;
  std::map<std::string, FileStamp> stamps_;
};

}  // namespace lintel::cli
