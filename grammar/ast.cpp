// SPDX-License-Identifier: Apache-2.0
// How operators are written.
#include "grammar/ast.h"

namespace lintel::grammar {

std::string_view spelling(Operator op) {
  switch (op) {
    case Operator::none: return "";
    case Operator::negate: return "-";
    case Operator::invert: return "!";
    case Operator::add: return "+";
    case Operator::subtract: return "-";
    case Operator::multiply: return "*";
    case Operator::divide: return "/";
    case Operator::modulo: return "%";
    case Operator::equal: return "==";
    case Operator::not_equal: return "!=";
    case Operator::less: return "<";
    case Operator::less_equal: return "<=";
    case Operator::greater: return ">";
    case Operator::greater_equal: return ">=";
    case Operator::in: return "in";
  }
  return "";
}

}  // namespace lintel::grammar
