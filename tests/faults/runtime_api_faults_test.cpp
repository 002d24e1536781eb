// SPDX-License-Identifier: Apache-2.0
// A Runtime API that does what it should not: the function goes on where there is hope, ends where
// there is none, and holds no more than before. Everything but the waiting for an event has five
// seconds (RuntimeApi).
#include <chrono>
#include <functional>
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

constexpr std::string_view rules =
    "on PreSignUp\nwhen userName.size() < 3 then reject(\"short\")\nthen autoConfirm\n";
constexpr std::string_view event =
    R"({"triggerSource":"PreSignUp_SignUp","userName":"somebody","response":{}})";

struct Misdeed {
  const char* name;
  std::function<void(Peer&)> commit;  // after the function has asked for an event
};

std::string head(const std::string& length_line) {
  return "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\r\n" + length_line + "\r\n";
}

std::string with_length(std::size_t length, std::string_view body) {
  return head("Content-Length: " + std::to_string(length) + "\r\n").append(body);
}

// A connection that ends in a reset: what it has sent is not read.
void close_after(Peer& peer, std::string_view bytes) {
  peer.send(bytes);
  peer.close();
}

const std::vector<Misdeed>& quick_misdeeds() {
  static const std::vector<Misdeed> list = {
      {"closes", [](Peer& peer) { peer.close(); }},
      {"sends garbage", [](Peer& peer) { close_after(peer, std::string("\0\xff\r\n\r\n", 6)); }},
      {"speaks another protocol", [](Peer& peer) { close_after(peer, "220 smtp\r\n\r\n"); }},
      {"sends half a status line", [](Peer& peer) { close_after(peer, "HTTP/1."); }},
      {"sends half a header",
       [](Peer& peer) { close_after(peer, "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Requ"); }},
      {"sends half an event",
       [](Peer& peer) { close_after(peer, with_length(event.size(), event.substr(0, 20))); }},
      {"says a length that is too long",
       [](Peer& peer) { close_after(peer, with_length(event.size() + 9, event)); }},
      {"says two lengths",
       [](Peer& peer) {
         close_after(peer, head("Content-Length: 5\r\nContent-Length: 6\r\n") + "{\"a\":1}");
       }},
      {"says a length that is no number",
       [](Peer& peer) { close_after(peer, head("Content-Length: -1\r\n") + "{}"); }},
      {"says a length of 10^30",
       [](Peer& peer) {
         close_after(peer, head("Content-Length: 1" + std::string(30, '0') + "\r\n") + "{}");
       }},
      {"says a length and chunks",
       [](Peer& peer) {
         close_after(peer, head("Content-Length: 7\r\nTransfer-Encoding: chunked\r\n") +
                               "7\r\n{\"a\":1}\r\n0\r\n\r\n");
       }},
      {"sends a chunk of no size",
       [](Peer& peer) {
         close_after(peer, head("Transfer-Encoding: chunked\r\n") + "xyz\r\n{}\r\n0\r\n\r\n");
       }},
      {"ends in the middle of a chunk",
       [](Peer& peer) {
         close_after(peer, head("Transfer-Encoding: chunked\r\n") + "20\r\n{\"userName\":");
       }},
      {"gives no id", [](Peer& peer) { peer.respond(200, event); }},
      {"gives an id that is a path",
       [](Peer& peer) {
         peer.respond(200, event, "Lambda-Runtime-Aws-Request-Id: ../../x y\r\n");
       }},
      {"sends a head without end",
       [](Peer& peer) {
         std::string text = "HTTP/1.1 200 OK\r\n";
         for (int i = 0; i < 9000; ++i) text += "X-Header: some value\r\n";
         close_after(peer, text);
       }},
      {"sends many interim answers",
       [](Peer& peer) {
         std::string text;
         for (int i = 0; i < 500; ++i) text += "HTTP/1.1 102 Processing\r\n\r\n";
         close_after(peer, text);
       }},
  };
  return list;
}

// Commits one, and sees that the function comes again and answers.
void survive(FunctionUnderTest& function, Peer peer, const Misdeed& misdeed) {
  misdeed.commit(peer);
  // What it may have taken for an event it tries to answer; whatever it does, it asks again.
  Peer next = function.connection();
  const std::optional<Request> posted = function.answer(next, event);
  ASSERT_TRUE(posted) << misdeed.name;
  EXPECT_NE(posted->body.find("\"autoConfirmUser\":true"), std::string::npos) << misdeed.name;
}

TEST(RuntimeApiFaults, AreSurvivedAThousandTimes) {
  FunctionUnderTest function(LINTEL_BOOTSTRAP, rules, {"LINTEL_LOG=off"});
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
    survive(function, function.connection(), misdeeds[i % misdeeds.size()]);
    if (::testing::Test::HasFatalFailure()) return;
  }
  const Peer last = function.connection();
  EXPECT_EQ(function.descriptors(), descriptors);
  EXPECT_FALSE(function.has_grown(bytes, 512 * 1024)) << function.resident_bytes();
  count_faults("misdeeds of a Runtime API", rounds);
}

