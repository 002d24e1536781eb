// SPDX-License-Identifier: Apache-2.0
// The world as commands see it. They touch nothing else, so a test can give them another one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/compiler.h"
#include "runtime/lintel.h"

namespace lintel::cli {

// Somewhere to write. An error sticks: from then on write() does nothing.
class Output {
 public:
  virtual ~Output() = default;
  virtual void write(std::string_view text) = 0;
  virtual void flush() = 0;  // what was written leaves the process now, or error() says why not
  virtual const std::string& error() const = 0;  // such as "Broken pipe"; empty if there is none
  // The error is that nobody reads any more, as behind `| head -1`: not worth a complaint.
  virtual bool has_lost_its_reader() const { return false; }
  virtual bool is_terminal() const = 0;
  // Looks whether anybody still reads, for who has nothing to write; if not, error() says so.
  virtual void probe() {}
};

// A file in the making. It stands under its name only after commit(), whole; otherwise nothing of
// it is left. A device or pipe is written to directly.
class NewFile : public Output {
 public:
  virtual bool commit() = 0;  // false: error() says why
};

// Something to read. At the end and after an error, nothing more comes.
class Input {
 public:
  virtual ~Input() = default;
  virtual bool read_line(std::string& line) = 0;   // without its LF; false: at the end, or an error
  virtual bool line_waiting() const = 0;           // true if read_line() would not wait
  virtual bool read_some(std::string& bytes) = 0;  // appends what there is; waits if that is
                                                   // nothing; false: at the end, or an error
  virtual int descriptor() const { return -1; }    // to wait for what comes; -1: it never waits
  virtual std::string read_all() = 0;
  virtual const std::string& error() const = 0;
};

class FileSystem : public Files {
 public:
  // Null if it cannot be opened, and `why` says why.
  virtual std::unique_ptr<Input> open(const std::string& path, std::string& why) = 0;

  // The file that `path` names below `folder`, as Files::read_below() promises: if a link leads
  // out, null and `leaves`. For files that know no links, this is open().
  virtual std::unique_ptr<Input> open_below(const std::string& folder, const std::string& path,
                                            std::string& why, bool& leaves) {
    leaves = false;
    return open(folder + path, why);
  }

  virtual std::unique_ptr<NewFile> create(const std::string& path, std::string& why) = 0;

  // True if both paths lead to one regular file, whatever they are called.
  virtual bool are_same(const std::string& path, const std::string& other) const = 0;

  std::optional<std::string> read(const std::string& path) override {
    std::string why;
    const std::unique_ptr<Input> file = open(path, why);
    return file ? content(*file) : std::nullopt;
  }

  Imported read_below(const std::string& folder, const std::string& path) override {
    std::string why;
    bool leaves = false;
    const std::unique_ptr<Input> file = open_below(folder, path, why, leaves);
    return {file ? content(*file) : std::nullopt, leaves};
  }

 private:
  static std::optional<std::string> content(Input& file) {
    std::string text = file.read_all();
    if (!file.error().empty()) return {};
    return text;
  }
};

struct Environment {
  Input& in;
  Output& out;
  Output& err;
  FileSystem& files;
  bool plain = false;    // the user asks for no colours: NO_COLOR is set, or TERM is dumb
  Host* host = nullptr;  // variables, clock and generator for rules; null: there are none
  std::string program_folder = {};  // where the executable lies
};

}  // namespace lintel::cli
