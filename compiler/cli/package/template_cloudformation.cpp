// SPDX-License-Identifier: Apache-2.0
// The deployment for CloudFormation, and for SAM, which differs in where the code comes from.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "compiler/cli/arguments.h"
#include "compiler/cli/package/templates.h"

namespace lintel::cli {
namespace {

constexpr Escape yaml_escapes[] = {{"'", "''"}};  // between single quotes

// A variable of the environment and the parameter that it comes from.
struct Parameter {
  std::string_view variable;
  std::string id;
};

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Ids are of letters and digits: EnvSignUpCode for SIGN_UP_CODE. A number tells apart what would
// be alike.
std::vector<Parameter> parameters(const Deployment& deployment) {
  std::vector<Parameter> all;
  for (const std::string_view variable : deployment.parameters()) {
    std::string id = "Env";
    for (const std::string_view word : split(variable, '_')) {
      if (word.empty()) continue;
      id += upper(word.front());
      std::transform(word.begin() + 1, word.end(), std::back_inserter(id), lower);
    }
    const auto taken =
        std::any_of(all.begin(), all.end(), [&](const Parameter& other) { return other.id == id; });
    if (taken) id += fmt::format("Number{}", all.size() + 1);
    all.push_back({variable, std::move(id)});
  }
  return all;
}

constexpr std::string_view cloudformation_head =
    R"(# A function with rules for Amazon Cognito, and a user pool that calls it. To deploy it:
#   aws s3 cp function.zip s3://BUCKET/KEY
#   aws cloudformation deploy --template-file THIS --stack-name NAME --capabilities CAPABILITY_IAM \
#     --parameter-overrides CodeBucket=BUCKET CodeKey=KEY NAME=VALUE...
# NAME is a parameter below. CloudFormation sees new rules only under a new KEY.
AWSTemplateFormatVersion: '2010-09-09'
Description: A function with rules for Amazon Cognito, and a user pool that calls it
)";

constexpr std::string_view sam_head =
    R"(# A function with rules for Amazon Cognito, and a user pool that calls it. To deploy it, with
# function.zip beside this file:
#   sam deploy --guided --template-file THIS
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Description: A function with rules for Amazon Cognito, and a user pool that calls it
)";

constexpr std::string_view code_parameters =
    R"(  CodeBucket:
    Type: String
    Description: The bucket that function.zip lies in, in the region of the stack
  CodeKey:
    Type: String
    Description: The key of function.zip in the bucket
)";

std::string parameters_text(const Deployment& deployment, const std::vector<Parameter>& variables,
                            bool sam) {
  std::string text;
  if (!sam) text += code_parameters;
  if (deployment.has_sender())
    text += R"(  SenderIdentity:
    Type: String
    Description: The domain or address, verified in Amazon SES, that mails come from
)";
  if (deployment.writes_mails)
    text += R"(  SenderAddress:
    Type: String
    Description: The address of that identity that mails of the user pool come from
)";
  if (deployment.permits(Resource::bus))
    text += R"(  EventBus:
    Type: String
    Default: default
    Description: The event bus of Amazon EventBridge that takes what the rules emit
)";
  for (const Parameter& parameter : variables)
    text += fmt::format(
        "  {}:\n    Type: String\n    Default: ''\n"
        "    Description: {} in the environment of the function; empty, it is not set\n",
        parameter.id, parameter.variable);
  return text.empty() ? text : "Parameters:\n" + text;
}

std::string conditions_text(const std::vector<Parameter>& variables) {
  std::string text;
  for (const Parameter& parameter : variables)
    text += fmt::format("  Has{0}: !Not [!Equals [!Ref {0}, '']]\n", parameter.id);
  return text.empty() ? text : "Conditions:\n" + text;
}

std::string role_text(const Deployment& deployment) {
  std::string text = R"(Resources:
  LogGroup:
    Type: AWS::Logs::LogGroup
    Properties:
)";
  text += fmt::format("      RetentionInDays: {}\n", log_days);
  text += R"(  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              Service: lambda.amazonaws.com
            Action: sts:AssumeRole
      Policies:
        - PolicyName: function
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action:
                  - logs:CreateLogStream
                  - logs:PutLogEvents
                Resource: !GetAtt LogGroup.Arn
)";
  for (const EffectPermission* permission : deployment.permissions) {
    if (permission->resource == Resource::pool) continue;
    const std::string_view resource =
        permission->resource == Resource::identity
            ? "ses:${AWS::Region}:${AWS::AccountId}:identity/${SenderIdentity}"
            : "events:${AWS::Region}:${AWS::AccountId}:event-bus/${EventBus}";
    text += fmt::format(
        "              - Effect: Allow\n                Action: {}\n"
        "                Resource: !Sub arn:${{AWS::Partition}}:{}\n",
        permission->action, resource);
  }
  return text;
}

std::string environment_text(const Deployment& deployment,
                             const std::vector<Parameter>& variables) {
  std::string text;
  if (deployment.permits(Resource::bus))
    text += fmt::format("          {}: !Ref EventBus\n", event_bus_variable);
  for (const Parameter& parameter : variables)
    text += fmt::format("          {0}: !If [Has{1}, !Ref {1}, !Ref AWS::NoValue]\n",
                        parameter.variable, parameter.id);
  return text.empty() ? text : "      Environment:\n        Variables:\n" + text;
}

