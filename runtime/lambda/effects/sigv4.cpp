// SPDX-License-Identifier: Apache-2.0
// The steps and their names are those of "Create a signed AWS API request" in the IAM User Guide.
#include "runtime/lambda/effects/sigv4.h"

#include <algorithm>

namespace lintel::lambda {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::size_t day_digits = 8;

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// All services but Amazon S3 escape the path once more than it is on the wire.
std::string canonical_path(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const char c : path) {
    if (is_unreserved(c) || c == '/') {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += '%';
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

// Without blanks around it, and one blank where there are several.
std::string canonical_value(std::string_view value) {
  std::string text;
  for (const char c : value) {
    const bool blank = c == ' ' || c == '\t';
    if (!blank) {
      text += c;
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
  }
  if (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

void add_number(std::string& text, std::int64_t number, std::size_t digits) {
  const std::string written = std::to_string(number);
  if (written.size() < digits) text.append(digits - written.size(), '0');
  text += written;
}

}  // namespace

std::string amz_date(std::chrono::seconds since_1970) {
  using std::chrono::days;
  const std::chrono::sys_seconds time(since_1970);
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const std::int64_t second = (time - day).count();
  std::string text;
  add_number(text, int{date.year()}, 4);
  add_number(text, unsigned{date.month()}, 2);
  add_number(text, unsigned{date.day()}, 2);
  text += 'T';
  add_number(text, second / 3600, 2);
  add_number(text, second / 60 % 60, 2);
  add_number(text, second % 60, 2);
  return text + 'Z';
}

bool Signer::make_key(const Credentials& credentials, std::string_view scope_text,
                      std::string_view day, const SigningScope& scope) {
  std::string wanted = credentials.access_key_id + '\n' + credentials.secret_access_key + '\n';
  wanted += scope_text;
  if (wanted == made_for_) return true;
  auto key = hmac_sha256("AWS4" + credentials.secret_access_key, day);
  for (const std::string_view part :
       {std::string_view(scope.region), std::string_view(scope.service),
        std::string_view("aws4_request")}) {
    if (!key) return false;
    key = hmac_sha256(bytes_of(*key), part);
  }
  if (!key) return false;
  key_ = *key;
  made_for_ = std::move(wanted);
  return true;
}

std::optional<Signature> Signer::sign(const UnsignedRequest& request,
                                      const Credentials& credentials, const SigningScope& scope,
                                      std::string_view date) {
  std::vector<Header> headers;
  for (const Header& header : request.headers)
    headers.push_back({lower(header.name), canonical_value(header.value)});
  std::sort(headers.begin(), headers.end(),
            [](const Header& a, const Header& b) { return a.name < b.name; });
  std::string names;
  std::string lines;
  for (const Header& header : headers) {
    if (!names.empty()) names += ';';
    names += header.name;
    lines += header.name + ':' + header.value + '\n';
  }

  Signature made;
  const auto body = sha256(request.body);
  if (!body) return {};
  made.canonical_request = std::string(request.method) + '\n' + canonical_path(request.path) +
                           "\n\n" + lines + '\n' + names + '\n' + hex(*body);

  const std::string_view day = date.substr(0, day_digits);
  const std::string scope_text =
      std::string(day) + '/' + scope.region + '/' + scope.service + "/aws4_request";
  const auto canonical = sha256(made.canonical_request);
  if (!canonical) return {};
  made.string_to_sign = std::string(algorithm) + '\n' + std::string(date) + '\n' + scope_text +
                        '\n' + hex(*canonical);

  if (!make_key(credentials, scope_text, day, scope)) return {};
  const auto signature = hmac_sha256(bytes_of(key_), made.string_to_sign);
  if (!signature) return {};
  made.authorization = std::string(algorithm) + " Credential=" + credentials.access_key_id + '/' +
                       scope_text + ", SignedHeaders=" + names + ", Signature=" + hex(*signature);
  return made;
}

}  // namespace lintel::lambda
