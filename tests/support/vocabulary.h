// SPDX-License-Identifier: Apache-2.0
// What rules of a trigger can name, for the generators: from triggers.def, so that a new row is
// used at once.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/schema.h"

namespace lintel::generator {

struct Vocabulary {
  struct Record {
    std::string list;  // an expression
    bool optional = false;
    std::vector<std::string> texts;  // members
    std::vector<std::string> flags;
  };

  compiler::schema::Trigger trigger{};
  std::string name;
  std::vector<std::string> sources;
  std::vector<std::string> texts;  // always there
  std::vector<std::string> optional_texts;
  std::vector<std::string> optional_flags;
  std::vector<std::string> maps;  // of the event
  std::vector<std::string> lists;
  std::vector<std::string> optional_lists;
  std::vector<Record> records;
  bool has_attributes = false;
  bool may_reject = false;
  bool has_secrets = false;
};

// Of each trigger, in the order of the table.
const std::vector<Vocabulary>& vocabularies();

// Fields of the trigger and of all events, as the event has them: the dotted path and the type.
std::vector<std::pair<std::string_view, compiler::schema::FieldType>> fields_of(
    compiler::schema::Trigger trigger);

}  // namespace lintel::generator