std::string function_text(const Deployment& deployment, Architecture architecture,
                          const std::vector<Parameter>& variables, bool sam) {
  std::string text = fmt::format("  Function:\n    Type: AWS::{}::Function\n    Properties:\n",
                                 sam ? "Serverless" : "Lambda");
  text += sam ? "      CodeUri: function.zip\n"
              : "      Code:\n        S3Bucket: !Ref CodeBucket\n        S3Key: !Ref CodeKey\n";
  text += fmt::format(
      "      Runtime: provided.al2023\n      Handler: bootstrap\n      Architectures:\n"
      "        - {}\n      MemorySize: {}\n      Timeout: {}\n",
      architecture == Architecture::arm64 ? "arm64" : "x86_64", function_megabytes,
      function_seconds);
  text += R"(      Role: !GetAtt Role.Arn
      LoggingConfig:
        LogGroup: !Ref LogGroup
)";
  return text + environment_text(deployment, variables);
}

// The key names no pool: the pool names the key.
constexpr std::string_view key_text = R"(  Key:
    Type: AWS::KMS::Key
    Properties:
      Description: Encrypts the codes that Cognito hands to the function
      EnableKeyRotation: true
      KeyPolicy:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:root
            Action: kms:*
            Resource: '*'
          - Effect: Allow
            Principal:
              Service: cognito-idp.amazonaws.com
            Action: kms:CreateGrant
            Resource: '*'
            Condition:
              StringEquals:
                aws:SourceAccount: !Ref AWS::AccountId
              ArnLike:
                aws:SourceArn: !Sub arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/*
)";

std::string pool_text(const Deployment& deployment) {
  std::string text = deployment.needs(Needs::key) ? std::string(key_text) : "";
  text += R"(  UserPool:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolTier: ESSENTIALS
      DeletionProtection: ACTIVE
      AutoVerifiedAttributes:
        - email
)";
  if (deployment.writes_mails)
    text += R"(      EmailConfiguration:
        EmailSendingAccount: DEVELOPER
        SourceArn: !Sub arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${SenderIdentity}
        From: !Ref SenderAddress
)";
  if (!deployment.custom_attributes.empty()) text += "      Schema:\n";
  for (const std::string_view attribute : deployment.custom_attributes)
    text += fmt::format(
        "        - Name: '{}'\n          AttributeDataType: String\n          Mutable: true\n",
        escaped(attribute.substr(attribute.find(':') + 1), yaml_escapes));
  text += "      LambdaConfig:\n";
  for (const PoolSetting* setting : deployment.settings)
    text += setting->version.empty()
                ? fmt::format("        {}: !GetAtt Function.Arn\n", setting->cloudformation)
                : fmt::format(
                      "        {}:\n          LambdaArn: !GetAtt Function.Arn\n"
                      "          LambdaVersion: {}\n",
                      setting->cloudformation, setting->version);
  if (deployment.needs(Needs::key)) text += "        KMSKeyID: !GetAtt Key.Arn\n";
  text += R"(  UserPoolClient:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref UserPool
      PreventUserExistenceErrors: ENABLED
      ExplicitAuthFlows:
        - ALLOW_USER_SRP_AUTH
        - ALLOW_REFRESH_TOKEN_AUTH
)";
  for (const std::string_view flow : deployment.flows())
    text += fmt::format("        - {}\n", flow);
  return text;
}

std::string links_text(const Deployment& deployment) {
  std::string text = R"(  UserPoolPermission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !GetAtt Function.Arn
      Action: lambda:InvokeFunction
      Principal: cognito-idp.amazonaws.com
      SourceArn: !GetAtt UserPool.Arn
      SourceAccount: !Ref AWS::AccountId
)";
  for (const EffectPermission* permission : deployment.permissions)
    if (permission->resource == Resource::pool)
      text += fmt::format(
          R"(  # On its own: in the role, it would make a circle of role, function and pool.
  UserPoolPolicy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: user-pool
      Roles:
        - !Ref Role
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: {}
            Resource: !GetAtt UserPool.Arn
)",
          permission->action);
  return text;
}

constexpr std::string_view outputs_text = R"(Outputs:
  UserPoolId:
    Value: !Ref UserPool
  UserPoolClientId:
    Value: !Ref UserPoolClient
  FunctionName:
    Value: !Ref Function
)";

std::string text_of(const Deployment& deployment, Architecture architecture, bool sam) {
  const std::vector<Parameter> variables = parameters(deployment);
  std::string text(sam ? sam_head : cloudformation_head);
  text += parameters_text(deployment, variables, sam);
  text += conditions_text(variables);
  text += role_text(deployment);
  text += function_text(deployment, architecture, variables, sam);
  text += pool_text(deployment);
  text += links_text(deployment);
  text += outputs_text;
  return text;
}

}  // namespace

std::string cloudformation_template(const Deployment& deployment, Architecture architecture) {
  return text_of(deployment, architecture, false);
}

std::string sam_template(const Deployment& deployment, Architecture architecture) {
  return text_of(deployment, architecture, true);
}

}  // namespace lintel::cli
