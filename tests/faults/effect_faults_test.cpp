// SPDX-License-Identifier: Apache-2.0
// Services of effects that refuse, hang, close, reset or answer nonsense: the event is answered in
// time, as the rules say, and the function holds no more than before. The limits are those of
// runtime/lambda/README.md: 2 seconds an attempt, 4 for all of an event.
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "tests/faults/function_under_test.h"
#include "tests/faults/long_form.h"

namespace lintel::testing {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view rules = R"(on PostConfirmation_ConfirmSignUp
when has(attr.email) && userName.endsWith("!")
then sendEmail(from: "a@example.com", to: attr.email, subject: "s", text: userName, onFailure: "reject")
when has(attr.email) && !userName.endsWith("!")
then sendEmail(from: "a@example.com", to: attr.email, subject: "s", text: userName)
)";

// Each one of its own: an equal event within half a minute would be a repeat.
std::string event_of(const std::string& name) {
  return R"({"triggerSource":"PostConfirmation_ConfirmSignUp","userName":")" + name +
         R"(","userPoolId":"p","request":{"userAttributes":{"email":"jo@example.com"}},"response":{}})";
}

struct Misdeed {
  const char* name;
  std::function<void(Peer&)> commit;  // on a connection, before anything is read
};

std::string answer_of(std::string_view head, std::string_view body) {
  return std::string("HTTP/1.1 200 OK\r\n").append(head).append("\r\n").append(body);
}

