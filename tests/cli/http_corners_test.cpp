// SPDX-License-Identifier: Apache-2.0
// The HTTP server turn by turn: what clients and the system do between two of its steps.
#include <poll.h>

#include <cerrno>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/cli/local/http_server.h"
#include "tests/cli/failing_system.h"
#include "tests/support/http_client.h"

namespace lintel::testing {
namespace {

using cli::ConnectionNumber;
using cli::HttpLimits;
using cli::HttpResponse;
using cli::HttpServer;
using lambda::Deadline;
using lambda::monotonic_nanoseconds;

// Hands requests to the test.
class Handler final : public cli::HttpHandler {
 public:
  void request(ConnectionNumber from, const lambda::MessageReader& request) override {
    last = from;
    body = std::string(request.body());
    answer(from);
  }
  HttpResponse refusal(lambda::Progress) override { return {413, {}, ""}; }

  ConnectionNumber last = 0;
  std::string body;
  std::function<void(ConnectionNumber)> answer = [](ConnectionNumber) {};
};

class Turns : public ::testing::Test {
 protected:
  void start(const HttpLimits& limits = {.most_body_bytes = 1000}) {
    server_ = std::make_unique<HttpServer>(handler_, limits);
    std::string why;
    ASSERT_TRUE(server_->listen(0, why)) << why;
    handler_.answer = [this](ConnectionNumber from) { server_->respond(from, {200, {}, "x"}); };
  }

  void turn(std::int64_t milliseconds = 0) {
    cli::PollTarget* const target = server_.get();
    cli::poll_once({&target, 1}, Deadline::in_milliseconds(milliseconds));
  }

  // What comes on this machine is there at once, but each step may take a turn of its own.
  void turns(int count = 5) {
    for (int i = 0; i < count; ++i) turn(1);
  }

  std::vector<pollfd> entries() {
    std::vector<pollfd> all;
    server_->add_to(all);
    return all;
  }

