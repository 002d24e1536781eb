// SPDX-License-Identifier: Apache-2.0
// The requests about documents: from params to what is asked for.
#include <optional>

#include "compiler/lsp/code_actions.h"
#include "compiler/lsp/formatting.h"
#include "compiler/lsp/language.h"
#include "compiler/lsp/places.h"
#include "compiler/lsp/server.h"
#include "compiler/lsp/symbols.h"

namespace lintel::lsp {
namespace {

Failure not_open() { return {ErrorCode::invalid_params, "`textDocument` names no open document"}; }

Failure no_place() { return {ErrorCode::invalid_params, "there is no place in the document"}; }

// The `position` of the params.
std::optional<std::size_t> offset_of(const Json& params, const Document& document) {
  const Json* position = member(params, "position");
  return position == nullptr ? std::nullopt : byte_of(*position, document.text());
}

}  // namespace

Document* Server::named(const Json& params) {
  const Json* document = member(params, "textDocument");
  const std::string* uri = document == nullptr ? nullptr : text(*document, "uri");
  return uri == nullptr ? nullptr : documents_.find(*uri);
}

Answer Server::formatting(const Json& params) {
  const Document* document = named(params);
  if (document == nullptr) return not_open();
  return lsp::formatting(*document);
}

Answer Server::symbols(const Json& params) {
  const Document* document = named(params);
  if (document == nullptr) return not_open();
  return lsp::symbols(*document);
}

Answer Server::completion(const Json& params) {
  const Document* document = named(params);
  if (document == nullptr) return not_open();
  const auto offset = offset_of(params, *document);
  if (!offset) return no_place();
  return lsp::completion(*document, *offset, documents_.options(*document));
}

Answer Server::hover(const Json& params) {
  const Document* document = named(params);
  if (document == nullptr) return not_open();
  const auto offset = offset_of(params, *document);
  if (!offset) return no_place();
  return lsp::hover(*document, *offset, documents_.options(*document), shows_markdown_);
}

Answer Server::definition(const Json& params) {
  const Document* document = named(params);
  if (document == nullptr) return not_open();
  const auto offset = offset_of(params, *document);
  if (!offset) return no_place();
  return lsp::definition(*document, *offset);
}

Answer Server::code_action(const Json& params) {
  Document* document = named(params);
  if (document == nullptr) return not_open();
  const Json* place = member(params, "range");
  const auto bytes = place == nullptr ? std::nullopt : bytes_of(*place, document->text());
  if (!bytes) return no_place();
  const Json* context = member(params, "context");
  const Json* only = context == nullptr ? nullptr : member(*context, "only");
  if (only != nullptr && !wants_fixes(*only)) return Json::array();
  return code_actions(documents_.check(*document), *bytes, shows_related_);
}

}  // namespace lintel::lsp
