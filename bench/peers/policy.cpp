// SPDX-License-Identifier: Apache-2.0
// The ten rules of bench/rules/policy.rules, in their order.
#include "bench/peers/policy.h"

#include <array>
#include <charconv>
#include <cstdint>

#include "bench/peers/texts.h"

namespace lintel::bench {
namespace {

// ^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$, of which a table knows the characters.
enum : std::uint8_t { may_follow = 1, may_start = 2 };

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = '0'; c <= '9'; ++c) classes[c] = may_follow | may_start;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) classes[c] = may_follow | may_start;
  for (std::size_t c = 'a'; c <= 'z'; ++c) classes[c] = may_follow | may_start;
  for (const char c : {'.', '_', '-'}) classes[static_cast<unsigned char>(c)] = may_follow;
  return classes;
}

constexpr std::array<std::uint8_t, 256> classes = make_classes();

std::uint8_t class_of(char c) { return classes[static_cast<unsigned char>(c)]; }

bool is_user_name(std::string_view text) {
  if (text.size() < 3 || text.size() > 64 || (class_of(text[0]) & may_start) == 0) return false;
  std::uint8_t common = may_follow;
  for (const char c : text) common &= class_of(c);
  return common != 0;
}

// The number that the text is, or 0; from_chars takes no plus.
std::int64_t number_of(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end ? number : 0;
}

constexpr std::string_view staff_client = "4k2m8q1v7c9x3z5b6n0p4r8t2w";
constexpr std::string_view old_client = "1a2b3c4d5e6f7g8h9i0j1k2l3m";

std::string_view rejection_of(const PolicyFields& fields, std::string_view domain,
                              const DomainSet& blocked) {
  if (!domain.empty() && blocked.contains(domain)) {
    return R"({"errorMessage":"Please sign up with your company's address","errorType":"Rejected"})";
  }
  if (fields.email.ends_with(".invalid") || fields.email.ends_with(".test")) {
    return R"({"errorMessage":"Please sign up with an address that can be reached","errorType":"Rejected"})";
  }
  if (!is_user_name(fields.user_name)) {
    return R"({"errorMessage":"User names have 3 to 64 letters, digits, dots, hyphens and underscores","errorType":"Rejected"})";
  }
  if (fields.user_name.starts_with("admin") || fields.user_name.starts_with("root")) {
    return R"({"errorMessage":"This user name is reserved","errorType":"Rejected"})";
  }
  if (number_of(fields.age) < 18) {
    return R"({"errorMessage":"You must be 18 or older","errorType":"Rejected"})";
  }
  if (fields.phone_number.starts_with("+881") || fields.phone_number.starts_with("+882")) {
    return R"({"errorMessage":"This phone number cannot get messages","errorType":"Rejected"})";
  }
  if (fields.client_id == old_client) {
    return R"({"errorMessage":"Please update the app","errorType":"Rejected"})";
  }
  return {};
}

}  // namespace

PolicyVerdict decide_policy(const PolicyFields& fields, const DomainSet& blocked) {
  const std::string_view domain = domain_of(fields.email);
  PolicyVerdict verdict;
  verdict.rejection = rejection_of(fields, domain, blocked);
  if (!verdict.rejection.empty()) return verdict;
  const bool com_or_org = same_text(domain, "example.com") || same_text(domain, "example.org");
  const bool is_ours = com_or_org || same_text(domain, "example.net");
  const bool is_norwegian = fields.locale == "nb-NO" || fields.locale == "nn-NO";
  verdict.flags = {com_or_org && fields.client_id == staff_client,
                   is_ours && fields.plan.starts_with("team-"),
                   is_norwegian && fields.phone_number.starts_with("+47")};
  return verdict;
}

}  // namespace lintel::bench
