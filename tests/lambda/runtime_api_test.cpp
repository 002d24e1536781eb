// SPDX-License-Identifier: Apache-2.0
// The client of the Runtime API against peers that keep the protocol, bend it and break it.
#include "runtime/lambda/runtime_api.h"

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "tests/lambda/scripted_peer.h"

namespace lintel::lambda {
namespace {

using lintel::testing::Listener;
using lintel::testing::Peer;
using lintel::testing::Request;

constexpr std::int64_t short_patience = 150;

// The client works in a thread while the test plays the other end.
class Client {
 public:
  explicit Client(const Listener& listener)
      : address_(listener.address()),
        api_(*SocketAddress::parse(address_), address_, short_patience) {}
  ~Client() { join(); }

  void next() {
    start([this] {
      status = api_.next(invocation);
      if (status == ApiStatus::done) {
        event = invocation.event;
        request_id = invocation.request_id;
      }
    });
  }
  void respond(std::string_view answer) {
    start([this, answer] { status = api_.respond(invocation, answer); });
  }
  void fail(std::string_view error, std::string_view type) {
    start([this, error, type] { status = api_.fail(invocation, error, type); });
  }
  void join() {
    if (thread_.joinable()) thread_.join();
  }

  ApiStatus status = ApiStatus::done;
  Invocation invocation;
  std::string event;
  std::string request_id;

 private:
  void start(const std::function<void()>& work) {
    join();
    thread_ = std::thread(work);
  }

  std::string address_;
  RuntimeApi api_;
  std::thread thread_;
};

TEST(RuntimeApi, KeepsOneConnection) {
  const Listener listener;
  Client client(listener);
  client.next();
  std::optional<Peer> peer = listener.accept();
  ASSERT_TRUE(peer);
  const std::optional<Request> next = peer->read();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->method, "GET");
  EXPECT_EQ(next->target, "/2018-06-01/runtime/invocation/next");
  EXPECT_EQ(next->headers.at("host"), listener.address());
  peer->send(
      "HTTP/1.1 200 OK\r\nLAMBDA-runtime-AWS-request-ID: abc-1\r\nlambda-runtime-deadline-ms: "
      "1700000000123\r\nLambda-Runtime-Trace-Id: Root=1-2\r\ncontent-length: 2\r\n\r\n{}");
  client.join();
  ASSERT_EQ(client.status, ApiStatus::done);
  EXPECT_EQ(client.event, "{}");
  EXPECT_EQ(client.invocation.request_id, "abc-1");
  EXPECT_EQ(client.invocation.trace_id, "Root=1-2");
  EXPECT_EQ(client.invocation.deadline_milliseconds, 1700000000123);

  client.respond("{\"a\":1}");
  const std::optional<Request> posted = peer->read();
  ASSERT_TRUE(posted);
  EXPECT_EQ(posted->method, "POST");
  EXPECT_EQ(posted->target, "/2018-06-01/runtime/invocation/abc-1/response");
  EXPECT_EQ(posted->body, "{\"a\":1}");
  peer->respond(202, "{\"status\":\"OK\"}");
  client.join();
  EXPECT_EQ(client.status, ApiStatus::done);

  client.fail("{\"errorMessage\":\"no\"}", "Rejected");
  const std::optional<Request> failed = peer->read();
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->target, "/2018-06-01/runtime/invocation/abc-1/error");
  EXPECT_EQ(failed->headers.at("lambda-runtime-function-error-type"), "Rejected");
  EXPECT_EQ(failed->body, "{\"errorMessage\":\"no\"}");
  peer->respond(202, "");
  client.join();
  EXPECT_EQ(client.status, ApiStatus::done);
}

// What the peer sends instead of an event in good order, and what the client makes of it.
struct Reply {
  const char* name;
  std::string bytes;
  ApiStatus status;
};

class Replies : public ::testing::TestWithParam<Reply> {};

TEST_P(Replies, AreTakenOrRefused) {
  const Listener listener;
  Client client(listener);
  client.next();
  std::optional<Peer> peer = listener.accept();
  ASSERT_TRUE(peer && peer->read());
  peer->send(GetParam().bytes);
  client.join();
  EXPECT_EQ(client.status, GetParam().status);
  if (client.status == ApiStatus::done) {
    EXPECT_EQ(client.event, "{\"a\":[1,2]}");
    EXPECT_EQ(client.request_id, "x");
    return;
  }
  // After what it could not take the connection is closed, and the next one is a new one.
  peer->close();
  client.next();
  std::optional<Peer> second = listener.accept();
  ASSERT_TRUE(second && second->read());
  second->give_event("{}", "y");
  client.join();
  EXPECT_EQ(client.status, ApiStatus::done);
  EXPECT_EQ(client.request_id, "y");
}

const std::string id_line = "Lambda-Runtime-Aws-Request-Id: x\r\n";
const std::string ok = "HTTP/1.1 200 OK\r\n" + id_line;

