// SPDX-License-Identifier: Apache-2.0
// Each proof at both sides of its line: rules that it objects to, with the text that it marks, and
// their repaired twin that passes.
#include <gtest/gtest.h>

#include "compiler/schema.h"
#include "tests/compiler/support.h"

namespace lintel::testing {
namespace {

struct Case {
  std::string_view rules;
  std::string_view findings;
  std::string_view twin;  // has none
};

void expect_each(std::span<const Case> cases) {
  for (const auto& given : cases) {
    EXPECT_EQ(proofs_of(given.rules), given.findings) << given.rules;
    EXPECT_EQ(proofs_of(given.twin), "") << given.twin;
  }
}

constexpr Case messages[] = {
    // The code, on every branch
    {"on CustomMessage_SignUp then smsMessage(\"Hello you\")", "E0703 \"Hello you\"",
     "on CustomMessage_SignUp then smsMessage(\"Hello ${codeParameter}\")"},
    {"on CustomMessage_SignUp then smsMessage(\"Hello ####\")", "E0703 \"Hello ####\"",
     "on CustomMessage_SignUp then smsMessage(\"Hello {####}\")"},
    {"on CustomMessage_SignUp then smsMessage(has(attr.a) ? \"Code ${codeParameter}\" : \"No "
     "code\")",
     "E0703 \"No code\"",
     "on CustomMessage_SignUp then smsMessage(has(attr.a) ? \"Code ${codeParameter}\" : "
     "codeParameter)"},
    {"on CustomMessage_SignUp let m = {\"en\": \"Code {####}\", \"de\": \"Ohne\"} "
     "then smsMessage(m[attr.locale] ?? \"{####}\")",
     "E0703 \"Ohne\"; W0707 m[attr.locale] ?? \"{####}\"",
     "on CustomMessage_SignUp let m = {\"en\": \"Code {####}\", \"de\": \"Dein Code {####}\"} "
     "then smsMessage(m[attr.locale] ?? \"{####}\")"},
    {"on CustomMessage_SignUp let m = {\"en\": \"Code {####}\"} "
     "then smsMessage(m[attr.locale] ?? \"No code\")",
     "E0703 \"No code\"",
     "on CustomMessage_SignUp let m = {\"en\": \"Code {####}\"} "
     "then smsMessage(m[attr.locale] ?? codeParameter)"},
    {"on CustomMessage_SignUp let hello(x) = \"Hello ${x}\" then smsMessage(hello(userName))",
     "E0703 hello(userName)",
     "on CustomMessage_SignUp let hello(x) = \"Hello ${x}\" then smsMessage(hello(codeParameter))"},
    {"on CustomMessage_SignUp then smsMessage(codeParameter.upperAscii())",
     "E0703 codeParameter.upperAscii()",
     "on CustomMessage_SignUp then smsMessage(\"a \" + codeParameter.trim())"},
    {"on CustomMessage_SignUp then emailMessage(html(linkParameter ?? \"no link\"))",
     "E0703 \"no link\"",
     "on CustomMessage_SignUp then emailMessage(html(linkParameter ?? codeParameter))"},
    {"on CustomMessage_SignUp then smsMessage(\"See {##here##}\")", "E0703 \"See {##here##}\"",
     "on CustomMessage_SignUp then emailMessage(\"See {##here##}\")"},
    {"on CustomMessage_ForgotPassword then emailMessage(\"See {##here##}\")",
     "E0703 \"See {##here##}\"",
     "on CustomMessage_ResendCode then emailMessage(\"See {##here##}\")"},
    // The user name of an invitation
    {"on CustomMessage_AdminCreateUser then smsMessage(\"Code ${codeParameter}\")",
     "E0703 \"Code ${codeParameter}\"",
     "on CustomMessage_AdminCreateUser then smsMessage(\"${usernameParameter}: "
     "${codeParameter}\")"},
    {"on CustomMessage then smsMessage(\"Code ${codeParameter}\")",
     "E0703 \"Code ${codeParameter}\"",
     "on CustomMessage when triggerSource != \"CustomMessage_AdminCreateUser\" "
     "then smsMessage(\"Code ${codeParameter}\")"},
    {"on CustomMessage then smsMessage(\"${codeParameter} ${usernameParameter ?? \"you\"}\" + "
     "(triggerSource == \"CustomMessage_AdminCreateUser\" ? \"\" : userName))",
     "W0706 userName",
     "on CustomMessage then smsMessage(\"${codeParameter} ${usernameParameter ?? \"you\"}\")"},
    // Lengths
    {"on CustomMessage_SignUp then emailSubject(\"\")", "E0704 \"\"",
     "on CustomMessage_SignUp then emailSubject(\"a\")"},
    {"on CustomMessage_SignUp then emailSubject(attr.title ?? \"Hello\")", "W0706 attr.title",
     "on CustomMessage_SignUp when size(attr.title) <= 130 then emailSubject(\"Re: "
     "${attr.title}\")"},
    {"on CustomMessage_SignUp when size(attr.title) < 50 then emailSubject(attr.title)",
     "W0707 attr.title",
     "on CustomMessage_SignUp when size(attr.title) < 50 then emailSubject(\"Re: ${attr.title}\")"},
    {"on CustomMessage_SignUp let n = attr.name ?? \"you\" then smsMessage(\"Hello ${n}: "
     "${codeParameter}\")",
     "W0706 attr.name",
     "on CustomMessage_SignUp let n = attr.name ?? \"you\" "
     "then smsMessage(\"Hello ${n.size() > 20 ? \"you\" : n}: ${codeParameter}\")"},
    // What stands around the code
    {"on CustomMessage_SignUp then smsMessage(\"It is ${codeParameter}.\")", "W0708 codeParameter",
     "on CustomMessage_SignUp then smsMessage(\"It is ${codeParameter}\")"},
    {"on CustomMessage_SignUp then smsMessage(\"It is {####}.\")", "W0708 \"It is {####}.\"",
     "on CustomMessage_SignUp then smsMessage(\"It is {####} .\")"},
    {"on CustomMessage_SignUp then smsMessage(\"https://a.b/?c=${codeParameter}\")",
     "W0709 codeParameter",
     "on CustomMessage_SignUp then smsMessage(\"https://a.b/ ${codeParameter}\")"},
    {"on CustomMessage_SignUp then emailMessage(\"<a "
     "href='${userName}?c=${codeParameter}'>x</a>\")",
     "W0709 codeParameter",
     "on CustomMessage_SignUp then emailMessage(\"<a "
     "href='${userName}?c='>${codeParameter}</a>\")"},
};

TEST(Proofs, Messages) { expect_each(messages); }

std::string sms(std::size_t size, std::string_view letter) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += letter;
  return "on CustomMessage_SignUp then smsMessage(\"" + text + "${codeParameter}\")";
}

TEST(Proofs, LengthsAtTheirLimits) {
  EXPECT_EQ(proofs_of(sms(134, "a")), "");
  EXPECT_TRUE(proofs_of(sms(135, "a")).starts_with("E0705 "));
  EXPECT_EQ(proofs_of(sms(67, "é")), "");
  EXPECT_TRUE(proofs_of(sms(68, "é")).starts_with("W0710 "));
  const auto subject = [](std::size_t size) {
    return proofs_of("on CustomMessage then emailSubject(\"" + std::string(size, 'a') + "\")");
  };
  EXPECT_EQ(subject(1), "");
  EXPECT_EQ(subject(140), "");
  EXPECT_TRUE(subject(141).starts_with("E0705 "));
}

constexpr Case sign_ups[] = {
    {"on PreSignUp then autoVerifyEmail", "E0723 autoVerifyEmail",
     "on PreSignUp when has(attr.email) then autoVerifyEmail"},
    {"on PreSignUp when has(attr.email) then autoVerifyPhone", "E0723 autoVerifyPhone",
     "on PreSignUp when attr.phone_number.startsWith(\"+1\") then autoVerifyPhone"},
    {"on PreSignUp when has(attr.email) || has(attr.phone_number) then autoVerifyEmail",
     "E0723 autoVerifyEmail",
     "on PreSignUp when triggerSource == \"PreSignUp_AdminCreateUser\" || "
     "email.domain == \"example.com\" then autoVerifyEmail"},
    {"on PreSignUp_AdminCreateUser then autoVerifyEmail", "W0724 autoVerifyEmail",
     "on PreSignUp_SignUp when \"email\" in attr then autoVerifyEmail"},
    {"on PreSignUp when triggerSource == \"PreSignUp_AdminCreateUser\" then autoConfirm",
     "W0724 autoConfirm",
     "on PreSignUp when triggerSource != \"PreSignUp_SignUp\" then autoConfirm"},
    // Whoever has no address is denied.
    {"on PreSignUp when !has(attr.phone_number) then reject(\"no\") then autoVerifyEmail",
     "E0723 autoVerifyEmail",
     "on PreSignUp when !has(attr.email) || size(attr.email) < 9 then reject(\"no\") "
     "then autoVerifyEmail"},
    // Grants on the caller's word
    {"on PreSignUp when email.domain == attr[\"custom:domain\"] then autoConfirm",
     "W0712 email.domain == attr[\"custom:domain\"]",
     "on PreSignUp_ExternalProvider when email.domain == attr[\"custom:domain\"] then autoConfirm"},
    {"on PreSignUp when attr.a.startsWith(clientMetadata.b) then autoConfirm",
     "W0712 attr.a.startsWith(clientMetadata.b)",
     "on PreSignUp when attr.a.startsWith(clientMetadata.b) && "
     "email.domain in [\"example.com\"] then autoConfirm"},
    {"on PreSignUp when userName in [validationData.a, \"b\"] then autoConfirm",
     "W0712 userName in [validationData.a, \"b\"]",
     "on PreSignUp when userName in [clientId ?? \"a\", \"b\"] then autoConfirm"},
    {"on PreSignUp when triggerSource == \"PreSignUp_SignUp\" && (attr.a == attr.b || false) "
     "then autoConfirm",
     "W0712 attr.a == attr.b",
     "on PreSignUp when triggerSource != \"PreSignUp_SignUp\" && attr.a == attr.b then "
     "autoConfirm"},
    {"on PreSignUp when (attr.a == attr.b) ?? false then autoConfirm", "W0712 attr.a == attr.b",
     "on PreSignUp when !(attr.a == attr.b ?? \"\") then autoConfirm"},
    // Addresses
    {"on PreSignUp when email.endsWith(\"example.com\") then autoConfirm", "W0711 \"example.com\"",
     "on PreSignUp when email.endsWith(\"@example.com\") then autoConfirm"},
    {"on PreSignUp when email.lowerAscii().endsWith(\"example.com\") then autoConfirm",
     "W0711 \"example.com\"",
     "on PreSignUp when email.domain.endsWith(\".example.com\") then autoConfirm"},
    {"on PreSignUp let d = email.domain when d.endsWith(\"example.com\") then autoConfirm",
     "W0711 \"example.com\"",
     "on PreSignUp when attr.website.endsWith(\"example.com\") then autoConfirm"},
    {"on PreSignUp when email.split(\"@\")[1] == \"example.com\" then autoConfirm",
     "W0713 email.split(\"@\")[1]",
     "on PreSignUp when email.domain == \"example.com\" then autoConfirm"},
    // Texts of denials
    {"on PreSignUp when size(userName) < 5 then reject(\"Too short.\")", "W0714 \"Too short.\"",
     "on PreSignUp when size(userName) < 5 then reject(\"Too short\")"},
    {"on PreSignUp when size(userName) < 5 then reject(\"Too short, ${userName}.\")", "W0714 .",
     "on PreSignUp when size(userName) < 5 then reject(\"Too short: ${userName}\")"},
    {"on PreSignUp when size(userName) < 5 then reject(\"\")", "W0715 \"\"",
     "on PreSignUp when size(userName) < 5 then reject(\"a\")"},
    {"on PreSignUp when size(userName) < 5 then reject(\"a\\tb\")", "W0715 \"a\\tb\"",
     "on PreSignUp when size(userName) < 5 then reject(\"a b\")"},
};

TEST(Proofs, SignUps) { expect_each(sign_ups); }

TEST(Proofs, DenialsOfManyCharacters) {
  const auto of = [](std::size_t size) {
    return proofs_of("on PreSignUp when size(userName) < 5 then reject(\"" +
                     std::string(size, 'a') + "\")");
  };
  EXPECT_EQ(of(600), "");
  EXPECT_TRUE(of(601).starts_with("W0715 "));
}

constexpr Case places[] = {
    {"on PostConfirmation then addToGroup(\"a\")", "W0717 addToGroup(\"a\")",
     "on PostConfirmation_ConfirmSignUp then addToGroup(\"a\")"},
    {"on PostConfirmation when has(attr.a) then log(\"a\"), addToGroup(\"a\")",
     "W0717 addToGroup(\"a\")",
     "on PostConfirmation_ConfirmSignUp, PostConfirmation_ConfirmForgotPassword "
     "then addToGroup(\"a\")"},
    {"on PostConfirmation then addToGroup(userName)", "W0717 addToGroup(userName)",
     "on PostConfirmation then addToGroup(triggerSource)"},
    {"on PostConfirmation then addToGroup(\"a\")", "W0717 addToGroup(\"a\")",
     "on PostConfirmation then log(\"a\")"},
    {"on PreAuthentication when has(attr.identities) then reject(\"no\")", "W0718 reject(\"no\")",
     "on PreSignUp_ExternalProvider when has(attr.identities) then reject(\"no\")"},
    {"on PostAuthentication when attr[\"cognito:user_status\"] ?? \"\" == \"EXTERNAL_PROVIDER\" "
     "then reject(\"no\")",
     "W0718 reject(\"no\")",
     "on PostAuthentication when attr[\"cognito:user_status\"] ?? \"\" == \"RESET_REQUIRED\" "
     "then reject(\"no\")"},
    {"on DefineAuthChallenge then issueTokens", "W0731 issueTokens",
     "on DefineAuthChallenge then challenge(\"CUSTOM_CHALLENGE\")"},
    {"on DefineAuthChallenge when session.exists(s, s.challengeResult) then issueTokens",
     "W0731 issueTokens",
     "on DefineAuthChallenge when session.exists(s, s.challengeName == \"CUSTOM_CHALLENGE\" && "
     "s.challengeResult) then issueTokens"},
    // Private values
    {"on UserMigration_Authentication let p = password.trim() "
     "when size(password) < 9 then reject(\"Too short: ${p}\")",
     "E0716 \"Too short: ${p}\"",
     "on UserMigration_Authentication "
     "when size(password) < 9 then reject(\"Too short: ${size(password)}\")"},
    {"on CustomEmailSender_SignUp then log(code)", "E0716 code",
     "on CustomEmailSender_SignUp then log(triggerSource)"},
    {"on VerifyAuthChallengeResponse then log(privateChallengeParameters.a ?? \"\")",
     "E0716 privateChallengeParameters.a ?? \"\"",
     "on VerifyAuthChallengeResponse then log(has(privateChallengeParameters.a) ? \"a\" : \"b\")"},
    {"on VerifyAuthChallengeResponse then log(\"Answered \" + challengeAnswer)",
     "E0716 \"Answered \" + challengeAnswer",
     "on VerifyAuthChallengeResponse then log(challengeAnswer == \"a\" ? \"Good\" : \"Bad\")"},
};

TEST(Proofs, Places) { expect_each(places); }

constexpr Case tokens[] = {
    {"on PreTokenGeneration then addClaim(\"sub\", \"x\")", "E0733 \"sub\"",
     "on PreTokenGeneration then addClaim(\"tenant\", \"x\")"},
    {"on PreTokenGenerationV2 then addAccessClaim(\"cognito:username\", \"x\")",
     "E0733 \"cognito:username\"", "on PreTokenGenerationV2 then addIdClaim(\"custom:a\", \"x\")"},
    {"on PreTokenGenerationV2 then addClaim(\"cognito:groups\", \"x\")", "E0733 \"cognito:groups\"",
     "on PreTokenGenerationV2 then suppressClaim(\"cognito:groups\")"},
    {"on PreTokenGeneration then addClaim(\"dev:a\", \"x\")", "E0733 \"dev:a\"",
     "on PreTokenGeneration then suppressClaim(\"dev:a\")"},
    {"on PreTokenGenerationV2 then addAccessClaim(\"scope\", \"x\")", "E0733 \"scope\"",
     "on PreTokenGenerationV2 then addScope(\"x\")"},
    {"on PreTokenGenerationV2 then addAccessClaim(\"aud\", \"x\")", "E0733 \"aud\"",
     "on PreTokenGenerationV2 when has(clientId) then addAccessClaim(\"aud\", clientId)"},
    {"on PreTokenGenerationV2 then addClaim(\"username\", \"x\")", "E0733 \"username\"",
     "on PreTokenGenerationV2 then addIdClaim(\"username\", \"x\")"},
    {"on PreTokenGenerationV2 then addIdClaim(\"address\", [\"x\"])", "E0734 [\"x\"]",
     "on PreTokenGenerationV2 then addAccessClaim(\"address\", [\"x\"])"},
    {"on PreTokenGenerationV2 then addScope(\"a b\")", "E0735 \"a b\"",
     "on PreTokenGenerationV2 then addScope(\"a\"), addScope(\"b\")"},
    {"on PreTokenGeneration then overrideGroups([])", "W0736 []",
     "on PreTokenGeneration then overrideGroups([\"a\"])"},
    {"pool {tokenVersion: \"V2_0\"} on PreTokenGeneration then addClaim(\"a\", \"b\")",
     "E0730 addClaim(\"a\", \"b\")",
     "pool {tokenVersion: \"V3_0\"} on PreTokenGenerationV2 then addClaim(\"a\", \"b\")"},
    {"on UserMigration then migrate({\"sub\": \"a\"})", "E0732 \"sub\"",
     "on UserMigration then migrate({\"custom:sub\": \"a\"})"},
};

TEST(Proofs, Tokens) { expect_each(tokens); }

TEST(Proofs, EveryReservedClaim) {
  for (const auto& claim : compiler::schema::claims()) {
    std::string name(claim.name);
    if (name.ends_with('*')) name.back() = 'x';
    const auto found =
        proofs_of("on PreTokenGenerationV2 then addClaim(\"" + name + "\", [\"x\"])");
    EXPECT_TRUE(found.starts_with("E0733 ") || found.starts_with("E0734 "))
        << name << ": " << found;
  }
}

constexpr Case reaches[] = {
    {"on PreSignUp when attr.a == \"a\" && attr.a == \"b\" then autoConfirm",
     "W0719 attr.a == \"a\" && attr.a == \"b\"",
     "on PreSignUp when attr.a == \"a\" && attr.b == \"b\" then autoConfirm"},
    {"on PreSignUp when has(attr.a) && !has(attr.a) then autoConfirm",
     "W0719 has(attr.a) && !has(attr.a)",
     "on PreSignUp when has(attr.a) && !has(attr.b) then autoConfirm"},
    {"on PreSignUp_SignUp when triggerSource != \"PreSignUp_SignUp\" then autoConfirm",
     "W0719 triggerSource != \"PreSignUp_SignUp\"",
     "on PreSignUp when triggerSource != \"PreSignUp_SignUp\" then autoConfirm"},
    {"on PreSignUp when 1 > 2 then autoConfirm", "W0719 1 > 2",
     "on PreSignUp when size(userName) > 2 then autoConfirm"},
    {"on PreSignUp when 2 > 1 then autoConfirm", "W0720 2 > 1", "on PreSignUp then autoConfirm"},
    {"on PreSignUp_SignUp when triggerSource == \"PreSignUp_SignUp\" then autoConfirm",
     "W0720 triggerSource == \"PreSignUp_SignUp\"",
     "on PreSignUp when triggerSource in [\"PreSignUp_SignUp\", \"PreSignUp_AdminCreateUser\", "
     "\"PreSignUp_ExternalProvider\"] then autoConfirm"},
    // What comes first
    {"on PreSignUp then autoConfirm when has(attr.a) then autoConfirm", "W0721 autoConfirm",
     "on PreSignUp when has(attr.a) then autoConfirm then autoConfirm"},
    {"on PreSignUp when has(attr.a) then autoConfirm when userName == \"a\" && has(attr.a) "
     "then autoConfirm",
     "W0721 autoConfirm",
     "on PreSignUp when has(attr.a) then autoConfirm when userName == \"a\" then autoConfirm"},
    {"on PreSignUp when has(attr.a) || has(attr.b) then autoConfirm when has(attr.b) "
     "then autoConfirm",
     "W0721 autoConfirm",
     "on PreSignUp when has(attr.b) then autoConfirm when has(attr.a) || has(attr.b) "
     "then autoConfirm"},
    {"on PreSignUp when has(attr.a) then autoConfirm when has(attr.a) then reject(\"no\")",
     "W0721 autoConfirm", "on PreSignUp then autoConfirm when has(attr.a) then reject(\"no\")"},
    {"on PreSignUp when userName == \"a\" then reject(\"a\") "
     "when userName == \"a\" && has(attr.a) then reject(\"b\")",
     "W0721 reject(\"b\")",
     "on PreSignUp when userName == \"a\" && has(attr.a) then reject(\"b\") "
     "when userName == \"a\" then reject(\"a\")"},
    {"on CustomMessage then emailSubject(\"a\") on CustomMessage_SignUp then emailSubject(\"b\")",
     "W0722 emailSubject(\"b\")",
     "on CustomMessage_SignUp then emailSubject(\"b\") on CustomMessage then emailSubject(\"a\")"},
    {"on CustomMessage when has(attr.a) then emailSubject(\"a\") "
     "when has(attr.a) then emailSubject(\"b\")",
     "W0722 emailSubject(\"b\")",
     "on CustomMessage when has(attr.a) then emailSubject(\"a\") "
     "when has(attr.b) then emailSubject(\"b\")"},
    // A value that can fail leaves the field to a later rule.
    {"on CustomMessage when has(email) then emailSubject(\"a\") "
     "when has(email) then emailSubject(\"b\")",
     "W0722 emailSubject(\"b\")",
     "on CustomMessage when has(email) && size(email) < 99 then emailSubject(\"To "
     "${email.domain}\") "
     "when has(email) && size(email) < 99 then emailSubject(\"b\")"},
    // More parts than all subsets are tried of: single parts still count.
    {"on PreSignUp when has(attr.a) then autoConfirm when has(attr.a) && has(attr.b) && "
     "has(attr.c) && has(attr.d) && has(attr.e) && has(attr.f) && has(attr.g) then autoConfirm",
     "W0721 autoConfirm",
     "on PreSignUp when has(attr.h) then autoConfirm when has(attr.a) && has(attr.b) && "
     "has(attr.c) && has(attr.d) && has(attr.e) && has(attr.f) && has(attr.g) then autoConfirm"},
    // So do several, if no other rule asks for the rest.
    {"on PreSignUp when has(attr.a) && has(attr.g) then autoConfirm when has(attr.a) && "
     "has(attr.b) && has(attr.c) && has(attr.d) && has(attr.e) && has(attr.f) && has(attr.g) "
     "then autoConfirm",
     "W0721 autoConfirm",
     "on PreSignUp when has(attr.a) && has(attr.h) then autoConfirm when has(attr.a) && "
     "has(attr.b) && has(attr.c) && has(attr.d) && has(attr.e) && has(attr.f) && has(attr.g) "
     "then autoConfirm"},
};

TEST(Proofs, Reach) { expect_each(reaches); }

constexpr Case pools[] = {
    {"pool {emailSendin: \"DEVELOPER\"} on PreSignUp then autoConfirm", "E0725 emailSendin",
     "pool {emailSending: \"DEVELOPER\"} on PreSignUp then autoConfirm"},
    {"pool {verifyBy: \"mail\"} on PreSignUp then autoConfirm", "E0726 \"mail\"",
     "pool {verifyBy: \"link\"} on PreSignUp then autoConfirm"},
    {"pool {aliases: \"email\"} on PreSignUp then autoConfirm", "E0726 \"email\"",
     "pool {aliases: [\"email\"]} on PreSignUp then autoConfirm"},
    {"pool {verifyBy: \"link\"} pool {verifyBy: \"code\"} on PreSignUp then autoConfirm",
     "E0727 verifyBy",
     "pool {verifyBy: \"link\"} pool {aliases: []} on PreSignUp then autoConfirm"},
    {"pool {emailSending: \"COGNITO_DEFAULT\"} on CustomMessage then emailSubject(\"a\")",
     "E0728 emailSubject(\"a\")",
     "pool {emailSending: \"COGNITO_DEFAULT\"} on CustomMessage_SignUp "
     "then smsMessage(codeParameter)"},
    {"pool {verifyBy: \"link\"} on CustomMessage_SignUp then emailMessage(codeParameter)",
     "E0703 codeParameter",
     "pool {verifyBy: \"link\"} on CustomMessage_SignUp then emailMessage(\"See {##here##}\")"},
    {"pool {verifyBy: \"code\"} on CustomMessage_SignUp then emailMessage(\"See {##here##}\")",
     "E0703 \"See {##here##}\"",
     "pool {verifyBy: \"code\"} on CustomMessage_SignUp then emailMessage(codeParameter)"},
    {"pool {aliases: [\"email\"]} on PreSignUp when has(attr.email) then autoVerifyEmail",
     "W0729 autoVerifyEmail",
     "pool {aliases: [\"email\"]} on PreSignUp when has(attr.phone_number) then autoVerifyPhone"},
    {"pool {aliases: [\"email\"]} on PreSignUp when has(attr.email) then autoVerifyEmail",
     "W0729 autoVerifyEmail",
     "pool {aliases: [\"email\"]} on PreSignUp_ExternalProvider when has(attr.email) "
     "then autoVerifyEmail"},
    // `pool` is a name elsewhere.
    {"on PreSignUp let pool = 1 when pool == 2 then autoConfirm", "W0719 pool == 2",
     "on PreSignUp let pool = userName when pool == \"a\" then autoConfirm"},
};

TEST(Proofs, Pools) { expect_each(pools); }

TEST(Proofs, Repairs) {
  EXPECT_EQ(fixed("on PreSignUp when attr.email_verified == \"True\" then autoConfirm", 0),
            "on PreSignUp when attr.email_verified == true then autoConfirm");
  const auto repaired = [](std::string_view text) { return fixed(text, 0, true); };
  EXPECT_EQ(repaired("on PreSignUp rule \"then\" then autoVerifyEmail"),
            "on PreSignUp rule \"then\" when has(attr.email) then autoVerifyEmail");
  EXPECT_EQ(
      repaired("on PreSignUp when has(attr.a) || has(attr.b) then autoVerifyEmail"),
      "on PreSignUp when has(attr.email) && (has(attr.a) || has(attr.b)) then autoVerifyEmail");
  EXPECT_EQ(repaired("on PreSignUp when email.endsWith('a.b') then autoConfirm"),
            "on PreSignUp when email.endsWith('@a.b') then autoConfirm");
}

constexpr Case ignores[] = {
    {"on PostConfirmation\n// lintel-ignore W0717\nthen addToGroup(\"a\")",
     "W0740 // lintel-ignore W0717; W0717 addToGroup(\"a\")",
     "on PostConfirmation\n// lintel-ignore W0717: both are meant\nthen addToGroup(\"a\")"},
    {"on PostConfirmation\n// lintel-ignore W9999: x\nthen addToGroup(\"a\")",
     "W0741 // lintel-ignore W9999: x; W0717 addToGroup(\"a\")",
     "on PostConfirmation\n// lintel-ignore w0717: any letter case\n\n// why\nthen\n "
     "addToGroup(\"a\")"},
    {"on PreSignUp\n// lintel-ignore E0723: x\nthen autoVerifyEmail",
     "W0741 // lintel-ignore E0723: x; E0723 autoVerifyEmail", "on PreSignUp then autoConfirm"},
    {"on PreSignUp\n// lintel-ignore W0717: x\nthen autoConfirm", "W0742 // lintel-ignore W0717: x",
     "on PreSignUp\n// lintel ignores W0717: x\nthen autoConfirm"},
    // One comment, one finding.
    {"on PreSignUp\n// lintel-ignore W0711: x\n"
     "when email.endsWith(\"a\") || email.endsWith(\"b\") then autoConfirm",
     "W0711 \"b\"",
     "on PreSignUp\n// lintel-ignore W0711: x\n// lintel-ignore W0711: y\n"
     "when email.endsWith(\"a\") || email.endsWith(\"b\") then autoConfirm"},
    // A comment behind something, and one in a string, are none.
    {"on PostConfirmation // lintel-ignore W0717: x\nthen emit(\"\"\"\n"
     "// lintel-ignore W0717: x\n\"\"\", {})",
     "W0717 emit(\"\"\"\n// lintel-ignore W0717: x\n\"\"\", {})",
     "on PostConfirmation_ConfirmSignUp then emit(\"\"\"\n// lintel-ignore W0717: "
     "x\n\"\"\", {})"},
};

TEST(Proofs, Ignores) { expect_each(ignores); }

std::string mail(const std::string& from, const std::string& to) {
  return "on PostConfirmation_ConfirmSignUp then sendEmail(from: " + from + ", to: " + to +
         ", subject: \"a, b\", text: \"c\")";
}

std::string group(const std::string& name) {
  return "on PostConfirmation_ConfirmSignUp then addToGroup(" + name + ")";
}

std::string emission(const std::string& type) {
  return "on PostConfirmation_ConfirmSignUp then emit(" + type + ", {})";
}

const std::string good = "\"a@example.com\"";
const std::string longest = '"' + std::string(128, 'x') + '"';
const std::string too_long = '"' + std::string(129, 'x') + '"';

struct WrittenCase {
  std::string rules;
  std::string findings;
  std::string twin;
};

const WrittenCase effect_arguments[] = {
    {mail("\"nobody\"", good), "W0743 \"nobody\"", mail("\"Jo, Doe <jo@example.com>\"", good)},
    {mail(good, "\"\""), "W0743 \"\"", mail(good, "userName")},
    {mail(good, "\"a@b.c, d@e.f\""), "W0743 \"a@b.c, d@e.f\"",
     mail(good, "[\"a@b.c\", \"d@e.f\"]")},
    {mail(good, "[userName, \"d@e f\"]"), "W0743 \"d@e f\"", mail(good, "[userName, \"d@e.f\"]")},
    {mail(good, "userName == \"a\" ? \"a\" : \"a@b.c\""), "W0743 \"a\"",
     mail(good, "userName == \"a\" ? \"b@b.c\" : \"a@b.c\"")},
    {mail(good, "\"jo@b\u00fccher.example\""), "W0743 \"jo@b\u00fccher.example\"",
     mail(good, "\"J\u00f6 <jo@xn--bcher-kva.example>\"")},
    {mail(good, "\"Jo jo@example.com>\""), "W0743 \"Jo jo@example.com>\"", mail(good, good)},
    {group("\"\""), "W0744 \"\"", group("\"x\"")},
    {group("\"a b\""), "W0744 \"a b\"", group("\"a-b\"")},
    {group(too_long), "W0744 " + too_long, group(longest)},
    {emission("\"\""), "W0744 \"\"", emission("\"User confirmed\"")},
    {emission(too_long), "W0744 " + too_long, emission(longest)},
};

TEST(Proofs, EffectArguments) {
  for (const WrittenCase& given : effect_arguments) {
    const Case one{given.rules, given.findings, given.twin};
    expect_each({&one, 1});
  }
}

}  // namespace
}  // namespace lintel::testing
