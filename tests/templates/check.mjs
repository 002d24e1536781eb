// SPDX-License-Identifier: Apache-2.0
// Makes each template for each ruleset and checks it: node check.mjs LINTEL.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { compile, include, synthesise, synthesised } from './cdk.mjs';
import { checkTemplate, readYaml, triggerMembers } from './cloudformation.mjs';
import { expectDeployment } from './expectations.mjs';
import { lintel, rulesets } from './rulesets.mjs';
import { checkTerraform, expectFormatted, expectTerraform, hasTerraform, readTerraform } from './terraform.mjs';

const program = process.argv[2];
// Beside node_modules, where Node.js and TypeScript look for packages.
const folder = resolve(mkdtempSync(join('node_modules', '.made-')));
let failures = 0;

async function step(name, body) {
  try {
    await body();
  } catch (error) {
    failures += 1;
    console.error(`${name}: ${error.stderr || error.message}\n`);
  }
}

function checkFormat(name, format, described, architecture) {
  const text = lintel(program, name, ['--template', format, '--arch', architecture]);
  const file = join(folder, `${name}.${format}.yaml`);
  writeFileSync(file, text);
  const template = readYaml(text);
  assert.deepEqual(checkTemplate(template), []);
  expectDeployment(template, described, architecture);
  const read = include(file, join(folder, `${name}.${format}.out`));
  assert.deepEqual(Object.keys(read.Resources).sort(), Object.keys(template.Resources).sort());
}

function checkCdk(name, described, architecture) {
  const template = synthesised(folder, name);
  assert.deepEqual(checkTemplate({ ...template, Conditions: undefined }), []);
  expectDeployment(template, described, architecture);
}

const descriptions = new Map();
const architectures = new Map();
for (const [number, name] of Object.keys(rulesets).entries()) {
  descriptions.set(name, JSON.parse(lintel(program, name, ['--describe', '--format', 'json'])));
  architectures.set(name, number % 2 === 0 ? 'arm64' : 'x86_64');
}
const stacks = [];
for (const name of descriptions.keys()) {
  mkdirSync(join(folder, name));
  stacks.push(join(folder, name, 'stack.ts'));
  writeFileSync(stacks.at(-1), lintel(program, name, ['--template', 'cdk', '--arch', architectures.get(name)]));
}

await step('rulesets', () => {
  const all = [...descriptions.values()];
  const members = new Set(all.flatMap((each) => Object.keys(each.pool.lambdaConfig)));
  assert.deepEqual([...members].sort(), triggerMembers().sort());
  const resources = new Set(all.flatMap((each) => each.permissions.map(({ resource }) => resource)));
  assert.deepEqual([...resources].sort(), ['eventBus', 'identity', 'logGroup', 'userPool']);
});
await step('what is wrong is seen', async () => {
  const yaml = lintel(program, 'groups', ['--template', 'sam']);
  const wrong = (from, to) => {
    assert.ok(yaml.includes(from), from);
    return checkTemplate(readYaml(yaml.replace(from, to)));
  };
  assert.deepEqual(wrong('!GetAtt LogGroup.Arn', '!GetAtt LogGroups.Arn'), [
    'Role refers to LogGroups, which is not there',
  ]);
  assert.deepEqual(wrong('!GetAtt LogGroup.Arn', '!GetAtt UserPool.Arn'), [
    'a circle: Role -> UserPool -> Function -> Role',
  ]);
  assert.deepEqual(wrong('!GetAtt Role.Arn', '!GetAtt Role.Name'), ['Function: Role has no attribute Name']);
  assert.deepEqual(wrong('Runtime: provided', 'Runtimes: provided'), ['Function has no property Runtimes']);
  assert.deepEqual(wrong('UserPoolTier: ESSENTIALS', 'UserPoolTier: GOLD'), ['UserPool.UserPoolTier may not be GOLD']);
  assert.deepEqual(wrong('      Principal: cognito-idp.amazonaws.com\n', ''), ['UserPoolPermission lacks Principal']);
  const hcl = lintel(program, 'groups', ['--template', 'terraform']);
  const bad = async (from, to) => checkTerraform(await readTerraform(hcl.replace(from, to)));
  assert.deepEqual(await bad('aws_iam_role.function.arn', 'aws_iam_role.functions.arn'), [
    'aws_lambda_function.function: aws_iam_role.functions.arn is not there',
  ]);
  assert.deepEqual(await bad('Service = "lambda.amazonaws.com"', 'Service = aws_cognito_user_pool.pool.arn'), [
    [
      'a circle: aws_cognito_user_pool.pool',
      'aws_lambda_function.function',
      'aws_iam_role_policy.function',
      'aws_iam_role.function',
      'aws_cognito_user_pool.pool',
    ].join(' -> '),
  ]);
  assert.deepEqual(await bad('  principal ', '  principals '), [
    'aws_lambda_permission.pool has no argument principals',
    'aws_lambda_permission.pool lacks principal',
  ]);
});
await step('cdk: types', () => assert.equal(compile(stacks), ''));
await step('cdk: synth', () => {
  const contexts = [...descriptions].map(([name, { variables }]) => [
    name,
    { senderIdentity: 'example.com', senderAddress: 'a@example.com', ...Object.fromEntries(variables.map((each) => [each.name, 'a value'])) },
  ]);
  synthesise(folder, Object.fromEntries(contexts));
});
for (const [name, described] of descriptions) {
  const architecture = architectures.get(name);
  for (const format of ['cloudformation', 'sam'])
    await step(`${format} of ${name}`, () => checkFormat(name, format, described, architecture));
  await step(`cdk of ${name}`, () => checkCdk(name, described, architecture));
  await step(`terraform of ${name}`, async () => {
    const text = lintel(program, name, ['--template', 'terraform', '--arch', architecture]);
    if (hasTerraform) expectFormatted(text);
    const template = await readTerraform(text);
    assert.deepEqual(checkTerraform(template), []);
    expectTerraform(template, described, architecture);
  });
}
rmSync(folder, { recursive: true });
console.log(`${descriptions.size} rulesets, ${failures} failures`);
process.exitCode = failures > 0 ? 1 : 0;
