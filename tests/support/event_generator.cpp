// SPDX-License-Identifier: Apache-2.0
// Random events: those that Cognito sends, and the strange ones that a reader must get right.
#include <algorithm>
#include <utility>

#include "tests/support/expression_generator.h"
#include "tests/support/program_generator.h"

namespace lintel::generator {
namespace {

using Members = std::vector<NodeMember>;

const std::vector<std::string> addresses = {"user@example.com",
                                            "User@Example.COM",
                                            "a@b",
                                            "@example.com",
                                            "user@",
                                            "user",
                                            "a@b@example.com",
                                            "\"a@b\"@x.y",
                                            "a b@x.y",
                                            "\"a\"@\"b\"@x",
                                            "a@\xC3\xA9.org",
                                            "<b>@example.com",
                                            "a\tb@x.y",
                                            "a@x\xC2\xA0y",
                                            "\"a\\\"@b\"@Example.com",
                                            "\"\"@x",
                                            "@@",
                                            "a@@b"};

const std::vector<std::string> other_scalars = {
    "null",   "true", "false", "0",  "-0",
    "12",     "1.0",  "1e2",   "-3", "123456789012345678901234567890",
    "1.50E+1"};

class EventMaker {
 public:
  EventMaker(Dice& dice, const Program& program) : dice_(dice), program_(program) {}

  Node make() {
    Node event = object();
    Members& members = event.members;
    add(members, 9, "version", scalar(dice_.one_in(2) ? "\"1\"" : "1"));
    add(members, 20, "triggerSource", source());
    add(members, 5, "region", string("eu-west-1"));
    add(members, 5, "userPoolId", value());
    add(members, 10, "userName", value());
    if (dice_.one_in(2)) add(members, 20, "callerContext", caller_context());
    add(members, 15, "request", request());
    if (dice_.one_in(10)) add(members, 20, "request", request());
    add(members, 6, "response", response());
    if (dice_.one_in(12)) add(members, 20, "response", response());
    if (dice_.one_in(8)) add(members, 20, "extra", nested());
    if (dice_.one_in(3)) shuffle(members);
    return event;
  }

 private:
  Node scalar(std::string text) { return {Node::Kind::scalar, std::move(text), {}, {}}; }

  Node object() {
    static const std::vector<std::string> blanks = {"", "", "", "", " ", "\n  ", "\t", "\r\n"};
    return {Node::Kind::object, {}, {}, dice_.pick(blanks)};
  }

  // One in `rarely` times, the member is left out.
  void add(Members& members, std::size_t rarely, const std::string& name, Node value) {
    if (!dice_.one_in(rarely)) members.push_back({json(name, 60), std::move(value)});
  }

  // A JSON string; one character in `rarely` is written as an escape that it does not need.
  std::string json(const std::string& text, std::size_t rarely) {
    static const std::string digits = "0123456789abcdef";
    std::string result = "\"";
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\')
        result += std::string("\\") + c;
      else if (c == '\n')
        result += "\\n";
      else if (byte < 0x20 || (byte < 0x7F && dice_.one_in(rarely)))
        result += std::string("\\u00") + digits[byte / 16U] + digits[byte % 16U];
      else
        result += c;
    }
    return result + "\"";
  }

  Node string(const std::string& text) { return scalar(json(text, 25)); }

  Node value() {
    if (dice_.one_in(5)) return scalar(dice_.pick(other_scalars));
    if (dice_.one_in(16)) return scalar("\"\\ud83d\\ude00\\/\\u00e9\\b\\f\"");
    return string(dice_.pick(words()));
  }

  Node address() { return dice_.one_in(6) ? value() : string(dice_.pick(addresses)); }

  Node flag() {
    static const std::vector<std::string> all = {
        "true", "false", "\"true\"", "\"FALSE\"", "\"yes\"", "null", "\"\"", "1", "\"\\u0074rue\""};
    return scalar(dice_.pick(all));
  }

