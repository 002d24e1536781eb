// SPDX-License-Identifier: Apache-2.0
// Runs one test of the suite through the compiler and the runtime, and says what came of it.
#pragma once

#include <string>

#include "tests/conformance/suite.h"

namespace lintel::conformance {

struct Verdict {
  enum class Kind {
    same,     // the value, type or syntax that CEL gives
    error,    // an error in CEL: refused by the compiler, or absent
    refused,  // refused by the compiler, as CEL's own checker would have it or for its dynamic
              // types
    skipped,  // refused, and needs something that the language leaves out: see `why`
    todo,     // refused, though nothing that it needs is left out: see `why`
    wrong,    // another answer than CEL's
  } kind = Kind::wrong;
  std::string why;   // of skipped: the need; of todo and wrong: what happened
  bool ran = false;  // with values of the event, so that the runtime had to find the answer
};

// Each expression runs optimised, not optimised, and both again with its literals taken from the
// event (one at a time, if not all can be): the compiler folds what is constant, and the runtime
// has to find the same.
Verdict judge(const Case& test);

}  // namespace lintel::conformance
