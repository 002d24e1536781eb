// SPDX-License-Identifier: Apache-2.0
// One request and its answer over a connection, and what AWS says in it.
#pragma once

#include <string>
#include <string_view>

#include "runtime/lambda/effects/world.h"

namespace lintel::lambda {

enum class ExchangeEnd : std::uint8_t {
  answered,
  broken_before,  // the connection ended before any byte of an answer
  broken_within,  // and after some
  timed_out,
  bad_answer,  // no HTTP, or too large
};

struct Answer {
  ExchangeEnd end = ExchangeEnd::broken_before;
  unsigned status = 0;
  std::string error_code;  // letters, digits and . _ - alone; may be empty
  std::string request_id;  // likewise
  std::string body;
  bool keeps_open = false;  // the connection can carry another request
};

// Sends `request`, a whole HTTP message, and reads the answer, until `deadline`.
Answer exchange(Connection& connection, std::string_view request, Microseconds deadline);

// What may stand in a log of a name that came over the network: at most 64 letters, digits and
// . _ - of it; empty if it holds any other.
std::string name_for_log(std::string_view name);

// Whether AWS says with this code that it was asked too often.
bool is_throttling(std::string_view error_code);

}  // namespace lintel::lambda
