// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/language.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "compiler/imports.h"
#include "compiler/lsp/entries.h"
#include "compiler/lsp/meaning.h"
#include "compiler/lsp/places.h"
#include "compiler/lsp/uri.h"
#include "grammar/diagnostic.h"
#include "grammar/keywords.h"

namespace lintel::lsp {
namespace {

std::string_view part(std::string_view text, Bytes bytes) {
  return text.substr(bytes.begin, bytes.end - bytes.begin);
}

// The let whose own name is the word; null if it is none.
const grammar::Let* declared(const grammar::File& file, Bytes word) {
  for (const grammar::Item& item : file.items)
    if (item.kind == grammar::ItemKind::let && item.let->name_span.begin == word.begin)
      return item.let;
  return nullptr;
}

// The let that the word means, or declares.
const grammar::Let* let_of(const Document& document, const Context& context) {
  const std::string_view word = part(document.text().bytes(), context.word);
  if (context.place == Place::nowhere) return declared(document.tree(), context.word);
  if (context.place != Place::value) return nullptr;
  for (const grammar::Let* let : lets_at(document.tree(), context.word.begin))
    if (let->name == word) return let;
  return nullptr;
}

// What is said of a finding's code.
std::optional<Entry> explained(std::string_view word) {
  const grammar::DiagnosticRow* row = grammar::find_diagnostic(word);
  if (row == nullptr) return {};
  return Entry{std::string(word), EntryKind::value, std::string(row->code),
               std::string(row->reason).append("\n\n").append(row->remedy)};
}

std::optional<Entry> entry_of(const Document& document, const Context& context,
                              const CompileOptions& options) {
  const std::string_view text = document.text().bytes();
  const std::string_view word = part(text, context.word);
  if (const grammar::Let* let = let_of(document, context)) {
    Entry entry{std::string(word), EntryKind::variable,
                std::string(part(text, {let->span.begin, let->span.end})), ""};
    if (let->has_parameters) return entry;
    // As it is used below its own line, or stands in it.
    Context there = context;
    there.item = let->span.begin;
    there.variables.clear();
    const Meaning meaning = meaning_of(text, {let->value->span.begin, let->value->span.end}, there,
                                       document.name(), options);
    if (!meaning.name.empty()) entry.meaning = std::string("of the type ").append(meaning.name);
    return entry;
  }
  const Entries entries = entries_at(document, context, options);
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.word == word; });
  if (found != entries.end()) return *found;
  if (context.place == Place::member &&
      meaning_of(text, context.base, context, document.name(), options).kind ==
          compiler::TypeKind::event_map)
    return Entry{std::string(word), EntryKind::field,
                 std::string(part(text, {context.base.begin, context.word.end})) + ": string",
                 "an entry of a map of the event; may be absent"};
  if (context.place == Place::nowhere) return explained(word);
  const Entries words = grammar::find_keyword(word) != nullptr ? keyword(word) : Entries();
  return words.empty() ? std::nullopt : std::optional(words.front());
}

// The path in the text that begins at `import`; nothing if it has none, or is not just read.
std::optional<std::string> imported_path(std::string_view text, Bytes import) {
  const std::string_view literal = part(text, import);
  const std::size_t quote = literal.find_first_of("\"'");
  if (quote != 0) return {};
  const std::string_view path = literal.substr(1, literal.find(literal[quote], 1) - 1);
  const bool is_plain = path.size() + 2 <= literal.size() && !path.empty() &&
                        path.find_first_of("\\\n$") == std::string_view::npos;
  return is_plain ? std::optional<std::string>(path) : std::nullopt;
}

Json location(std::string_view uri, Json place) {
  return {{"uri", uri}, {"range", std::move(place)}};
}

}  // namespace

Json completion(const Document& document, std::size_t offset, const CompileOptions& options) {
  const Context context = context_of(document, offset);
  Json items = Json::array();
  for (const Entry& entry : entries_at(document, context, options)) {
    Json item = {{"label", entry.word},
                 {"kind", static_cast<int>(entry.kind)},
                 {"detail", entry.form.substr(0, entry.form.find('\n'))}};
    if (!entry.meaning.empty()) item["documentation"] = entry.meaning;
    items.push_back(std::move(item));
  }
  return items;
}

Json hover(const Document& document, std::size_t offset, const CompileOptions& options,
           bool markdown) {
  const Context context = context_of(document, offset);
  if (context.word.begin == context.word.end) return {};
  const std::optional<Entry> entry = entry_of(document, context, options);
  if (!entry) return {};
  std::string shown = markdown ? "```lintel\n" + entry->form + "\n```" : entry->form;
  if (!entry->meaning.empty()) shown.append("\n\n").append(entry->meaning);
  return {{"contents", {{"kind", markdown ? "markdown" : "plaintext"}, {"value", shown}}},
          {"range", range(document.text(), context.word)}};
}

Json definition(const Document& document, std::size_t offset) {
  const Context context = context_of(document, offset);
  const Text& text = document.text();
  if (context.import) {
    const auto path = imported_path(text.bytes(), *context.import);
    if (!path || !document.is_file()) return {};
    return location(uri_of(plain_path(compiler::import_path(document.name(), *path))),
                    range(Text("", text.encoding()), {}));
  }
  const std::string_view word = part(text.bytes(), context.word);
  if (context.place == Place::value) {
    // The innermost loop is the last.
    for (auto variable = context.variables.rbegin(); variable != context.variables.rend();
         ++variable)
      if (part(text.bytes(), variable->name) == word)
        return location(document.uri(), range(text, variable->name));
    for (const Bytes& parameter : context.parameters)
      if (part(text.bytes(), parameter) == word)
        return location(document.uri(), range(text, parameter));
  }
  const grammar::Let* let = let_of(document, context);
  if (let == nullptr) return {};
  return location(document.uri(), range(text, {let->name_span.begin, let->name_span.end}));
}

}  // namespace lintel::lsp
