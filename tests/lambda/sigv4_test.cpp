// SPDX-License-Identifier: Apache-2.0
// Signatures against AWS's published vectors: the Signature Version 4 test suite, as it stands in
// github.com/awslabs/aws-c-auth, tests/aws-signing-test-suite/v4, under the names given here. Of
// those, the ones that a request without a query can show.
#include "runtime/lambda/effects/sigv4.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lintel::lambda {
namespace {

constexpr std::string_view date = "20150830T123600Z";
const Credentials example{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
const SigningScope scope{"us-east-1", "service"};

struct Vector {
  std::string name;
  std::string method;
  std::string path;
  std::vector<Header> headers;  // besides Host and X-Amz-Date
  std::string body;
  std::string signed_headers;
  std::string signature;
};

const std::string empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const std::string form_hash = "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e";

const std::vector<Vector> vectors = {
    {"get-vanilla",
     "GET",
     "/",
     {},
     "",
     "host;x-amz-date",
     "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
    {"get-vanilla-with-session-token",
     "GET",
     "/",
     {{"X-Amz-Security-Token", "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"}},
     "",
     "host;x-amz-date;x-amz-security-token",
     "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"},
    {"get-unreserved",
     "GET",
     "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
     {},
     "",
     "host;x-amz-date",
     "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
    {"get-slashes-unnormalized",
     "GET",
     "//example//",
     {},
     "",
     "host;x-amz-date",
     "87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5"},
    {"get-space-unnormalized",
     "GET",
     "/example space/",
     {},
     "",
     "host;x-amz-date",
     "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"},
    {"get-utf8",
     "GET",
     "/\xe1\x88\xb4",
     {},
     "",
     "host;x-amz-date",
     "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
    {"get-header-value-trim",
     "GET",
     "/",
     {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}},
     "",
     "host;my-header1;my-header2;x-amz-date",
     "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
    {"post-vanilla",
     "POST",
     "/",
     {},
     "",
     "host;x-amz-date",
     "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
    {"post-header-key-sort",
     "POST",
     "/",
     {{"My-Header1", "value1"}},
     "",
     "host;my-header1;x-amz-date",
     "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"},
    {"post-header-value-case",
     "POST",
     "/",
     {{"My-Header1", "VALUE1"}},
     "",
     "host;my-header1;x-amz-date",
     "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"},
    {"post-sts-header-before",
     "POST",
     "/",
     {{"X-Amz-Security-Token",
       "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpS"
       "PfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/"
       "kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQc"
       "HN"
       "VXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+"
       "scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIl"
       "TJabIQwj2ICCR/oLxBA=="}},
     "",
     "host;x-amz-date;x-amz-security-token",
     "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"},
    {"post-x-www-form-urlencoded",
     "POST",
     "/",
     {{"Content-Type", "application/x-www-form-urlencoded"},
      {"Content-Length", "13"},
      {"x-amz-content-sha256", form_hash}},
     "Param1=value1",
     "content-length;content-type;host;x-amz-content-sha256;x-amz-date",
     "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b"},
    {"post-x-www-form-urlencoded-parameters",
     "POST",
     "/",
     {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
      {"Content-Length", "13"},
      {"x-amz-content-sha256", form_hash}},
     "Param1=value1",
     "content-length;content-type;host;x-amz-content-sha256;x-amz-date",
     "328d1b9eaadca9f5818ef05e8392801e091653bafec24fcab71e7344e7f51422"},
};

std::string authorization(const std::string& signed_headers, const std::string& signature) {
  return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
         "SignedHeaders=" +
         signed_headers + ", Signature=" + signature;
}

TEST(SigV4, AgreesWithThePublishedVectors) {
  Signer signer;
  for (const Vector& vector : vectors) {
    std::vector<Header> headers = vector.headers;
    headers.push_back({"Host", "example.amazonaws.com"});
    headers.push_back({"X-Amz-Date", std::string(date)});
    const auto made =
        signer.sign({vector.method, vector.path, headers, vector.body}, example, scope, date);
    ASSERT_TRUE(made) << vector.name;
    EXPECT_EQ(made->authorization, authorization(vector.signed_headers, vector.signature))
        << vector.name << "\n"
        << made->canonical_request;
  }
}

TEST(SigV4, ShowsItsSteps) {
  Signer signer;
  const std::vector<Header> headers = {{"X-Amz-Date", std::string(date)},
                                       {"Host", "example.amazonaws.com"}};
  const auto made = signer.sign({"GET", "/", headers, ""}, example, scope, date);
  ASSERT_TRUE(made);
  EXPECT_EQ(
      made->canonical_request,
      "GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n" +
          empty_hash);
  EXPECT_EQ(made->string_to_sign,
            "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n"
            "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63");
}

// The key is kept; what it depends on makes a new one.
TEST(SigV4, KeepsNoKeyTooLong) {
  const std::vector<Header> headers = {{"Host", "example.amazonaws.com"}};
  const UnsignedRequest request{"POST", "/", headers, "{}"};
  const auto fresh = [&](const Credentials& credentials, const SigningScope& in,
                         std::string_view when) {
    Signer signer;
    return signer.sign(request, credentials, in, when)->authorization;
  };
  struct Use {
    Credentials credentials;
    SigningScope scope;
    std::string date;
  };
  Credentials other_secret = example;
  other_secret.secret_access_key += "2";
  Credentials other_id = example;
  other_id.access_key_id += "2";
  const std::vector<Use> uses = {{example, scope, "20150830T123600Z"},
                                 {example, scope, "20150830T235959Z"},
                                 {example, scope, "20150831T000000Z"},
                                 {other_secret, scope, "20150831T000000Z"},
                                 {other_id, scope, "20150831T000000Z"},
                                 {example, {"eu-west-1", "service"}, "20150831T000000Z"},
                                 {example, {"eu-west-1", "ses"}, "20150831T000000Z"},
                                 {example, scope, "20150830T123600Z"}};
  Signer signer;
  for (const Use& use : uses) {
    const auto made = signer.sign(request, use.credentials, use.scope, use.date);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->authorization, fresh(use.credentials, use.scope, use.date)) << use.date;
  }
}

TEST(SigV4, WritesDates) {
  using std::chrono::seconds;
  EXPECT_EQ(amz_date(seconds(1440938160)), "20150830T123600Z");
  EXPECT_EQ(amz_date(seconds(0)), "19700101T000000Z");
  EXPECT_EQ(amz_date(seconds(951782399)), "20000228T235959Z");
  EXPECT_EQ(amz_date(seconds(951782400)), "20000229T000000Z");
  EXPECT_EQ(amz_date(seconds(1709210096)), "20240229T123456Z");
  EXPECT_EQ(amz_date(seconds(4102444799)), "20991231T235959Z");
}

TEST(Digest, IsSha256) {
  EXPECT_EQ(hex(*sha256("")), empty_hash);
  EXPECT_EQ(hex(*sha256("Param1=value1")), form_hash);
  // RFC 4231, test case 2.
  EXPECT_EQ(hex(*hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace lintel::lambda
