// SPDX-License-Identifier: Apache-2.0
// addToGroup: Amazon Cognito user pools, AdminAddUserToGroup, for the user and the pool of the
// event: a rule cannot name another.
#include "runtime/json_text.h"
#include "runtime/lambda/effects/arguments.h"
#include "runtime/lambda/effects/calls.h"
#include "runtime/lambda/effects/json_out.h"

namespace lintel::lambda {
namespace {

// A text of the event as it stands there, quotes included; empty if it is none.
std::string_view text_member(std::string_view event, std::string_view name) {
  const auto member = runtime::find_member(event, name);
  if (!member || member->type() != runtime::JsonType::text) return {};
  return member->value;
}

}  // namespace

std::optional<Call> add_to_group_call(const Effect& effect, std::string_view event,
                                      EffectFailure& failure) {
  const auto group = text_argument(effect, "name");
  if (!group) {
    failure = EffectFailure::bad_argument;
    return {};
  }
  const auto object = runtime::parse_document(event, '{');
  const std::string_view pool = object ? text_member(*object, "userPoolId") : std::string_view();
  const std::string_view user = object ? text_member(*object, "userName") : std::string_view();
  constexpr std::size_t empty = 2;  // the quotes alone
  if (pool.size() <= empty || user.size() <= empty) {
    failure = EffectFailure::no_user;
    return {};
  }
  Call call;
  call.service = Service::users;
  call.content_type = json_1_1;
  call.target = "AWSCognitoIdentityProviderService.AdminAddUserToGroup";
  call.body += '{';
  add_json_name(call.body, "UserPoolId");
  call.body += pool;
  add_json_name(call.body, "Username");
  call.body += user;
  add_json_name(call.body, "GroupName");
  add_json_text(call.body, *group);
  call.body += '}';
  return call;
}

}  // namespace lintel::lambda
