// SPDX-License-Identifier: Apache-2.0
// A certificate authority, and what it has signed, made by the openssl command.
#pragma once

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "runtime/lambda/effects/carrier.h"

namespace lintel::lambda::testing {

// ours.pem and theirs.pem are authorities. Ours has signed good.pem, of localhost and 127.0.0.1;
// other.pem, of other.example and 127.0.0.2; and expired.pem. Keys are beside them; empty.pem holds
// no certificate.
class Tls : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();

  static std::string file(const std::string& name) { return (folder_ / name).string(); }

  // How a mail ends that goes to a server with this certificate, if these authorities are trusted.
  // Without any: those of Amazon.
  static EffectResult send_to(const std::string& certificate, const std::string& authorities,
                              const std::string& host = "127.0.0.1");

 private:
  static std::filesystem::path folder_;
};

}  // namespace lintel::lambda::testing
