// SPDX-License-Identifier: Apache-2.0
// What every template of CloudFormation must say about a ruleset, by what `--describe` says of it.
import assert from 'node:assert/strict';

import { ofType } from './cloudformation.mjs';

const statements = (resources) =>
  resources.flatMap(({ Properties }) =>
    [...(Properties.Policies ?? []), Properties]
      .map((policy) => policy.PolicyDocument?.Statement ?? [])
      .flat(),
  );
const actions = (statement) => [statement.Action].flat();

// Each variable is set by a parameter or by what the deployment is given.
function expectVariables(fn, described) {
  const wanted = described.variables.filter(({ setBy }) => setBy === 'deployment').map(({ name }) => name);
  const emits = described.permissions.some(({ resource }) => resource === 'eventBus');
  const found = Object.keys(fn.Properties.Environment?.Variables ?? {});
  assert.deepEqual(found.sort(), [...new Set([...wanted, ...(emits ? ['LINTEL_EVENT_BUS'] : [])])].sort());
}

function expectPool(template, described) {
  const [pool] = ofType(template, 'AWS::Cognito::UserPool');
  const config = { ...pool.Properties.LambdaConfig };
  assert.equal('KMSKeyID' in config, described.pool.kmsKey);
  assert.equal(ofType(template, 'AWS::KMS::Key').length, described.pool.kmsKey ? 1 : 0);
  delete config.KMSKeyID;
  const versions = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, { lambdaVersion: value.LambdaVersion ?? null }]),
  );
  assert.deepEqual(versions, described.pool.lambdaConfig);
  assert.ok(described.pool.featurePlans.includes(pool.Properties.UserPoolTier));
  assert.equal(pool.Properties.DeletionProtection, 'ACTIVE');
  const mails = pool.Properties.EmailConfiguration;
  assert.equal(mails?.EmailSendingAccount ?? null, described.pool.emailSendingAccount);
  if (mails) assert.deepEqual(Object.keys(mails).sort(), ['EmailSendingAccount', 'From', 'SourceArn']);
  const attributes = (pool.Properties.Schema ?? []).map(({ Name }) => `custom:${Name}`);
  assert.deepEqual(attributes, described.pool.customAttributes);
  const [client] = ofType(template, 'AWS::Cognito::UserPoolClient');
  assert.equal(client.Properties.AllowedOAuthFlows, undefined);
  const flows = client.Properties.ExplicitAuthFlows;
  for (const flow of ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', ...described.pool.authFlows])
    assert.ok(flows.includes(flow), `the client does not allow ${flow}`);
  assert.equal(flows.length, 2 + described.pool.authFlows.length);
}

// The role may do what the effects need, each on a resource of its own, and nothing else.
function expectPermissions(template, described) {
  const found = statements(ofType(template, 'AWS::IAM::Role', 'AWS::IAM::Policy'));
  const wanted = described.permissions.flatMap((permission) => permission.actions);
  assert.deepEqual(found.flatMap(actions).sort(), wanted.sort());
  for (const statement of found) {
    assert.equal(statement.Effect, 'Allow');
    assert.doesNotMatch(JSON.stringify(statement.Resource), /"\*"|:\*"?$/);
  }
  for (const role of ofType(template, 'AWS::IAM::Role'))
    assert.equal(role.Properties.ManagedPolicyArns, undefined);
  const [permission] = ofType(template, 'AWS::Lambda::Permission');
  assert.equal(permission.Properties.Principal, 'cognito-idp.amazonaws.com');
  assert.ok(permission.Properties.SourceArn['Fn::GetAtt']);
  assert.deepEqual(permission.Properties.SourceAccount, { Ref: 'AWS::AccountId' });
}

export function expectDeployment(template, described, architecture) {
  const [fn, ...more] = ofType(template, 'AWS::Lambda::Function', 'AWS::Serverless::Function');
  assert.equal(more.length, 0);
  const { Runtime, Handler, Architectures, MemorySize, Timeout } = fn.Properties;
  assert.deepEqual(
    { Runtime, Handler, Architectures, MemorySize, Timeout },
    { Runtime: 'provided.al2023', Handler: 'bootstrap', Architectures: [architecture], MemorySize: 128, Timeout: 5 },
  );
  const [group] = ofType(template, 'AWS::Logs::LogGroup');
  assert.equal(group.Properties.RetentionInDays, 30);
  assert.ok(fn.Properties.LoggingConfig.LogGroup.Ref);
  expectVariables(fn, described);
  expectPool(template, described);
  expectPermissions(template, described);
}
