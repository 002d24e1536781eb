// SPDX-License-Identifier: Apache-2.0
// The bootstrap as a process of its own, and what its tests compile and hand to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "compiler/compiler.h"
#include "tests/lambda/scripted_peer.h"
#include "tests/support/child_process.h"

namespace lintel::testing {

using Json = nlohmann::json;

// The image of rules without a finding.
std::string image_of(const std::string& rules, const CompileOptions& options = {});

inline constexpr const char* sign_up_rules =
    "on PreSignUp\n"
    "rule \"short names\" when userName.size() < 5 then reject(\"Too short: ${userName}\")\n"
    "rule \"ours\" when triggerSource == \"PreSignUp_ExternalProvider\" then autoConfirm, "
    "log(\"welcome\")\n";

std::string sign_up(std::string_view name, std::string_view source = "PreSignUp_ExternalProvider");

// A running bootstrap, ended with the test.
class Bootstrap {
 public:
  // `variables`: NAME=VALUE, and no others. Without an image there is no file of that name.
  Bootstrap(const std::string& image, const std::vector<std::string>& variables,
            const std::string& executable = LINTEL_BOOTSTRAP);

  // Waits for the process to end by itself.
  int exit_code() { return process_->wait(); }

  // Ends the process and returns what it has written.
  std::string log_text();
  std::vector<Json> log();

 private:
  TemporaryFolder folder_;
  std::optional<ChildProcess> process_;
};

// Hands an event to the bootstrap, which has asked for it, and returns what it posts; then takes
// the request for the next event, so that the log of this one is written.
Request answer(Peer& peer, std::string_view event, std::string_view id);

class BootstrapTest : public ::testing::Test {
 protected:
  std::string api() const { return "AWS_LAMBDA_RUNTIME_API=" + listener_.address(); }

  // The connection of a bootstrap that waits for its first event.
  Peer connection();

  Listener listener_;
};

}  // namespace lintel::testing
