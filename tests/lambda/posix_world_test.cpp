// SPDX-License-Identifier: Apache-2.0
// The same over real sockets and TLS, against servers on the loopback interface that refuse, hang,
// break off and talk nonsense, and with certificates that are good and bad.
#include "runtime/lambda/effects/posix_world.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/lambda/certificates.h"
#include "tests/lambda/posix_sketch.h"

namespace lintel::lambda::testing {
namespace {

TEST(PlainHttp, KeepsTheConnection) {
  std::string first;
  LocalServer server([&](Guest& guest) {
    for (std::string request = guest.request(); !request.empty(); request = guest.request()) {
      first = request;
      guest.send(accepted);
    }
  });
  const Environment environment(calling(local(server)));
  Mails mails;
  for (int i = 0; i < 5; ++i) {
    const EffectResult result = mails.send();
    EXPECT_EQ(result.status, EffectStatus::done) << text_of(result.failure);
    EXPECT_EQ(result.attempts, 1u);
    EXPECT_GT(result.took.count(), 0);
  }
  EXPECT_EQ(server.connections(), 1);
  EXPECT_TRUE(first.starts_with("POST /v2/email/outbound-emails HTTP/1.1\r\nHost: 127.0.0.1:"));
}

TEST(PlainHttp, SeesThatAnIdleConnectionHasEnded) {
  LocalServer server([](Guest& guest) {
    guest.request();
    guest.send(accepted);  // and closes without a word
  });
  const Environment environment(calling(local(server)));
  Mails mails;
  for (int i = 0; i < 3; ++i) {
    const EffectResult result = mails.send();
    EXPECT_EQ(result.status, EffectStatus::done) << text_of(result.failure);
    std::this_thread::sleep_for(milliseconds(20));
  }
  EXPECT_EQ(server.connections(), 3);
}

TEST(PlainHttp, TriesAgainWhenThePeerCloses) {
  int count = 0;
  LocalServer server([&](Guest& guest) {
    guest.request();
    if (++count == 2) guest.send(accepted);
  });
  const Environment environment(calling(local(server)));
  const EffectResult result = Mails().send();
  EXPECT_EQ(result.status, EffectStatus::done) << text_of(result.failure);
  EXPECT_EQ(result.attempts, 2u);
}

TEST(PlainHttp, ThrottledOnceAndTwice) {
  int refused = 1;
  LocalServer server([&](Guest& guest) {
    while (!guest.request().empty()) {
      guest.send(refused-- > 0 ? http(429, "{}", "x-amzn-ErrorType: TooManyRequestsException\r\n")
                               : accepted);
    }
  });
  const Environment environment(calling(local(server)));
  Mails mails;
  EXPECT_EQ(mails.send().attempts, 2u);
  refused = 2;
  const EffectResult result = mails.send();
  EXPECT_EQ(result.error_code, "TooManyRequestsException");
  EXPECT_EQ(result.http_status, 429u);
}

TEST(PlainHttp, SaysHowItEnded) {
  struct Case {
    std::string answer;
    EffectFailure failure;
  };
  for (const Case& one :
       {Case{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{", EffectFailure::broken},
        Case{"220 smtp.example.com ESMTP\r\n", EffectFailure::bad_answer},
        Case{"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + std::string(1'000'000, ' '),
             EffectFailure::bad_answer},
        Case{http(404, "<html>"), EffectFailure::error_answer}}) {
    LocalServer server([&](Guest& guest) {
      guest.request();
      guest.send(one.answer);
    });
    const Environment environment(calling(local(server)));
    const EffectResult result = Mails().send();
    EXPECT_EQ(result.failure, one.failure) << text_of(result.failure);
    EXPECT_EQ(result.attempts, 1u);
  }
}

TEST(PlainHttp, TakesChunksAndBodiesToTheEnd) {
  for (const std::string& answer :
       {std::string(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"),
        std::string("HTTP/1.0 200 OK\r\n\r\n{}")}) {
    LocalServer server([&](Guest& guest) {
      guest.request();
      for (const char c : answer) guest.send(std::string(1, c));
    });
    const Environment environment(calling(local(server)));
    const EffectResult result = Mails().send();
    EXPECT_EQ(result.status, EffectStatus::done) << text_of(result.failure);
  }
}

TEST(PlainHttp, GivesUpInTime) {
  LocalServer server([](Guest& guest) { guest.wait(); });
  const Environment environment(calling(local(server)));
  const EffectResult result = Mails().send(milliseconds(3700));
  EXPECT_EQ(result.failure, EffectFailure::answer_time);
  EXPECT_GE(result.took, milliseconds(250));
  EXPECT_LT(result.took, milliseconds(1500));
}

TEST(PlainHttp, SaysThatNobodyListens) {
  std::string url;
  {
    const LocalServer gone([](Guest&) {});
    url = local(gone);
  }
  const Environment environment(calling(url));
  const EffectResult result = Mails().send();
  EXPECT_EQ(result.failure, EffectFailure::refused);
  EXPECT_EQ(result.attempts, 2u);
}

TEST(Names, LeadToAddressesOrNot) {
  LocalServer server([](Guest& guest) {
    guest.request();
    guest.send(accepted);
  });
  {
    const Environment environment(calling("http://localhost:" + std::to_string(server.port())));
    EXPECT_EQ(Mails().send().status, EffectStatus::done);
  }
  // RFC 6761: no name in .invalid is ever there. Without a name server nobody says so.
  const Environment environment(calling("http://nowhere.invalid"));
  EXPECT_EQ(Mails().send().failure, EffectFailure::name);
}

TEST_F(Tls, TrustsWhatTheAuthorityHasSigned) {
  for (const std::string host : {"127.0.0.1", "localhost"}) {
    const EffectResult result = send_to("good", "ours.pem", host);
    EXPECT_EQ(result.status, EffectStatus::done) << text_of(result.failure);
  }
}

TEST_F(Tls, TrustsNobodyElse) {
  EXPECT_EQ(send_to("good", "theirs.pem").failure, EffectFailure::certificate);
  EXPECT_EQ(send_to("good", "").failure, EffectFailure::certificate);  // Amazon's alone
  EXPECT_EQ(send_to("other", "ours.pem").failure, EffectFailure::certificate);
  EXPECT_EQ(send_to("other", "ours.pem", "localhost").failure, EffectFailure::certificate);
  EXPECT_EQ(send_to("expired", "ours.pem").failure, EffectFailure::certificate);
  EXPECT_EQ(send_to("good", "ours.pem").attempts, 1u);
}

TEST_F(Tls, NeedsAuthorities) {
  EXPECT_EQ(send_to("good", "none.pem").failure, EffectFailure::authorities);
  EXPECT_EQ(send_to("good", "empty.pem").failure, EffectFailure::authorities);
}

TEST_F(Tls, KeepsConnectionAndSession) {
  int resumed = 0;
  LocalServer server(file("good.pem"), file("good.key"), [&](Guest& guest) {
    resumed += guest.resumed() ? 1 : 0;
    for (int i = 0; i < 3 && !guest.request().empty(); ++i) guest.send(accepted);
  });
  auto variables = calling(local(server, "https"));
  variables["AWS_CA_BUNDLE"] = file("ours.pem");
  const Environment environment(variables);
  Mails mails;
  for (int i = 0; i < 6; ++i) {
    const EffectResult result = mails.send();
    EXPECT_EQ(result.status, EffectStatus::done) << text_of(result.failure);
    std::this_thread::sleep_for(milliseconds(20));
  }
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(resumed, 1);
}

TEST_F(Tls, SaysWhatThePeerIs) {
  auto variables = calling("");
  variables["AWS_CA_BUNDLE"] = file("ours.pem");
  {
    LocalServer plain([](Guest& guest) { guest.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    variables["AWS_ENDPOINT_URL"] = local(plain, "https");
    const Environment environment(variables);
    EXPECT_EQ(Mails().send().failure, EffectFailure::handshake);
  }
  LocalServer silent([](Guest& guest) { guest.wait(); });
  variables["AWS_ENDPOINT_URL"] = local(silent, "https");
  const Environment environment(variables);
  const EffectResult result = Mails().send(milliseconds(3700));
  EXPECT_EQ(result.failure, EffectFailure::connect_time);
  EXPECT_LT(result.took, milliseconds(1500));
}

TEST_F(Tls, TriesAgainWhenThePeerBreaksOff) {
  int count = 0;
  LocalServer server(file("good.pem"), file("good.key"), [&](Guest& guest) {
    guest.request();
    if (++count == 2) guest.send(accepted);
  });
  auto variables = calling(local(server, "https"));
  variables["AWS_CA_BUNDLE"] = file("ours.pem");
  const Environment environment(variables);
  const EffectResult result = Mails().send();
  EXPECT_EQ(result.status, EffectStatus::done) << text_of(result.failure);
  EXPECT_EQ(result.attempts, 2u);
}

}  // namespace
}  // namespace lintel::lambda::testing
