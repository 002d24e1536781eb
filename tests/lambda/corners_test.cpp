// SPDX-License-Identifier: Apache-2.0
// Conditions that no other test decides both ways: system calls that fail, texts that do not fit,
// and rare characters in messages.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/lambda/buffer.h"
#include "runtime/lambda/http.h"
#include "runtime/lambda/log.h"
#include "runtime/lambda/process_host.h"
#include "runtime/lambda/runtime_api.h"
#include "runtime/lambda/socket.h"
#include "runtime/lambda/variables.h"
#include "tests/lambda/failing_calls.h"
#include "tests/lambda/scripted_peer.h"

namespace lintel::testing {
namespace {

using lambda::ApiStatus;
using lambda::Buffer;
using lambda::Deadline;
using lambda::Invocation;
using lambda::IoStatus;
using lambda::MessageKind;
using lambda::MessageReader;
using lambda::Progress;
using lambda::Socket;
using lambda::SocketAddress;

Deadline soon() { return Deadline::in_milliseconds(2000); }

TEST(FailingCalls, OfConnecting) {
  const Listener listener;
  const SocketAddress address = *SocketAddress::parse(listener.address());
  Socket socket;
  fail_next(Call::socket, EMFILE);
  EXPECT_EQ(socket.connect(address, soon()), IoStatus::failed);
  EXPECT_EQ(errno, EMFILE);
  fail_next(Call::connect, EACCES);
  EXPECT_EQ(socket.connect(address, soon()), IoStatus::failed);
  EXPECT_EQ(errno, EACCES);
  EXPECT_FALSE(socket.is_open());
  fail_next(Call::connect, 0);
  EXPECT_EQ(socket.connect(address, soon()), IoStatus::done);
  EXPECT_TRUE(socket.is_open());
  fail_next(Call::connect, EINPROGRESS);
  fail_next(Call::poll, ENOMEM);
  EXPECT_EQ(socket.connect(address, soon()), IoStatus::failed);
  EXPECT_EQ(errno, ENOMEM);
  fail_next(Call::poll, EINTR);
  EXPECT_EQ(socket.connect(address, soon()), IoStatus::done);
}

class Pair : public ::testing::Test {
 protected:
  Pair() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()), 0);
    socket_ = Socket(ends[0]);
    other_ = Socket(ends[1]);
  }

  Socket socket_;
  Socket other_;
};

TEST_F(Pair, ReadsAndWritesAgainAfterASignal) {
  fail_next(Call::sendmsg, EINTR);
  EXPECT_EQ(socket_.write("head", "body", soon()), IoStatus::done);
  std::array<char, 16> bytes{};
  fail_next(Call::recv, EINTR);
  const lambda::IoResult read = other_.read(bytes, soon());
  EXPECT_EQ(read.status, IoStatus::done);
  EXPECT_EQ(std::string_view(bytes.data(), read.count), "headbody");
}

TEST_F(Pair, WritesOnWhereACallHasStopped) {
  fail_next(Call::sendmsg, 0);
  EXPECT_EQ(socket_.write("head", "body", soon()), IoStatus::done);
  std::array<char, 16> bytes{};
  const lambda::IoResult read = other_.read(bytes, soon());
  EXPECT_EQ(std::string_view(bytes.data(), read.count), "headbody");
}

TEST_F(Pair, TellsAClosedPeerFromOtherFailures) {
  std::array<char, 16> bytes{};
  for (const auto& [error, status] : {std::pair{EPIPE, IoStatus::closed},
                                      {ECONNRESET, IoStatus::closed},
                                      {EIO, IoStatus::failed}}) {
    fail_next(Call::recv, error);
    EXPECT_EQ(socket_.read(bytes, soon()).status, status) << error;
    fail_next(Call::sendmsg, error);
    EXPECT_EQ(socket_.write("x", "", soon()), status) << error;
  }
}

TEST_F(Pair, IsNotStaleBecauseOfASignal) {
  EXPECT_FALSE(socket_.is_stale());
  fail_next(Call::recv, EINTR);
  EXPECT_FALSE(socket_.is_stale());
  fail_next(Call::recv, EIO);
  EXPECT_TRUE(socket_.is_stale());
}

TEST_F(Pair, StaysItselfWhenItIsGivenToItself) {
  const int descriptor = socket_.descriptor();
  Socket& same = socket_;
  socket_ = std::move(same);
  EXPECT_EQ(socket_.descriptor(), descriptor);
}

TEST(Buffers, TakeAllOrNothing) {
  Buffer buffer(10);
  EXPECT_TRUE(buffer.append(""));
  EXPECT_TRUE(buffer.append({}));
  fail_next(Call::realloc, ENOMEM);
  EXPECT_FALSE(buffer.append("abc"));
  EXPECT_EQ(buffer.text(), "");
  EXPECT_TRUE(buffer.append({"abc", "", "def"}));
  EXPECT_FALSE(buffer.append({"ghij", "k"}));
  EXPECT_EQ(buffer.text(), "abcdefghij");
}

