// SPDX-License-Identifier: Apache-2.0
// Random well-typed expressions. Each maker returns an expression that is `T?` only where it was
// allowed.
#include "tests/support/expression_generator.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "runtime/limits.h"

namespace lintel::generator {
namespace {

using Parts = std::vector<Expression>;

const std::vector<std::string> integer_literals = {"0",
                                                   "1",
                                                   "2",
                                                   "3",
                                                   "5",
                                                   "-1",
                                                   "-7",
                                                   "12",
                                                   "0x1F",
                                                   "9223372036854775807",
                                                   "4611686018427387904",
                                                   "(-9223372036854775807 - 1)"};

std::string member_of(const std::string& map, const std::string& name, bool dotted) {
  return dotted ? map + "." + name : map + "[\"" + name + "\"]";
}

bool is_word(const std::string& name) {
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); });
}

std::string hexadecimal(unsigned char byte) {
  const std::string digits = "0123456789abcdef";
  return {digits[byte / 16U], digits[byte % 16U]};
}

// The word with escapes for what cannot stand in a string, and for some that can.
std::string escaped(Dice& dice, const std::string& word, bool for_template) {
  std::string text;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const auto byte = static_cast<unsigned char>(c);
    if (for_template && c == '$' && word.substr(i, 2) == "${")
      text += "\\$";
    else if (c == '\\' || c == '"' || c == '\'')
      text += std::string("\\") + c;
    else if (c == '\n')
      text += "\\n";
    else if (c == '\r')
      text += "\\r";
    else if (byte < 0x20 || (byte < 0x80 && c != '$' && c != '{' && dice.one_in(20)))
      text += (dice.one_in(2) ? "\\x" : "\\u00") + hexadecimal(byte);
    else
      text += c;
  }
  return text;
}

}  // namespace

const std::vector<std::string>& words() {
  static const std::vector<std::string> all = {"",
                                               "a",
                                               "b",
                                               "en",
                                               "ko",
                                               "example.com",
                                               "Example.COM",
                                               "x@y.z",
                                               "<b>",
                                               "a&b",
                                               "\"q\"",
                                               "it's",
                                               "\xC3\xA9",
                                               "\xED\x99\x98\xEC\x98\x81",
                                               "true",
                                               "FALSE",
                                               "12",
                                               "-3",
                                               "+4",
                                               "9223372036854775808",
                                               " sp ",
                                               "\xC2\xA0z\xE3\x80\x80",
                                               "l1\nl2",
                                               "l1\r\nl2",
                                               "\xF0\x9F\x98\x80",
                                               "custom:x",
                                               "$",
                                               "${a}",
                                               "PreSignUp_SignUp",
                                               "user@example.com",
                                               "\\",
                                               "{####}",
                                               "k",
                                               "email"};
  return all;
}

std::string near(Dice& dice, const std::string& word) {
  std::string made = word;
  // What has more than ASCII is not cut: it has to stay UTF-8.
  const bool is_plain =
      std::all_of(word.begin(), word.end(), [](char c) { return c >= ' ' && c < 0x7F; });
  if (word.empty() || !is_plain) return word + "a";
  const std::size_t at = dice.below(made.size());
  switch (dice.below(4)) {
    case 0: made.pop_back(); break;
    case 1: made += made.back(); break;
    case 2: made.erase(at, 1); break;
    default:
      if (std::isalpha(static_cast<unsigned char>(made[at])) != 0)
        made[at] = static_cast<char>(made[at] ^ 0x20);
      else
        made[at] = 'x';
  }
  return made;
}

std::string quoted(Dice& dice, const std::string& word, bool for_template) {
  const bool plain = word.find_first_of("\\\"'\n\r") == std::string::npos;
  const std::string inside = escaped(dice, word, for_template);
  switch (dice.below(8)) {
    case 0: return "'" + inside + "'";
    case 1: return "\"\"\"" + inside + "\"\"\"";
    case 2: return "'''" + inside + "'''";
    case 3:
      if (plain) return "r\"" + word + "\"";
      [[fallthrough]];
    default: return "\"" + inside + "\"";
  }
}

