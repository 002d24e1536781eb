// SPDX-License-Identifier: Apache-2.0
#include "tests/lambda/local_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace lintel::lambda::testing {
namespace {

constexpr int patience_seconds = 2;

}  // namespace

std::string Guest::some() {
  std::array<char, 4096> room{};
  const int count = tls_ != nullptr
                        ? SSL_read(tls_, room.data(), static_cast<int>(room.size()))
                        : static_cast<int>(recv(descriptor_, room.data(), room.size(), 0));
  return count > 0 ? std::string(room.data(), static_cast<std::size_t>(count)) : std::string();
}

std::string Guest::request() {
  const std::string name = "Content-Length: ";
  while (true) {
    const std::size_t head_end = pending_.find("\r\n\r\n");
    if (head_end != std::string::npos) {
      const std::size_t length = std::stoul(pending_.substr(pending_.find(name) + name.size()));
      const std::size_t size = head_end + 4 + length;
      if (pending_.size() >= size) {
        const std::string request = pending_.substr(0, size);
        pending_.erase(0, size);
        return request;
      }
    }
    const std::string more = some();
    if (more.empty()) return "";
    pending_ += more;
  }
}

void Guest::send(const std::string& bytes) {
  if (tls_ != nullptr)
    SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()));
  else
    send_plain(bytes);
}

void Guest::send_plain(const std::string& bytes) const {
  (void)::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void Guest::wait() {
  while (!some().empty()) {
  }
}

bool Guest::resumed() const { return tls_ != nullptr && SSL_session_reused(tls_) == 1; }

LocalServer::LocalServer(const std::string& certificate, const std::string& key,
                         std::function<void(Guest&)> serve)
    : serve_(std::move(serve)) {
  if (!certificate.empty()) {
    context_ = SSL_CTX_new(TLS_server_method());
    EXPECT_EQ(SSL_CTX_use_certificate_chain_file(context_, certificate.c_str()), 1);
    EXPECT_EQ(SSL_CTX_use_PrivateKey_file(context_, key.c_str(), SSL_FILETYPE_PEM), 1);
    SSL_CTX_set_session_id_context(context_, reinterpret_cast<const unsigned char*>("test"), 4);
  }
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(listen(listener_, 8), 0);
  socklen_t size = sizeof address;
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

LocalServer::~LocalServer() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
  SSL_CTX_free(context_);
}

void LocalServer::run() {
  // OpenSSL writes with write(2): a client that has gone must not end the test. This thread's mask.
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  while (!stopping_) {
    const int descriptor = accept(listener_, nullptr, nullptr);
    if (descriptor < 0) return;
    ++connections_;
    serve_one(descriptor);
    close(descriptor);
  }
}

void LocalServer::serve_one(int descriptor) {
  const timeval patience{patience_seconds, 0};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (context_ == nullptr) {
    Guest guest(descriptor, nullptr);
    serve_(guest);
    return;
  }
  SSL* const tls = SSL_new(context_);
  SSL_set_fd(tls, descriptor);
  if (SSL_accept(tls) == 1) {
    Guest guest(descriptor, tls);
    serve_(guest);
    SSL_shutdown(tls);
  }
  SSL_free(tls);
}

}  // namespace lintel::lambda::testing
