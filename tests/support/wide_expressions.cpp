// SPDX-License-Identifier: Apache-2.0
// Random expressions of what reference_eval.h does not know: the fields of all triggers, records,
// maps, patterns, what the host knows.
#include <utility>

#include "tests/support/expression_generator.h"

namespace lintel::generator {
namespace {

using Parts = std::vector<Expression>;

const std::vector<std::string> patterns = {R"(^\d+$)",        R"(^[a-z]+@example\.com$)",
                                           "(?i)example",     "\xC3\xA9|\xED\x99\x98",
                                           "^.{0,5}$",        R"(^[^@]{1,8}@[^@]+\.[a-z]{2,3}$)",
                                           R"((?s)^l1.*l2$)", R"(\.COM$)",
                                           "^(a|b|en)?$",     "[[:upper:]]{2}",
                                           R"(^\PL+$)",       "(ab|a)(c|bcd)?$",
                                           R"(\bsp\b)",       "[^a-z]",
                                           R"((?m)^l2$)",     "^$",
                                           "(x+x+)+y",        R"(\$\{)"};

}  // namespace

// A name of the event that is there, or what the host draws.
Expression ExpressionMaker::wide_text_leaf() {
  if (dice_.one_in(20))
    return fixed(Type::text, dice_.one_in(2) ? "randomDigits(6)" : "randomToken(22)");
  return fixed(Type::text, dice_.pick(vocabulary_->texts));
}

Expression ExpressionMaker::wide_optional_text() {
  std::vector<Expression> known;
  for (const Expression& name : optional_names_)
    if (name.type == Type::text) known.push_back(name);
  if (!known.empty() && dice_.one_in(2)) return dice_.pick(known);
  if (!vocabulary_->records.empty() && dice_.one_in(6)) {
    const auto& record = dice_.pick(vocabulary_->records);
    const std::string at = dice_.one_in(3) ? "size(" + record.list + ") - 1" : "0";
    return fixed(Type::text, record.list + "[" + at + "]." + dice_.pick(record.texts), true);
  }
  if (dice_.one_in(2)) return fixed(Type::text, dice_.pick(vocabulary_->optional_texts), true);
  const std::string& map = dice_.pick(vocabulary_->maps);
  const bool of_attributes = map == "attr" || map.ends_with("userAttributes");
  std::string name = dice_.pick(of_attributes ? attribute_names() : metadata_names());
  return fixed(Type::text, map + "[" + quoted(dice_, name, false) + "]", true);
}

Expression ExpressionMaker::wide_optional_flag() {
  std::vector<Expression> known;
  for (const Expression& name : optional_names_)
    if (name.type == Type::boolean) known.push_back(name);
  if (!known.empty() && dice_.one_in(2)) return dice_.pick(known);
  if (!vocabulary_->optional_flags.empty() && !dice_.one_in(3))
    return fixed(Type::boolean, dice_.pick(vocabulary_->optional_flags), true);
  if (!vocabulary_->records.empty()) {
    const auto& record = dice_.pick(vocabulary_->records);
    return fixed(Type::boolean, record.list + "[0]." + dice_.pick(record.flags), true);
  }
  return {Type::boolean, true, {"bool(", ")"}, {wide_optional_text()}};
}

Expression ExpressionMaker::wide_list_leaf(bool optional) {
  if (optional && dice_.one_in(3))
    return {Type::texts, true, {"jsonList(", ")"}, {optional_leaf(Type::text)}};
  if (!vocabulary_->lists.empty()) return fixed(Type::texts, dice_.pick(vocabulary_->lists));
  if (optional && !vocabulary_->optional_lists.empty())
    return fixed(Type::texts, dice_.pick(vocabulary_->optional_lists), true);
  return fixed(Type::texts, "[userName, " + string_literal() + "]");
}

// What a condition can ask of maps, records and patterns.
Expression ExpressionMaker::wide_truth(bool optional, int depth) {
  static const std::vector<std::string> loops = {".all(", ".exists(", ".exists_one("};
  switch (dice_.below(5)) {
    case 0:
      return compose(Type::boolean, {"(", " == ", ")"},
                     {map_literal(optional, depth - 1), map_literal(optional, depth - 1)});
    case 1:
      return compose(Type::boolean, {"(", " in ", ")"},
                     {make(Type::text, optional, depth - 1), make(Type::map, optional, depth - 1)});
    case 2:
      if (vocabulary_->records.empty() || levels_ >= 1) break;
      {
        const auto& record = dice_.pick(vocabulary_->records);
        if (record.optional && !optional) break;
        const std::string variable = "loop" + std::to_string(variables_++);
        Expression condition = in_record(Type::boolean, record, variable, optional, depth - 1);
        const bool stays_optional = record.optional || condition.optional;
        return {Type::boolean,
                stays_optional,
                {record.list + dice_.pick(loops) + variable + ", ", ")"},
                {std::move(condition)}};
      }
    default: break;
  }
  Expression of = make(Type::text, optional, depth - 1);
  return compose(Type::boolean, {"(", ").matches(r'" + dice_.pick(patterns) + "')"},
                 {std::move(of)});
}

// An expression that may look at the members of a variable.
Expression ExpressionMaker::in_record(Type type, const Vocabulary::Record& record,
                                      const std::string& variable, bool optional, int depth) {
  const auto names = optional_names_;
  for (const std::string& member : record.texts)
    optional_names_.push_back(fixed(Type::text, variable + "." + member, true));
  for (const std::string& member : record.flags)
    optional_names_.push_back(fixed(Type::boolean, variable + "." + member, true));
  ++levels_;
  Expression made = make(type, optional, depth);
  --levels_;
  optional_names_ = names;
  return made;
}

Expression ExpressionMaker::wide_integer(bool optional, int depth) {
  switch (dice_.below(3)) {
    case 0: return compose(Type::integer, {"size(", ")"}, {make(Type::map, optional, depth - 1)});
    case 1:
      if (!vocabulary_->records.empty() && (optional || !vocabulary_->records.front().optional)) {
        const auto& record = vocabulary_->records.front();
        return fixed(Type::integer, "size(" + record.list + ")", record.optional);
      }
      [[fallthrough]];
    default:
      return compose(Type::integer, {"size(", ")"}, {make(Type::texts, optional, depth - 1)});
  }
}

Expression ExpressionMaker::wide_text(bool optional, int depth) {
  if (!optional)
    return compose(Type::text, {"((", ")[", "] ?? ", ")"},
                   {make(Type::map, false, depth - 1), fixed(Type::text, "userName"),
                    make(Type::text, false, depth - 1)});
  if (dice_.one_in(2))
    return {Type::text,
            true,
            {"json(", ")[" + quoted(dice_, dice_.pick(metadata_names()), false) + "]"},
            {optional_leaf(Type::text)}};
  return {Type::text,
          true,
          {"(", ")[userName + ", "]"},
          {make(Type::map, true, depth - 1), make(Type::text, true, depth - 2)}};
}

Expression ExpressionMaker::wide_list(Type type, bool optional, int depth) {
  const auto of = [&](Type wanted) { return make(wanted, optional, depth - 1); };
  switch (dice_.below(type == Type::texts ? 4 : 2)) {
    case 0: return compose(type, {"[", ", ", "].flatten()"}, {of(type), of(type)});
    case 1: return compose(type, {"(", ").distinct()"}, {of(type)});
    case 2: {
      if (levels_ >= 1) break;
      const std::string variable = "loop" + std::to_string(variables_++);
      Expression range = of(Type::map);
      Expression value = in_loop(Type::text, variable, Type::text, optional, depth - 1);
      return compose(type, {"(", ").map(" + variable + ", ", ")"},
                     {std::move(range), std::move(value)});
    }
    default: {
      if (vocabulary_->records.empty() || levels_ >= 1) break;
      const auto& record = dice_.pick(vocabulary_->records);
      if (record.optional && !optional) break;
      const std::string variable = "loop" + std::to_string(variables_++);
      Expression value = in_record(Type::text, record, variable, optional, depth - 1);
      const bool stays_optional = record.optional || value.optional;
      return {
          type, stays_optional, {record.list + ".map(" + variable + ", ", ")"}, {std::move(value)}};
    }
  }
  return wide_list_leaf(optional);
}

// With a constant key or two, and one that is computed.
Expression ExpressionMaker::map_literal(bool optional, int depth) {
  std::vector<std::string> pieces = {"{"};
  Parts parts;
  const auto add = [&](Expression part, const std::string& after) {
    parts.push_back(std::move(part));
    pieces.push_back(after);
  };
  static const std::vector<std::string> keys = {"\"a\": ", "\"en\": ", "'\xC3\xA9': ", "\"\": "};
  const std::size_t first = dice_.below(keys.size() - 1);
  pieces.back() += keys[first];
  add(make(Type::text, optional, depth - 1), "");
  if (dice_.one_in(2)) {
    pieces.back() += ", " + keys[first + 1];
    add(make(Type::text, optional, depth - 1), "");
  }
  if (dice_.one_in(3)) {
    pieces.back() += ", ";
    add(make(Type::text, optional, 0), ": ");
    add(make(Type::text, optional, depth - 1), "");
  }
  pieces.back() += "}";
  return compose(Type::map, std::move(pieces), std::move(parts));
}

// A value that becomes JSON, with parts of any type.
Expression ExpressionMaker::json_value(int depth) {
  static const std::vector<Type> scalars = {Type::text,    Type::text,    Type::integer,
                                            Type::boolean, Type::number,  Type::texts,
                                            Type::map,     Type::integers};
  if (depth <= 0 || dice_.one_in(2)) return make(dice_.pick(scalars), false, depth);
  if (dice_.one_in(4))
    return compose(Type::texts, {"[", ", ", "]"}, {json_value(depth - 1), json_value(depth - 1)});
  return json_object(depth);
}

Expression ExpressionMaker::json_object(int depth) {
  return compose(Type::map, {"{\"a\": ", ", \"\xC3\xA9\\\"\": ", "}"},
                 {json_value(depth - 1), json_value(depth - 1)});
}

}  // namespace lintel::generator
