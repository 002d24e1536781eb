// SPDX-License-Identifier: Apache-2.0
// Checks a deployment for Terraform as far as that goes without the provider: its syntax, its references, circles,
// and the arguments of each block by a table.
import { spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';

import { parse } from '@cdktf/hcl2json';

import { circle } from './cloudformation.mjs';

const triggers = [
  'pre_sign_up', 'post_confirmation', 'pre_authentication', 'post_authentication', 'custom_message',
  'define_auth_challenge', 'create_auth_challenge', 'verify_auth_challenge_response', 'user_migration',
];
const versioned = { lambda_arn: 1, lambda_version: 1 };
const lambdaConfig = {
  ...Object.fromEntries(triggers.map((name) => [name, 0])),
  pre_token_generation_config: versioned,
  custom_email_sender: versioned,
  custom_sms_sender: versioned,
  kms_key_id: 0,
};
const policy = { name: 0, role: 1, policy: 1 };

// Arguments by type: 1 is required, 0 is not, an object is a block. From the documentation of the providers
// hashicorp/aws 6 and hashicorp/awscc 1; the latter's arguments are those of CloudFormation.
const resources = {
  aws_cloudwatch_log_group: { name: 0, retention_in_days: 0 },
  aws_iam_role: { name: 0, assume_role_policy: 1 },
  aws_iam_role_policy: policy,
  aws_kms_key: { description: 0, enable_key_rotation: 0, policy: 0 },
  aws_lambda_function: {
    function_name: 1, role: 1, filename: 0, source_code_hash: 0, runtime: 0, handler: 0, architectures: 0,
    memory_size: 0, timeout: 0, depends_on: 0,
    logging_config: { log_format: 1, log_group: 0 },
    environment: { variables: 0 },
  },
  aws_lambda_permission: { function_name: 1, action: 1, principal: 1, source_arn: 0, source_account: 0 },
  aws_cognito_user_pool: {
    name: 1, user_pool_tier: 0, deletion_protection: 0, auto_verified_attributes: 0,
    email_configuration: { email_sending_account: 0, source_arn: 0, from_email_address: 0 },
    schema: { name: 1, attribute_data_type: 1, mutable: 0, string_attribute_constraints: {} },
    lambda_config: lambdaConfig,
  },
  awscc_cognito_user_pool: {
    user_pool_name: 0, user_pool_tier: 0, deletion_protection: 0, auto_verified_attributes: 0,
    email_configuration: { email_sending_account: 0, source_arn: 0, from: 0 },
    schema: { name: 0, attribute_data_type: 0, mutable: 0 },
    lambda_config: { ...lambdaConfig, inbound_federation: versioned },
  },
  aws_cognito_user_pool_client: {
    name: 1, user_pool_id: 1, prevent_user_existence_errors: 0, explicit_auth_flows: 0,
  },
};
const data = {
  aws_caller_identity: {},
  aws_partition: {},
  aws_region: {},
  aws_sesv2_email_identity: { email_identity: 1 },
  aws_cloudwatch_event_bus: { name: 1 },
};
// What is read of them, beyond their arguments.
const attributes = {
  aws_cloudwatch_log_group: ['arn'], aws_iam_role: ['arn'], aws_kms_key: ['arn'], aws_lambda_function: ['arn'],
  aws_cognito_user_pool: ['arn', 'id'], awscc_cognito_user_pool: ['arn', 'user_pool_id'],
  aws_cognito_user_pool_client: ['id'], aws_caller_identity: ['account_id'], aws_partition: ['partition'],
  aws_region: ['region'], aws_sesv2_email_identity: ['arn'], aws_cloudwatch_event_bus: ['arn'],
};

function checkBlock(block, table, path, problems) {
  for (const [name, content] of Object.entries(block)) {
    const known = table[name];
    if (known === undefined) problems.push(`${path} has no argument ${name}`);
    else if (typeof known === 'object')
      for (const nested of [content].flat()) checkBlock(nested, known, `${path}.${name}`, problems);
  }
  for (const [name, known] of Object.entries(table))
    if (known === 1 && !(name in block)) problems.push(`${path} lacks ${name}`);
}

// Calls found(words) for each reference in the expressions below `value`.
function references(value, found) {
  if (typeof value === 'string') {
    if (!value.includes('${')) return;
    const pattern = /(?<![\w."])(?:var|data|path|local|aws(?:cc)?_\w+)(?:\.\w+)+/g;
    for (const [reference] of value.matchAll(pattern)) found(reference.split('.'));
  } else if (Array.isArray(value)) value.forEach((each) => references(each, found));
  else if (value && typeof value === 'object') Object.values(value).forEach((each) => references(each, found));
}

function checkReference(template, from, words, problems) {
  const [kind] = words;
  const tell = (what) => problems.push(`${from}: ${words.join('.')} ${what}`);
  if (kind === 'path') return undefined;
  if (kind === 'var') return template.variable?.[words[1]] ? undefined : void tell('is not there');
  const [type, name, attribute] = kind === 'data' ? words.slice(1) : words;
  const blocks = kind === 'data' ? template.data : template.resource;
  if (!blocks?.[type]?.[name]) return void tell('is not there');
  const table = (kind === 'data' ? data : resources)[type];
  if (attribute !== undefined && !(attribute in table) && !attributes[type]?.includes(attribute))
    tell('is no attribute of it');
  return kind === 'data' ? undefined : `${type}.${name}`;
}

// Terraform's own command writes it as it is. Validation would need the providers.
export const hasTerraform = spawnSync('terraform', ['version']).status === 0;
export function expectFormatted(text) {
  const { status, stdout } = spawnSync('terraform', ['fmt', '-'], { input: text, encoding: 'utf8' });
  assert.equal(status, 0);
  assert.equal(stdout, text);
}

export async function readTerraform(text) {
  return parse('main.tf', text);
}

// What is wrong with it; nothing is an empty list.
export function checkTerraform(template) {
  const problems = [];
  const edges = new Map();
  const check = (blocks, tables) => {
    for (const [type, named] of Object.entries(blocks ?? {})) {
      if (!tables[type]) problems.push(`there is no type ${type}`);
      for (const [name, [block]] of Object.entries(named)) {
        const from = `${type}.${name}`;
        if (tables[type]) checkBlock(block, tables[type], from, problems);
        const next = new Set();
        references(block, (words) => {
          const to = checkReference(template, from, words, problems);
          if (to) next.add(to);
        });
        edges.set(from, next);
      }
    }
  };
  check(template.resource, resources);
  check(template.data, data);
  references(template.output, (words) => checkReference(template, 'output', words, problems));
  const round = circle(edges);
  if (round) problems.push(`a circle: ${round.join(' -> ')}`);
  const used = new Set();
  references([template.resource, template.data], (words) => words[0] === 'var' && used.add(words[1]));
  for (const name of Object.keys(template.variable ?? {}))
    if (!used.has(name)) problems.push(`the variable ${name} is not used`);
  return problems;
}

const snake = (name) =>
  name.replace('SMS', 'Sms').replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

export function expectTerraform(template, described, architecture) {
  const [fn] = template.resource.aws_lambda_function.function;
  assert.deepEqual(
    [fn.runtime, fn.handler, fn.architectures, fn.memory_size, fn.timeout],
    ['provided.al2023', 'bootstrap', [architecture], 128, 5],
  );
  assert.equal(template.resource.aws_cloudwatch_log_group.function[0].retention_in_days, 30);
  const federation = 'InboundFederation' in described.pool.lambdaConfig;
  const [pool] = template.resource[federation ? 'awscc_cognito_user_pool' : 'aws_cognito_user_pool'].pool;
  const config = { ...[pool.lambda_config].flat()[0] };
  assert.equal('kms_key_id' in config, described.pool.kmsKey);
  delete config.kms_key_id;
  const versions = Object.entries(config).map(([key, value]) => [key, [value].flat()[0].lambda_version ?? null]);
  const wanted = Object.entries(described.pool.lambdaConfig).map(([key, value]) => [snake(key), value.lambdaVersion]);
  assert.deepEqual(versions.sort(), wanted.sort());
  assert.equal(pool.schema?.length ?? 0, described.pool.customAttributes.length);
  assert.equal('email_configuration' in pool, described.pool.emailSendingAccount !== null);
  const policies = JSON.stringify(template.resource.aws_iam_role_policy);
  for (const { actions } of described.permissions) for (const action of actions) assert.ok(policies.includes(action));
  const names = Object.keys(template.variable).filter((name) => name.startsWith('env_'));
  const variables = described.variables.filter(({ setBy }) => setBy === 'deployment').map(({ name }) => `env_${name}`);
  assert.deepEqual(names.sort(), variables.sort());
}