const std::vector<std::string>& attribute_names() {
  static const std::vector<std::string> all = {
      "email", "given_name", "locale", "custom:x", "custom:domain", "phone_number", "rule", "sub"};
  return all;
}

const std::vector<std::string>& metadata_names() {
  static const std::vector<std::string> all = {"k", "en", "a", "app version", "\xC3\xA9"};
  return all;
}

Expression ExpressionMaker::fixed(Type type, std::string text, bool optional) {
  return {type, optional, {std::move(text)}, {}};
}

Expression ExpressionMaker::compose(Type type, std::vector<std::string> pieces, Parts parts) {
  const bool optional =
      std::any_of(parts.begin(), parts.end(), [](const Expression& part) { return part.optional; });
  return {type, optional, std::move(pieces), std::move(parts)};
}

std::string ExpressionMaker::string_literal() {
  const std::string& word = dice_.pick(words());
  return quoted(dice_, dice_.one_in(6) ? near(dice_, word) : word, templates_);
}

std::string ExpressionMaker::event_map() {
  if (vocabulary_) return dice_.pick(vocabulary_->maps);
  switch (dice_.below(trigger_ == "PreSignUp" ? 6 : 5)) {
    case 0: return "userAttributes";
    case 1: return "request.userAttributes";
    case 2: return "clientMetadata";
    case 5: return "validationData";
    default: return "attr";
  }
}

Expression ExpressionMaker::make(Type type, bool optional, int depth) {
  if (depth <= 0) return leaf(type, optional);
  if (levels_ == 0 && dice_.one_in(8)) return let_use(type, optional, depth);
  if (dice_.one_in(8)) return conditional(type, optional, depth);
  if (dice_.one_in(6)) return coalesced(type, optional, depth);
  if (dice_.one_in(10)) return looked_up(type, optional, depth);
  switch (type) {
    case Type::boolean: return boolean(optional, depth);
    case Type::integer: return integer(optional, depth);
    case Type::number: return number(optional, depth);
    case Type::timestamp: return timestamp(optional, depth);
    case Type::duration: return duration(optional, depth);
    case Type::text: return text(optional, depth);
    case Type::map: return map_literal(optional, depth);
    default: return list(type, optional, depth);
  }
}

Expression ExpressionMaker::leaf(Type type, bool optional) {
  Parts known;
  for (const Expression& name : narrowed_)
    if (name.type == type) known.push_back(name);
  if (!known.empty() && dice_.one_in(2)) return dice_.pick(known);
  switch (type) {
    case Type::boolean: return boolean_leaf(optional);
    case Type::integer: return integer_leaf();
    case Type::number: return number(optional, 0);
    case Type::timestamp: return timestamp(optional, 0);
    case Type::duration: return duration(optional, 0);
    case Type::text: return text_leaf(optional);
    case Type::map: return fixed(type, "{\"a\": userName, \"en\": \"<b>\", \"\": \"x\"}");
    default: return list_leaf(type, optional);
  }
}

Expression ExpressionMaker::boolean_leaf(bool optional) {
  if (optional && dice_.one_in(3)) return optional_leaf(Type::boolean);
  switch (dice_.below(6)) {
    case 0: return fixed(Type::boolean, "true");
    case 1: return fixed(Type::boolean, "false");
    case 2:
      return fixed(Type::boolean, "(" + quoted(dice_, dice_.pick(attribute_names()), false) +
                                      " in " + event_map() + ")");
    default: return {Type::boolean, false, {"has(", ")"}, {optional_leaf(Type::text)}};
  }
}

Expression ExpressionMaker::integer_leaf() {
  if (dice_.one_in(3)) return fixed(Type::integer, "size(userName)");
  if (dice_.one_in(5)) return fixed(Type::integer, event_map() + ".size()");
  return fixed(Type::integer, dice_.pick(integer_literals));
}

Expression ExpressionMaker::text_leaf(bool optional) {
  if (optional && dice_.one_in(2)) return optional_leaf(Type::text);
  if (trigger_ == "CustomMessage" && dice_.one_in(6))
    return fixed(Type::text, dice_.one_in(2) ? "codeParameter" : "request.codeParameter");
  static const std::vector<std::string> envelope = {"userName", "region", "userPoolId", "version",
                                                    "triggerSource"};
  if (vocabulary_ && dice_.one_in(2)) return wide_text_leaf();
  if (dice_.one_in(2)) return fixed(Type::text, dice_.pick(envelope));
  return fixed(Type::text, string_literal());
}