// Commits one, and expects that the connection is given up within the function's patience.
void is_given_up(const char* name, const std::function<void(Peer&)>& commit) {
  FunctionUnderTest function(LINTEL_BOOTSTRAP, rules);
  Peer peer = function.connection();
  const auto begin = Clock::now();
  commit(peer);
  EXPECT_TRUE(peer.is_closed_by_other()) << name;
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(9)) << name;
  Peer next = function.connection();
  EXPECT_TRUE(function.answer(next, event)) << name;
}

TEST(RuntimeApiFaults, StallsHaveFiveSeconds) {
  is_given_up("half a header", [](const Peer& peer) { peer.send("HTTP/1.1 200 OK\r\nX-"); });
  if (!is_long_form()) return;
  is_given_up("half an event", [](const Peer& peer) { peer.send(with_length(900, "{")); });
  is_given_up("no receipt", [](Peer& peer) {
    peer.give_event(event, "a");
    EXPECT_TRUE(peer.read());  // its answer; then it asks anew on another connection
  });
  is_given_up("byte by byte without end", [](const Peer& peer) {
    peer.send("HTTP/1.1 200 OK\r\nX-Long: ");
    for (int i = 0; i < 1200; ++i) {
      peer.send("x");
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
}

TEST(RuntimeApiFaults, SlownessIsNone) {
  FunctionUnderTest function(LINTEL_BOOTSTRAP, rules);
  Peer peer = function.connection();
  for (const char byte : with_length(event.size(), event)) peer.send({&byte, 1});
  std::optional<Request> posted = peer.read();
  ASSERT_TRUE(posted);
  for (const char byte : std::string("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"))
    peer.send({&byte, 1});
  ASSERT_TRUE(peer.read());
  // In chunks of one byte.
  peer.send(head("Transfer-Encoding: chunked\r\n"));
  for (const char byte : event) peer.send(std::string("1\r\n") + byte + "\r\n");
  peer.send("0\r\n\r\n");
  posted = peer.read();
  ASSERT_TRUE(posted);
  EXPECT_NE(posted->body.find("\"autoConfirmUser\":true"), std::string::npos);
}

TEST(RuntimeApiFaults, LargeEventsAreAnsweredAndLargerOnesGivenUp) {
  FunctionUnderTest function(LINTEL_BOOTSTRAP, rules);
  std::optional<Peer> peer(function.connection());
  constexpr std::size_t most = 6 * 1024 * 1024;
  const auto padded = [](std::size_t size) {
    std::string text(event.substr(0, event.size() - 1));
    text += ",\"x\":\"";
    text.append(size - text.size() - 2, 'x');
    return text + "\"}";
  };
  std::optional<Request> posted = function.answer(*peer, padded(most));
  ASSERT_TRUE(posted);
  EXPECT_TRUE(posted->target.ends_with("/response")) << posted->target;
  const std::size_t descriptors = function.descriptors();
  const std::size_t bytes = function.resident_bytes();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(function.answer(*peer, padded(most)));
  // One byte more: it is an event, but none that is decided.
  posted = function.answer(*peer, padded(most + 1));
  ASSERT_TRUE(posted);
  EXPECT_TRUE(posted->target.ends_with("/error")) << posted->target;
  for (int i = 0; i < 5; ++i) {
    peer->give_event(padded(most + 1024 * 1024), "large");
    EXPECT_TRUE(peer->is_closed_by_other());
    peer.emplace(function.connection());
    ASSERT_TRUE(function.answer(*peer, event));
  }
  EXPECT_EQ(function.descriptors(), descriptors);
  EXPECT_FALSE(function.has_grown(bytes, 2 * 1024 * 1024)) << function.resident_bytes();
}

// What ends the process, and with what: 1 each, as nobody is there to be told.
TEST(RuntimeApiFaults, AnApiThatRefusesEndsTheFunction) {
  const Misdeed ends[] = {
      {"500", [](Peer& peer) { peer.respond(500, "{}"); }},
      {"403", [](Peer& peer) { peer.respond(403, "{}"); }},
      {"204", [](Peer& peer) { peer.send("HTTP/1.1 204 No Content\r\n\r\n"); }},
      {"500 for the answer",
       [](Peer& peer) {
         peer.give_event(event, "a");
         EXPECT_TRUE(peer.read());
         peer.respond(500, "{}");
       }},
  };
  for (const Misdeed& end : ends) {
    FunctionUnderTest function(LINTEL_BOOTSTRAP, rules);
    Peer peer = function.connection();
    end.commit(peer);
    EXPECT_EQ(function.process().wait(), 1) << end.name;
  }
}

TEST(RuntimeApiFaults, AnApiThatAlwaysFailsEndsTheFunction) {
  for (const Misdeed& misdeed : quick_misdeeds()) {
    if (!is_long_form() && &misdeed != &quick_misdeeds().front()) break;
    FunctionUnderTest function(LINTEL_BOOTSTRAP, rules);
    int rounds = 0;
    while (rounds < 50) {
      std::optional<Peer> peer = function.next_connection();
      if (!peer || !peer->read()) break;
      misdeed.commit(*peer);
      ++rounds;
    }
    EXPECT_EQ(function.process().wait(), 1) << misdeed.name;
    EXPECT_LT(rounds, 20) << misdeed.name;
  }
}

}  // namespace
}  // namespace lintel::testing
