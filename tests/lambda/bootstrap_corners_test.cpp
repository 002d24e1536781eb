// SPDX-License-Identifier: Apache-2.0
// What a bootstrap does when something about it is unusual: where its image lies, what it is told
// to log, rules without names, events without what rules look at, and lines that are too long.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/lambda/bootstrap_process.h"

namespace lintel::testing {
namespace {

TEST_F(BootstrapTest, FindsTheImageBesideItself) {
  const TemporaryFolder folder;
  folder.write("rules.image", image_of(sign_up_rules));
  std::filesystem::copy_file(LINTEL_BOOTSTRAP, folder.path("bootstrap"));
  Bootstrap bootstrap("", {api(), "LINTEL_IMAGE="}, folder.path("bootstrap"));
  Peer peer = connection();
  EXPECT_TRUE(answer(peer, sign_up("jean"), "id").target.ends_with("/error"));
  EXPECT_EQ(bootstrap.log().at(0)["outcome"], "rejected");
}

TEST_F(BootstrapTest, RefusesWhatIsNoFileWithAnImageInIt) {
  const TemporaryFolder folder;
  folder.write("empty", "");
  for (const std::string& path : {folder.path(""), folder.path("empty"), folder.path("none")}) {
    Bootstrap bootstrap("", {api(), "LINTEL_IMAGE=" + path});
    std::optional<Peer> peer = listener_.accept();
    ASSERT_TRUE(peer);
    const std::optional<Request> told = peer->read();
    ASSERT_TRUE(told);
    EXPECT_EQ(told->target, "/2018-06-01/runtime/init/error");
    EXPECT_NE(told->body.find("cannot be read"), std::string::npos) << told->body;
    peer->respond(202, "");
    EXPECT_EQ(bootstrap.exit_code(), 1);
    EXPECT_EQ(bootstrap.log().at(0)["detail"], path);
  }
}

TEST_F(BootstrapTest, LogsErrorsWhateverItIsTold) {
  Bootstrap bootstrap(image_of(sign_up_rules), {api(), "LINTEL_LOG=off"});
  Peer peer = connection();
  answer(peer, sign_up("jo"), "a");
  answer(peer, "no JSON", "b");
  const std::vector<Json> log = bootstrap.log();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0]["requestId"], "b");
  EXPECT_EQ(log[0]["level"], "ERROR");
}

TEST_F(BootstrapTest, SaysThatItKnowsNoOtherMetrics) {
  Bootstrap bootstrap(image_of(sign_up_rules), {api(), "LINTEL_METRICS=statsd"});
  Peer peer = connection();
  answer(peer, sign_up("jo"), "id");
  const std::vector<Json> log = bootstrap.log();
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0]["message"], "LINTEL_METRICS is not emf: no metrics are written");
}

TEST_F(BootstrapTest, NamesRulesByTheirPlaceOrNumber) {
  for (const bool strip : {false, true}) {
    CompileOptions options;
    options.strip = strip;
    Bootstrap bootstrap(
        image_of("on PreSignUp\nwhen userName == \"jo\" then log(\"x\")\n", options), {api()});
    Peer peer = connection();
    answer(peer, sign_up("jo"), "id");
    const std::vector<Json> log = bootstrap.log();
    ASSERT_EQ(log.size(), 2U);
    const char* const name = strip ? "0" : "policy.rules:2";
    EXPECT_EQ(log[0]["rule"], name);
    EXPECT_EQ(log[1]["rules"], Json::array({name}));
  }
}

TEST_F(BootstrapTest, TracesWhatIsAbsentAndFaultsWithoutAPlace) {
  Bootstrap bootstrap(image_of("on PreSignUp\nwhen attr.nickname == \"jo\" then autoConfirm\n"),
                      {api(), "LINTEL_LOG=trace"});
  Peer peer = connection();
  answer(peer, sign_up("jo"), "a");
  answer(peer, "no JSON", "b");
  const std::vector<Json> log = bootstrap.log();
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0]["parts"].at(0)["result"], "absent");
  EXPECT_EQ(log[1]["outcome"], "fault");
  EXPECT_FALSE(log[1].contains("path"));
}

// The names of all rules together are longer than a line; that of one is not, nor are the parts.
TEST_F(BootstrapTest, SaysThatALineWouldBeTooLong) {
  std::string rules = "on PreSignUp\nrule \"last\" when userName == \"jo\" then autoConfirm\n";
  for (int i = 0; i < 60; ++i)
    rules += "rule \"" + std::to_string(i) + std::string(5000, 'n') + "\" then log(\"x\")\n";
  Bootstrap bootstrap(image_of(rules), {api(), "LINTEL_LOG=trace"});
  Peer peer = connection();
  EXPECT_TRUE(answer(peer, sign_up("jo"), "id").target.ends_with("/response"));
  const std::vector<Json> log = bootstrap.log();
  ASSERT_EQ(log.size(), 61U);
  EXPECT_EQ(log[59]["message"], "x");
  EXPECT_EQ(log[60]["message"], "a line of the log is too long");
}

}  // namespace
}  // namespace lintel::testing
