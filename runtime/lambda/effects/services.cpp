// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/services.h"

#include <algorithm>

namespace lintel::lambda {
namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;
// The longest names of regions have 16 characters; a host's name has labels of at most 63.
constexpr std::size_t max_region = 63;

struct ServiceRow {
  std::string_view signing_name;
  std::string_view host;
  std::string_view variable;
  std::string_view older_variable;
};

constexpr ServiceRow rows[] = {
#define LINTEL_SERVICE(name, signing_name, host, variable, older_variable) \
  {signing_name, host, variable, older_variable},
#include "runtime/lambda/effects/services.def"
#undef LINTEL_SERVICE
};

const ServiceRow& row(Service service) { return rows[static_cast<std::size_t>(service)]; }

bool is_visible(char c) { return c > ' ' && c < 0x7f; }

bool all_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_visible);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Variables that are set to nothing count as not set, as with the SDKs.
std::string_view either(World& world, std::string_view name, std::string_view otherwise) {
  const std::string_view value = world.variable(name);
  if (!value.empty() || otherwise.empty()) return value;
  return world.variable(otherwise);
}

bool is_true(std::string_view text) {
  return text.size() == 4 && (text[0] | 0x20) == 't' && (text[1] | 0x20) == 'r' &&
         (text[2] | 0x20) == 'u' && (text[3] | 0x20) == 'e';
}

std::optional<std::uint16_t> parse_port(std::string_view digits) {
  if (digits.empty() || digits.size() > 5 || !std::all_of(digits.begin(), digits.end(), is_digit))
    return {};
  unsigned number = 0;
  for (const char c : digits) number = number * 10 + static_cast<unsigned>(c - '0');
  if (number == 0 || number > 65535) return {};
  return static_cast<std::uint16_t>(number);
}

// "name", "name:port", "[address]", "[address]:port".
bool read_authority(std::string_view text, Endpoint& endpoint) {
  std::string_view rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    endpoint.host = text.substr(1, end - 1);
    rest = text.substr(end + 1);
  } else {
    const std::size_t colon = text.find(':');
    endpoint.host = text.substr(0, colon);
    if (colon != std::string_view::npos) rest = text.substr(colon);
  }
  if (endpoint.host.empty()) return false;
  if (rest.empty()) return true;
  const auto port = parse_port(rest.substr(1));
  if (rest.front() != ':' || !port) return false;
  endpoint.port = *port;
  return true;
}

}  // namespace

std::string_view signing_name(Service service) { return row(service).signing_name; }

std::optional<std::string> region(World& world, EffectFailure& failure) {
  const std::string_view name = either(world, "AWS_REGION", "AWS_DEFAULT_REGION");
  const bool good = !name.empty() && name.size() <= max_region &&
                    std::all_of(name.begin(), name.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
                    });
  if (good) return std::string(name);
  failure = EffectFailure::no_region;
  return {};
}

std::optional<Credentials> credentials(World& world, EffectFailure& failure) {
  Credentials found;
  found.access_key_id = world.variable("AWS_ACCESS_KEY_ID");
  found.secret_access_key = world.variable("AWS_SECRET_ACCESS_KEY");
  found.session_token = world.variable("AWS_SESSION_TOKEN");
  if (!found.access_key_id.empty() && !found.secret_access_key.empty() &&
      all_visible(found.access_key_id) && all_visible(found.secret_access_key) &&
      all_visible(found.session_token))
    return found;
  failure = EffectFailure::no_credentials;
  return {};
}

std::optional<Endpoint> parse_endpoint(std::string_view url) {
  constexpr std::string_view plain = "http://";
  constexpr std::string_view secure = "https://";
  Endpoint endpoint;
  if (url.starts_with(secure)) {
    url.remove_prefix(secure.size());
    endpoint.port = https_port;
  } else if (url.starts_with(plain)) {
    url.remove_prefix(plain.size());
    endpoint.tls = false;
    endpoint.port = http_port;
  } else {
    return {};
  }
  if (!all_visible(url) || url.find_first_of("?#@\\") != std::string_view::npos) return {};
  const std::size_t slash = url.find('/');
  if (!read_authority(url.substr(0, slash), endpoint)) return {};
  if (slash != std::string_view::npos) {
    std::string_view path = url.substr(slash);
    while (path.ends_with('/')) path.remove_suffix(1);
    endpoint.base_path = path;
  }
  return endpoint;
}

std::optional<Endpoint> endpoint(World& world, Service service, std::string_view region,
                                 EffectFailure& failure) {
  const ServiceRow& wanted = row(service);
  if (!is_true(world.variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"))) {
    std::string_view url = either(world, wanted.variable, wanted.older_variable);
    if (url.empty()) url = world.variable("AWS_ENDPOINT_URL");
    if (!url.empty()) {
      auto parsed = parse_endpoint(url);
      if (!parsed) failure = EffectFailure::bad_endpoint;
      return parsed;
    }
  }
  Endpoint usual;
  usual.host = std::string(wanted.host) + '.' + std::string(region) + ".amazonaws.com";
  if (region.starts_with("cn-")) usual.host += ".cn";
  return usual;
}

}  // namespace lintel::lambda
