// SPDX-License-Identifier: Apache-2.0
// The server that the next tests trust: it takes what AWS's SDK signs and refuses everything else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

import { AwsServer, region, secrets } from './support/aws_server.mjs';

let server;
before(async () => {
  server = await AwsServer.start();
});
after(() => server?.end());

const input = { UserPoolId: 'eu-central-1_Example01', Username: 'Zoë', GroupName: 'staff' };
function add(credentials, options = {}) {
  const client = new CognitoIdentityProviderClient({
    endpoint: server.endpoint,
    region,
    credentials,
    maxAttempts: 1,
    ...options,
  });
  return client.send(new AdminAddUserToGroupCommand(input)).finally(() => client.destroy());
}

test('it takes what the SDK signs', async () => {
  await add(secrets);
  assert.equal(server.taken.length, 1);
  assert.deepEqual(server.taken[0].input, input);
});

for (const [what, credentials, options, name] of [
  ['another secret', { ...secrets, secretAccessKey: 'another' }, {}, 'SignatureDoesNotMatch'],
  ['another key', { ...secrets, accessKeyId: 'AKIDOTHER' }, {}, 'UnrecognizedClientException'],
  ['no session token', { ...secrets, sessionToken: undefined }, {}, 'UnrecognizedClientException'],
  ['another region', secrets, { region: 'us-east-1' }, 'SignatureDoesNotMatch'],
  ['another time', secrets, { systemClockOffset: 3_600_000 }, 'RequestExpired'],
]) {
  test(`it refuses ${what}`, async () => {
    await assert.rejects(add(credentials, options), (error) => {
      assert.equal(error.name, name);
      return true;
    });
  });
}

test('it refuses a body that was changed on the way', async () => {
  let request;
  const client = new CognitoIdentityProviderClient({
    endpoint: server.endpoint,
    region,
    credentials: secrets,
    maxAttempts: 1,
  });
  client.middlewareStack.add(
    (next) => (args) => {
      args.request.body = Buffer.from(
        String(Buffer.from(args.request.body)).replace('staff', 'admin'),
      );
      request = args.request;
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  await assert.rejects(client.send(new AdminAddUserToGroupCommand(input)), {
    name: 'SignatureDoesNotMatch',
  });
  assert.match(String(request.body), /admin/);
  client.destroy();
});
