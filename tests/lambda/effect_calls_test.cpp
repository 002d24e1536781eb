// SPDX-License-Identifier: Apache-2.0
// Connections of effects whose system calls fail, names that lead to several addresses, peers that
// speak out of turn, and memory that OpenSSL asks for.
#include <netdb.h>
#include <openssl/crypto.h>

#include <cerrno>
#include <new>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/lambda/effects/digest.h"
#include "runtime/lambda/effects/exchange.h"
#include "runtime/lambda/effects/resolve.h"
#include "tests/lambda/certificates.h"
#include "tests/lambda/failing_calls.h"
#include "tests/lambda/posix_sketch.h"

namespace {

// What every name leads to: addresses, or `overlong`. If there are none, the system is asked.
std::vector<std::string> addresses;
constexpr const char* overlong = "an address of a family that is not known here";
std::chrono::milliseconds looking_up{0};  // takes that long

}  // namespace

extern "C" {
int __real_getaddrinfo(const char* host, const char* port, const addrinfo* wanted,
                       addrinfo** found);

int __wrap_getaddrinfo(const char* host, const char* port, const addrinfo* wanted,
                       addrinfo** found) {
  if (addresses.empty()) return __real_getaddrinfo(host, port, wanted, found);
  std::this_thread::sleep_for(looking_up);
  for (const std::string& address : addresses) {
    const bool fits = address != overlong;
    const int error = __real_getaddrinfo(fits ? address.c_str() : "127.0.0.1", port, wanted, found);
    if (error != 0) return error;
    if (!fits) (*found)->ai_addrlen = sizeof(sockaddr_storage) + 1;
    found = &(*found)->ai_next;
  }
  return 0;
}
}

namespace lintel::lambda::testing {
namespace {

using lintel::testing::Call;
using lintel::testing::fail_next;

// OpenSSL asks our functions for memory if a digest is the first that it is asked for.
[[maybe_unused]] const bool is_first = sha256("").has_value();

class NamedHosts : public ::testing::Test {
 protected:
  ~NamedHosts() override {
    addresses.clear();
    looking_up = milliseconds(0);
  }

  static std::map<std::string, std::string> calling_by_name(const LocalServer& server) {
    return calling("http://mail.example:" + std::to_string(server.port()));
  }
};

void accept_one(Guest& guest) {
  guest.request();
  guest.send(accepted);
}

TEST_F(NamedHosts, OneThatRefusesOrIsUnknownLeavesTheOthers) {
  addresses = {overlong, "127.0.0.2", "127.0.0.1"};
  LocalServer server(accept_one);
  const Environment environment(calling_by_name(server));
  const EffectResult result = Mails().send();
  EXPECT_EQ(result.status, EffectStatus::done) << text_of(result.failure);
  EXPECT_EQ(result.attempts, 1U);
}

TEST_F(NamedHosts, OneThatIsSilentLeavesTheOthers) {
  addresses = {"127.0.0.1", "127.0.0.1"};
  LocalServer server(accept_one);
  const Environment environment(calling_by_name(server));
  fail_next(Call::connect, EINPROGRESS);
  fail_next(Call::poll, 0);
  EXPECT_EQ(Mails().send().status, EffectStatus::done);

  addresses = {"127.0.0.1"};
  PosixWorld world;
  ConnectFailure why = ConnectFailure::none;
  const Endpoint endpoint{false, "mail.example", server.port(), ""};
  fail_next(Call::connect, EINPROGRESS);
  fail_next(Call::poll, 0);
  EXPECT_FALSE(world.connect(endpoint, world.steady() + milliseconds(2000), why));
  EXPECT_EQ(why, ConnectFailure::timed_out);
}

TEST_F(NamedHosts, AreLookedUpOnlyIfThereIsTime) {
  addresses = {"127.0.0.1"};
  LocalServer server(accept_one);
  PosixWorld world;
  ConnectFailure why = ConnectFailure::none;
  const Endpoint endpoint{false, "mail.example", server.port(), ""};
  EXPECT_FALSE(world.connect(endpoint, world.steady() + milliseconds(800), why));
  EXPECT_EQ(why, ConnectFailure::timed_out);
  looking_up = milliseconds(950);
  EXPECT_FALSE(world.connect(endpoint, world.steady() + milliseconds(940), why));
  EXPECT_EQ(why, ConnectFailure::timed_out);
  EXPECT_EQ(server.connections(), 0);
}

// An open connection, and the server at its other end.
class Open {
 public:
  explicit Open(std::function<void(Guest&)> serve) : server_(std::move(serve)) { connect(""); }
  // With TLS, and the certificate `good`.
  Open(const std::function<std::string(const std::string&)>& file,
       std::function<void(Guest&)> serve)
      : server_(file("good.pem"), file("good.key"), std::move(serve)) {
    connect(file("ours.pem"));
  }

