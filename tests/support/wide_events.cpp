// SPDX-License-Identifier: Apache-2.0
// Random events of any trigger, by the paths of triggers.def, and others of the same layout.
#include <algorithm>
#include <utility>

#include "tests/support/expression_generator.h"
#include "tests/support/program_generator.h"
#include "tests/support/vocabulary.h"

namespace lintel::generator {
namespace {

namespace schema = compiler::schema;
using schema::FieldType;

const std::vector<std::string> odd_scalars = {
    "null", "true", "false", "0", "-0", "12", "1.0", "1e2", "-3", "123456789012345678901234567890"};

const std::vector<std::string> json_texts = {
    "{}",
    "[]",
    R"({"k":"a","en":1,"a":null})",
    R"( {"k" : {"a":1}, "app version":true} )",
    R"(["a","b",12,true])",
    R"([{"userId":"a","primary":"TRUE","providerName":"en"},{"primary":false,"issuer":null}])",
    R"([{"userId":["a"],"primary":"yes","dateCreated":12}])",
    R"([{"userId":"a"},3])",
    R"({"k":"a","k":"b"})",
    R"({"k":"a)",
    R"(["\u0061",null])"};

// One character in `rarely` is written as an escape that it does not need.
std::string json_string(Dice& dice, const std::string& text, std::size_t rarely = 120) {
  static const std::string digits = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      result += std::string("\\") + c;
    else if (byte < 0x20 || (byte < 0x7F && dice.one_in(rarely)))
      result += std::string("\\u00") + digits[byte / 16U] + digits[byte % 16U];
    else
      result += c;
  }
  return result + "\"";
}

class WideEventMaker {
 public:
  WideEventMaker(Dice& dice, const Program& program)
      : dice_(dice), section_(dice.pick(dice.pick(program.files).sections)) {
    for (const Vocabulary& vocabulary : vocabularies())
      if (vocabulary.name == section_.trigger) vocabulary_ = &vocabulary;
  }

  Node make() {
    Node event = object();
    for (const auto& [path, type] : fields_of(vocabulary_->trigger)) {
      if (path == "version" || path == "triggerSource") continue;
      const bool is_envelope = path.find('.') == std::string_view::npos;
      if (!dice_.one_in(is_envelope ? 12 : 5)) put(event, path, value_of(path, type));
    }
    if (!dice_.one_in(20)) put(event, "triggerSource", source());
    if (!dice_.one_in(12)) put(event, "version", version());
    if (!dice_.one_in(6)) put(event, "response", response());
    if (dice_.one_in(8)) put(event, "extra", nested());
    if (dice_.one_in(3)) shuffle(event.members);
    // A name that stands there twice.
    if (dice_.one_in(12) && !event.members.empty()) {
      NodeMember again = dice_.pick(event.members);
      if (dice_.one_in(2)) again.value = scalar("null");
      event.members.push_back(std::move(again));
    }
    return event;
  }

 private:
  Node scalar(std::string text) { return {Node::Kind::scalar, std::move(text), {}, {}}; }
  Node string(const std::string& text) { return scalar(json_string(dice_, text)); }

  Node object() {
    static const std::vector<std::string> blanks = {"", "", "", "", "", " ", "\n  "};
    return {Node::Kind::object, {}, {}, dice_.pick(blanks)};
  }

  Node word() {
    const std::string& word = dice_.pick(words());
    return string(dice_.one_in(3) ? near(dice_, word) : word);
  }

  Node value() {
    if (dice_.one_in(10)) return scalar(dice_.pick(odd_scalars));
    if (dice_.one_in(12)) return string(std::to_string(static_cast<int>(dice_.below(24)) - 4));
    if (dice_.one_in(12)) return string(dice_.pick(json_texts));
    if (dice_.one_in(30)) return scalar("\"\\ud83d\\ude00\\/\\u00e9\\b\\f\"");
    return word();
  }

  // What Cognito never sends there.
  Node odd() { return dice_.one_in(2) ? nested() : scalar(dice_.pick(odd_scalars)); }

  Node flag() {
    static const std::vector<std::string> all = {"true",    "false", "\"true\"", "\"FALSE\"",
                                                 "\"yes\"", "null",  "\"\"",     "\"\\u0074rue\""};
    return scalar(dice_.pick(all));
  }

  Node value_of(std::string_view path, FieldType type) {
    if (dice_.one_in(80)) return odd();
    switch (type) {
      case FieldType::flag: return flag();
      case FieldType::attributes: return attributes();
      case FieldType::metadata:
      case FieldType::secrets: return metadata();
      case FieldType::texts: return list_of([this] { return value(); });
      case FieldType::records: return list_of([this] { return record(); });
      default: break;
    }
    return path == "request.codeParameter" ? string("{####}") : value();
  }

  template <typename Make>
  Node list_of(Make make) {
    Node list{Node::Kind::list, {}, {}, dice_.one_in(4) ? " " : ""};
    for (std::size_t i = dice_.below(4); i > 0; --i)
      list.members.push_back({"", dice_.one_in(40) ? odd() : make()});
    return list;
  }

  Node record() {
    Node record = object();
    for (const auto& member : schema::members()) {
      if (member.field != "session" || dice_.one_in(4)) continue;
      Node value = member.type == FieldType::flag ? flag() : this->value();
      put(record, member.name, dice_.one_in(30) ? odd() : std::move(value));
    }
    return record;
  }

