// SPDX-License-Identifier: Apache-2.0
// Random calls of the library, and expressions of the types that only it gives.
#include <utility>

#include "tests/support/expression_generator.h"

namespace lintel::generator {

// The types of the parts tell what stands between the pieces.
Expression ExpressionMaker::library_call(Type type, std::vector<std::string> pieces,
                                         const std::vector<Type>& parts, bool optional, int depth,
                                         bool may_fail) {
  std::vector<Expression> made;
  for (const Type part : parts) made.push_back(make(part, optional, depth - 1));
  Expression call = compose(type, std::move(pieces), std::move(made));
  call.optional = call.optional || may_fail;
  return call;
}

Expression ExpressionMaker::library_text(bool optional, int depth) {
  static const std::vector<std::string> encodings = {"base64Encode(", "base64UrlEncode(",
                                                     "urlEncode("};
  static const std::vector<std::string> decodings = {"base64Decode(", "base64UrlDecode(",
                                                     "urlDecode(", "formDecode("};
  static const std::vector<Type> shown = {Type::number, Type::timestamp, Type::duration};
  const auto call = [&](std::vector<std::string> pieces, const std::vector<Type>& parts,
                        bool may_fail = false) {
    return library_call(Type::text, std::move(pieces), parts, optional, depth, may_fail);
  };
  switch (dice_.below(optional ? 12 : 7)) {
    case 0: return call({"(", ").replace(", ", ", ")"}, {Type::text, Type::text, Type::text});
    case 1:
      return call({"(", ").replace(", ", ", ", ", ")"},
                  {Type::text, Type::text, Type::text, Type::integer});
    case 2: return call({"(", ").reverse()"}, {Type::text});
    case 3: return call({"(", ").join()"}, {Type::texts});
    case 4: return call({"(", ").join(", ")"}, {Type::texts, Type::text});
    case 5: return call({dice_.pick(encodings), ")"}, {Type::text});
    case 6: return call({"string(", ")"}, {dice_.pick(shown)});
    case 7: return call({"(", " + userName).charAt(", ")"}, {Type::text, Type::integer}, true);
    case 8: return call({"(", " + userName).substring(", ")"}, {Type::text, Type::integer}, true);
    case 9:
      return call({"(", " + userName).substring(", ", ", ")"},
                  {Type::text, Type::integer, Type::integer}, true);
    case 10: return call({dice_.pick(decodings), " + userName)"}, {Type::text}, true);
    default: {
      const std::size_t kind = dice_.below(3);
      return call({decodings[kind] + encodings[kind], "))"}, {Type::text}, true);
    }
  }
}

Expression ExpressionMaker::library_integer(bool optional, int depth) {
  static const std::vector<std::string> date_parts = {
      ").getFullYear(",  ").getMonth(",       ").getDate(",    ").getHours(",
      ").getDayOfWeek(", ").getDayOfMonth(",  ").getMinutes(", ").getDayOfYear(",
      ").getSeconds(",   ").getMilliseconds("};
  static const std::vector<std::string> duration_parts = {").getHours()", ").getMinutes()",
                                                          ").getSeconds()", ").getMilliseconds()"};
  static const std::vector<std::string> zones = {")", "\"UTC\")", "\"+05:30\")", "'-08:00')"};
  static const std::vector<std::string> finds = {").indexOf(", ").lastIndexOf("};
  const auto call = [&](std::vector<std::string> pieces, const std::vector<Type>& parts,
                        bool may_fail = false) {
    return library_call(Type::integer, std::move(pieces), parts, optional, depth, may_fail);
  };
  switch (dice_.below(optional ? 8 : 6)) {
    case 0: return call({"(", dice_.pick(finds), ")"}, {Type::text, Type::text});
    case 1: return call({"int(", " * double(size(userName)))"}, {Type::number});
    case 2: return call({"int(", ")"}, {Type::timestamp});
    case 3: return call({"(", dice_.pick(duration_parts)}, {Type::duration});
    case 4:
    case 5: return call({"(", dice_.pick(date_parts) + dice_.pick(zones)}, {Type::timestamp});
    case 6:
      return call({"(", dice_.pick(date_parts), " + userName)"}, {Type::timestamp, Type::text},
                  true);
    default:
      return call({"(", " + userName" + dice_.pick(finds), ", ", ")"},
                  {Type::text, Type::text, Type::integer}, true);
  }
}

Expression ExpressionMaker::library_truth(bool optional, int depth) {
  static const std::vector<std::string> operators = {" == ", " != ", " < ", " <= ", " > ", " >= "};
  static const std::vector<Type> types = {Type::number, Type::timestamp, Type::duration};
  if (optional && dice_.one_in(4))
    return library_call(Type::boolean, {"bool(", ")"}, {Type::text}, true, depth, true);
  const Type type = dice_.pick(types);
  return library_call(Type::boolean, {"(", dice_.pick(operators), ")"}, {type, type}, optional,
                      depth, false);
}

Expression ExpressionMaker::library_texts(bool optional, int depth) {
  const auto call = [&](std::vector<std::string> pieces, const std::vector<Type>& parts) {
    return library_call(Type::texts, std::move(pieces), parts, optional, depth, false);
  };
  switch (dice_.below(3)) {
    case 0: return call({"(", ").split(", ")"}, {Type::text, Type::text});
    case 1: return call({"(", ").split(", ", ", ")"}, {Type::text, Type::text, Type::integer});
    default: return call({"bracketList(", ")"}, {Type::text});
  }
}

Expression ExpressionMaker::number(bool optional, int depth) {
  static const std::vector<std::string> literals = {"0.0",  "1.5",  "-0.25",   "1e300", "3.0",
                                                    "-0.0", "1e-9", "123.456", "9.2e18"};
  static const std::vector<std::string> operators = {" + ", " - ", " * ", " / "};
  if (depth <= 0) return fixed(Type::number, dice_.pick(literals));
  const auto call = [&](std::vector<std::string> pieces, const std::vector<Type>& parts,
                        bool may_fail = false) {
    return library_call(Type::number, std::move(pieces), parts, optional, depth, may_fail);
  };
  switch (dice_.below(optional ? 5 : 4)) {
    case 0: return fixed(Type::number, dice_.pick(literals));
    case 1: return call({"double(", ")"}, {Type::integer});
    case 2: return call({"-(", ")"}, {Type::number});
    case 3: return call({"(", dice_.pick(operators), ")"}, {Type::number, Type::number});
    default:
      return call({"double(", " + " + optional_leaf(Type::text).text() + ")"}, {Type::text}, true);
  }
}

Expression ExpressionMaker::timestamp(bool optional, int depth) {
  static const std::vector<std::string> literals = {"timestamp(\"2024-02-29T12:00:00Z\")",
                                                    "timestamp('1969-12-31T23:59:59.5-01:00')"};
  // Constants that are out of range are refused: the ends are not for every sum.
  static const std::vector<std::string> ends = {"timestamp(\"0001-01-01T00:00:00Z\")",
                                                "timestamp(\"9999-12-31T23:59:59.999999999Z\")"};
  if (dice_.one_in(20)) return fixed(Type::timestamp, dice_.pick(ends));
  if (vocabulary_ && dice_.one_in(3)) return fixed(Type::timestamp, "now");
  if (depth <= 0) return fixed(Type::timestamp, dice_.pick(literals));
  const auto call = [&](std::vector<std::string> pieces, const std::vector<Type>& parts,
                        bool may_fail = false) {
    return library_call(Type::timestamp, std::move(pieces), parts, optional, depth, may_fail);
  };
  switch (dice_.below(optional ? 6 : 5)) {
    case 0: return fixed(Type::timestamp, dice_.pick(literals));
    case 1: return call({"timestamp(", " % 99999999)"}, {Type::integer});
    case 2: return call({"(", " + ", ")"}, {Type::timestamp, Type::duration});
    case 3: return call({"(", " + ", ")"}, {Type::duration, Type::timestamp});
    case 4: return call({"(", " - ", ")"}, {Type::timestamp, Type::duration});
    default:
      return call({"timestamp(string(", ") + " + optional_leaf(Type::text).text() + ")"},
                  {Type::timestamp}, true);
  }
}

Expression ExpressionMaker::duration(bool optional, int depth) {
  static const std::vector<std::string> literals = {"duration(\"1h30m\")", "duration(\"-1.5s\")",
                                                    "duration(\"0\")", "duration('1ns')"};
  if (dice_.one_in(20)) return fixed(Type::duration, "duration(\"2562047h\")");
  if (depth <= 0) return fixed(Type::duration, dice_.pick(literals));
  const auto call = [&](std::vector<std::string> pieces, const std::vector<Type>& parts,
                        bool may_fail = false) {
    return library_call(Type::duration, std::move(pieces), parts, optional, depth, may_fail);
  };
  switch (dice_.below(optional ? 6 : 5)) {
    case 0: return fixed(Type::duration, dice_.pick(literals));
    case 1: return call({"(", " - ", ")"}, {Type::timestamp, Type::timestamp});
    case 2: return call({"(", " + ", ")"}, {Type::duration, Type::duration});
    case 3: return call({"(", " - ", ")"}, {Type::duration, Type::duration});
    case 4: return call({"-(", ")"}, {Type::duration});
    default: return call({"duration(userName + string(", "))"}, {Type::duration}, true);
  }
}

}  // namespace lintel::generator