const std::vector<Misdeed>& quick_misdeeds() {
  static const std::vector<Misdeed> list = {
      {"closes at once", [](Peer& peer) { peer.close(); }},
      {"closes after the request", [](Peer& peer) { peer.read(); }},
      {"sends garbage",
       [](Peer& peer) {
         peer.read();
         peer.send("garbage\r\n\r\n");
       }},
      {"closes in the middle of the head",
       [](Peer& peer) {
         peer.read();
         peer.send("HTTP/1.1 200 OK\r\nContent-Le");
       }},
      {"closes in the middle of the body",
       [](Peer& peer) {
         peer.read();
         peer.send(answer_of("Content-Length: 90\r\n", "{"));
       }},
      {"says two lengths",
       [](Peer& peer) {
         peer.read();
         peer.send(answer_of("Content-Length: 1\r\nContent-Length: 2\r\n", "{}"));
       }},
      {"sends a chunk of no size",
       [](Peer& peer) {
         peer.read();
         peer.send(answer_of("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n"));
       }},
      {"sends far too much",
       [](Peer& peer) {
         peer.read();
         peer.send(answer_of("Content-Length: 9000000\r\n", std::string(300'000, 'x')));
       }},
      {"refuses",
       [](Peer& peer) {
         peer.read();
         peer.respond(403, "{\"__type\":\"AccessDenied\"}");
       }},
      {"closes before the request is there, and sends something",
       [](Peer& peer) { peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"); }},
  };
  return list;
}

// Plays SES, as it is told, until it is destroyed.
class Service {
 public:
  Service() : thread_([this] { run(); }) {}
  ~Service() {
    is_over_ = true;
    thread_.join();
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  std::string variable() const { return "AWS_ENDPOINT_URL=http://" + listener_.address(); }
  void does(const Misdeed* misdeed) { misdeed_ = misdeed; }

 private:
  void run() {
    while (!is_over_) {
      if (listener_.nobody_comes(20)) continue;
      std::optional<Peer> peer = listener_.accept();
      if (!peer) continue;
      if (const Misdeed* const misdeed = misdeed_) {
        misdeed->commit(*peer);
      } else if (peer->read()) {
        peer->respond(200, "{\"MessageId\":\"1\"}", "Connection: close\r\n");
      }
    }
  }

  Listener listener_;
  std::atomic<const Misdeed*> misdeed_ = nullptr;
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

std::vector<std::string> variables_of(const std::string& endpoint) {
  return {endpoint, "AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=local", "LINTEL_LOG=off",
          "AWS_SECRET_ACCESS_KEY=local"};
}

// What is posted for an event, and how long it took.
struct Posted {
  std::string resource;  // response or error
  std::chrono::milliseconds took{};
};

Posted post_of(FunctionUnderTest& function, Peer& peer, const std::string& name) {
  const auto begin = Clock::now();
  const std::optional<Request> posted = function.answer(peer, event_of(name));
  if (!posted) return {"nothing", {}};
  return {posted->target.substr(posted->target.rfind('/') + 1),
          std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin)};
}

TEST(EffectFaults, AreSurvivedAThousandTimes) {
  Service service;
  FunctionUnderTest function(LINTEL_EFFECTS_BOOTSTRAP, rules, variables_of(service.variable()));
  Peer peer = function.connection();
  const auto& misdeeds = quick_misdeeds();
  const std::size_t rounds = is_long_form() ? 10'000 : 1'000;
  const std::size_t warm = 5 * misdeeds.size();
  std::size_t descriptors = 0;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < rounds; ++i) {
    if (i == warm) {
      descriptors = function.descriptors();
      bytes = function.resident_bytes();
    }
    const Misdeed& misdeed = misdeeds[i % misdeeds.size()];
    service.does(&misdeed);
    const bool is_strict = i % 3 == 0;
    const Posted posted = post_of(function, peer, std::to_string(i) + (is_strict ? "!" : "."));
    ASSERT_EQ(posted.resource, is_strict ? "error" : "response") << misdeed.name;
  }
  service.does(nullptr);
  EXPECT_EQ(post_of(function, peer, "good!").resource, "response");
  EXPECT_LE(function.descriptors(), descriptors);
  EXPECT_FALSE(function.has_grown(bytes, 512 * 1024)) << function.resident_bytes();
  count_faults("misdeeds of a service", rounds);
}

// Nobody listens: told at once, twice at most.
TEST(EffectFaults, ARefusedConnectionIsToldAtOnce) {
  std::string nobody;
  {
    const Listener gone;
    nobody = "AWS_ENDPOINT_URL=http://" + gone.address();
  }
  FunctionUnderTest function(LINTEL_EFFECTS_BOOTSTRAP, rules, variables_of(nobody));
  Peer peer = function.connection();
  const std::size_t descriptors = function.descriptors();
  for (int i = 0; i < 5; ++i) {
    const Posted posted = post_of(function, peer, std::to_string(i) + "!");
    EXPECT_EQ(posted.resource, "error");
    EXPECT_LT(posted.took, std::chrono::milliseconds(4500));
  }
  EXPECT_EQ(post_of(function, peer, "no matter").resource, "response");
  EXPECT_EQ(function.descriptors(), descriptors);
}

// What takes for ever has 2 seconds; the slack is for a busy machine.
void is_given_up(const char* name, const std::function<void(Peer&)>& commit) {
  const Misdeed misdeed = {name, commit};
  Service service;
  service.does(&misdeed);
  FunctionUnderTest function(LINTEL_EFFECTS_BOOTSTRAP, rules, variables_of(service.variable()));
  Peer peer = function.connection();
  const Posted strict = post_of(function, peer, "a!");
  EXPECT_EQ(strict.resource, "error") << name;
  EXPECT_GE(strict.took, std::chrono::milliseconds(1900)) << name;
  EXPECT_LT(strict.took, std::chrono::milliseconds(5500)) << name;
  if (!is_long_form()) return;
  EXPECT_EQ(post_of(function, peer, "b").resource, "response") << name;
}

TEST(EffectFaults, SilenceIsGivenUpInTime) {
  // As long as the function holds on.
  const auto wait = [](Peer& peer) { EXPECT_TRUE(peer.is_closed_by_other()); };
  is_given_up("no answer", [&](Peer& peer) {
    peer.read();
    wait(peer);
  });
  if (!is_long_form()) return;
  is_given_up("half a head", [&](Peer& peer) {
    peer.read();
    peer.send("HTTP/1.1 200 OK\r\nX-");
    wait(peer);
  });
  is_given_up("half a body", [&](Peer& peer) {
    peer.read();
    peer.send(answer_of("Content-Length: 90\r\n", "{"));
    wait(peer);
  });
  is_given_up("byte by byte", [&](Peer& peer) {
    peer.read();
    peer.send("HTTP/1.1 200 OK\r\nX-Long: ");
    for (int i = 0; i < 600; ++i) {
      peer.send("x");
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
}

}  // namespace
}  // namespace lintel::testing
