// SPDX-License-Identifier: Apache-2.0
// The table of what stands around a function knows every trigger and every effect; what it does not
// know is told, not left out.
#include "compiler/cli/package/deployment.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/cli/package/templates.h"
#include "compiler/compiler.h"
#include "compiler/schema.h"
#include "runtime/image.h"
#include "tests/support/fake_world.h"

namespace lintel::testing {
namespace {

namespace schema = compiler::schema;

std::vector<std::byte> image_of(const std::string& rules) {
  const Source source{"x.rules", rules};
  return compile({&source, 1}).image;
}

TEST(Deployment, KnowsEveryTrigger) {
  for (const auto& trigger : schema::triggers()) {
    const auto rows = cli::pool_settings();
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [&](const cli::PoolSetting& row) {
      return row.trigger == trigger.name;
    })) << trigger.name;
  }
}

TEST(Deployment, KnowsEveryEffect) {
  for (const auto& effect : schema::effects()) {
    const auto rows = cli::effect_permissions();
    EXPECT_TRUE(effect.name == "log" || std::any_of(rows.begin(), rows.end(),
                                                    [&](const cli::EffectPermission& row) {
                                                      return row.effect == effect.name;
                                                    }))
        << effect.name;
  }
}

// A pool sends one version of the event.
TEST(Deployment, OfSeveralVersionsTheNewestIsSet) {
  const auto image = image_of(
      "on PreTokenGenerationV2\nthen addIdClaim(\"a\", \"2\")\n"
      "on PreTokenGeneration\nthen addClaim(\"a\", \"1\")\n");
  ASSERT_FALSE(image.empty());
  const cli::Deployment deployment = cli::read_deployment(*Ruleset::load(image));
  ASSERT_EQ(deployment.settings.size(), 1u);
  EXPECT_EQ(deployment.settings.front()->version, "V2_0");
  EXPECT_TRUE(deployment.needs(cli::Needs::plan));
  ASSERT_EQ(deployment.triggers.size(), 2u);
  for (const cli::ServedTrigger& trigger : deployment.triggers)
    EXPECT_EQ(trigger.is_called, trigger.name == "PreTokenGenerationV2");
}

// The image as another version of Lintel would make it, with a name of its own for something. Names
// of sources, which go on with an underscore, stay as they are.
void rename(std::vector<std::byte>& image, std::string_view name, std::string_view other) {
  auto at = image.begin();
  for (;;) {
    at = std::search(at, image.end(), name.begin(), name.end(),
                     [](std::byte byte, char c) { return byte == static_cast<std::byte>(c); });
    ASSERT_NE(at, image.end());
    if (at[static_cast<std::ptrdiff_t>(name.size())] != std::byte{'_'}) break;
    ++at;
  }
  std::memcpy(&*at, other.data(), other.size());
  auto header = image::load<image::Header>(image.data());
  header.content_hash = image::hash(std::span<const std::byte>(image).subspan(sizeof header));
  std::memcpy(image.data(), &header, sizeof header);
}

TEST(Deployment, AnUnknownTriggerHasNoTemplate) {
  auto image = image_of("on PreSignUp\nthen autoConfirm\n");
  rename(image, "PreSignUp", "PreSignOn");
  FakeWorld world;
  world.files.content["x.image"] =
      std::string(reinterpret_cast<const char*>(image.data()), image.size());
  EXPECT_EQ(world.carry_out({"package", "x.image", "--template", "cdk"}), cli::ExitCode::errors);
  EXPECT_EQ(world.out.text, "");
  EXPECT_EQ(world.err.text,
            "lintel: no template can be made for `PreSignOn`, which this version of Lintel does "
            "not know\n");
  EXPECT_EQ(world.carry_out({"package", "x.image", "--describe"}), cli::ExitCode::ok);
  EXPECT_NE(world.out.text.find("\nTrigger PreSignOn\n"), std::string::npos);
}

TEST(Deployment, AnUnknownEffectHasNoTemplate) {
  auto image =
      image_of("on PostConfirmation\nthen log(\"a\"), emit(\"new\", {\"user\": userName})\n");
  rename(image, "emit", "omit");
  FakeWorld world;
  world.files.content["x.image"] =
      std::string(reinterpret_cast<const char*>(image.data()), image.size());
  EXPECT_EQ(world.carry_out({"package", "x.image", "--template", "cdk"}), cli::ExitCode::errors);
  EXPECT_EQ(world.err.text,
            "lintel: no template can be made for `omit`, which this version of Lintel does not "
            "know\n");
}

