// SPDX-License-Identifier: Apache-2.0
#include "compiler/evaluator.h"

#include <cstdlib>
#include <new>

namespace lintel {

Evaluator make_evaluator(const Ruleset& ruleset, Host* host) {
  for (;;) {
    Evaluator evaluator(ruleset, host);
    if (evaluator.memory_bytes() != 0) return evaluator;
    const std::new_handler handler = std::get_new_handler();
    if (!handler) std::abort();
    handler();
  }
}

}  // namespace lintel
