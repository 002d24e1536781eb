// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/entries.h"

#include <algorithm>
#include <string>
#include <utility>

#include "compiler/lsp/meaning.h"
#include "compiler/written.h"

namespace lintel::lsp {
namespace {

namespace schema = compiler::schema;
using grammar::ItemKind;

// Characters of a let that are shown of it.
constexpr std::size_t most_shown = 200;

void append(Entries& all, Entries more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

// An expression without its blanks, as a path such as request.userAttributes. Anything else is no
// path of the event, however it looks.
std::string event_path(std::string_view expression) {
  std::string path(expression);
  std::erase_if(path, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  return path;
}

bool is_attributes(std::string_view path) {
  if (path.starts_with("request.")) path.remove_prefix(std::string_view("request.").size());
  const schema::AliasRow* alias = schema::find_alias(path);
  const bool is_field = alias != nullptr && alias->attribute.empty();
  return (is_field ? alias->field : path) == "userAttributes";
}

Entries members_at(const Document& document, const Context& context,
                   const CompileOptions& options) {
  const std::string_view text = document.text().bytes();
  const std::string path =
      event_path(text.substr(context.base.begin, context.base.end - context.base.begin));
  if (context.trigger)
    if (Entries parts = parts_of(*context.trigger, path); !parts.empty()) return parts;
  const Meaning meaning = meaning_of(text, context.base, context, document.name(), options);
  Entries entries = is_attributes(path) ? attributes() : Entries();
  append(entries, members_of(meaning));
  return entries;
}

Entries own_names(const Document& document, const Context& context) {
  const std::string_view text = document.text().bytes();
  const auto at = [&](Bytes bytes) {
    return std::string(text.substr(bytes.begin, bytes.end - bytes.begin));
  };
  Entries entries;
  for (const LoopVariable& variable : context.variables)
    entries.push_back({at(variable.name), EntryKind::variable, at(variable.name),
                       "each element, or key, of what is gone through"});
  for (const Bytes& parameter : context.parameters)
    entries.push_back({at(parameter), EntryKind::variable, at(parameter), "a parameter"});
  for (const grammar::Let* let : lets_at(document.tree(), context.word.begin)) {
    std::string written =
        compiler::on_one_line(text.substr(let->span.begin, let->span.end - let->span.begin));
    if (written.size() > most_shown) written = std::string("let ").append(let->name);
    entries.push_back({std::string(let->name),
                       let->has_parameters ? EntryKind::function : EntryKind::variable,
                       std::move(written), ""});
  }
  return entries;
}

}  // namespace

Context context_of(const Document& document, std::size_t offset) {
  Context context = context_at(document.text().bytes(), offset);
  if (context.trigger) return context;
  for (const grammar::Item& item : document.tree().items) {
    if (item.kind != ItemKind::on) continue;
    if (const auto* trigger = schema::find_trigger(item.on.front().name))
      context.trigger = trigger->trigger;
    else if (const auto* source = schema::find_source(item.on.front().name))
      context.trigger = source->trigger;
    break;
  }
  return context;
}

std::vector<const grammar::Let*> lets_at(const grammar::File& file, std::size_t offset) {
  std::vector<const grammar::Let*> lets;
  std::size_t of_file = 0;
  bool in_section = false;
  for (const grammar::Item& item : file.items) {
    if (item.span.begin > offset) break;
    if (item.kind == ItemKind::on) {
      lets.resize(of_file);
      in_section = true;
    } else if (item.kind == ItemKind::let) {
      lets.push_back(item.let);
      if (!in_section) ++of_file;
    }
  }
  return lets;
}

Entries entries_at(const Document& document, const Context& context,
                   const CompileOptions& options) {
  Entries entries;
  switch (context.place) {
    case Place::member: append(entries, members_at(document, context, options)); break;
    case Place::on: append(entries, triggers_and_sources()); break;
    case Place::source:
      if (context.trigger) append(entries, sources_of(*context.trigger));
      break;
    case Place::value:
      append(entries, own_names(document, context));
      if (context.trigger) {
        const std::string_view text = document.text().bytes();
        if (context.action)
          append(entries, parameters_of(*context.trigger,
                                        text.substr(context.action->begin,
                                                    context.action->end - context.action->begin)));
        append(entries, names_of(*context.trigger));
      }
      append(entries, functions());
      break;
    case Place::action:
    case Place::expected:
    case Place::first_expected:
      if (context.trigger) append(entries, actions_of(*context.trigger));
      break;
    default: break;
  }
  append(entries, keywords_at(context.place));
  return entries;
}

}  // namespace lintel::lsp
