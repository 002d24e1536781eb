// SPDX-License-Identifier: Apache-2.0
#include "tests/lambda/bootstrap_process.h"

#include <csignal>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace lintel::testing {

std::string image_of(const std::string& rules, const CompileOptions& options) {
  const Source source{"policy.rules", rules};
  const Compilation compiled = compile({&source, 1}, options);
  for (const Finding& finding : compiled.findings) ADD_FAILURE() << finding.message;
  return {reinterpret_cast<const char*>(compiled.image.data()), compiled.image.size()};
}

std::string sign_up(std::string_view name, std::string_view source) {
  const Json event = {
      {"version", "1"},
      {"triggerSource", source},
      {"userPoolId", "eu-west-1_A"},
      {"region", "eu-west-1"},
      {"userName", name},
      {"callerContext", {{"clientId", "c"}}},
      {"request", {{"userAttributes", {{"email", "private@example.com"}}}}},
      {"response",
       {{"autoConfirmUser", false}, {"autoVerifyEmail", false}, {"autoVerifyPhone", false}}}};
  return event.dump();
}

Bootstrap::Bootstrap(const std::string& image, const std::vector<std::string>& variables,
                     const std::string& executable) {
  if (!image.empty()) folder_.write("rules.image", image);
  std::vector<std::string> words = {"/usr/bin/env", "-i",
                                    "LINTEL_IMAGE=" + folder_.path("rules.image")};
  words.insert(words.end(), variables.begin(), variables.end());
  words.push_back(executable);
  process_.emplace(folder_, words);
}

std::string Bootstrap::log_text() {
  process_->signal(SIGTERM);
  process_->wait();
  return process_->out();
}

std::vector<Json> Bootstrap::log() {
  std::vector<Json> lines;
  std::istringstream text(log_text());
  for (std::string line; std::getline(text, line);) lines.push_back(Json::parse(line));
  return lines;
}

Request answer(Peer& peer, std::string_view event, std::string_view id) {
  peer.give_event(event, id);
  std::optional<Request> posted = peer.read();
  if (!posted) {
    ADD_FAILURE() << "nothing is posted for " << id;
    return {};
  }
  peer.respond(202, "");
  EXPECT_TRUE(peer.read()) << "the next event is not asked for";
  return *posted;
}

Peer BootstrapTest::connection() {
  std::optional<Peer> peer = listener_.accept();
  if (!peer || !peer->read()) throw std::runtime_error("the bootstrap asks for no event");
  return std::move(*peer);
}

}  // namespace lintel::testing
