// SPDX-License-Identifier: Apache-2.0
// What can be written at a place, out of the compiler's own tables: completion lists it, and a
// hover shows the one that was written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/lsp/context.h"
#include "compiler/lsp/meaning.h"
#include "compiler/schema.h"

namespace lintel::lsp {

// Of CompletionItemKind.
enum class EntryKind : std::uint8_t {
  method = 2,
  function = 3,
  field = 5,
  variable = 6,
  module = 9,
  property = 10,
  value = 12,
  keyword = 14,
  event = 23,
};

struct Entry {
  std::string word;
  EntryKind kind;
  std::string form;  // how it is written, with types; a line for each way
  std::string meaning;
};

using Entries = std::vector<Entry>;

// The keywords that may stand at the place.
Entries keywords_at(Place place);
// Any word that words.def explains as a keyword; null if it explains none.
Entries keyword(std::string_view word);

// The triggers and their sources.
Entries triggers_and_sources();
Entries sources_of(compiler::schema::Trigger trigger);

// What rules of the trigger can do.
Entries actions_of(compiler::schema::Trigger trigger);
// The names of the arguments that the action takes.
Entries parameters_of(compiler::schema::Trigger trigger, std::string_view action);

// The fields of the trigger's event, by their short names, and what is no field.
Entries names_of(compiler::schema::Trigger trigger);
Entries functions();

// What may stand behind a dot: of a part of the event such as `request`, of the attributes, or of a
// value.
Entries parts_of(compiler::schema::Trigger trigger, std::string_view path);
Entries attributes();
Entries members_of(const Meaning& value);

}  // namespace lintel::lsp
