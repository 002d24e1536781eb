// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/function_under_test.h"

#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <gtest/gtest.h>

#include "compiler/compiler.h"

namespace lintel::testing {

FunctionUnderTest::FunctionUnderTest(const std::string& executable, std::string_view rules,
                                     const std::vector<std::string>& variables) {
  const Source source{"x.rules", std::string(rules)};
  const Compilation compiled = compile({&source, 1});
  for (const Finding& finding : compiled.findings) EXPECT_EQ(finding.message, "");
  folder_.write("rules.image",
                {reinterpret_cast<const char*>(compiled.image.data()), compiled.image.size()});
  std::vector<std::string> words = {"/usr/bin/env", "-i",
                                    "LINTEL_IMAGE=" + folder_.path("rules.image"),
                                    "AWS_LAMBDA_RUNTIME_API=" + listener_.address()};
  words.insert(words.end(), variables.begin(), variables.end());
  words.push_back(executable);
  process_.emplace(folder_, words);
}

Peer FunctionUnderTest::connection() {
  std::optional<Peer> peer = listener_.accept();
  if (!peer || !peer->read())
    throw std::runtime_error("the function asks for no event: " + process_->out());
  return std::move(*peer);
}

std::optional<Request> FunctionUnderTest::answer(Peer& peer, std::string_view event) {
  peer.give_event(event, "id-" + std::to_string(++events_));
  std::optional<Request> posted = peer.read();
  if (!posted) return {};
  peer.respond(202, "");
  if (!peer.read()) return {};
  return posted;
}

std::optional<Peer> FunctionUnderTest::next_connection() const {
  const auto has_ended = [&] {
    siginfo_t what{};
    return ::waitid(P_PID, static_cast<id_t>(process_->id()), &what, WEXITED | WNOHANG | WNOWAIT) !=
               0 ||
           what.si_pid != 0;
  };
  for (int tries = 0; tries < 1500; ++tries) {
    const bool was_last = has_ended();
    if (!listener_.nobody_comes(20)) return listener_.accept();
    if (was_last) break;
  }
  return {};
}

std::size_t FunctionUnderTest::descriptors() const {
  std::size_t count = 0;
  const std::string folder = "/proc/" + std::to_string(process_->id()) + "/fd";
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
  return count;
}

std::size_t FunctionUnderTest::resident_bytes() const {
  std::ifstream file("/proc/" + std::to_string(process_->id()) + "/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6)) * 1024;
  return 0;
}

}  // namespace lintel::testing
