// SPDX-License-Identifier: Apache-2.0
// A folder with rules, an event and an image in it, and command lines that work there: at least one
// for each command.
#pragma once

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/cli/command.h"
#include "tests/faults/launch.h"
#include "tests/faults/long_form.h"

namespace lintel::testing {

struct Example {
  cli::Command command;
  std::vector<std::string> words;        // after `lintel`
  std::vector<std::string> writes = {};  // files that it makes or changes
  std::string input = {};
  bool varies = false;     // what it prints and writes holds times
  bool is_costly = false;  // takes more than some milliseconds
  int code = 0;
};

const std::vector<Example>& examples();

// What an example did, in files and on standard output.
struct Deed {
  Ended ended;
  std::map<std::string, std::string> written;
};

class Workshop {
 public:
  Workshop();

  const TemporaryFolder& folder() const { return folder_; }

  // Runs an example on fresh files: those that it writes hold something old before.
  Deed carry_out(const Example& example, const Launch& conditions = {});

  // What it does when nothing goes wrong. Tried once for all.
  const Deed& usual(const Example& example);

  // What is wrong about a deed that met a fault, compared with one that met none; empty if nothing
  // is. An example may fail with one of the codes, and then has to say why, unless it could not.
  std::string objection(const Example& example, const Deed& deed, const Deed& usual,
                        const std::vector<int>& codes) const;

 private:
  void refresh(const Example& example) const;

  TemporaryFolder folder_;
  std::vector<std::string> names_;  // of the files that belong there
};

std::string shown(const Example& example);

// For GoogleTest.
void PrintTo(const Example& example, std::ostream* out);
std::string name_of(const ::testing::TestParamInfo<Example>& example);

}  // namespace lintel::testing
