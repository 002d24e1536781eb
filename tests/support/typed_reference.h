// SPDX-License-Identifier: Apache-2.0
// The slow twin of everything behind the checker: it reads the typed tree of the rules and the
// tables of triggers.def, and decides an event as grammar/language.md says. It knows no images, no
// passes and no index. reference_eval.h is the twin of the checker too, for a part of the language.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/compiler.h"
#include "compiler/module.h"
#include "tests/support/reference_eval.h"
#include "tests/support/typed_expr.h"

namespace lintel::reference {

// What a program does with `response`, while the rules of an event run.
class TypedResponse {
 public:
  // Fields that nothing sets get their defaults if some of the rules may set them.
  TypedResponse(compiler::schema::Trigger trigger,
                const std::vector<const compiler::TypedRule*>& rules);

  bool has_fields() const { return has_fields_; }

  // Carries out an action that sets fields. The values are computed only if they matter.
  void carry_out(const compiler::TypedAction& action, TypedInterpreter& interpreter);

  // All fields as if no rule had set them.
  void forget() { fields_.clear(); }

  // The event with its new response; throws EventFault.
  std::string answer(std::string_view event, const Json& parsed) const;

 private:
  struct Set {
    std::string json;                                          // of flags and texts
    std::vector<std::pair<std::string, std::string>> entries;  // of maps: name and JSON
    std::vector<std::string> items;
  };
  struct Leaf {
    std::string path;
    std::string json;
    bool keeps = false;  // what stands there, if it is not null
  };
  using Row = compiler::schema::ResponseRow;

  bool is_set(const Row& row) const;
  const Set* limits(const Row& row, image::FieldKind kind) const;
  void set_once(std::string_view path, std::string json);
  std::vector<Leaf> leaves(const Json& event) const;
  std::string entries_of(const Row& row, const Json& event) const;
  static std::string members(const std::vector<Leaf>& leaves);
  static std::string object(const std::vector<Leaf>& leaves);
  struct Replacement {
    std::size_t begin;
    std::size_t end;
    std::string text;
  };
  static void rewrite(const Json& value, const std::vector<Leaf>& leaves,
                      std::vector<Replacement>& to);

  compiler::schema::Trigger trigger_;
  bool has_fields_ = false;
  std::vector<std::string_view> may_be_set_;  // paths
  std::map<std::pair<std::string_view, image::FieldKind>, Set> fields_;
};

// Ends an evaluation: the name of a row of faults.def.
struct EventFault {
  std::string name;
};

class TypedRules {
 public:
  // The files as the compiler gets them, which accepts them, and what they import.
  TypedRules(std::vector<std::string> files, Files* imports);
  ~TypedRules();

  Answer evaluate(std::string_view event, const Surroundings& surroundings) const;

 private:
  struct Checked;
  std::unique_ptr<Checked> checked_;
};

}  // namespace lintel::reference
