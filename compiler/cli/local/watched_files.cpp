// SPDX-License-Identifier: Apache-2.0
#include "compiler/cli/local/watched_files.h"

#include <algorithm>
#include <ctime>

#include <sys/stat.h>

namespace lintel::cli {
namespace {

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

FileStamp stamp_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return {true,
          status.st_dev,
          status.st_ino,
          status.st_size,
          nanoseconds(status.st_mtim),
          nanoseconds(status.st_ctim)};
}

void WatchedFiles::watch(const std::string& path) {
  // The first stamp counts, taken before the file is read: what is written meanwhile is a change.
  if (!stamps_.contains(path)) stamps_.emplace(path, stamp_of(path));
}

std::unique_ptr<Input> WatchedFiles::open(const std::string& path, std::string& why) {
  watch(path);
  return files_.open(path, why);
}

std::unique_ptr<Input> WatchedFiles::open_below(const std::string& folder, const std::string& path,
                                                std::string& why, bool& leaves) {
  watch(folder + path);
  return files_.open_below(folder, path, why, leaves);
}

bool WatchedFiles::have_changed() const {
  return std::any_of(stamps_.begin(), stamps_.end(),
                     [](const auto& entry) { return stamp_of(entry.first) != entry.second; });
}

}  // namespace lintel::cli
