// SPDX-License-Identifier: Apache-2.0
// The deployment for the AWS CDK, in TypeScript.
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "compiler/cli/package/templates.h"

namespace lintel::cli {
namespace {

constexpr Escape script_escapes[] = {{"\\", "\\\\"}, {"'", "\\'"}};  // between single quotes

std::string head(const Deployment& deployment) {
  std::string text =
      R"(// A function with rules for Amazon Cognito, and a user pool that calls it. To deploy it, with
// function.zip in the current directory:
//   npm install aws-cdk-lib constructs aws-cdk tsx
//   npx cdk deploy --app 'npx tsx THIS'
)";
  if (deployment.has_sender())
    text +=
        "// -c senderIdentity=IDENTITY names a domain or address that Amazon SES has verified.\n";
  if (deployment.writes_mails)
    text +=
        "// -c senderAddress=ADDRESS names the address of it that mails of the pool come from.\n";
  if (deployment.permits(Resource::bus))
    text += "// -c eventBus=NAME names an event bus of Amazon EventBridge other than `default`.\n";
  if (!deployment.parameters().empty())
    text += "// -c NAME=VALUE sets a variable that the rules read.\n";
  text += R"(import { App, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as iam from 'aws-cdk-lib/aws-iam';
)";
  if (deployment.needs(Needs::key)) text += "import * as kms from 'aws-cdk-lib/aws-kms';\n";
  return text + R"(import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

)";
}

std::string props_text(const Deployment& deployment) {
  std::string text = "export interface TriggerStackProps extends StackProps {\n";
  if (deployment.has_sender())
    text += R"(  // The domain or address, verified in Amazon SES, that mails come from.
  readonly senderIdentity: string;
)";
  if (deployment.writes_mails)
    text += R"(  // The address of that identity that mails of the user pool come from.
  readonly senderAddress: string;
)";
  if (deployment.permits(Resource::bus))
    text += R"(  // The event bus of Amazon EventBridge that takes what the rules emit.
  readonly eventBus: string;
)";
  if (!deployment.parameters().empty())
    text += R"(  // Variables of the environment of the function.
  readonly environment: Record<string, string>;
)";
  text += "}\n\n";
  return text + R"(export class TriggerStack extends Stack {
  constructor(scope: Construct, id: string, props: TriggerStackProps) {
    super(scope, id, props);
)";
}

std::string role_text(const Deployment& deployment) {
  std::string text = fmt::format(R"(
    const logGroup = new logs.LogGroup(this, 'LogGroup', {{
      retention: {},
    }});
    const role = new iam.Role(this, 'Role', {{
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    }});
    logGroup.grantWrite(role);
)",
                                 log_days);
  for (const EffectPermission* permission : deployment.permissions) {
    if (permission->resource == Resource::pool) continue;
    const std::string_view resource =
        permission->resource == Resource::identity
            ? "service: 'ses', resource: 'identity', resourceName: props.senderIdentity"
            : "service: 'events', resource: 'event-bus', resourceName: props.eventBus";
    text += fmt::format(R"(    role.addToPolicy(new iam.PolicyStatement({{
      actions: ['{}'],
      resources: [this.formatArn({{ {} }})],
    }}));
)",
                        permission->action, resource);
  }
  return text;
}

std::string function_text(const Deployment& deployment, Architecture architecture) {
  std::string text = fmt::format(R"(
    const trigger = new lambda.Function(this, 'Function', {{
      runtime: lambda.Runtime.PROVIDED_AL2023,
      architecture: lambda.Architecture.{},
      handler: 'bootstrap',
      code: lambda.Code.fromAsset('function.zip'),
      memorySize: {},
      timeout: Duration.seconds({}),
      role,
      logGroup,
)",
                                 architecture == Architecture::arm64 ? "ARM_64" : "X86_64",
                                 function_megabytes, function_seconds);
  const bool bus = deployment.permits(Resource::bus);
  const bool variables = !deployment.parameters().empty();
  if (bus && variables)
    text += fmt::format("      environment: {{ ...props.environment, {}: props.eventBus }},\n",
                        event_bus_variable);
  else if (bus)
    text += fmt::format("      environment: {{ {}: props.eventBus }},\n", event_bus_variable);
  else if (variables)
    text += "      environment: props.environment,\n";
  return text + "    });\n";
}

// The key names no pool: the pool names the key.
constexpr std::string_view key_text = R"(
    const key = new kms.Key(this, 'Key', {
      description: 'Encrypts the codes that Cognito hands to the function',
      enableKeyRotation: true,
    });
    key.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cognito-idp.amazonaws.com')],
      actions: ['kms:CreateGrant'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'aws:SourceAccount': this.account },
        ArnLike: {
          'aws:SourceArn': this.formatArn({ service: 'cognito-idp', resource: 'userpool', resourceName: '*' }),
        },
      },
    }));
)";

