// SPDX-License-Identifier: Apache-2.0
// Effects and answers, written down quickly.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/lintel.h"

namespace lintel::lambda::testing {

// Owns what an Effect looks at.
class EffectSketch {
 public:
  explicit EffectSketch(std::string name) : name_(std::move(name)) {}

  EffectSketch& with(std::string name, std::string text, bool is_list = false) {
    arguments_.push_back({std::move(name), std::move(text), is_list});
    return *this;
  }
  EffectSketch& with_list(std::string name, std::string json) {
    return with(std::move(name), std::move(json), true);
  }

  // Until the next call.
  Effect effect() {
    views_.clear();
    for (const Argument& argument : arguments_)
      views_.push_back({argument.name, argument.text, argument.is_list});
    return {name_, views_, false, 0};
  }

 private:
  struct Argument {
    std::string name;
    std::string text;
    bool is_list;
  };
  std::string name_;
  std::vector<Argument> arguments_;
  std::vector<EffectArgument> views_;
};

inline EffectSketch a_mail() {
  EffectSketch mail("sendEmail");
  mail.with("from", "team@example.com")
      .with("to", "jo@example.com")
      .with("subject", "Hello")
      .with("text", "Welcome");
  return mail;
}

inline EffectSketch a_group() { return EffectSketch("addToGroup").with("name", "staff"); }

inline EffectSketch an_emission() {
  return EffectSketch("emit").with("detailType", "UserConfirmed").with("detail", R"({"a":1})");
}

inline constexpr std::string_view an_event =
    R"({"userPoolId":"eu-west-1_a","userName":"jo","request":{"userAttributes":{"email":"jo@example.com"}},"response":{}})";

inline std::string http(int status, const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 " + std::to_string(status) + " Whatever\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace lintel::lambda::testing
