// SPDX-License-Identifier: Apache-2.0
// What lintel serve prints of an event and of its effects.
#include "compiler/cli/local/decision_line.h"

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "compiler/cli/local/effect_sink.h"
#include "compiler/cli/local/http_server.h"
#include "compiler/cli/local/served_rules.h"
#include "compiler/compiler.h"
#include "tests/support/fake_world.h"
#include "tests/support/http_client.h"

namespace lintel::testing {
namespace {

TEST(ShownSource, IsThatOfTheEventIfItHasOne) {
  EXPECT_EQ(cli::shown_source(R"({"triggerSource":"PreSignUp_SignUp"})"), "PreSignUp_SignUp");
  EXPECT_EQ(cli::shown_source(R"({"triggerSource":"\u001b[2J"})"), R"("\x1b[2J")");
  EXPECT_EQ(cli::shown_source(R"({"triggerSource":""})"), R"("")");
  for (const char* event : {R"({"triggerSource":1})", "{}", "[]", "{", ""})
    EXPECT_EQ(cli::shown_source(event), "event") << event;
}

std::vector<std::byte> image_of(const std::string& rules, bool strip = false) {
  const Source source{"x.rules", rules};
  CompileOptions options;
  options.strip = strip;
  return compile({&source, 1}, options).image;
}

TEST(DecisionLine, NamesRulesByNumbersIfNothingElseIsKnown) {
  const auto line = [](bool strip) {
    const auto image = image_of("on PreSignUp\nthen autoConfirm\n", strip);
    const Ruleset ruleset = *Ruleset::load(image);
    Evaluator evaluator(ruleset);
    const Outcome outcome =
        evaluator.evaluate(R"({"triggerSource":"PreSignUp_SignUp","response":{}})");
    return cli::decision_line("s", outcome, {}, ruleset, 1500);
  };
  EXPECT_EQ(line(false), "s: answered; fired rule 0 (x.rules:2); 2 us\n");
  EXPECT_EQ(line(true), "s: answered; fired rule 0; 2 us\n");
}

// Effects of a rejection that fail: none do today.
TEST(ServedRules, ARejectionStaysOneWhateverItsEffectsDo) {
  struct Failing final : cli::EffectSink {
    cli::EffectsReport take(const Outcome&, const Ruleset&, std::string_view) override {
      return {"", {}, true};
    }
  };
  FakeWorld world;
  world.files.content["x.rules"] = "on PreSignUp\nthen reject(\"no\")\n";
  cli::Environment environment{world.in, world.out, world.err, world.files};
  const std::vector<std::string_view> words = {"x.rules"};
  std::string why;
  const auto arguments = cli::Arguments::parse(*cli::find_command("serve"), words, why);
  ASSERT_TRUE(arguments) << why;
  Failing sink;
  cli::ServedRules served(*arguments, environment, world.host, sink);
  ASSERT_EQ(served.load(), cli::ExitCode::ok);
  std::string body;
  served.invoke(R"({"triggerSource":"PreSignUp_SignUp","response":{}})", "1",
                [&](const cli::Answer& answer) { body = answer.body; });
  EXPECT_EQ(body, R"({"errorMessage":"no","errorType":"Rejected"})");
}

// A service that answers every call alike.
class Service final : public cli::HttpHandler {
 public:
  Service() {
    std::string why;
    EXPECT_TRUE(server_.listen(0, why)) << why;
    thread_ = std::thread([this] {
      cli::PollTarget* const target = &server_;
      while (!ends_) cli::poll_once({&target, 1}, lambda::Deadline::in_milliseconds(10));
    });
  }
  ~Service() {
    ends_ = true;
    thread_.join();
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  void request(cli::ConnectionNumber from, const lambda::MessageReader&) override {
    ++calls;
    server_.respond(from, {status, {}, body.load()});
  }
  cli::HttpResponse refusal(lambda::Progress) override { return {400, {}, ""}; }

  std::string address() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

  std::atomic<int> calls = 0;
  std::atomic<unsigned> status = 200;
  std::atomic<const char*> body = "{}";

 private:
  cli::HttpServer server_{*this, {.most_body_bytes = 100'000}};
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

class CarryingSink : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!sink_) GTEST_SKIP() << "built without OpenSSL";
    ::setenv("AWS_ENDPOINT_URL", service_.address().c_str(), 1);
    ::setenv("AWS_REGION", "eu-west-1", 1);
    ::setenv("AWS_ACCESS_KEY_ID", "id", 1);
    ::setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
  }
  void TearDown() override {
    for (const char* name :
         {"AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"})
      ::unsetenv(name);
  }

  cli::EffectsReport take(const std::string& on_failure, const std::string& user) {
    const auto image =
        image_of("on PostConfirmation\nthen log(\"a\\nb\"), addToGroup(\"users\", onFailure: \"" +
                 on_failure + "\")\n");
    const Ruleset ruleset = *Ruleset::load(image);
    Evaluator evaluator(ruleset);
    const std::string event =
        R"({"userPoolId":"eu-west-1_a","userName":")" + user +
        R"(","triggerSource":"PostConfirmation_ConfirmSignUp","request":{"userAttributes":{}},"response":{}})";
    const Outcome outcome = evaluator.evaluate(event);
    EXPECT_EQ(outcome.effects().size(), 2u);
    cli::EffectsReport report = sink_->take(outcome, ruleset, event);
    failed_ = report.failed.size();
    report.failed.clear();  // views of the outcome
    return report;
  }

  Service service_;
  std::unique_ptr<cli::EffectSink> sink_ = cli::make_carrying_sink();
  std::size_t failed_ = 0;
};

TEST_F(CarryingSink, SaysWhatIsDoneAndWhatWasDoneBefore) {
  const cli::EffectsReport done = take("reject", "jo");
  EXPECT_TRUE(done.lines.starts_with("log: \"a\\nb\"\naddToGroup: done in ")) << done.lines;
  EXPECT_FALSE(done.is_failure);
  EXPECT_EQ(failed_, 0u);
  EXPECT_EQ(take("reject", "jo").lines,
            "log: \"a\\nb\"\naddToGroup: dropped: an equal event had it done before\n");
  EXPECT_EQ(service_.calls, 1);
}

TEST_F(CarryingSink, SaysWhatTheServiceSaysOfAFailure) {
  service_.status = 400;
  const cli::EffectsReport failed = take("continue", "jo");
  EXPECT_NE(failed.lines.find("addToGroup: failed: "), std::string::npos) << failed.lines;
  EXPECT_NE(failed.lines.find(" (status 400)\n"), std::string::npos) << failed.lines;
  EXPECT_FALSE(failed.is_failure);
  EXPECT_EQ(failed_, 1u);
  service_.body = R"({"__type":"UserNotFoundException"})";
  const cli::EffectsReport rejected = take("reject", "ann");
  EXPECT_NE(rejected.lines.find(" (status 400, UserNotFoundException)\n"), std::string::npos)
      << rejected.lines;
  EXPECT_TRUE(rejected.is_failure);
}

TEST_F(CarryingSink, SaysThatNobodyAnswers) {
  ::setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1", 1);
  const cli::EffectsReport failed = take("continue", "jo");
  EXPECT_NE(failed.lines.find("addToGroup: failed: "), std::string::npos) << failed.lines;
  EXPECT_EQ(failed.lines.find("status"), std::string::npos) << failed.lines;
}

}  // namespace
}  // namespace lintel::testing