  Node source() {
    if (dice_.one_in(12)) return scalar(dice_.one_in(2) ? "null" : "\"PreSignUp\"");
    if (dice_.one_in(12)) return string("CustomMessage_ForgotPassword");
    const Section& section = dice_.pick(dice_.pick(program_.files).sections);
    if (section.on.find('_') != std::string::npos && !dice_.one_in(3))
      return string(section.on.substr(0, section.on.find(',')));
    static const std::vector<std::string> ends = {"_SignUp",
                                                  "_AdminCreateUser",
                                                  "_ConfirmSignUp",
                                                  "_ConfirmForgotPassword",
                                                  "_ResendCode",
                                                  "_Later",
                                                  "_"};
    if (section.trigger == "PostConfirmation" && !dice_.one_in(6))
      return string("PostConfirmation_ConfirmSignUp");
    return string(section.trigger + dice_.pick(ends));
  }

  Node caller_context() {
    Node context = object();
    add(context.members, 3, "awsSdkVersion", value());
    add(context.members, 3, "clientId", value());
    return dice_.one_in(15) ? scalar("null") : context;
  }

  Node request() {
    Node request = object();
    Members& members = request.members;
    add(members, 10, "userAttributes", attributes());
    if (dice_.one_in(12)) add(members, 20, "userAttributes", attributes());
    add(members, 2, "clientMetadata", metadata());
    add(members, 2, "validationData", metadata());
    add(members, 3, "codeParameter", string("{####}"));
    add(members, 3, "linkParameter", value());
    add(members, 3, "usernameParameter", value());
    if (dice_.one_in(3)) shuffle(members);
    return dice_.one_in(15) ? scalar("null") : request;
  }

  Node attributes() {
    Node attributes = object();
    Members& members = attributes.members;
    for (const std::string& name : attribute_names())
      add(members, 3, name, name == "email" ? address() : value());
    add(members, 3, "email_verified", flag());
    add(members, 3, "phone_number_verified", flag());
    for (std::size_t i = dice_.below(3); i > 0; --i) add(members, 4, dice_.pick(words()), value());
    if (dice_.one_in(6)) add(members, 10, "email", address());
    if (dice_.one_in(3)) shuffle(members);
    return dice_.one_in(15) ? scalar("null") : attributes;
  }

  Node metadata() {
    Node metadata = object();
    for (const std::string& name : metadata_names()) add(metadata.members, 3, name, value());
    return dice_.one_in(8) ? scalar("null") : metadata;
  }

  Node response() {
    static const std::vector<std::string> names = {"autoConfirmUser",
                                                   "autoVerifyEmail",
                                                   "autoVerifyPhone",
                                                   "smsMessage",
                                                   "emailMessage",
                                                   "emailSubject",
                                                   "other"};
    if (dice_.one_in(12)) return scalar("null");
    Node response = object();
    for (const std::string& name : names)
      if (dice_.one_in(2))
        add(response.members, 20, name, dice_.one_in(8) ? nested() : scalar("null"));
    if (dice_.one_in(8)) add(response.members, 20, dice_.pick(names), scalar("false"));
    return response;
  }

  Node nested() {
    Node list{Node::Kind::list, {}, {}, " "};
    list.members.push_back({"", attributes()});
    list.members.push_back({"", scalar("1.5e-3")});
    return list;
  }

  void shuffle(Members& members) {
    for (std::size_t i = members.size(); i > 1; --i)
      std::swap(members[i - 1], members[dice_.below(i)]);
  }

  Dice& dice_;
  const Program& program_;
};

}  // namespace

std::string Node::text() const {
  if (kind == Kind::scalar) return scalar;
  std::string all = kind == Kind::list ? "[" : "{";
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto& [name, value] = members[i];
    if (i > 0) all += ",";
    all += blank;
    if (kind == Kind::object) all += name + blank + ":" + blank;
    all += value.text() + blank;
  }
  if (members.empty()) all += blank;
  return all + (kind == Kind::list ? "]" : "}");
}

Node make_event(Dice& dice, const Program& program) { return EventMaker(dice, program).make(); }

Node damaged(Dice& dice, const Node& event) {
  static const std::string bytes("{}[]:,\"\\ \n09-+.tnu\x01\x7f\x80\xc3\xa9\xed\xf4\xff\0", 27);
  std::string text = event.text();
  const std::size_t at = dice.below(text.size());
  switch (dice.below(4)) {
    case 0: text.resize(at); break;
    case 1: text.erase(at, 1); break;
    case 2: text[at] = dice.pick(bytes); break;
    default: text.insert(at, 1, dice.pick(bytes)); break;
  }
  return {Node::Kind::scalar, std::move(text), {}, {}};
}

}  // namespace lintel::generator