Expression ExpressionMaker::list_leaf(Type type, bool optional) {
  if (type == Type::integers) return fixed(type, "[1, 2, -7, size(userName)]");
  if (vocabulary_ && dice_.one_in(2)) return wide_list_leaf(optional);
  if (dice_.one_in(3)) return fixed(type, "lines(\"" + std::string(import_name) + "\")");
  if (dice_.one_in(8)) return fixed(type, "[]");
  return fixed(type, "[" + string_literal() + ", " + string_literal() + ",]");
}

Expression ExpressionMaker::optional_leaf(Type type) {
  if (vocabulary_ && type == Type::boolean) return wide_optional_flag();
  if (type == Type::boolean)
    return fixed(type, dice_.one_in(2) ? "attr.email_verified" : "attr[\"phone_number_verified\"]",
                 true);
  const auto converted = [&](const std::string& function) {
    return Expression{type, true, {function + "(", ")"}, {optional_leaf(Type::text)}};
  };
  if (type == Type::integer) return converted("int");
  if (type == Type::number) return converted("double");
  if (type == Type::timestamp) return converted("timestamp");
  if (type == Type::duration) return converted("duration");
  if (vocabulary_) return wide_optional_text();
  static const std::vector<std::string> others = {"email",
                                                  "clientId",
                                                  "callerContext.clientId",
                                                  "callerContext.awsSdkVersion",
                                                  "request.userAttributes.email",
                                                  "request.userAttributes[\"custom:x\"]"};
  switch (dice_.below(4)) {
    case 0: return fixed(type, dice_.pick(others), true);
    case 1: {
      const std::string& name = dice_.pick(metadata_names());
      return fixed(type, member_of("clientMetadata", name, is_word(name)), true);
    }
    case 2:
      if (trigger_ == "CustomMessage")
        return fixed(type, dice_.one_in(2) ? "linkParameter" : "usernameParameter", true);
      [[fallthrough]];
    default: {
      const std::string& name = dice_.pick(attribute_names());
      return fixed(type, member_of("attr", name, is_word(name) && dice_.one_in(2)), true);
    }
  }
}

Expression ExpressionMaker::boolean(bool optional, int depth) {
  if (levels_ < limits::max_loop_levels && dice_.one_in(6)) return loop_truth(optional, depth);
  if (dice_.one_in(8)) return library_truth(optional, depth);
  if (vocabulary_ && dice_.one_in(5)) return wide_truth(optional, depth);
  switch (dice_.below(9)) {
    case 0:
    case 1: return comparison(optional, depth);
    case 2: return membership(optional, depth);
    case 3: return text_test(optional, depth);
    case 4: return compose(Type::boolean, {"!", ""}, {make(Type::boolean, optional, depth - 1)});
    case 5:
      return {Type::boolean,
              false,
              {"has(", ")"},
              {make(dice_.one_in(3) ? Type::integer : Type::text, true, depth - 1)}};
    case 6: return guarded(depth);
    default: return chain(optional, depth);
  }
}

Expression ExpressionMaker::comparison(bool optional, int depth) {
  static const std::vector<std::string> all = {" == ", " != ", " < ", " <= ", " > ", " >= "};
  static const std::vector<Type> types = {Type::text,    Type::text,  Type::integer,
                                          Type::boolean, Type::texts, Type::integers};
  const Type type = dice_.pick(types);
  const bool ordered = type != Type::texts && type != Type::integers;
  const std::string& op = all[dice_.below(ordered ? all.size() : 2)];
  if (type == Type::texts || type == Type::integers)
    return compose(Type::boolean, {"(", op, ")"},
                   {list(type, optional, depth - 1), list(type, optional, depth - 1)});
  Expression left = type == Type::text && optional && dice_.one_in(4)
                        ? domain_or_local()
                        : make(type, optional, depth - 1);
  return compose(Type::boolean, {"(", op, ")"}, {std::move(left), make(type, optional, depth - 1)});
}

