// SPDX-License-Identifier: Apache-2.0
// No memory in the function: an event gets an answer or an error, or the process ends with 1 and
// Lambda starts another. It is never ended by a signal, and never answers wrongly.
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/faults/function_under_test.h"
#include "tests/faults/long_form.h"
#include "tests/faults/shim.h"

namespace lintel::testing {
namespace {

constexpr std::string_view plain_rules =
    "on PostConfirmation_ConfirmSignUp\nthen log(\"welcome\")\n";
constexpr std::string_view effect_rules =
    "on PostConfirmation_ConfirmSignUp\nthen emit(detailType: \"t\", detail: {})\n";
constexpr std::string_view event =
    R"({"triggerSource":"PostConfirmation_ConfirmSignUp","userName":"jo","userPoolId":"p","request":{},"response":{}})";
constexpr std::string_view answer = event;

// Nothing once there is no n-th allocation; else what was wrong, or nothing.
struct Trial {
  bool was_reached = false;
  std::string wrong;
};

Trial try_without(const std::string& executable, std::string_view rules, unsigned long n) {
  const TemporaryFolder aside;
  aside.write("page", std::string(4096, '\0'));
  std::string nobody;
  {
    const Listener gone;
    nobody = gone.address();
  }
  FunctionUnderTest function(
      executable, rules,
      {"LD_PRELOAD=" LINTEL_FAULT_SHIM, "FAULT_PAGE=" + aside.path("page"), "FAULT_CALL=memory",
       "FAULT_AT=" + std::to_string(n), "AWS_ENDPOINT_URL=http://" + nobody, "AWS_REGION=eu-west-1",
       "AWS_ACCESS_KEY_ID=a", "AWS_SECRET_ACCESS_KEY=b"});
  // A connection, an event or its receipt may be given up for want of room; then there is another.
  std::string wrong;
  bool is_posted = false;
  while (std::optional<Peer> peer = function.next_connection()) {
    while (const std::optional<Request> request = peer->read()) {
      if (request->method == "POST") {
        const bool is_error = request->target.ends_with("/error");
        if (!is_error && request->body != answer) wrong = "it answers " + request->body;
        is_posted = true;
        peer->respond(202, "");
      } else if (is_posted) {
        peer->respond(500, "{}");  // the end
      } else {
        peer->give_event(event, "a");
      }
    }
  }
  const int code = function.process().wait();
  Trial trial;
  const std::string page = aside.read("page");
  FaultPage found;
  std::memcpy(&found, page.data(), sizeof found);
  trial.was_reached = found.failed != 0;
  trial.wrong = code == 1 ? wrong : "it ends with " + std::to_string(code);
  return trial;
}

void try_all(const std::string& executable, std::string_view rules, unsigned long step) {
  if (LINTEL_HAS_INJECTION == 0) GTEST_SKIP() << "a sanitizer allocates in its own way";
  unsigned long injected = 0;
  for (unsigned long n = 1; n < 100'000; n += stride(step)) {
    const Trial trial = try_without(executable, rules, n);
    EXPECT_EQ(trial.wrong, "") << "allocation " << n;
    if (!trial.was_reached) break;
    ++injected;
  }
  EXPECT_GT(injected, 2U);
  count_faults("allocations of the function that fail", injected);
}

TEST(FunctionMemory, OfThePlainFunction) { try_all(LINTEL_BOOTSTRAP, plain_rules, 1); }

#ifdef LINTEL_EFFECTS_BOOTSTRAP
TEST(FunctionMemory, OfTheFunctionWithEffects) {
  try_all(LINTEL_EFFECTS_BOOTSTRAP, effect_rules, 600);
}
#endif

}  // namespace
}  // namespace lintel::testing