  Handler handler_;
  std::unique_ptr<HttpServer> server_;
};

constexpr std::string_view get = "GET / HTTP/1.1\r\n\r\n";

TEST_F(Turns, ListeningCanFail) {
  HttpServer server(handler_, {});
  for (const SystemCall call : {SystemCall::socket, SystemCall::listen, SystemCall::getsockname}) {
    std::string why;
    fail_next(call, EMFILE);
    EXPECT_FALSE(server.listen(0, why));
    EXPECT_EQ(why, "Too many open files");
  }
  std::vector<pollfd> all;
  server.add_to(all);
  EXPECT_TRUE(all.empty());
}

TEST_F(Turns, EveryStatusHasAPhrase) {
  start();
  unsigned status = 0;
  handler_.answer = [&](ConnectionNumber from) { server_->respond(from, {status, {}, ""}); };
  HttpClient client(server_->port());
  for (const unsigned each : {500u, 502u, 418u}) {
    status = each;
    client.send(get);
    turns();
    EXPECT_EQ(client.read().status, each);
  }
}

TEST_F(Turns, WhatInterruptsAcceptingIsTriedAgain) {
  start();
  for (const int error : {EINTR, ECONNABORTED}) {
    HttpClient client(server_->port());
    client.send(get);
    fail_next(SystemCall::accept, error);
    turns();
    EXPECT_EQ(client.read().status, 200u);
  }
}

TEST_F(Turns, WithoutDescriptorsItPausesAndGoesOn) {
  start();
  HttpClient before(server_->port());
  before.send(get);
  turns();
  EXPECT_EQ(before.read().status, 200u);
  HttpClient client(server_->port());
  client.send(get);
  fail_next(SystemCall::accept, EMFILE);
  turn();
  // The listener is left out, but not who is there already.
  EXPECT_EQ(entries().size(), 1u);
  EXPECT_LE(server_->deadline().milliseconds_left(), 100);
  before.send(get);
  turns(2);
  EXPECT_EQ(before.read().status, 200u);
  const std::int64_t begin = monotonic_nanoseconds();
  while (entries().size() < 2 && monotonic_nanoseconds() - begin < 5'000'000'000) turn(50);
  turns();
  EXPECT_EQ(client.read().status, 200u);
}

TEST_F(Turns, WhatInterruptsReadingAndSendingIsTriedAgain) {
  start();
  HttpClient client(server_->port());
  for (const int error : {EINTR, EAGAIN}) {
    client.send(get);
    fail_next(SystemCall::recv, error);
    turns();
    EXPECT_EQ(client.read().status, 200u);
    client.send(get);
    fail_next(SystemCall::send, error);
    turns();
    EXPECT_EQ(client.read().status, 200u);
  }
}

TEST_F(Turns, ABrokenConnectionIsClosed) {
  start();
  HttpClient reading(server_->port());
  reading.send(get);
  turn();
  fail_next(SystemCall::recv, ECONNRESET);
  turns();
  EXPECT_EQ(entries().size(), 1u);
  HttpClient sending(server_->port());
  sending.send(get);
  fail_next(SystemCall::send, EPIPE);
  turns();
  EXPECT_EQ(entries().size(), 1u);
}

TEST_F(Turns, AResponseToWhoHasGoneIsForgotten) {
  start();
  handler_.answer = [](ConnectionNumber) {};
  HttpClient client(server_->port());
  client.send(get);
  turns();
  fail_next(SystemCall::send, EPIPE);
  server_->respond(handler_.last, {200, {}, "x"});
  EXPECT_LE(server_->deadline().milliseconds_left(), 0);
  EXPECT_EQ(entries().size(), 2u);
  turn();
  EXPECT_EQ(entries().size(), 1u);
  server_->respond(handler_.last, {200, {}, "x"});
  server_->drop(handler_.last);
  EXPECT_EQ(entries().size(), 1u);
}

TEST_F(Turns, WhoIsDroppedInTheSameTurnHasNoTurn) {
  start();
  HttpClient first(server_->port());
  HttpClient second(server_->port());
  first.send(get);
  turns();
  const ConnectionNumber number_of_first = handler_.last;
  second.send(get);
  turns();
  ASSERT_GT(handler_.last, number_of_first);
  const ConnectionNumber number_of_second = handler_.last;
  EXPECT_EQ(first.read().status, 200u);
  EXPECT_EQ(second.read().status, 200u);
  handler_.answer = [&](ConnectionNumber) { server_->drop(number_of_second); };
  first.send(get);
  second.send(get);
  turns();
  EXPECT_TRUE(second.is_closed_by_server());
  EXPECT_EQ(handler_.last, number_of_first);
}

TEST_F(Turns, AHeadHasNoBody) {
  start();
  HttpClient client(server_->port());
  client.send("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n");
  turns();
  EXPECT_EQ(client.read().status, 0u);  // the reader waits for a body until the server leaves
}

TEST_F(Turns, ABodyMayComeInPiecesAfterContinue) {
  start();
  HttpClient client(server_->port());
  client.send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  turns();
  client.send("ab");
  turns();
  client.send("cd");
  turns();
  EXPECT_EQ(client.read().status, 200u);
  EXPECT_EQ(handler_.body, "abcd");
}

TEST_F(Turns, ALongResponseIsSentAsItIsRead) {
  start();
  const std::string large(8'000'000, 'x');
  handler_.answer = [&](ConnectionNumber from) { server_->respond(from, {200, {}, large}); };
  HttpClient client(server_->port());
  client.send(get);
  turns();
  Reply reply;
  std::jthread reader([&] { reply = client.read(); });
  const std::int64_t begin = monotonic_nanoseconds();
  const auto is_sending = [&] { return (entries().back().events & POLLOUT) != 0; };
  EXPECT_TRUE(is_sending());
  while (is_sending() && monotonic_nanoseconds() - begin < 10'000'000'000) turn(10);
  reader.join();
  EXPECT_EQ(reply.body, large);
}

TEST_F(Turns, RoomIsMadeByWhoWouldEndFirst) {
  start({.most_body_bytes = 1000,
         .idle_milliseconds = 5000,
         .goodbye_milliseconds = 1000,
         .most_connections = 2});
  HttpClient idle(server_->port());
  turns();
  // Its goodbye ends before the other's idling.
  HttpClient leaving(server_->port());
  leaving.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  turns();
  EXPECT_EQ(leaving.read().status, 200u);
  HttpClient next(server_->port());
  next.send(get);
  turns();
  EXPECT_EQ(next.read().status, 200u);
  idle.send(get);
  turns();
  EXPECT_EQ(idle.read().status, 200u);
}

TEST_F(Turns, RoomIsMadeAmongThoseThatMayIdleForEver) {
  start({.most_body_bytes = 1000, .idle_milliseconds = 0, .most_connections = 2});
  HttpClient first(server_->port());
  turns();
  HttpClient second(server_->port());
  turns();
  HttpClient third(server_->port());
  third.send(get);
  turns();
  EXPECT_EQ(third.read().status, 200u);
  EXPECT_TRUE(first.is_closed_by_server());
}

TEST_F(Turns, AtTheEndWhatIsLeftIsSent) {
  start();
  const std::string large(8'000'000, 'x');
  handler_.answer = [&](ConnectionNumber from) { server_->respond(from, {200, {}, large}); };
  HttpClient idle(server_->port());
  HttpClient client(server_->port());
  client.send(get);
  turns();
  Reply reply;
  std::jthread reader([&] { reply = client.read(); });
  server_->finish();
  reader.join();
  EXPECT_EQ(reply.body, large);
  EXPECT_TRUE(idle.is_closed_by_server());
}

TEST_F(Turns, AtTheEndNobodyIsWaitedForLong) {
  start();
  const std::string large(64'000'000, 'x');
  handler_.answer = [&](ConnectionNumber from) { server_->respond(from, {200, {}, large}); };
  HttpClient client(server_->port());
  client.send(get);
  turns();
  const std::int64_t begin = monotonic_nanoseconds();
  server_->finish();
  EXPECT_LT(monotonic_nanoseconds() - begin, 5'000'000'000);
}

}  // namespace
}  // namespace lintel::testing
