// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/resolve.h"

#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <nss.h>
#include <resolv.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace lintel::lambda {
namespace {

// A static executable cannot load the modules that /etc/nsswitch.conf may name: only these two are
// part of the library.
bool choose_sources() { return __nss_configure_lookup("hosts", "files dns") == 0; }

// getaddrinfo() knows no deadline. With these settings, which are this thread's, it ends within
// max_lookup: it asks the first name server, once, for the name as it stands. The endpoints have
// whole names, and settings read anew from resolv.conf would undo it.
void bound_waiting() {
  if ((_res.options & RES_INIT) == 0 && res_init() != 0) return;
  _res.options &= ~static_cast<unsigned long>(RES_DNSRCH | RES_DEFNAMES);
  _res.options |= RES_NORELOAD;
  _res.nscount = std::min(_res.nscount, 1);
  _res.retrans = static_cast<int>(max_lookup.count());
  _res.retry = 1;
}

}  // namespace

bool is_numeric(const Endpoint& endpoint) {
  return SocketAddress::parse(endpoint.bracketed_host(), endpoint.port).has_value();
}

std::vector<SocketAddress> resolve(const Endpoint& endpoint) {
  std::vector<SocketAddress> addresses;
  if (const auto address = SocketAddress::parse(endpoint.bracketed_host(), endpoint.port)) {
    addresses.push_back(*address);
    return addresses;
  }
  static const bool chosen = choose_sources();
  if (!chosen) return addresses;
  bound_waiting();
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(endpoint.port);
  if (getaddrinfo(endpoint.host.c_str(), port.c_str(), &wanted, &found) != 0) return addresses;
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    SocketAddress address;
    if (at->ai_addrlen > sizeof address.storage) continue;
    std::memcpy(&address.storage, at->ai_addr, at->ai_addrlen);
    address.size = at->ai_addrlen;
    addresses.push_back(address);
  }
  freeaddrinfo(found);
  return addresses;
}

}  // namespace lintel::lambda