  Node attributes() {
    Node attributes = object();
    for (const std::string& name : attribute_names())
      if (!dice_.one_in(3)) put(attributes, name, name == "email" ? address() : value());
    if (dice_.one_in(2)) put(attributes, "email_verified", flag());
    if (dice_.one_in(2)) put(attributes, "phone_number_verified", flag());
    if (dice_.one_in(2)) put(attributes, "identities", string(dice_.pick(json_texts)));
    if (dice_.one_in(3)) add(attributes, dice_.pick(words()), value());
    if (dice_.one_in(30)) put(attributes, "locale", odd());
    return attributes;
  }

  Node address() {
    static const std::vector<std::string> addresses = {
        "user@example.com", "User@Example.COM", "user@example.co",
        "@example.com",     "a@b@example.com",  "\"a@b\"@example.com",
        "a b@x.y",          "a@\xC3\xA9.org",   "en@EXAMPLE.ORG"};
    return dice_.one_in(5) ? value() : string(dice_.pick(addresses));
  }

  Node metadata() {
    Node metadata = object();
    for (const std::string& name : metadata_names())
      if (!dice_.one_in(3)) put(metadata, name, value());
    if (dice_.one_in(3)) add(metadata, dice_.pick(words()), value());
    if (dice_.one_in(12)) add(metadata, dice_.pick(metadata_names()), value());
    if (dice_.one_in(30)) add(metadata, dice_.pick(metadata_names()), odd());
    return dice_.one_in(20) ? scalar("null") : metadata;
  }

  Node source() {
    if (dice_.one_in(30)) return scalar(dice_.one_in(2) ? "null" : "12");
    if (dice_.one_in(30)) return string("CustomMessage_ForgotPassword");
    if (dice_.one_in(12)) return string(prefix() + "Later");
    if (section_.on.find('_') != std::string::npos && !dice_.one_in(4))
      return string(section_.on.substr(0, section_.on.find(',')));
    return string(dice_.pick(vocabulary_->sources));
  }

  std::string prefix() {
    const std::string& source = vocabulary_->sources.front();
    return source.substr(0, source.find('_') + 1);
  }

  Node version() {
    static const std::vector<std::string> all = {"\"1\"", "\"2\"",       "\"3\"", "1",   "2",
                                                 "\"0\"", "\"$LATEST\"", "\"\"",  "null"};
    if (dice_.one_in(3) || section_.trigger.find("Token") == std::string::npos)
      return scalar(dice_.pick(all));
    if (section_.trigger.ends_with("V3")) return scalar("\"3\"");
    return scalar(section_.trigger.ends_with("V2") ? "\"2\"" : "\"1\"");
  }

  // Some of what the trigger's response has, filled or not, or something else.
  Node response() {
    if (dice_.one_in(12)) return dice_.one_in(3) ? odd() : scalar("null");
    Node response = object();
    for (const auto& row : schema::responses())
      if (row.trigger == vocabulary_->trigger && dice_.one_in(3))
        put(response, row.field, before());
    if (dice_.one_in(8)) put(response, "other", nested());
    return response;
  }

  Node before() {
    switch (dice_.below(5)) {
      case 0: return metadata();
      case 1: return list_of([this] { return value(); });
      case 2: return odd();
      default: return scalar(dice_.one_in(2) ? "null" : "false");
    }
  }

  Node nested() {
    Node list{Node::Kind::list, {}, {}, " "};
    list.members.push_back({"", metadata()});
    list.members.push_back({"", scalar("1.5e-3")});
    return list;
  }

  void add(Node& to, const std::string& name, Node value) {
    to.members.push_back({json_string(dice_, name), std::move(value)});
  }

  // At the dotted path; objects on the way are made, unless something else stands there.
  void put(Node& to, std::string_view path, Node value) {
    const std::size_t dot = path.find('.');
    const std::string name = json_string(dice_, std::string(path.substr(0, dot)), 1500);
    if (dot == std::string_view::npos) {
      to.members.push_back({name, std::move(value)});
      return;
    }
    for (NodeMember& member : to.members)
      if (member.name == name) {
        if (member.value.kind == Node::Kind::object)
          put(member.value, path.substr(dot + 1), std::move(value));
        return;
      }
    Node inner = dice_.one_in(60) ? odd() : object();
    if (inner.kind == Node::Kind::object) put(inner, path.substr(dot + 1), std::move(value));
    to.members.push_back({name, std::move(inner)});
  }

  void shuffle(std::vector<NodeMember>& members) {
    for (std::size_t i = members.size(); i > 1; --i)
      std::swap(members[i - 1], members[dice_.below(i)]);
  }

  Dice& dice_;
  const Section& section_;
  const Vocabulary* vocabulary_ = nullptr;
};

void vary(Dice& dice, Node& node) {
  if (node.kind != Node::Kind::scalar) {
    for (NodeMember& member : node.members)
      if (member.name != "\"triggerSource\"" && member.name != "\"version\"")
        vary(dice, member.value);
    return;
  }
  if (!node.scalar.starts_with('"') || !dice.one_in(3)) return;
  const std::string& word = dice.pick(words());
  node.scalar = json_string(dice, dice.one_in(3) ? near(dice, word) : word);
}

}  // namespace

Node make_wide_event(Dice& dice, const Program& program) {
  return WideEventMaker(dice, program).make();
}

Node varied(Dice& dice, const Node& event) {
  Node made = event;
  vary(dice, made);
  return made;
}

}  // namespace lintel::generator
