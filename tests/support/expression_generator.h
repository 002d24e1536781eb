// SPDX-License-Identifier: Apache-2.0
// Random well-typed expressions.
#pragma once

#include <string>
#include <vector>

#include "tests/support/program_generator.h"
#include "tests/support/vocabulary.h"

namespace lintel::generator {

class ExpressionMaker {
 public:
  // What the tree reference knows of a trigger.
  ExpressionMaker(Dice& dice, std::string trigger) : dice_(dice), trigger_(std::move(trigger)) {}

  // All that there is for it.
  ExpressionMaker(Dice& dice, const Vocabulary& vocabulary)
      : dice_(dice), trigger_(vocabulary.name), vocabulary_(&vocabulary) {}

  void declare(const Let& let) { lets_.push_back(let); }

  // In the value of an action or a let, `${` opens an expression.
  void allow_templates(bool allowed) { templates_ = allowed; }

  // An expression of the type, at most `depth` levels deep; T? only if `optional`.
  Expression make(Type type, bool optional, int depth);

  // Names that are present while `parts` of a rule are made, because its condition says so.
  std::vector<Expression>& narrowed() { return narrowed_; }

  // An expression that may be absent, and nothing else: a field, an index or int("...").
  Expression optional_leaf(Type type);

  // An expression of any type, and a map of such, for a value that becomes JSON.
  Expression json_value(int depth);
  Expression json_object(int depth);

  static Expression fixed(Type type, std::string text, bool optional = false);

 private:
  Expression boolean(bool optional, int depth);
  Expression integer(bool optional, int depth);
  Expression text(bool optional, int depth);
  Expression list(Type type, bool optional, int depth);  // a literal, or a sum of literals

  Expression boolean_leaf(bool optional);
  Expression integer_leaf();
  Expression text_leaf(bool optional);
  Expression list_leaf(Type type, bool optional);

  Expression comparison(bool optional, int depth);
  Expression membership(bool optional, int depth);
  Expression text_test(bool optional, int depth);
  Expression chain(bool optional, int depth);
  Expression guarded(int depth);  // has(x) && ... or !has(x) || ..., where ... relies on x
  Expression conditional(Type type, bool optional, int depth);
  Expression coalesced(Type type, bool optional, int depth);
  Expression looked_up(Type type, bool optional, int depth);  // of a literal map or list
  Expression let_use(Type type, bool optional, int depth);    // nothing fits: a leaf
  Expression template_text(bool optional, int depth);
  Expression entry(bool optional, int depth);  // attr[expression]
  Expression domain_or_local();
  // library_expressions.cpp
  Expression library_text(bool optional, int depth);
  Expression library_integer(bool optional, int depth);
  Expression library_truth(bool optional, int depth);
  Expression library_texts(bool optional, int depth);
  Expression number(bool optional, int depth);
  Expression timestamp(bool optional, int depth);
  Expression duration(bool optional, int depth);
  Expression library_call(Type type, std::vector<std::string> pieces,
                          const std::vector<Type>& parts, bool optional, int depth, bool may_fail);
  Expression loop_truth(bool optional, int depth);         // all, exists, exists_one
  Expression looped(Type type, bool optional, int depth);  // map, filter
  Expression in_loop(Type type, const std::string& variable, Type element, bool optional,
                     int depth);  // an expression that may look at the variable

  // wide_expressions.cpp
  Expression wide_text_leaf();
  Expression wide_optional_text();
  Expression wide_optional_flag();
  Expression wide_list_leaf(bool optional);
  Expression wide_truth(bool optional, int depth);
  Expression wide_integer(bool optional, int depth);
  Expression wide_text(bool optional, int depth);
  Expression wide_list(Type type, bool optional, int depth);
  Expression map_literal(bool optional, int depth);
  Expression in_record(Type type, const Vocabulary::Record& record, const std::string& variable,
                       bool optional, int depth);

  // Joins the parts by the pieces; optional if a part is.
  Expression compose(Type type, std::vector<std::string> pieces, std::vector<Expression> parts);
  Expression leaf(Type type, bool optional);
  std::string string_literal();
  std::string event_map();

  Dice& dice_;
  std::string trigger_;
  const Vocabulary* vocabulary_ = nullptr;
  std::vector<Let> lets_;
  std::vector<Expression> narrowed_;
  std::vector<Expression> optional_names_;  // of loops around: members of their variables
  bool templates_ = false;
  std::size_t levels_ = 0;     // of loops around
  std::size_t variables_ = 0;  // so far, so that each has a name of its own
};

// The word, or one that is nearly it: another letter case, a character more or less.
std::string near(Dice& dice, const std::string& word);

// Short texts, those that events hold among them; as literals of the rules and of JSON.
const std::vector<std::string>& words();
std::string quoted(Dice& dice, const std::string& word, bool for_template);
const std::vector<std::string>& attribute_names();
const std::vector<std::string>& metadata_names();

}  // namespace lintel::generator
