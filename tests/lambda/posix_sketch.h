// SPDX-License-Identifier: Apache-2.0
// Effects over real sockets, called quickly: the environment of a function, and mails to send.
#pragma once

#include <chrono>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "runtime/lambda/effects/carrier.h"
#include "runtime/lambda/effects/posix_world.h"
#include "tests/lambda/effect_sketch.h"
#include "tests/lambda/local_server.h"

namespace lintel::lambda::testing {

using std::chrono::milliseconds;

// Sets variables of the environment for as long as it lives.
class Environment {
 public:
  explicit Environment(const std::map<std::string, std::string>& variables) {
    for (const auto& [name, value] : variables) {
      setenv(name.c_str(), value.c_str(), 1);
      names_.push_back(name);
    }
  }
  ~Environment() {
    for (const std::string& name : names_) unsetenv(name.c_str());
  }

 private:
  std::vector<std::string> names_;
};

inline std::map<std::string, std::string> calling(const std::string& url) {
  return {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
          {"AWS_SECRET_ACCESS_KEY", "secret"},
          {"AWS_REGION", "eu-west-1"},
          {"AWS_ENDPOINT_URL", url}};
}

inline std::string local(const LocalServer& server, const std::string& scheme = "http") {
  return scheme + "://127.0.0.1:" + std::to_string(server.port());
}

inline const std::string accepted = http(200, "{}");

// Mails over one carrier, each for another event.
class Mails {
 public:
  EffectResult send(milliseconds already_gone = milliseconds(0)) {
    const std::string event = R"({"n":)" + std::to_string(++number_) + "}";
    EffectSketch mail = a_mail();
    return carrier_.carry_out(mail.effect(), 0,
                              {event, world_.steady() - already_gone, milliseconds(0)});
  }

 private:
  PosixWorld world_;
  EffectCarrier carrier_{world_};
  int number_ = 0;
};

}  // namespace lintel::lambda::testing
