// SPDX-License-Identifier: Apache-2.0
// Imports as constants: lines("x.txt"), csv("x.csv") and json("x.json").
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "compiler/expressions.h"
#include "compiler/imports.h"
#include "runtime/limits.h"

namespace lintel::compiler {
namespace {

using grammar::Diagnostic;
using grammar::Expr;
using grammar::ExprKind;
using Document = nlohmann::json;

// JSON as a constant of one type.
class JsonConstant {
 public:
  JsonConstant(TypedTree& tree, Span span) : tree_(tree), span_(span) {}

  // Null if the value cannot be one: then problem() says why.
  const Typed* make(const Document& value, std::uint32_t depth = 0) {
    if (depth > limits::max_value_depth) return fail("it is nested too deeply");
    switch (value.type()) {
      case Document::value_t::boolean: return tree_.boolean(value.get<bool>(), span_);
      case Document::value_t::string: return tree_.text(value.get_ref<const std::string&>(), span_);
      case Document::value_t::number_integer:
        return tree_.integer(value.get<std::int64_t>(), span_);
      case Document::value_t::number_unsigned: {
        const auto number = value.get<std::uint64_t>();
        if (number > std::uint64_t{INT64_MAX}) return fail("a number does not fit into 64 bits");
        return tree_.integer(static_cast<std::int64_t>(number), span_);
      }
      case Document::value_t::number_float: return tree_.real(value.get<double>(), span_);
      case Document::value_t::array: return sequence(value, depth, false);
      case Document::value_t::object: return sequence(value, depth, true);
      case Document::value_t::null: return fail("it holds null, which has no type");
      case Document::value_t::binary:
      case Document::value_t::discarded: break;
    }
    return fail("it is not valid JSON");
  }

  const std::string& problem() const { return problem_; }

 private:
  const Typed* sequence(const Document& value, std::uint32_t depth, bool is_map) {
    std::vector<const Typed*> parts;
    const Type* type = Types::of(TypeKind::null);
    for (const auto& [key, element] : value.items()) {
      const Typed* made = make(element, depth + 1);
      if (made == nullptr) return nullptr;
      const Type* joined = tree_.types().join(type, made->type);
      if (joined == nullptr)
        return fail(fmt::format("it holds {} and {} beside each other", described(type),
                                described(made->type)));
      type = joined;
      if (is_map) parts.push_back(tree_.text(key, span_));
      parts.push_back(made);
    }
    return tree_.make(is_map ? Kind::map : Kind::list,
                      is_map ? tree_.types().map(type) : tree_.types().list(type), parts, span_);
  }

  const Typed* fail(std::string problem) {
    problem_ = std::move(problem);
    return nullptr;
  }

  TypedTree& tree_;
  Span span_;
  std::string problem_;
};

}  // namespace

bool Expressions::is_import(const Expr& expr) const {
  if (expr.text == "lines" || expr.text == "csv") return true;
  return expr.text == "json" && expr.children.size() == 1 &&
         expr.children[0]->kind == ExprKind::string_literal;
}

const Typed* Expressions::import(const Expr& expr) {
  if (expr.children.size() != 1 || expr.children[0]->kind != ExprKind::string_literal)
    return refuse<Diagnostic::import_path>(expr.span, expr.text);
  const Expr& path = *expr.children[0];
  if (expr.text == "lines") return lines(expr, path);
  const auto content = import_text(path.text, source_, path.span, options_, findings_);
  if (!content) return tree_.error(expr.span);
  return expr.text == "csv" ? csv(*content, expr, path) : json(*content, expr, path);
}

const Typed* Expressions::lines(const Expr& expr, const Expr& path) {
  std::vector<const Typed*> elements;
  const Span nowhere{expr.span.file, expr.span.begin, expr.span.begin};
  for (const auto& line : import_lines(path.text, source_, path.span, options_, findings_))
    elements.push_back(tree_.text(line, nowhere));
  const Type* type = tree_.types().list(Types::of(TypeKind::text));
  return tree_.make(Kind::list, type, elements, expr.span);
}

const Typed* Expressions::json(const std::string& content, const Expr& expr, const Expr& path) {
  const Document value = Document::parse(content, nullptr, false, true);
  JsonConstant constant(tree_, {expr.span.file, expr.span.begin, expr.span.begin});
  const Typed* made = constant.make(value);
  if (made == nullptr)
    return refuse<Diagnostic::import_content>(path.span, path.text, constant.problem());
  return tree_.use(made, {}, expr.span);
}

// Two columns are a map from the first to the second; more are a map from the first to what the
// others are called.
const Typed* Expressions::csv(const std::string& content, const Expr& expr, const Expr& path) {
  const auto fail = [&](std::string_view problem) {
    return refuse<Diagnostic::import_content>(path.span, path.text, problem);
  };
  const auto records = csv_records(content);
  if (!records) return fail("a quoted field is not closed, or text follows it");
  if (records->empty()) return fail("it has no line with the names of its columns");
  const auto& names = records->front();
  if (names.size() < 2) return fail("it has one column: use `lines`");
  const Span nowhere{expr.span.file, expr.span.begin, expr.span.begin};
  const Type* text = Types::of(TypeKind::text);
  const Type* row = tree_.types().map(text);
  const bool is_pairs = names.size() == 2;
  std::vector<const Typed*> parts;
  std::unordered_set<std::string_view> keys;
  for (std::size_t i = 1; i < records->size(); ++i) {
    const auto& record = (*records)[i];
    if (record.size() != names.size())
      return fail(fmt::format("record {} has {} fields, the first line {}", i + 1, record.size(),
                              names.size()));
    if (!keys.insert(record[0]).second)
      return fail(fmt::format("the key `{}` stands in it twice", record[0]));
    parts.push_back(tree_.text(record[0], nowhere));
    std::vector<const Typed*> values;
    for (std::size_t column = 1; column < names.size(); ++column) {
      values.push_back(tree_.text(names[column], nowhere));
      values.push_back(tree_.text(record[column], nowhere));
    }
    parts.push_back(is_pairs ? values[1] : tree_.make(Kind::map, row, values, nowhere));
  }
  return tree_.make(Kind::map, tree_.types().map(is_pairs ? text : row), parts, expr.span);
}

}  // namespace lintel::compiler
