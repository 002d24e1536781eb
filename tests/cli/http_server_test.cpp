// SPDX-License-Identifier: Apache-2.0
// The server's limits of time and number, made short; and responses that come late.
#include "compiler/cli/local/http_server.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/http_client.h"

namespace lintel::testing {
namespace {

using cli::ConnectionNumber;
using cli::HttpLimits;
using cli::HttpResponse;
using cli::HttpServer;
using lambda::monotonic_nanoseconds;

// Answers requests for /late when it is told to, and those for /never not at all.
class Handler final : public cli::HttpHandler {
 public:
  void request(ConnectionNumber from, const lambda::MessageReader& request) override {
    if (request.target() == "/never") return;
    if (request.target() == "/drop") return server->drop(from);
    if (request.target() == "/late") {
      late.push_back(from);
      return;
    }
    if (request.target() == "/release")
      for (const ConnectionNumber number : std::exchange(late, {}))
        server->respond(number, {200, {}, "late"});
    server->respond(from, {200, {}, std::string(size, 'x')});
    server->respond(from, {200, {}, "a second response is none"});
  }
  HttpResponse refusal(lambda::Progress why) override {
    return {why == lambda::Progress::bad ? 400u : 413u, {}, ""};
  }

  HttpServer* server = nullptr;
  std::size_t size = 1;
  std::vector<ConnectionNumber> late;
};

class Server : public ::testing::Test {
 protected:
  void start(const HttpLimits& limits) {
    server_ = std::make_unique<HttpServer>(handler_, limits);
    handler_.server = server_.get();
    std::string why;
    ASSERT_TRUE(server_->listen(0, why)) << why;
    thread_ = std::thread([this] {
      cli::PollTarget* const target = server_.get();
      while (!ends_) cli::poll_once({&target, 1}, lambda::Deadline::in_milliseconds(10));
    });
  }
  void TearDown() override {
    ends_ = true;
    thread_.join();
  }

  std::uint16_t port() const { return server_->port(); }

  Handler handler_;
  std::unique_ptr<HttpServer> server_;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

constexpr std::string_view request = "GET / HTTP/1.1\r\n\r\n";

TEST_F(Server, ARequestThatTakesTooLongEnds) {
  start({.most_body_bytes = 1000, .message_milliseconds = 100});
  HttpClient slow(port());
  slow.send("GET / HT");
  const std::int64_t begin = monotonic_nanoseconds();
  std::jthread dripping([&] {
    for (int i = 0; i < 20 && slow.send("T"); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
  });
  EXPECT_TRUE(slow.is_closed_by_server());
  EXPECT_LT(monotonic_nanoseconds() - begin, 10'000'000'000);
}

TEST_F(Server, AConnectionThatIsIdleForTooLongEnds) {
  start({.most_body_bytes = 1000, .idle_milliseconds = 100});
  HttpClient silent(port());
  HttpClient once(port());
  once.send(request);
  EXPECT_EQ(once.read().status, 200u);
  EXPECT_TRUE(silent.is_closed_by_server());
  EXPECT_TRUE(once.is_closed_by_server());
}

TEST_F(Server, AConnectionMayBeIdleForEver) {
  start({.most_body_bytes = 1000, .idle_milliseconds = 0});
  HttpClient once(port());
  for (int i = 0; i < 2; ++i) {
    once.send(request);
    EXPECT_EQ(once.read().status, 200u);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

TEST_F(Server, AClientThatDoesNotReadIsLeft) {
  handler_.size = 64'000'000;
  start({.most_body_bytes = 1000, .message_milliseconds = 100});
  HttpClient deaf(port());
  deaf.send(request);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_EQ(deaf.read().status, 0u);
}

TEST_F(Server, WhoIsRefusedAndGoesOnSendingIsLeft) {
  start({.most_body_bytes = 1000, .goodbye_milliseconds = 100});
  HttpClient client(port());
  client.send("nonsense\r\n\r\n");
  EXPECT_EQ(client.read().status, 400u);
  bool is_taken = true;
  for (int i = 0; i < 500 && is_taken; ++i) {
    is_taken = client.send("more");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_FALSE(is_taken);
}

TEST_F(Server, ResponsesMayComeLateAndInAnyOrder) {
  start({.most_body_bytes = 1000, .message_milliseconds = 100, .idle_milliseconds = 5000});
  HttpClient first(port());
  HttpClient gone(port());
  HttpClient ahead(port());
  first.send("GET /late HTTP/1.1\r\n\r\n");
  gone.send("GET /late HTTP/1.1\r\n\r\n");
  // What is sent before the response has come waits.
  ahead.send("GET /late HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  gone.reset();
  HttpClient releasing(port());
  releasing.send("GET /release HTTP/1.1\r\n\r\n");
  EXPECT_EQ(releasing.read().body, "x");
  EXPECT_EQ(first.read().body, "late");
  EXPECT_EQ(ahead.read().body, "late");
  EXPECT_EQ(ahead.read().body, "x");
}

TEST_F(Server, AConnectionCanBeDropped) {
  start({.most_body_bytes = 1000});
  HttpClient client(port());
  client.send("GET /drop HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(Server, TheConnectionThatIsIdleLongestMakesRoomForANewOne) {
  start({.most_body_bytes = 1000, .most_connections = 3});
  HttpClient waiting(port());
  waiting.send("GET /never HTTP/1.1\r\n\r\n");
  HttpClient oldest(port());
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  HttpClient newer(port());
  newer.send(request);
  EXPECT_EQ(newer.read().status, 200u);
  HttpClient newest(port());
  newest.send(request);
  EXPECT_EQ(newest.read().status, 200u);
  EXPECT_TRUE(oldest.is_closed_by_server());
  newer.send("GET /never HTTP/1.1\r\n\r\n");
  newest.send("GET /never HTTP/1.1\r\n\r\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  // All wait for a response: there is no room.
  HttpClient too_many(port());
  EXPECT_TRUE(too_many.is_closed_by_server());
}

}  // namespace
}  // namespace lintel::testing
