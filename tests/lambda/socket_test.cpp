// SPDX-License-Identifier: Apache-2.0
// Addresses, and connections whose other end is slow, closes, or is not there.
#include "runtime/lambda/socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <limits>
#include <string>
#include <string_view>
#include <thread>

#include <gtest/gtest.h>

namespace lintel::testing {
namespace {

using lambda::Deadline;
using lambda::IoStatus;
using lambda::monotonic_nanoseconds;
using lambda::Socket;
using lambda::SocketAddress;

// Such as 127.0.0.1:80; empty if there is none.
std::string shown(std::string_view text, std::uint16_t port = 0) {
  const auto address = SocketAddress::parse(text, port);
  if (!address) return {};
  std::array<char, INET6_ADDRSTRLEN> name{};
  if (address->storage.ss_family == AF_INET6) {
    const auto& six = reinterpret_cast<const sockaddr_in6&>(address->storage);
    inet_ntop(AF_INET6, &six.sin6_addr, name.data(), name.size());
    return "[" + std::string(name.data()) + "]:" + std::to_string(ntohs(six.sin6_port));
  }
  const auto& four = reinterpret_cast<const sockaddr_in&>(address->storage);
  inet_ntop(AF_INET, &four.sin_addr, name.data(), name.size());
  return std::string(name.data()) + ":" + std::to_string(ntohs(four.sin_port));
}

TEST(SocketAddresses, AreRead) {
  EXPECT_EQ(shown("127.0.0.1:9001"), "127.0.0.1:9001");
  EXPECT_EQ(shown("localhost:65535"), "127.0.0.1:65535");
  EXPECT_EQ(shown("[::1]:1"), "[::1]:1");
  EXPECT_EQ(shown("169.254.100.1", 80), "169.254.100.1:80");
  EXPECT_EQ(shown("[fd00::1]", 80), "[fd00::1]:80");
  EXPECT_EQ(shown("10.0.0.1:81", 80), "10.0.0.1:81");
}

TEST(SocketAddresses, ThatAreNoneAreRefused) {
  for (const std::string_view text :
       {"", ":", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:80x", "example.com:80", "127.0.0:80", "256.0.0.1:80", "[::1]", "[::1", "[]:80",
        "[::1]80", "::1:80", "[127.0.0.1]:80", "127.0.0.1:80:80"})
    EXPECT_EQ(shown(text), "") << text;
  EXPECT_EQ(shown(std::string(1000, '1'), 80), "");
}

// A listening socket on a free port, which accepts when it is told to.
class Server {
 public:
  explicit Server(int backlog = 8) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    auto* const any = reinterpret_cast<sockaddr*>(&address_);
    EXPECT_EQ(::bind(descriptor_, any, size), 0);
    EXPECT_EQ(::listen(descriptor_, backlog), 0);
    EXPECT_EQ(::getsockname(descriptor_, any, &size), 0);
  }
  ~Server() { close(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int accept() const { return ::accept(descriptor_, nullptr, nullptr); }
  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }
  SocketAddress address() const {
    return *SocketAddress::parse("127.0.0.1:" + std::to_string(ntohs(address_.sin_port)));
  }

 private:
  int descriptor_;
  sockaddr_in address_{};
};

// A connected socket and the other end of it.
class Connected : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(socket_.connect(server_.address(), Deadline::in_milliseconds(5000)), IoStatus::done);
    peer_ = server_.accept();
    ASSERT_GE(peer_, 0);
  }
  void TearDown() override { close_peer(); }

  void close_peer() {
    if (peer_ >= 0) ::close(peer_);
    peer_ = -1;
  }

