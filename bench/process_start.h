// SPDX-License-Identifier: Apache-2.0
// From exec to the posted answer: a process that speaks the Lambda Runtime API, started anew each
// time.
#pragma once

#include <string>
#include <vector>

namespace lintel::bench {

// What one start took.
struct Start {
  double seconds = 0;          // from before exec until the whole answer has come
  std::size_t peak_bytes = 0;  // resident set of the process at most, as the system counts it
};

// Starts `words` in `folder` with AWS_LAMBDA_RUNTIME_API set, hands it `event`, takes its answer,
// ends it. Ends this process with a message if no answer with `expected` in it comes.
Start start_process(const std::vector<std::string>& words, const std::string& folder,
                    const std::string& event, const std::string& expected);

}  // namespace lintel::bench