Expression ExpressionMaker::membership(bool optional, int depth) {
  if (dice_.one_in(3)) {
    Expression key = make(Type::text, optional, depth - 1);
    if (dice_.one_in(2))
      return compose(Type::boolean, {"(", " in " + event_map() + ")"}, {std::move(key)});
    return compose(Type::boolean, {"(", " in {\"a\": 1, \"Example.COM\": 2, \"\xC3\xA9\": ", "})"},
                   {std::move(key), make(Type::integer, optional, depth - 2)});
  }
  const bool of_texts = dice_.one_in(2);
  Expression element = of_texts && optional && dice_.one_in(4)
                           ? domain_or_local()
                           : make(of_texts ? Type::text : Type::integer, optional, depth - 1);
  return compose(
      Type::boolean, {"(", " in ", ")"},
      {std::move(element), make(of_texts ? Type::texts : Type::integers, optional, depth - 1)});
}

Expression ExpressionMaker::text_test(bool optional, int depth) {
  static const std::vector<std::string> methods = {".contains(", ".startsWith(", ".endsWith(",
                                                   ".equalsIgnoreCase("};
  Expression of =
      optional && dice_.one_in(4) ? domain_or_local() : make(Type::text, optional, depth - 1);
  return compose(Type::boolean, {"(", ")" + dice_.pick(methods), ")"},
                 {std::move(of), make(Type::text, optional, depth - 1)});
}

Expression ExpressionMaker::chain(bool optional, int depth) {
  const std::string op = dice_.one_in(2) ? " && " : " || ";
  std::vector<std::string> pieces = {"("};
  Parts parts;
  for (std::size_t i = 2 + dice_.below(3); i > 0; --i) {
    parts.push_back(make(Type::boolean, optional, depth - 1));
    pieces.push_back(i > 1 ? op : ")");
  }
  return compose(Type::boolean, std::move(pieces), std::move(parts));
}

Expression ExpressionMaker::guarded(int depth) {
  Expression name = optional_leaf(dice_.one_in(6) ? Type::boolean : Type::text);
  const std::string guard = "has(" + name.text() + ")";
  name.optional = false;
  narrowed_.push_back(name);
  Expression rest = make(Type::boolean, false, depth - 1);
  narrowed_.pop_back();
  const bool negated = dice_.one_in(2);
  return {
      Type::boolean, false, {negated ? "(!" + guard + " || " : "(" + guard + " && ", ")"}, {rest}};
}

Expression ExpressionMaker::conditional(Type type, bool optional, int depth) {
  if (dice_.one_in(3)) {
    Expression name = optional_leaf(Type::text);
    const std::string guard = "(has(" + name.text() + ") ? ";
    name.optional = false;
    narrowed_.push_back(name);
    Expression yes = make(type, optional, depth - 1);
    narrowed_.pop_back();
    return compose(type, {guard, " : ", ")"}, {yes, make(type, optional, depth - 1)});
  }
  Expression condition = make(Type::boolean, optional, depth - 1);
  return compose(
      type, {"(", " ? ", " : ", ")"},
      {std::move(condition), make(type, optional, depth - 1), make(type, optional, depth - 1)});
}

Expression ExpressionMaker::coalesced(Type type, bool optional, int depth) {
  Expression first = make(type, true, depth - 1);
  if (!first.optional) {
    if (type == Type::texts || type == Type::integers || type == Type::map) return first;
    first = type == Type::text && dice_.one_in(3) ? domain_or_local() : optional_leaf(type);
  }
  Expression fallback = make(type, optional, depth - 1);
  const bool stays_optional = fallback.optional;
  return {type, stays_optional, {"(", " ?? ", ")"}, {std::move(first), std::move(fallback)}};
}

Expression ExpressionMaker::looked_up(Type type, bool optional, int depth) {
  if (type != Type::text && type != Type::integer) return leaf(type, optional);
  Expression a = make(type, optional, depth - 1);
  Expression b = make(type, optional, depth - 1);
  if (!optional || dice_.one_in(3))
    return compose(type, {"{\"a\": ", ", \"b\": ", dice_.one_in(2) ? "}.a" : "}[\"b\"]"},
                   {std::move(a), std::move(b)});
  if (dice_.one_in(2)) {
    Expression index = make(Type::integer, true, depth - 2);
    return {type, true, {"[", ", ", "][", " + size(userName)]"}, {a, b, index}};
  }
  Expression key = dice_.one_in(2) ? fixed(Type::text, "userName") : optional_leaf(Type::text);
  return {type, true, {"{\"en\": ", ", \"\": ", "}[", "]"}, {a, b, key}};
}