INSTANTIATE_TEST_SUITE_P(
    Peers, Replies,
    ::testing::Values(
        Reply{"Plain", ok + "Content-Length: 11\r\n\r\n{\"a\":[1,2]}", ApiStatus::done},
        Reply{"Chunked",
              ok + "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n7;x=y\r\n:[1,2]}\r\n0\r\n\r\n",
              ApiStatus::done},
        Reply{"Interim",
              "HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 11\r\n\r\n{\"a\":[1,2]}",
              ApiStatus::done},
        Reply{"Garbage", "SSH-2.0-OpenSSH_9.2\r\n", ApiStatus::nonsense},
        Reply{"NoRequestId", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", ApiStatus::nonsense},
        Reply{
            "IdWithSlash",
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: ../x\r\nContent-Length: 2\r\n\r\n{}",
            ApiStatus::nonsense},
        Reply{"LengthTwice", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
              ApiStatus::nonsense},
        Reply{"LengthAndChunks",
              ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
              ApiStatus::nonsense},
        Reply{"BadChunk", ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", ApiStatus::nonsense},
        Reply{"TooLarge", ok + "Content-Length: 99999999\r\n\r\n", ApiStatus::too_large},
        Reply{"HeadTooLarge", ok + "X: " + std::string(70'000, 'x'), ApiStatus::too_large},
        Reply{"StopsInHead", "HTTP/1.1 200 OK\r\nLam", ApiStatus::stalled},
        Reply{"StopsInBody", ok + "Content-Length: 11\r\n\r\n{\"a\"", ApiStatus::stalled},
        Reply{"Forbidden", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
              ApiStatus::shut_down},
        Reply{"ContainerError", "HTTP/1.1 500 Error\r\nContent-Length: 0\r\n\r\n",
              ApiStatus::shut_down}),
    [](const auto& reply) { return std::string(reply.param.name); });

// A client that has got an event and owes its answer.
class Owing : public ::testing::Test {
 protected:
  void SetUp() override {
    client.next();
    peer.emplace(accept());
    ASSERT_TRUE(peer->read());
    peer->give_event("{}", "a");
    client.join();
    ASSERT_EQ(client.status, ApiStatus::done);
  }

  Peer accept() {
    std::optional<Peer> accepted = listener.accept();
    if (!accepted) throw std::runtime_error("nobody connects");
    return std::move(*accepted);
  }

  Listener listener;
  Client client{listener};
  std::optional<Peer> peer;
};

TEST(RuntimeApi, TakesABodyUpToTheEndOfTheConnection) {
  const Listener listener;
  Client client(listener);
  client.next();
  std::optional<Peer> peer = listener.accept();
  ASSERT_TRUE(peer && peer->read());
  peer->send("HTTP/1.0 200 OK\r\n" + id_line + "\r\n{\"whole\":true}");
  peer->close();
  client.join();
  ASSERT_EQ(client.status, ApiStatus::done);
  EXPECT_EQ(client.event, "{\"whole\":true}");
  client.respond("{}");
  std::optional<Peer> second = listener.accept();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->read()->body, "{}");
  second->respond(202, "");
  client.join();
  EXPECT_EQ(client.status, ApiStatus::done);
}

TEST_F(Owing, OpensAnotherConnectionForTheOneThatWasClosedMeanwhile) {
  peer->close();
  client.respond("{\"b\":2}");
  Peer second = accept();
  EXPECT_EQ(second.read()->target, "/2018-06-01/runtime/invocation/a/response");
  second.respond(202, "");
  client.join();
  EXPECT_EQ(client.status, ApiStatus::done);
}

TEST_F(Owing, PostsOnceMoreIfTheReceiptDoesNotCome) {
  client.respond("{}");
  ASSERT_TRUE(peer->read());
  peer->close();
  Peer second = accept();
  ASSERT_TRUE(second.read());
  second.close();
  client.join();
  EXPECT_EQ(client.status, ApiStatus::unreachable);
}

TEST_F(Owing, DoesNotWaitForAReceiptWithoutEnd) {
  client.respond("{}");
  ASSERT_TRUE(peer->read());
  client.join();
  EXPECT_EQ(client.status, ApiStatus::stalled);
  EXPECT_TRUE(peer->is_closed_by_other());
}

TEST_F(Owing, ReadsWhyAnAnswerIsNotTakenThoughThePeerHasClosed) {
  client.respond("{}");
  ASSERT_TRUE(peer->read());
  peer->respond(413, "{}", "Connection: close\r\n");
  peer->close();
  client.join();
  EXPECT_EQ(client.status, ApiStatus::refused);
}

TEST(RuntimeApi, SaysThatNobodyListens) {
  std::string address;
  {
    const Listener gone;
    address = gone.address();
  }
  RuntimeApi api(*SocketAddress::parse(address), address, short_patience);
  Invocation invocation;
  EXPECT_EQ(api.next(invocation), ApiStatus::unreachable);
}

TEST(SocketAddresses, AreNumbersOrLocalhost) {
  for (const char* good : {"127.0.0.1:9001", "localhost:1", "[::1]:65535"})
    EXPECT_TRUE(SocketAddress::parse(good)) << good;
  for (const char* bad : {"", ":9001", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "host:80",
                          "[::1:80", "[::1]80", "127.0.0.1:80x", "1.2.3.4.5:80"})
    EXPECT_FALSE(SocketAddress::parse(bad)) << bad;
  EXPECT_TRUE(SocketAddress::parse("127.0.0.1", 80));
}

}  // namespace
}  // namespace lintel::lambda