TEST(RuntimeApiCorners, WhatDoesNotFitIsNotSent) {
  const Listener listener;
  const SocketAddress address = *SocketAddress::parse(listener.address());
  const std::string long_text(5000, 'x');
  lambda::RuntimeApi far(address, long_text, 50);
  Invocation invocation;
  EXPECT_EQ(far.next(invocation), ApiStatus::nonsense);
  lambda::RuntimeApi api(address, "host", 50);
  invocation.request_id = long_text;
  EXPECT_EQ(api.respond(invocation, "{}"), ApiStatus::nonsense);
  EXPECT_EQ(api.fail(invocation, "{}", "Type"), ApiStatus::nonsense);
  EXPECT_TRUE(listener.nobody_comes(10));
}

TEST(RuntimeApiCorners, AConnectionThatFails) {
  const Listener listener;
  lambda::RuntimeApi api(*SocketAddress::parse(listener.address()), "host", 200);
  fail_next(Call::recv, EIO);
  EXPECT_EQ(api.fail_to_start("{}", "Type"), ApiStatus::unreachable);
  fail_next(Call::sendmsg, EIO);
  EXPECT_EQ(api.fail_to_start("{}", "Type"), ApiStatus::unreachable);
  for (int status = static_cast<int>(ApiStatus::done);
       status <= static_cast<int>(ApiStatus::shut_down); ++status)
    EXPECT_NE(describe(static_cast<ApiStatus>(status)), "");
}

// What has begun to answer has got the request: it is not sent a second time.
TEST(RuntimeApiCorners, AConnectionThatFailsWithinAnAnswer) {
  const Listener listener;
  lambda::RuntimeApi api(*SocketAddress::parse(listener.address()), "host", 2000);
  std::optional<Peer> peer;
  std::thread answering([&] {
    if (std::optional<Peer> accepted = listener.accept()) peer.emplace(std::move(*accepted));
    if (peer && peer->read()) peer->respond(202, "");
  });
  EXPECT_EQ(api.fail_to_start("{}", "Type"), ApiStatus::done);
  answering.join();
  ASSERT_TRUE(peer);
  peer->send("HTTP/1.1 202 ");
  fail_next(Call::poll, ENOMEM);
  EXPECT_EQ(api.fail_to_start("{}", "Type"), ApiStatus::unreachable);
  EXPECT_TRUE(listener.nobody_comes(10));
}

TEST(LogLines, AreWrittenOnWhereACallHasStopped) {
  lambda::LogLine line;
  const auto written = [&](int error) {
    line.begin("a", "b");
    line.add("c", 1);
    fail_next(Call::write, error);
    ::testing::internal::CaptureStdout();
    line.write();
    return ::testing::internal::GetCapturedStdout();
  };
  EXPECT_EQ(written(EINTR), "{\"a\":\"b\",\"c\":1}\n");
  EXPECT_EQ(written(0), "{\"a\":\"b\",\"c\":1}\n");
  EXPECT_EQ(written(EIO), "");
}

TEST(ProcessHostCorners, ARefusedClockAndRefusedRandomBytes) {
  lambda::ProcessHost host;
  Instant time;
  fail_next(Call::clock_gettime, EINVAL);
  EXPECT_FALSE(host.now(time));
  EXPECT_TRUE(host.now(time));
  std::array<std::byte, 8> bytes{};
  fail_next(Call::getrandom, ENOSYS);
  EXPECT_FALSE(host.random(bytes));
  fail_next(Call::getrandom, EINTR);
  EXPECT_TRUE(host.random(bytes));
  EXPECT_NE(bytes, (std::array<std::byte, 8>{})) << "by chance once in 2^64 runs";
}

// A peer of one connection, which answers each request with the next of these.
void answer(const Listener& listener, const std::vector<std::string>& answers) {
  std::optional<Peer> peer = listener.accept();
  for (const std::string& bytes : answers) {
    if (!peer || !peer->read()) return;
    peer->send(bytes);
  }
}

TEST(RuntimeApiCorners, IdentifiersThatWouldEndThePath) {
  for (const std::string_view id : {"a b", "a\tb", "a/b", "a?b", "a#b", ""}) {
    const Listener listener;
    lambda::RuntimeApi api(*SocketAddress::parse(listener.address()), "host", 2000);
    std::thread peer(answer, std::cref(listener),
                     std::vector<std::string>{"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: " +
                                              std::string(id) + "\r\nContent-Length: 2\r\n\r\n{}"});
    Invocation invocation;
    EXPECT_EQ(api.next(invocation), ApiStatus::nonsense) << id;
    peer.join();
  }
}

