// SPDX-License-Identifier: Apache-2.0
// Compares files, not names: a file has as many as there are links and ways to it.
#include "compiler/cli/read_files.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/cli/report.h"
#include "compiler/cli/save.h"

namespace lintel::cli {

ReadFiles::ReadFiles(const Arguments& arguments, FileSystem& files) : files_(files) {
  const auto named = arguments.positional();
  if (std::find(named.begin(), named.end(), "-") != named.end()) paths_.push_back("/dev/stdin");
}

std::unique_ptr<Input> ReadFiles::open(const std::string& path, std::string& why) {
  std::unique_ptr<Input> file = files_.open(path, why);
  if (file) paths_.push_back(path);
  return file;
}

std::unique_ptr<Input> ReadFiles::open_below(const std::string& folder, const std::string& path,
                                             std::string& why, bool& leaves) {
  std::unique_ptr<Input> file = files_.open_below(folder, path, why, leaves);
  if (file) paths_.push_back(folder + path);
  return file;
}

bool ReadFiles::hold(const std::string& path) const {
  return std::any_of(paths_.begin(), paths_.end(),
                     [&](const std::string& each) { return files_.are_same(path, each); });
}

Environment with_files(const Environment& environment, FileSystem& files) {
  return {environment.in,    environment.out,  environment.err,           files,
          environment.plain, environment.host, environment.program_folder};
}

ExitCode put_out(std::string_view path, std::string_view content, std::string_view what,
                 const ReadFiles& files, Environment& environment) {
  if (path == "-") {
    environment.out.write(content);
    return ExitCode::ok;
  }
  if (files.hold(std::string(path))) {
    complain(environment,
             fmt::format("`{}` is a file that the {} is made of; name another file", path, what));
    return ExitCode::usage;
  }
  return save(path, content, environment) ? ExitCode::ok : ExitCode::internal;
}

}  // namespace lintel::cli
