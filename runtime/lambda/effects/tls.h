// SPDX-License-Identifier: Apache-2.0
// TLS 1.2 and later over OpenSSL, as a client that verifies the chain and the name of its peer.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/lambda/effects/world.h"
#include "runtime/lambda/socket.h"

// OpenSSL's types, so that its headers stay in one file.
struct ssl_ctx_st;
struct ssl_session_st;
struct ssl_st;

namespace lintel::lambda {

// What all connections share: the authorities, and a session for each host, with which the next
// connection is quicker. Outlives its connections.
class TlsClient {
 public:
  // Trusts Amazon's roots or, if `ca_bundle` is not empty, those in that file (PEM) instead. Null:
  // the file cannot be read, or holds none.
  static std::unique_ptr<TlsClient> make(std::string_view ca_bundle);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  // Greets the peer over an open socket, until `deadline` of the world's steady clock. Null, and
  // why.
  std::unique_ptr<Connection> greet(World& world, Socket socket, const Endpoint& endpoint,
                                    Microseconds deadline, ConnectFailure& why);

 private:
  explicit TlsClient(ssl_ctx_st* context);

  static int keep_session(ssl_st* connection, ssl_session_st* session);

  ssl_ctx_st* context_;                              // owned
  std::map<std::string, ssl_session_st*> sessions_;  // owned; by host and port
};

}  // namespace lintel::lambda
