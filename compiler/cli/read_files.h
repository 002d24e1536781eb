// SPDX-License-Identifier: Apache-2.0
// Which files a command has read, so that what it makes of them does not go over one of them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/arguments.h"
#include "compiler/cli/environment.h"

namespace lintel::cli {

// A file system that remembers what was opened.
class ReadFiles final : public FileSystem {
 public:
  // Standard input counts if the command line names it.
  ReadFiles(const Arguments& arguments, FileSystem& files);

  std::unique_ptr<Input> open(const std::string& path, std::string& why) override;
  std::unique_ptr<Input> open_below(const std::string& folder, const std::string& path,
                                    std::string& why, bool& leaves) override;
  std::unique_ptr<NewFile> create(const std::string& path, std::string& why) override {
    return files_.create(path, why);
  }
  bool are_same(const std::string& path, const std::string& other) const override {
    return files_.are_same(path, other);
  }

  // Whether `path` leads to a file that was opened, under that name or another.
  bool hold(const std::string& path) const;

 private:
  FileSystem& files_;
  std::vector<std::string> paths_;
};

Environment with_files(const Environment& environment, FileSystem& files);

// Writes what a command has made to `path`, whole or not at all, or to standard output for `-`. A
// complaint if it cannot be written, or if `path` is one of the files that it was made of; `what`
// is for the complaint.
ExitCode put_out(std::string_view path, std::string_view content, std::string_view what,
                 const ReadFiles& files, Environment& environment);

}  // namespace lintel::cli