TEST(Deployment, ABootstrapThatCannotBeReadIsTold) {
  FakeWorld world;
  world.files.content["x.rules"] = "on PreSignUp\nthen autoConfirm\n";
  world.files.content["/bin/lambda/bootstrap-arm64"] = "";
  world.files.unreadable = "/bin/lambda/bootstrap-arm64";
  world.files.read_failure = "bad sector";
  cli::Environment environment{world.in, world.out, world.err, world.files, false, nullptr, "/bin"};
  EXPECT_EQ(cli::carry_out(std::vector<std::string_view>{"package", "x.rules", "-o", "x.zip",
                                                         "--arch", "arm64"},
                           environment),
            cli::ExitCode::usage);
  EXPECT_EQ(world.err.text, "lintel: cannot read `/bin/lambda/bootstrap-arm64`: bad sector\n");
}

// Templates set it to the bus, once.
TEST(Deployment, TheBusIsNoParameterBesidesThatOfTheBus) {
  const std::string reads = "on PostConfirmation\nwhen has(env[\"LINTEL_EVENT_BUS\"]) ";
  const auto image = image_of(reads + "then emit(\"confirmed\", {\"user\": userName})\n");
  ASSERT_FALSE(image.empty());
  EXPECT_TRUE(cli::read_deployment(*Ruleset::load(image)).parameters().empty());
  const auto other = image_of(reads + "then addToGroup(\"users\")\n");
  ASSERT_FALSE(other.empty());
  EXPECT_EQ(cli::read_deployment(*Ruleset::load(other)).parameters().size(), 1u);
}

TEST(Deployment, AZipFileDoesNotGoToATerminal) {
  FakeWorld world;
  world.files.content["x.rules"] = "on PreSignUp\nthen autoConfirm\n";
  world.out.terminal = true;
  EXPECT_EQ(world.carry_out({"package", "x.rules", "-o", "-"}), cli::ExitCode::usage);
  EXPECT_EQ(world.err.text, "lintel: a zip file is not for a terminal; name a file\n");
}

TEST(Templates, TakeNoControlCharacters) {
  for (const std::string name : {"a\\nb", "a\\u007f", "a\\u2028b", "a\\u2029b", "a\\u0085"}) {
    FakeWorld world;
    world.files.content["x.rules"] =
        "on PreSignUp\nwhen has(attr[\"custom:" + name + "\"]) then autoConfirm\n";
    EXPECT_EQ(world.carry_out({"package", "x.rules", "--template", "sam"}), cli::ExitCode::errors);
    EXPECT_EQ(world.out.text, "");
    EXPECT_NE(world.err.text.find("its name has control characters"), std::string::npos)
        << world.err.text;
  }
}

TEST(Templates, TakeOtherCharactersOfTheWorld) {
  FakeWorld world;
  world.files.content["x.rules"] =
      "on PreSignUp\nwhen has(attr[\"custom:\u00a7\u2030\"]) then autoConfirm\n";
  EXPECT_EQ(world.carry_out({"package", "x.rules", "--template", "sam"}), cli::ExitCode::ok);
  EXPECT_NE(world.out.text.find("Name: '\u00a7\u2030'\n"), std::string::npos) << world.out.text;
}

TEST(Templates, QuoteWhatTheyAreTold) {
  cli::Deployment deployment;
  deployment.custom_attributes = {"custom:it's", "custom:a\"\\${b}%{c}"};
  const auto arm64 = cli::Architecture::arm64;
  const std::string yaml = cli::cloudformation_template(deployment, arm64);
  EXPECT_NE(yaml.find("Name: 'it''s'\n"), std::string::npos);
  const std::string script = cli::cdk_template(deployment, arm64);
  EXPECT_NE(script.find("'it\\'s': "), std::string::npos);
  EXPECT_NE(script.find("'a\"\\\\${b}%{c}': "), std::string::npos);
  const std::string hcl = cli::terraform_template(deployment, arm64);
  EXPECT_NE(hcl.find("\"a\\\"\\\\$${b}%%{c}\""), std::string::npos);
}

TEST(Templates, TellVariablesApart) {
  cli::Deployment deployment;
  for (const std::string_view name : {"A_B", "a__b", "AB", "LONG_NAME"})
    deployment.variables.push_back({name, cli::SetBy::deployment});
  const std::string yaml = cli::sam_template(deployment, cli::Architecture::arm64);
  for (const std::string_view id : {"EnvAB", "EnvABNumber2", "EnvAb", "EnvLongName"})
    EXPECT_NE(yaml.find("  " + std::string(id) + ":\n"), std::string::npos) << id;
}

}  // namespace
}  // namespace lintel::testing
