// SPDX-License-Identifier: Apache-2.0
#include "runtime/lambda/effects/arguments.h"

#include "runtime/json_text.h"

namespace lintel::lambda {
namespace {

const EffectArgument* find(const Effect& effect, std::string_view name) {
  for (const EffectArgument& argument : effect.arguments)
    if (argument.name == name) return &argument;
  return nullptr;
}

}  // namespace

std::optional<std::string_view> text_argument(const Effect& effect, std::string_view name) {
  const EffectArgument* const argument = find(effect, name);
  if (argument == nullptr || argument->is_list) return {};
  return argument->text;
}

std::optional<std::vector<std::string>> list_argument(const Effect& effect, std::string_view name) {
  std::vector<std::string> texts;
  const EffectArgument* const argument = find(effect, name);
  if (argument == nullptr) return texts;
  if (!argument->is_list) {
    texts.emplace_back(argument->text);
    return texts;
  }
  const auto list = runtime::parse_document(argument->text, '[');
  if (!list) return {};
  runtime::JsonElements elements(*list);
  std::string_view element;
  while (elements.next(element)) {
    if (runtime::json_type(element.front()) != runtime::JsonType::text) return {};
    const runtime::RawText raw = runtime::JsonMember{{}, element}.content();
    std::string room(raw.text.size(), '\0');  // enough, whatever escapes there are
    runtime::TextArena arena({room.data(), room.size()});
    texts.emplace_back(runtime::unescape(raw, arena).value_or(std::string_view()));
  }
  return texts;
}

}  // namespace lintel::lambda