Expression ExpressionMaker::let_use(Type type, bool optional, int depth) {
  std::vector<const Let*> fitting;
  for (const Let& let : lets_)
    if (let.value.type == type && (optional || !let.value.optional)) fitting.push_back(&let);
  if (fitting.empty()) return leaf(type, optional);
  const Let& let = *dice_.pick(fitting);
  if (let.parameters.empty()) return fixed(type, let.name, let.value.optional);
  std::vector<std::string> pieces = {let.name + "("};
  Parts parts;
  // A loop of the let could stand around the arguments.
  const std::size_t levels = std::exchange(levels_, limits::max_loop_levels);
  for (const auto& [name, parameter] : let.parameters) {
    parts.push_back(make(parameter, optional, depth - 2));
    pieces.push_back(parts.size() < let.parameters.size() ? ", " : ")");
  }
  levels_ = levels;
  Expression use = compose(type, std::move(pieces), std::move(parts));
  use.optional = use.optional || let.value.optional;
  return use;
}

Expression ExpressionMaker::integer(bool optional, int depth) {
  static const std::vector<std::string> operators = {" + ", " - ", " * ", " / ", " % "};
  if (dice_.one_in(4)) return library_integer(optional, depth);
  if (vocabulary_ && dice_.one_in(5)) return wide_integer(optional, depth);
  switch (dice_.below(6)) {
    case 0: return compose(Type::integer, {"size(", ")"}, {make(Type::text, optional, depth - 1)});
    case 1:
      return compose(Type::integer, {"(", ").size()"}, {make(Type::texts, optional, depth - 1)});
    case 2:
      if (optional)
        return {Type::integer, true, {"int(", ")"}, {make(Type::text, true, depth - 1)}};
      [[fallthrough]];
    case 3: return compose(Type::integer, {"-(", ")"}, {make(Type::integer, optional, depth - 1)});
    default:
      return compose(
          Type::integer, {"(", dice_.pick(operators), ")"},
          {make(Type::integer, optional, depth - 1), make(Type::integer, optional, depth - 1)});
  }
}

Expression ExpressionMaker::text(bool optional, int depth) {
  static const std::vector<std::string> methods = {").lowerAscii()", ").upperAscii()", ").trim()"};
  static const std::vector<Type> scalars = {Type::boolean, Type::integer, Type::text};
  if (dice_.one_in(3)) return library_text(optional, depth);
  if (vocabulary_ && dice_.one_in(6)) return wide_text(optional, depth);
  switch (dice_.below(7)) {
    case 0:
      return compose(Type::text, {"(", dice_.pick(methods)},
                     {make(Type::text, optional, depth - 1)});
    case 1:
      return compose(Type::text, {"string(", ")"},
                     {make(dice_.pick(scalars), optional, depth - 1)});
    case 2: return entry(optional, depth);
    case 3:
      if (trigger_ != "PreSignUp")
        return compose(Type::text, {"html(", ")"}, {make(Type::text, optional, depth - 1)});
      [[fallthrough]];
    case 4: return template_text(optional, depth);
    case 5:
      if (optional) return domain_or_local();
      [[fallthrough]];
    default:
      return compose(
          Type::text, {"(", " + ", ")"},
          {make(Type::text, optional, depth - 1), make(Type::text, optional, depth - 1)});
  }
}

Expression ExpressionMaker::entry(bool optional, int depth) {
  Expression key = make(Type::text, optional, depth - 1);
  if (optional) return {Type::text, true, {event_map() + "[", "]"}, {std::move(key)}};
  return {Type::text, false, {"(" + event_map() + "[", "] ?? \"\")"}, {std::move(key)}};
}

