// SPDX-License-Identifier: Apache-2.0
// The deployment for Terraform and OpenTofu.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "compiler/cli/package/templates.h"

namespace lintel::cli {
namespace {

constexpr Escape hcl_escapes[] = {  // between double quotes
    {"\\", "\\\\"},
    {"\"", "\\\""},
    {"${", "$${"},
    {"%{", "%%{"}};

// The provider aws knows no inbound federation, and takes it away from pools that it changes:
// https://github.com/hashicorp/terraform-provider-aws/issues/46216. The provider awscc, which is
// made from CloudFormation's own schemas, knows all.
bool needs_cloud_control(const Deployment& deployment) {
  return std::any_of(
      deployment.settings.begin(), deployment.settings.end(),
      [](const PoolSetting* setting) { return setting->trigger == "InboundFederation"; });
}

// How the two providers name and write a pool.
struct PoolStyle {
  std::string_view resource;
  std::string_view name_argument;
  std::string_view id;
  std::string_view from_argument;  // of its e-mail settings
  std::string_view object;         // between the name of a nested object and its brace
};
constexpr PoolStyle plain_pool = {"aws_cognito_user_pool", "name", "id", "from_email_address", " "};
constexpr PoolStyle cloud_control_pool = {"awscc_cognito_user_pool", "user_pool_name",
                                          "user_pool_id", "from", " = "};

struct Argument {
  std::string_view name;
  std::string value;
};

// One argument a line, as `terraform fmt` writes them.
std::string aligned(std::string_view indent, const std::vector<Argument>& arguments) {
  std::size_t width = 0;
  for (const Argument& argument : arguments) width = std::max(width, argument.name.size());
  std::string text;
  for (const Argument& argument : arguments)
    text += fmt::format("{}{:{}} = {}\n", indent, argument.name, width, argument.value);
  return text;
}

std::string head(bool cloud_control) {
  std::string text =
      R"(# A function with rules for Amazon Cognito, and a user pool that calls it. To deploy it, with
# function.zip beside this file: terraform init && terraform apply

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
)";
  if (cloud_control)
    text += R"(    # The provider aws cannot set a trigger for inbound federation.
    awscc = {
      source  = "hashicorp/awscc"
      version = ">= 1.70"
    }
)";
  return text + "  }\n}\n\n";
}

std::string variables_text(const Deployment& deployment) {
  std::string text = R"(variable "name" {
  description = "The name of the function, its role and the user pool"
  type        = string
  default     = "cognito-rules"
}

)";
  if (deployment.has_sender())
    text += R"(variable "sender_identity" {
  description = "The domain or address, verified in Amazon SES, that mails come from"
  type        = string
}

)";
  if (deployment.writes_mails)
    text += R"(variable "sender_address" {
  description = "The address of that identity that mails of the user pool come from"
  type        = string
}

)";
  if (deployment.permits(Resource::bus))
    text += R"(variable "event_bus" {
  description = "The event bus of Amazon EventBridge that takes what the rules emit"
  type        = string
  default     = "default"
}

)";
  for (const std::string_view name : deployment.parameters())
    text += fmt::format(R"(variable "env_{0}" {{
  description = "{0} in the environment of the function; null, it is not set"
  type        = string
  default     = null
}}

)",
                        name);
  return text;
}

std::string data_text(const Deployment& deployment) {
  std::string text = "data \"aws_caller_identity\" \"current\" {}\n\n";
  if (deployment.needs(Needs::key))
    text += "data \"aws_partition\" \"current\" {}\n\ndata \"aws_region\" \"current\" {}\n\n";
  if (deployment.has_sender())
    text += R"(data "aws_sesv2_email_identity" "sender" {
  email_identity = var.sender_identity
}

)";
  if (deployment.permits(Resource::bus))
    text += R"(data "aws_cloudwatch_event_bus" "events" {
  name = var.event_bus
}

)";
  return text;
}

std::string role_text(const Deployment& deployment) {
  std::string text = fmt::format(R"(resource "aws_cloudwatch_log_group" "function" {{
  name              = "/aws/lambda/${{var.name}}"
  retention_in_days = {}
}}

)",
                                 log_days);
  text += R"(resource "aws_iam_role" "function" {
  name = var.name
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  name = "function"
  role = aws_iam_role.function.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.function.arn}:*"
      },
)";
  for (const EffectPermission* permission : deployment.permissions) {
    if (permission->resource == Resource::pool) continue;
    text += fmt::format(R"(      {{
        Effect   = "Allow"
        Action   = "{}"
        Resource = {}.arn
      }},
)",
                        permission->action,
                        permission->resource == Resource::identity
                            ? "data.aws_sesv2_email_identity.sender"
                            : "data.aws_cloudwatch_event_bus.events");
  }
  return text + "    ]\n  })\n}\n\n";
}

std::string environment_text(const Deployment& deployment) {
  std::vector<Argument> variables;
  if (deployment.permits(Resource::bus)) variables.push_back({event_bus_variable, "var.event_bus"});
  for (const std::string_view name : deployment.parameters())
    variables.push_back({name, fmt::format("var.env_{}", name)});
  if (variables.empty()) return {};
  return fmt::format(R"(  environment {{
    variables = {{
      for name, value in {{
{}      }} : name => value if value != null
    }}
  }}
)",
                     aligned("        ", variables));
}