std::string pool_text(const Deployment& deployment) {
  std::string text = deployment.needs(Needs::key) ? std::string(key_text) : "";
  text += R"(
    const pool = new cognito.UserPool(this, 'UserPool', {
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      selfSignUpEnabled: true,
      autoVerify: { email: true },
)";
  if (!deployment.custom_attributes.empty()) text += "      customAttributes: {\n";
  for (const std::string_view attribute : deployment.custom_attributes)
    text += fmt::format("        '{}': new cognito.StringAttribute({{ mutable: true }}),\n",
                        escaped(attribute.substr(attribute.find(':') + 1), script_escapes));
  if (!deployment.custom_attributes.empty()) text += "      },\n";
  text += R"(    });
    const settings = pool.node.defaultChild as cognito.CfnUserPool;
)";
  if (deployment.writes_mails)
    text += R"(    settings.emailConfiguration = {
      emailSendingAccount: 'DEVELOPER',
      sourceArn: this.formatArn({ service: 'ses', resource: 'identity', resourceName: props.senderIdentity }),
      from: props.senderAddress,
    };
)";
  text += "    settings.lambdaConfig = {\n";
  for (const PoolSetting* setting : deployment.settings)
    text +=
        setting->version.empty()
            ? fmt::format("      {}: trigger.functionArn,\n", setting->cdk)
            : fmt::format("      {}: {{ lambdaArn: trigger.functionArn, lambdaVersion: '{}' }},\n",
                          setting->cdk, setting->version);
  if (deployment.needs(Needs::key)) text += "      kmsKeyId: key.keyArn,\n";
  text += R"(    };
    const client = pool.addClient('Client', {
      preventUserExistenceErrors: true,
      disableOAuth: true,
      authFlows: {)";
  for (const std::string_view flow : deployment.flows())
    text += flow == "ALLOW_CUSTOM_AUTH" ? " custom: true," : " userPassword: true,";
  return text + R"( userSrp: true },
    });
)";
}

std::string links_text(const Deployment& deployment) {
  std::string text = R"(    trigger.addPermission('UserPool', {
      principal: new iam.ServicePrincipal('cognito-idp.amazonaws.com'),
      sourceArn: pool.userPoolArn,
      sourceAccount: this.account,
    });
)";
  for (const EffectPermission* permission : deployment.permissions)
    if (permission->resource == Resource::pool)
      text += fmt::format(
          R"(    // On its own: in the role, it would make a circle of role, function and pool.
    new iam.Policy(this, 'UserPoolPolicy', {{
      roles: [role],
      statements: [
        new iam.PolicyStatement({{
          actions: ['{}'],
          resources: [pool.userPoolArn],
        }}),
      ],
    }});
)",
          permission->action);
  return text + R"(
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: client.userPoolClientId });
    new CfnOutput(this, 'FunctionName', { value: trigger.functionName });
  }
}

)";
}

std::string app_text(const Deployment& deployment) {
  std::string text = "const app = new App();\n";
  const auto variables = deployment.parameters();
  if (!variables.empty()) {
    text += "const environment: Record<string, string> = {};\nfor (const name of [\n";
    for (const std::string_view name : variables) text += fmt::format("  '{}',\n", name);
    text += R"(]) {
  const value = app.node.tryGetContext(name);
  if (value !== undefined) environment[name] = String(value);
}
)";
  }
  text += "new TriggerStack(app, 'Triggers', {";
  std::string props;
  if (deployment.has_sender())
    props += "  senderIdentity: app.node.getContext('senderIdentity'),\n";
  if (deployment.writes_mails) props += "  senderAddress: app.node.getContext('senderAddress'),\n";
  if (deployment.permits(Resource::bus))
    props += "  eventBus: app.node.tryGetContext('eventBus') ?? 'default',\n";
  if (!variables.empty()) props += "  environment,\n";
  return text + (props.empty() ? "" : "\n" + props) + "});\n";
}

}  // namespace

std::string cdk_template(const Deployment& deployment, Architecture architecture) {
  return head(deployment) + props_text(deployment) + role_text(deployment) +
         function_text(deployment, architecture) + pool_text(deployment) + links_text(deployment) +
         app_text(deployment);
}

}  // namespace lintel::cli
