// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/event_rules.h"

#include <array>
#include <map>

#include "compiler/compiler.h"
#include "compiler/schema.h"
#include "compiler/test_events.h"
#include "tests/fuzz/law.h"
#include "tests/fuzz/project_texts.h"
#include "tests/fuzz/rig.h"

namespace lintel::fuzz {
namespace {

// Fields of many types, lists, maps, loops, answers of each form, effects. The first one is small,
// and has a field of each type that events have.
constexpr std::array<std::string_view, event_rules_count> paths = {
    "tests/fuzz/all_types.rules",
    "rules/custom_message/by_language.rules",
    "rules/define_auth_challenge/passwordless.rules",
    "rules/inbound_federation/placeholders.rules",
    "rules/post_confirmation/welcome_mail.rules",
    "rules/pre_token_generation/permissions_of_groups.rules",
};

EventRules compiled(std::string_view path) {
  ProjectFiles files;
  const Source source{std::string(path), files.read(std::string(path)).value_or("")};
  Compilation made = compile({&source, 1}, {.files = &files, .proofs = false});
  require(made.ok(), "rules that do not compile", path);
  EventRules rules{std::string(path), std::move(made.image), {}};
  const image::View image(rules.image);
  for (std::uint32_t i = 0; i < image.count(image::Section::triggers); ++i) {
    const auto trigger = image.row<image::TriggerRow>(image::Section::triggers, i);
    const auto* const known = compiler::schema::find_trigger(image.string(trigger.name));
    require(known != nullptr, "an unknown trigger", path);
    for (std::uint32_t j = 0; j < trigger.source_count; ++j) {
      const auto source_row =
          image.row<image::SourceRow>(image::Section::sources, trigger.first_source + j);
      rules.events.push_back(
          compiler::print(compiler::default_event(image.string(source_row.name), known->trigger)));
    }
  }
  for (std::string& event : events_for(image)) rules.events.push_back(std::move(event));
  return rules;
}

}  // namespace

const EventRules& event_rules(char letter) {
  static std::map<std::size_t, EventRules> known;
  const std::size_t number = static_cast<unsigned char>(letter - first_letter) % paths.size();
  const auto found = known.find(number);
  if (found != known.end()) return found->second;
  return known.emplace(number, compiled(paths[number])).first->second;
}

}  // namespace lintel::fuzz
