// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "runtime/lambda/effects/amazon_roots.h"

namespace lintel::lambda {
namespace {

// A BIO over a socket that never raises SIGPIPE, which OpenSSL's own does. It does not own it.
int descriptor_of(BIO* bio) { return static_cast<const Socket*>(BIO_get_data(bio))->descriptor(); }

bool is_for_later(int error) { return error == EAGAIN || error == EINTR; }

int send_bytes(BIO* bio, const char* bytes, std::size_t size, std::size_t* sent) {
  BIO_clear_retry_flags(bio);
  const ssize_t count = send(descriptor_of(bio), bytes, size, MSG_NOSIGNAL);
  if (count < 0 && is_for_later(errno)) BIO_set_retry_write(bio);
  *sent = count > 0 ? static_cast<std::size_t>(count) : 0;
  return count > 0 ? 1 : 0;
}

int receive_bytes(BIO* bio, char* room, std::size_t size, std::size_t* received) {
  BIO_clear_retry_flags(bio);
  const ssize_t count = recv(descriptor_of(bio), room, size, 0);
  if (count < 0 && is_for_later(errno)) BIO_set_retry_read(bio);
  *received = count > 0 ? static_cast<std::size_t>(count) : 0;
  return count > 0 ? 1 : 0;
}

long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

const BIO_METHOD* socket_method() {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* const made =
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "quiet socket");
    if (made == nullptr) return made;
    BIO_meth_set_write_ex(made, send_bytes);
    BIO_meth_set_read_ex(made, receive_bytes);
    BIO_meth_set_ctrl(made, control);
    return made;
  }();
  return method;
}

class TlsConnection final : public Connection {
 public:
  TlsConnection(World& world, Socket socket, SSL* ssl, std::string peer)
      : world_(world), socket_(std::move(socket)), ssl_(ssl), peer_(std::move(peer)) {
    SSL_set_app_data(ssl_, &peer_);
  }

  ~TlsConnection() override {
    // Without a farewell, which nobody waits for, the session could not be used again.
    if (is_sound_ && SSL_is_init_finished(ssl_) != 0) SSL_shutdown(ssl_);
    ERR_clear_error();
    SSL_free(ssl_);
  }

  bool attach() {
    BIO* const bio = BIO_new(socket_method());
    if (bio == nullptr) return false;
    BIO_set_data(bio, &socket_);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_, bio, bio);
    return true;
  }

  Transfer greet(Microseconds deadline) {
    return repeat(deadline, [&] { return SSL_connect(ssl_); });
  }

  Transfer write(std::string_view bytes, Microseconds deadline) override {
    while (!bytes.empty()) {
      std::size_t count = 0;
      const Transfer ended =
          repeat(deadline, [&] { return SSL_write_ex(ssl_, bytes.data(), bytes.size(), &count); });
      if (ended != Transfer::some) return ended;
      bytes.remove_prefix(count);
    }
    return Transfer::some;
  }

  Transfer read(std::span<char> room, std::size_t& count, Microseconds deadline) override {
    return repeat(deadline, [&] { return SSL_read_ex(ssl_, room.data(), room.size(), &count); });
  }

  // Tickets for new sessions may have come since the last answer: they are read here.
  bool is_idle() override {
    ERR_clear_error();
    char byte = 0;
    std::size_t count = 0;
    const int done = SSL_peek_ex(ssl_, &byte, 1, &count);
    const int error = done == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl_, done);
    is_sound_ &= error != SSL_ERROR_SSL && error != SSL_ERROR_SYSCALL;
    return error == SSL_ERROR_WANT_READ;
  }

 private:
  template <typename Step>
  Transfer repeat(Microseconds deadline, Step step) {
    while (true) {
      ERR_clear_error();
      const int done = step();
      if (done == 1) return Transfer::some;
      const int error = SSL_get_error(ssl_, done);
      if (error == SSL_ERROR_ZERO_RETURN) return Transfer::closed;
      if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) {
        is_sound_ = false;
        return Transfer::broken;
      }
      if (!wait(error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, deadline))
        return Transfer::timed_out;
    }
  }

  bool wait(short events, Microseconds deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - world_.steady());
    if (left.count() <= 0) return false;
    pollfd entry{socket_.descriptor(), events, 0};
    // An interrupted wait is for the next round: it looks at the clock again.
    return poll(&entry, 1, static_cast<int>(left.count())) != 0;
  }

  World& world_;
  Socket socket_;
  SSL* ssl_;  // owned
  std::string peer_;
  bool is_sound_ = true;
};