  Connection& operator*() { return *connection_; }
  Connection* operator->() { return connection_.get(); }
  Microseconds soon() { return world_.steady() + milliseconds(2000); }
  Microseconds before() { return world_.steady() - milliseconds(1); }

  Transfer read(Microseconds deadline) {
    std::array<char, 16> room{};
    std::size_t count = 0;
    return connection_->read(room, count, deadline);
  }

  // Whether it comes to be seen that the connection is of no use any more.
  bool becomes_useless() {
    for (int tries = 0; tries < 2000 && connection_->is_idle(); ++tries)
      std::this_thread::sleep_for(milliseconds(1));
    return !connection_->is_idle();
  }

 private:
  void connect(const std::string& authorities) {
    const bool has_tls = !authorities.empty();
    const Environment environment({{"AWS_CA_BUNDLE", authorities}});
    ConnectFailure why = ConnectFailure::none;
    connection_ = world_.connect({has_tls, "127.0.0.1", server_.port(), ""}, soon(), why);
    EXPECT_EQ(why, ConnectFailure::none);
  }

  LocalServer server_;
  PosixWorld world_;
  std::unique_ptr<Connection> connection_;
};

void wait(Guest& guest) { guest.wait(); }

TEST(FailingConnections, WithoutTls) {
  Open open(wait);
  fail_next(Call::recv, EIO);
  EXPECT_EQ(open.read(open.soon()), Transfer::broken);
  EXPECT_EQ(open.read(open.before()), Transfer::timed_out);
  fail_next(Call::sendmsg, EIO);
  EXPECT_EQ(exchange(*open, "GET / HTTP/1.1\r\n\r\n", open.soon()).end, ExchangeEnd::broken_before);
}

TEST_F(Tls, WaitsForCallsThatAreForLater) {
  fail_next(Call::send, EAGAIN);
  fail_next(Call::recv, EINTR);
  Open open(file, wait);
  fail_next(Call::send, EAGAIN);
  EXPECT_EQ(open->write("x", open.soon()), Transfer::some);
  EXPECT_EQ(open.read(open.before()), Transfer::timed_out);
  EXPECT_TRUE(open->is_idle());
}

TEST_F(Tls, EndsWithCallsThatFail) {
  {
    Open open(file, wait);
    fail_next(Call::send, EIO);
    EXPECT_EQ(open->write("x", open.soon()), Transfer::broken);
  }
  {
    Open open(file, wait);
    fail_next(Call::recv, EIO);
    EXPECT_EQ(open.read(open.soon()), Transfer::broken);
  }
  Open open(file, wait);
  fail_next(Call::recv, EIO);
  EXPECT_FALSE(open->is_idle());
}

TEST_F(Tls, SeesWhatNobodyHasAskedFor) {
  Open talkative(file, [](Guest& guest) {
    guest.send("x");
    guest.wait();
  });
  EXPECT_TRUE(talkative.becomes_useless());
  Open confused(file, [](Guest& guest) {
    guest.send_plain("no record of TLS");
    guest.wait();
  });
  EXPECT_TRUE(confused.becomes_useless());
}

TEST_F(Tls, AsksForTheNameAndVerifiesIt) {
  addresses = {"127.0.0.1"};
  EXPECT_EQ(send_to("other", "ours.pem", "other.example").status, EffectStatus::done);
  EXPECT_EQ(send_to("good", "ours.pem", "other.example").failure, EffectFailure::certificate);

  LocalServer server(file("good.pem"), file("good.key"), wait);
  PosixWorld world;
  ConnectFailure why = ConnectFailure::none;
  const Endpoint endpoint{true, std::string(256, 'a'), server.port(), ""};
  EXPECT_FALSE(world.connect(endpoint, world.steady() + milliseconds(2000), why));
  EXPECT_EQ(why, ConnectFailure::handshake);
  addresses.clear();
}

int asked = 0;

TEST(MemoryOfOpenSsl, IsAskedForTwice) {
  void* block = OPENSSL_malloc(8);
  const std::new_handler before = std::set_new_handler([] { ++asked; });
  fail_next(Call::realloc, ENOMEM);
  block = OPENSSL_realloc(block, 16);
  std::set_new_handler(nullptr);
  EXPECT_EQ(asked, 1);
  ASSERT_NE(block, nullptr);
  fail_next(Call::realloc, ENOMEM);
  EXPECT_EQ(OPENSSL_realloc(block, 24), nullptr);
  EXPECT_EQ(OPENSSL_realloc(block, 0), nullptr);  // gives it back
  std::set_new_handler(before);
}

}  // namespace
}  // namespace lintel::lambda::testing