  Server server_;
  Socket socket_;
  int peer_ = -1;
};

TEST(Sockets, ThatNobodyListensToAreTold) {
  Server server;
  const SocketAddress address = server.address();
  server.close();
  Socket socket;
  EXPECT_EQ(socket.connect(address, Deadline::in_milliseconds(5000)), IoStatus::failed);
  EXPECT_EQ(errno, ECONNREFUSED);
  EXPECT_FALSE(socket.is_open());
}

TEST_F(Connected, TakesWhatHasCome) {
  ASSERT_EQ(::send(peer_, "hello", 5, 0), 5);
  std::array<char, 3> bytes{};
  auto result = socket_.read(bytes, Deadline::in_milliseconds(5000));
  EXPECT_EQ(result.status, IoStatus::done);
  EXPECT_EQ(std::string_view(bytes.data(), result.count), "hel");
  result = socket_.read(bytes, Deadline::in_milliseconds(5000));
  EXPECT_EQ(std::string_view(bytes.data(), result.count), "lo");
  close_peer();
  EXPECT_EQ(socket_.read(bytes, Deadline::in_milliseconds(5000)).status, IoStatus::closed);
}

TEST_F(Connected, WaitsNoLongerThanItsDeadline) {
  std::array<char, 8> bytes{};
  const std::int64_t begin = monotonic_nanoseconds();
  EXPECT_EQ(socket_.read(bytes, Deadline::in_milliseconds(30)).status, IoStatus::timed_out);
  EXPECT_GE(monotonic_nanoseconds() - begin, 30'000'000);
  // A deadline that has passed still takes what is there.
  ASSERT_EQ(::send(peer_, "x", 1, 0), 1);
  ASSERT_EQ(socket_.read(bytes, Deadline::in_milliseconds(5000)).status, IoStatus::done);
  EXPECT_EQ(socket_.read(bytes, Deadline::in_milliseconds(0)).status, IoStatus::timed_out);
}

TEST_F(Connected, WritesHeadAndBodyHoweverLargeTheyAre) {
  const std::string head(100'000, 'h');
  const std::string body(8'000'000, 'b');
  std::string received;
  std::thread reader([&] {
    std::array<char, 65536> bytes;
    while (true) {
      const ssize_t count = ::recv(peer_, bytes.data(), bytes.size(), 0);
      if (count <= 0) return;
      received.append(bytes.data(), static_cast<std::size_t>(count));
    }
  });
  EXPECT_EQ(socket_.write(head, body, Deadline::in_milliseconds(20'000)), IoStatus::done);
  EXPECT_EQ(socket_.write({}, {}, Deadline::in_milliseconds(0)), IoStatus::done);
  EXPECT_EQ(socket_.write({}, "!", Deadline::in_milliseconds(5000)), IoStatus::done);
  socket_.close();
  reader.join();
  EXPECT_TRUE(received == head + body + "!");
}

TEST_F(Connected, ToAPeerThatDoesNotReadWritesUpToTheDeadline) {
  const std::string body(64'000'000, 'b');
  EXPECT_EQ(socket_.write("head", body, Deadline::in_milliseconds(50)), IoStatus::timed_out);
}

TEST_F(Connected, ToAPeerThatHasGoneRaisesNoSignal) {
  close_peer();
  IoStatus status = IoStatus::done;
  for (int i = 0; i < 100 && status == IoStatus::done; ++i)
    status = socket_.write("x", "y", Deadline::in_milliseconds(5000));
  EXPECT_EQ(status, IoStatus::closed);
}

TEST_F(Connected, AResetIsAClose) {
  ASSERT_EQ(socket_.write("unread", {}, Deadline::in_milliseconds(5000)), IoStatus::done);
  const linger at_once{1, 0};
  ASSERT_EQ(setsockopt(peer_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
  close_peer();
  std::array<char, 8> bytes{};
  EXPECT_EQ(socket_.read(bytes, Deadline::in_milliseconds(5000)).status, IoStatus::closed);
}

TEST_F(Connected, IsStaleOnceThePeerHasClosedOrSpokenOutOfTurn) {
  EXPECT_FALSE(socket_.is_stale());
  ASSERT_EQ(::send(peer_, "x", 1, 0), 1);
  std::array<char, 1> byte{};
  EXPECT_TRUE(socket_.is_stale());
  ASSERT_EQ(socket_.read(byte, Deadline::in_milliseconds(5000)).status, IoStatus::done);
  EXPECT_FALSE(socket_.is_stale());
  close_peer();
  EXPECT_EQ(socket_.read(byte, Deadline::in_milliseconds(5000)).status, IoStatus::closed);
  EXPECT_TRUE(socket_.is_stale());
}

TEST_F(Connected, MovesAndClosesOnce) {
  Socket other(std::move(socket_));
  EXPECT_FALSE(socket_.is_open());
  EXPECT_TRUE(other.is_open());
  socket_ = std::move(other);
  EXPECT_TRUE(socket_.is_open());
  EXPECT_EQ(socket_.write("x", {}, Deadline::in_milliseconds(5000)), IoStatus::done);
}

TEST(Deadlines, CountDown) {
  EXPECT_EQ(Deadline::never().milliseconds_left(), -1);
  EXPECT_FALSE(Deadline::never().has_passed());
  EXPECT_TRUE(Deadline::in_milliseconds(0).has_passed());
  EXPECT_EQ(Deadline::in_milliseconds(-5).milliseconds_left(), 0);
  const int left = Deadline::in_milliseconds(1000).milliseconds_left();
  EXPECT_GT(left, 500);
  EXPECT_LE(left, 1000);
  EXPECT_EQ(Deadline::in_milliseconds(1'000'000'000'000).milliseconds_left(),
            std::numeric_limits<int>::max());
  EXPECT_TRUE(Deadline::never().earlier(Deadline::in_milliseconds(0)).has_passed());
  EXPECT_TRUE(Deadline::in_milliseconds(0).earlier(Deadline::never()).has_passed());
}

}  // namespace
}  // namespace lintel::testing
