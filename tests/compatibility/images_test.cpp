// SPDX-License-Identifier: Apache-2.0
// Images that were made once and are never made again: those of the format that is read now answer
// as they did on their first day, older ones are refused as they were since.
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runtime/image.h"
#include "runtime/lintel.h"
#include "tests/compatibility/recorded.h"
#include "tests/runtime/rulesets.h"

namespace lintel::compatibility {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// A ruleset for each trigger, and between them most instructions.
constexpr std::string_view chosen[] = {
    "create_auth_challenge/one_time_code.rules", "custom_message/by_language.rules",
    "custom_message/confirmation_link.rules",    "custom_message/tenant_brand.rules",
    "custom_sender/code_channel.rules",          "define_auth_challenge/passwordless.rules",
    "inbound_federation/groups_by_table.rules",  "post_authentication/new_device_notice.rules",
    "post_confirmation/send_email.rules",        "post_confirmation/tell_administrators.rules",
    "pre_authentication/contract_end.rules",     "pre_sign_up/allowed_domains.rules",
    "pre_sign_up/phone_prefixes.rules",          "pre_sign_up/user_name_characters.rules",
};

std::string format_folder(std::uint32_t version) { return "v" + std::to_string(version); }

std::string image_name(std::string_view path) {
  std::string name(path.substr(0, path.rfind('.')));
  for (char& c : name)
    if (c == '/') c = '.';
  return name;
}

std::string_view kind(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::answered: return "answered";
    case OutcomeKind::rejected: return "rejected";
    case OutcomeKind::fault: return "fault";
  }
  return "?";
}

// All that a host sees of an outcome.
Json seen(const Outcome& outcome) {
  Json effects = Json::array();
  for (const Effect& effect : outcome.effects()) {
    Json arguments = Json::object();
    for (const EffectArgument& argument : effect.arguments)
      arguments[argument.name] = argument.text;
    effects.push_back({{"name", effect.name}, {"rule", effect.rule}, {"arguments", arguments}});
  }
  Json fired = Json::array();
  for (const std::uint32_t rule : outcome.fired()) fired.push_back(rule);
  return {{"kind", kind(outcome.kind())},
          {"body", outcome.body()},
          {"effects", effects},
          {"fired", fired},
          {"trigger", outcome.trigger()}};
}

void write(const std::string& name, std::string_view bytes) {
  fs::create_directories(fs::path(recorded_path(name)).parent_path());
  std::ofstream(recorded_path(name), std::ios::binary) << bytes;
}

// Makes what is not there yet: an image, and a line with an event and what came of it for each
// event.
void record(const test::CompiledRuleset& ruleset, const std::string& base) {
  if (fs::exists(recorded_path(base + ".image"))) return;
  test::StillHost host;
  Evaluator evaluator(*Ruleset::load(ruleset.image), &host);
  std::string lines;
  std::vector<std::string> events = ruleset.events;
  events.emplace_back("{}");
  events.emplace_back(R"({"triggerSource":"Elsewhere","userName":"jane"})");
  for (const std::string& event : events)
    lines += Json({{"event", event}, {"seen", seen(evaluator.evaluate(event))}}).dump() + "\n";
  write(base + ".image",
        {reinterpret_cast<const char*>(ruleset.image.data()), ruleset.image.size()});
  write(base + ".jsonl", lines);
}

TEST(Images, OfThisFormatAnswerAsTheyDid) {
  const std::string folder = format_folder(image::format_version);
  if (is_recording()) {
    for (const test::CompiledRuleset& ruleset : test::rulesets())
      for (const std::string_view path : chosen)
        if (ruleset.path == path) record(ruleset, folder + "/" + image_name(path));
  }
  std::size_t events = 0;
  for (const std::string_view path : chosen) {
    const std::string base = folder + "/" + image_name(path);
    const std::string bytes = recorded_bytes(base + ".image");
    ASSERT_FALSE(bytes.empty()) << base << ": LINTEL_REBASE=1 makes it";
    const auto loaded = Ruleset::load(std::as_bytes(std::span(bytes)));
    ASSERT_TRUE(loaded) << base << ": " << loaded.fault().message();
    test::StillHost host;
    Evaluator evaluator(*loaded, &host);
    for (const std::string& line : recorded_lines(base + ".jsonl")) {
      const Json entry = Json::parse(line);
      const std::string event = entry["event"];
      EXPECT_EQ(seen(evaluator.evaluate(event)), entry["seen"]) << base << "\n" << event;
      ++events;
    }
  }
  EXPECT_GT(events, 40U);
}

// The line of refusals.txt for an image: what is wrong, and where.
std::string refusal(const std::string& name, std::string_view bytes) {
  const auto loaded = Ruleset::load(std::as_bytes(std::span(bytes)));
  if (loaded) return name + " is read";
  return name + " is refused at byte " + std::to_string(loaded.fault().offset) + ": " +
         std::string(loaded.fault().message());
}

// Older images, and newer ones, which are those of today with another number.
TEST(Images, OfOtherFormatsAreRefusedAsRecorded) {
  std::vector<std::string> now;
  const std::string images = "../runtime/images/";
  for (std::uint32_t version = 1; version < image::format_version; ++version)
    now.push_back(refusal(format_folder(version),
                          recorded_bytes(images + format_folder(version) + ".image")));
  std::string newer = recorded_bytes(images + format_folder(image::format_version) + ".image");
  ASSERT_GT(newer.size(), sizeof(image::Header));
  const auto with_byte = [&](std::size_t at, char value) {
    std::string changed = newer;
    changed[at] = value;
    return changed;
  };
  constexpr char next = static_cast<char>(image::format_version + 1);
  now.push_back(refusal("the next", with_byte(offsetof(image::Header, format_version), next)));
  now.push_back(refusal("other tables", with_byte(offsetof(image::Header, tables_hash), '?')));
  now.push_back(refusal("another magic", with_byte(0, '?')));
  EXPECT_EQ(recorded_lines("refusals.txt"), now);
}

}  // namespace
}  // namespace lintel::compatibility
