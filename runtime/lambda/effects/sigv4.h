// SPDX-License-Identifier: Apache-2.0
// AWS Signature Version 4: the Authorization header of a request that has no query.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/lambda/effects/digest.h"

namespace lintel::lambda {

struct Header {
  std::string name;
  std::string value;
};

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // may be empty
};

// What is signed for: a day's key is made for one region and one service.
struct SigningScope {
  std::string region;
  std::string service;  // its signing name, such as ses
};

struct UnsignedRequest {
  std::string_view method;
  std::string_view path;            // as it goes over the wire; not empty
  std::span<const Header> headers;  // all are signed; each name once
  std::string_view body;
};

// 20150830T123600Z, for the header x-amz-date; UTC.
std::string amz_date(std::chrono::seconds since_1970);

// The three steps, apart for tests and for whoever looks for a difference.
struct Signature {
  std::string canonical_request;
  std::string string_to_sign;
  std::string authorization;
};

// Keeps the key that it made last: it serves until the day, the region, the service or the
// credentials change.
class Signer {
 public:
  // `date` as amz_date() gives it; the headers of `request` hold it too. Nothing if OpenSSL fails.
  std::optional<Signature> sign(const UnsignedRequest& request, const Credentials& credentials,
                                const SigningScope& scope, std::string_view date);

 private:
  bool make_key(const Credentials& credentials, std::string_view scope_text, std::string_view day,
                const SigningScope& scope);

  std::string made_for_;  // credentials and scope
  Digest key_{};
};

}  // namespace lintel::lambda