std::string function_text(const Deployment& deployment, Architecture architecture) {
  std::string text = fmt::format(R"(resource "aws_lambda_function" "function" {{
  function_name    = var.name
  role             = aws_iam_role.function.arn
  filename         = "${{path.module}}/function.zip"
  source_code_hash = filebase64sha256("${{path.module}}/function.zip")
  runtime          = "provided.al2023"
  handler          = "bootstrap"
  architectures    = ["{}"]
  memory_size      = {}
  timeout          = {}
  logging_config {{
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function.name
  }}
)",
                                 architecture == Architecture::arm64 ? "arm64" : "x86_64",
                                 function_megabytes, function_seconds);
  text += environment_text(deployment);
  return text + "  depends_on = [aws_iam_role_policy.function]\n}\n\n";
}

// The key names no pool: the pool names the key.
constexpr std::string_view key_text = R"(resource "aws_kms_key" "codes" {
  description         = "Encrypts the codes that Cognito hands to the function"
  enable_key_rotation = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Principal = { Service = "cognito-idp.amazonaws.com" }
        Action    = "kms:CreateGrant"
        Resource  = "*"
        Condition = {
          StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
          ArnLike = {
            "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:cognito-idp:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:userpool/*"
          }
        }
      },
    ]
  })
}

)";

std::string schema_text(const Deployment& deployment, bool cloud_control) {
  std::string text;
  for (const std::string_view attribute : deployment.custom_attributes) {
    const std::string name = escaped(attribute.substr(attribute.find(':') + 1), hcl_escapes);
    text +=
        cloud_control
            ? fmt::format(
                  "    {{ name = \"{}\", attribute_data_type = \"String\", mutable = true }},\n",
                  name)
            : fmt::format(
                  "  schema {{\n    name                = \"{}\"\n"
                  "    attribute_data_type = \"String\"\n    mutable             = true\n"
                  "    string_attribute_constraints {{}}\n  }}\n",
                  name);
  }
  return cloud_control && !text.empty() ? "  schema = [\n" + text + "  ]\n" : text;
}

std::string pool_text(const Deployment& deployment, const PoolStyle& style, bool cloud_control) {
  std::string text = deployment.needs(Needs::key) ? std::string(key_text) : "";
  text += fmt::format("resource \"{}\" \"pool\" {{\n", style.resource);
  text += aligned("  ", {{style.name_argument, "var.name"},
                         {"user_pool_tier", "\"ESSENTIALS\""},
                         {"deletion_protection", "\"ACTIVE\""},
                         {"auto_verified_attributes", "[\"email\"]"}});
  if (deployment.writes_mails)
    text += fmt::format("  email_configuration{}{{\n{}  }}\n", style.object,
                        aligned("    ", {{"email_sending_account", "\"DEVELOPER\""},
                                         {"source_arn", "data.aws_sesv2_email_identity.sender.arn"},
                                         {style.from_argument, "var.sender_address"}}));
  text += schema_text(deployment, cloud_control);
  text += fmt::format("  lambda_config{}{{\n", style.object);
  std::vector<Argument> functions;
  for (const PoolSetting* setting : deployment.settings)
    if (setting->version.empty())
      functions.push_back({setting->terraform, "aws_lambda_function.function.arn"});
  if (deployment.needs(Needs::key)) functions.push_back({"kms_key_id", "aws_kms_key.codes.arn"});
  text += aligned("    ", functions);
  for (const PoolSetting* setting : deployment.settings)
    if (!setting->version.empty())
      text += fmt::format(
          "    {}{}{{\n      lambda_arn     = aws_lambda_function.function.arn\n"
          "      lambda_version = \"{}\"\n    }}\n",
          setting->terraform, style.object, setting->version);
  return text + "  }\n}\n\n";
}

std::string client_text(const Deployment& deployment, const PoolStyle& style) {
  std::string flows = R"("ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")";
  for (const std::string_view flow : deployment.flows()) flows += fmt::format(", \"{}\"", flow);
  return fmt::format(R"(resource "aws_cognito_user_pool_client" "client" {{
  name                          = var.name
  user_pool_id                  = {}.pool.{}
  prevent_user_existence_errors = "ENABLED"
  explicit_auth_flows           = [{}]
}}

)",
                     style.resource, style.id, flows);
}

std::string links_text(const Deployment& deployment, const PoolStyle& style) {
  std::string text = fmt::format(R"(resource "aws_lambda_permission" "pool" {{
  function_name  = aws_lambda_function.function.function_name
  action         = "lambda:InvokeFunction"
  principal      = "cognito-idp.amazonaws.com"
  source_arn     = {}.pool.arn
  source_account = data.aws_caller_identity.current.account_id
}}

)",
                                 style.resource);
  for (const EffectPermission* permission : deployment.permissions)
    if (permission->resource == Resource::pool)
      text += fmt::format(
          R"(# On its own: the function waits for the other policy, and the pool for the function.
resource "aws_iam_role_policy" "pool" {{
  name = "user-pool"
  role = aws_iam_role.function.name
  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect   = "Allow"
      Action   = "{}"
      Resource = {}.pool.arn
    }}]
  }})
}}

)",
          permission->action, style.resource);
  return text + fmt::format(R"(output "user_pool_id" {{
  value = {}.pool.{}
}}

output "user_pool_client_id" {{
  value = aws_cognito_user_pool_client.client.id
}}

output "function_name" {{
  value = aws_lambda_function.function.function_name
}}
)",
                            style.resource, style.id);
}

}  // namespace

std::string terraform_template(const Deployment& deployment, Architecture architecture) {
  const bool cloud_control = needs_cloud_control(deployment);
  const PoolStyle& style = cloud_control ? cloud_control_pool : plain_pool;
  return head(cloud_control) + variables_text(deployment) + data_text(deployment) +
         role_text(deployment) + function_text(deployment, architecture) +
         pool_text(deployment, style, cloud_control) + client_text(deployment, style) +
         links_text(deployment, style);
}

}  // namespace lintel::cli