bool trust_amazon(SSL_CTX* context) {
  BIO* const pem = BIO_new_mem_buf(amazon_roots.data(), static_cast<int>(amazon_roots.size()));
  if (pem == nullptr) return false;
  X509_STORE* const store = SSL_CTX_get_cert_store(context);
  bool good = true;
  int count = 0;
  while (X509* const root = PEM_read_bio_X509(pem, nullptr, nullptr, nullptr)) {
    good &= X509_STORE_add_cert(store, root) == 1;
    X509_free(root);
    ++count;
  }
  ERR_clear_error();  // that there are no more
  BIO_free(pem);
  return good && count == amazon_root_count;
}

// A name is asked for (SNI) and verified; an address, of a server for tests, is verified alone.
bool expect_host(SSL* ssl, const Endpoint& endpoint) {
  const std::string& host = endpoint.host;
  const bool is_address =
      host != "localhost" && SocketAddress::parse(endpoint.bracketed_host(), endpoint.port);
  if (is_address) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
  return SSL_set_tlsext_host_name(ssl, host.c_str()) == 1 && SSL_set1_host(ssl, host.c_str()) == 1;
}

}  // namespace

TlsClient::TlsClient(ssl_ctx_st* context) : context_(context) {
  SSL_CTX_set_app_data(context_, this);
  SSL_CTX_set_session_cache_mode(context_,
                                 SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
  SSL_CTX_sess_set_new_cb(context_, keep_session);
}

TlsClient::~TlsClient() {
  for (const auto& [peer, session] : sessions_) SSL_SESSION_free(session);
  SSL_CTX_free(context_);
}

std::unique_ptr<TlsClient> TlsClient::make(std::string_view ca_bundle) {
  SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
  if (context == nullptr) return nullptr;
  auto made = std::unique_ptr<TlsClient>(new TlsClient(context));
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  const bool trusting =
      ca_bundle.empty() ? trust_amazon(context)
                        : SSL_CTX_load_verify_file(context, std::string(ca_bundle).c_str()) == 1;
  ERR_clear_error();
  if (!trusting || SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1) return nullptr;
  return made;
}

int TlsClient::keep_session(ssl_st* connection, ssl_session_st* session) {
  auto* const client = static_cast<TlsClient*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(connection)));
  const auto* const peer = static_cast<const std::string*>(SSL_get_app_data(connection));
  if (peer == nullptr) return 0;
  ssl_session_st*& kept = client->sessions_[*peer];
  SSL_SESSION_free(kept);
  kept = session;
  return 1;  // it is ours now
}

std::unique_ptr<Connection> TlsClient::greet(World& world, Socket socket, const Endpoint& endpoint,
                                             Microseconds deadline, ConnectFailure& why) {
  why = ConnectFailure::handshake;
  SSL* const ssl = SSL_new(context_);
  if (ssl == nullptr) return nullptr;
  const std::string peer = endpoint.host + ' ' + std::to_string(endpoint.port);
  auto made = std::make_unique<TlsConnection>(world, std::move(socket), ssl, peer);
  if (!made->attach() || !expect_host(ssl, endpoint)) return nullptr;
  if (const auto session = sessions_.find(peer); session != sessions_.end())
    SSL_set_session(ssl, session->second);
  const Transfer ended = made->greet(deadline);
  if (ended == Transfer::some) {
    why = ConnectFailure::none;
    return made;
  }
  if (ended == Transfer::timed_out)
    why = ConnectFailure::timed_out;
  else if (SSL_get_verify_result(ssl) != X509_V_OK)
    why = ConnectFailure::certificate;
  return nullptr;
}

}  // namespace lintel::lambda
