// SPDX-License-Identifier: Apache-2.0
// A .case file: one test as text. Command lines, the files they read, and what comes out.
//
//   What the case is about, in words.
//
//   === file x.rules            a file in the folder where the commands run
//   on PreSignUp
//   === run lintel check x.rules      a line for sh; `lintel` is the one under test,
//   === stdout                        $ROOT the top folder of the project
//   === stderr
//   no findings
//   === exit 0
//
// stdout and stderr are empty and exit is 0 where they are left out. A case may have several runs,
// which share the folder, and files may come between them. A last line `\ no line end` says that
// the text before it does not end its line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lintel::testing {

struct Result {
  std::string out;
  std::string err;
  int exit = 0;

  friend bool operator==(const Result&, const Result&) = default;
};

struct Step {
  bool is_run = false;
  std::string text;     // of a run: the command line; of a file: its name
  std::string content;  // of a file
  Result expected;      // of a run
  int line = 0;         // of the .case file, from 1
};

struct CaseFile {
  std::string comment;
  std::vector<Step> steps;
};

// Nothing, with `why`, if the text is not a case.
std::optional<CaseFile> parse_case(std::string_view text, std::string& why);

// parse_case(print_case(c)) gives c again.
std::string print_case(const CaseFile& file);

}  // namespace lintel::testing