Expression ExpressionMaker::template_text(bool optional, int depth) {
  static const std::vector<Type> scalars = {Type::text,    Type::text,   Type::integer,
                                            Type::boolean, Type::number, Type::timestamp,
                                            Type::duration};
  if (!templates_) return leaf(Type::text, optional);
  std::vector<std::string> pieces = {"\""};
  Parts parts;
  for (std::size_t i = 1 + dice_.below(3); i > 0; --i) {
    pieces.back() += escaped(dice_, dice_.pick(words()), true) + "${";
    parts.push_back(make(dice_.pick(scalars), optional, depth - 2));
    pieces.push_back("}");
  }
  pieces.back() += escaped(dice_, dice_.pick(words()), true) + "\"";
  return compose(Type::text, std::move(pieces), std::move(parts));
}

Expression ExpressionMaker::domain_or_local() {
  if (vocabulary_ && !vocabulary_->has_attributes) return optional_leaf(Type::text);
  static const std::vector<std::string> all = {"email.domain", "attr.email.domain", "email.local",
                                               "request.userAttributes.email.domain"};
  return fixed(Type::text, dice_.pick(all), true);
}

Expression ExpressionMaker::in_loop(Type type, const std::string& variable, Type element,
                                    bool optional, int depth) {
  const auto narrowed = narrowed_;
  narrowed_.push_back(fixed(element, variable));
  ++levels_;
  Expression made = make(type, optional, depth);
  --levels_;
  narrowed_ = narrowed;
  return made;
}

Expression ExpressionMaker::loop_truth(bool optional, int depth) {
  static const std::vector<std::string> names = {".all(", ".exists(", ".exists_one("};
  const bool of_texts = dice_.one_in(2);
  Expression range = optional && dice_.one_in(4)
                         ? fixed(Type::texts, event_map(), true)
                         : make(of_texts ? Type::texts : Type::integers, optional, depth - 2);
  const Type element = range.type == Type::texts ? Type::text : Type::integer;
  const std::string variable = "loop" + std::to_string(variables_++);
  Expression condition = in_loop(Type::boolean, variable, element, optional, depth - 1);
  return compose(Type::boolean, {"(", ")" + dice_.pick(names) + variable + ", ", ")"},
                 {std::move(range), std::move(condition)});
}

Expression ExpressionMaker::looped(Type type, bool optional, int depth) {
  const Type element = type == Type::texts ? Type::text : Type::integer;
  const std::string variable = "loop" + std::to_string(variables_++);
  if (dice_.one_in(3)) {
    Expression condition = in_loop(Type::boolean, variable, element, optional, depth - 2);
    return compose(type, {"(", ").filter(" + variable + ", ", ")"},
                   {make(type, optional, depth - 1), std::move(condition)});
  }
  const Type from = dice_.one_in(2) ? Type::texts : Type::integers;
  const Type of = from == Type::texts ? Type::text : Type::integer;
  Expression value = in_loop(element, variable, of, optional, depth - 1);
  if (dice_.one_in(2))
    return compose(type, {"(", ").map(" + variable + ", ", ")"},
                   {make(from, optional, depth - 1), std::move(value)});
  Expression condition = in_loop(Type::boolean, variable, of, optional, depth - 2);
  return compose(type, {"(", ").map(" + variable + ", ", ", ", ")"},
                 {make(from, optional, depth - 1), std::move(condition), std::move(value)});
}

Expression ExpressionMaker::list(Type type, bool optional, int depth) {
  if (depth <= 0) return list_leaf(type, optional);
  if (levels_ < limits::max_loop_levels && dice_.one_in(3)) return looped(type, optional, depth);
  if (vocabulary_ && dice_.one_in(4)) return wide_list(type, optional, depth);
  if (type == Type::texts && dice_.one_in(4)) return library_texts(optional, depth);
  if (dice_.one_in(4))
    return compose(type, {"(", " + ", ")"},
                   {list(type, optional, depth - 1), list(type, optional, depth - 1)});
  const Type element = type == Type::texts ? Type::text : Type::integer;
  std::vector<std::string> pieces = {"["};
  Parts parts;
  for (std::size_t i = 1 + dice_.below(4); i > 0; --i) {
    parts.push_back(make(element, optional, depth - 1));
    pieces.push_back(i > 1 ? ", " : "]");
  }
  return compose(type, std::move(pieces), std::move(parts));
}

}  // namespace lintel::generator
