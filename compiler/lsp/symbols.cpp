// SPDX-License-Identifier: Apache-2.0
#include "compiler/lsp/symbols.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "compiler/lsp/places.h"
#include "compiler/written.h"
#include "runtime/utf8.h"

namespace lintel::lsp {
namespace {

using grammar::Item;
using grammar::ItemKind;

// Of SymbolKind.
enum class Kind : std::uint8_t {
  module = 2,
  method = 6,
  property = 7,
  function = 12,
  constant = 14,
  event = 24,
};

// Characters of a rule without a name that stand for it. A list shows some forty in a line.
constexpr std::size_t most_shown = 60;

// The start of what was written, cut between two characters.
std::string shown(std::string_view written) {
  std::string line = compiler::on_one_line(written);
  std::size_t size = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (runtime::is_continuation(line[i])) continue;
    if (size++ < most_shown) continue;
    line.resize(i);
    return line.append("...");
  }
  return line;
}

Bytes bytes(const Span& span) { return {span.begin, span.end}; }

class Outline {
 public:
  explicit Outline(const Document& document) : text_(document.text()) {}

  Json made(const grammar::File& file) {
    for (const Item& item : file.items) add(item);
    close(text_.bytes().size());
    return std::move(all_);
  }

 private:
  std::string_view written(const Span& span) const {
    return std::string_view(text_.bytes()).substr(span.begin, span.end - span.begin);
  }

  // `name_span` lies in `whole`.
  Json symbol(std::string name, Kind kind, Bytes whole, const Span& name_span) const {
    return {{"name", std::move(name)},
            {"kind", static_cast<int>(kind)},
            {"range", range(text_, whole)},
            {"selectionRange", range(text_, bytes(name_span))}};
  }

  void add(const Item& item) {
    switch (item.kind) {
      case ItemKind::on:
        close(item.span.begin);
        section_ = &item;
        children_ = Json::array();
        return;
      case ItemKind::let: {
        const Kind kind = item.let->has_parameters ? Kind::function : Kind::constant;
        put(symbol(std::string(item.let->name), kind, bytes(item.span), item.let->name_span));
        return;
      }
      case ItemKind::rule: {
        const bool has_name = !item.rule->name.empty();
        put(symbol(has_name ? std::string(item.rule->name) : shown(written(item.span)), Kind::event,
                   bytes(item.span), has_name ? item.rule->name_span : item.span));
        return;
      }
      case ItemKind::pool: put(symbol("pool", Kind::property, bytes(item.span), item.span)); return;
      case ItemKind::test:
        put(symbol(std::string("test ").append(item.test->name), Kind::method, bytes(item.span),
                   item.test->name_span));
        return;
    }
  }

  void put(Json symbol) { (section_ != nullptr ? children_ : all_).push_back(std::move(symbol)); }

  // A section lasts until the next.
  void close(std::size_t end) {
    if (section_ == nullptr) return;
    std::string names;
    for (const grammar::OnName& on : section_->on)
      names.append(names.empty() ? "on " : ", ").append(on.name);
    Json made = symbol(std::move(names), Kind::module, {section_->span.begin, end}, section_->span);
    made["children"] = std::move(children_);
    all_.push_back(std::move(made));
  }

  const Text& text_;
  const Item* section_ = nullptr;
  Json children_;
  Json all_ = Json::array();
};

}  // namespace

Json symbols(const Document& document) { return Outline(document).made(document.tree()); }

}  // namespace lintel::lsp