TEST(RuntimeApiCorners, APostThatEndsTheRuntime) {
  const Listener listener;
  lambda::RuntimeApi api(*SocketAddress::parse(listener.address()), "host", 2000);
  std::thread peer(answer, std::cref(listener),
                   std::vector<std::string>{"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
                                            "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
                                            "HTTP/1.1 413 Large\r\nContent-Length: 0\r\n\r\n"});
  EXPECT_EQ(api.fail_to_start("{}", "Type"), ApiStatus::done);
  EXPECT_EQ(api.fail_to_start("{}", "Type"), ApiStatus::shut_down);
  EXPECT_EQ(api.fail_to_start("{}", "Type"), ApiStatus::refused);
  peer.join();
}

// What it said before may be there to be read, and is waited for.
TEST(RuntimeApiCorners, APeerThatDoesNotListenToTheEnd) {
  const Listener listener;
  lambda::RuntimeApi api(*SocketAddress::parse(listener.address()), "host", 100);
  fail_next(Call::sendmsg, EPIPE);
  EXPECT_EQ(api.fail_to_start("{}", "Type"), ApiStatus::stalled);
}

TEST(Variables, AreFoundByTheirWholeName) {
  ::setenv("LINTEL_TEST_LONGER", "x", 1);
  EXPECT_EQ(lambda::variable("LINTEL_TEST_LONGER"), "x");
  EXPECT_EQ(lambda::variable("LINTEL_TEST").data(), nullptr);
  char** const all = std::exchange(environ, nullptr);
  EXPECT_EQ(lambda::variable("LINTEL_TEST_LONGER").data(), nullptr);
  environ = all;
}

TEST(RuntimeApiCorners, AnOpenConnectionWhoseOtherEndHasGone) {
  auto listener = std::make_unique<Listener>();
  lambda::RuntimeApi api(*SocketAddress::parse(listener->address()), "host", 2000);
  std::thread peer(answer, std::cref(*listener),
                   std::vector<std::string>{"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"});
  EXPECT_EQ(api.fail_to_start("{}", "Type"), ApiStatus::done);
  peer.join();
  listener = nullptr;
  EXPECT_EQ(api.fail_to_start("{}", "Type"), ApiStatus::unreachable);
}

// How far a message has come once all of `text` is there.
Progress read(MessageReader& reader, std::string_view text) {
  Progress progress = Progress::more;
  while (!text.empty() && progress == Progress::more) {
    const std::span<char> room = reader.room();
    if (room.empty()) return Progress::too_large;
    const std::size_t count = std::min(room.size(), text.size());
    std::copy_n(text.begin(), count, room.begin());
    text.remove_prefix(count);
    progress = reader.received(count);
  }
  return progress;
}

Progress with_header(std::string_view header) {
  MessageReader reader(MessageKind::request, 1 << 20);
  return read(reader, "GET / HTTP/1.1\r\n" + std::string(header) + "\r\n\r\n");
}

TEST(HttpCorners, NamesOfHeaders) {
  for (const std::string_view good : {"X-1: a", "x!#$%&'*+-.^_`|~9: a", "x: \t a\tb"})
    EXPECT_EQ(with_header(good), Progress::done) << good;
  using std::string_view_literals::operator""sv;
  for (const std::string_view bad :
       {"x{: a"sv, "x\0: a"sv, "x(: a"sv, "x/: a"sv, "\x7f: a"sv, "x: \x01"sv, "x: \x7f"sv})
    EXPECT_EQ(with_header(bad), Progress::bad) << bad;
}

TEST(HttpCorners, TheEndOfAConnection) {
  MessageReader reader(MessageKind::response, 1 << 20);
  EXPECT_EQ(read(reader, "HTTP/1.1 204 No\r\n\r\n"), Progress::done);
  EXPECT_EQ(reader.closed(), Progress::done);
}

TEST(HttpCorners, AChunkedBodyThatWaits) {
  MessageReader reader(MessageKind::request, 1 << 20);
  read(reader, "POST / HTTP/1.1\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
  EXPECT_TRUE(reader.wants_continue());
}

TEST(HttpCorners, TrailersHaveALimit) {
  MessageReader reader(MessageKind::request, 1 << 20);
  EXPECT_EQ(read(reader, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" +
                             std::string(70'000, 'x')),
            Progress::too_large);
}

TEST(HttpCorners, SeveralHeadersOfTheConnection) {
  for (const std::string_view headers :
       {"Connection: close\r\nConnection: keep-alive", "Connection: x\r\nConnection: close"}) {
    MessageReader reader(MessageKind::request, 1 << 20);
    EXPECT_EQ(read(reader, "GET / HTTP/1.1\r\n" + std::string(headers) + "\r\n\r\n"),
              Progress::done);
    EXPECT_FALSE(reader.keeps_open());
  }
}

}  // namespace
}  // namespace lintel::testing
