// SPDX-License-Identifier: Apache-2.0
// The parts that others wrote, each on a port of its own: a Cognito emulator and a local SES.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';

import { installed, temporaryFolder } from './places.mjs';
import { start } from './processes.mjs';

export const region = 'eu-central-1';
export const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' };

// What the emulator calls a confirmation code.
export const code = '4711';

// Functions are named like triggers, as the emulator puts the name where AWS puts the trigger.
const allTriggers = [
  'CustomMessage',
  'PostAuthentication',
  'PostConfirmation',
  'PreSignUp',
  'PreTokenGeneration',
  'UserMigration',
];

// A Cognito emulator that calls the Lambda endpoint for these triggers, with a pool and a client
// in it: {endpoint, client, poolId, clientId, flush(), process}.
export async function startCognito(lambdaEndpoint, triggers = allTriggers) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, '.cognito'));
  const config = {
    LambdaClient: { endpoint: lambdaEndpoint, region, credentials },
    ServerConfig: { hostname: '127.0.0.1', port: 0 },
    TriggerFunctions: Object.fromEntries(triggers.map((name) => [name, name])),
    UserPoolDefaults: { UsernameAttributes: [] },
  };
  writeFileSync(join(folder, '.cognito/config.json'), JSON.stringify(config));
  const process_ = start(process.execPath, [installed('cognito-local/lib/bin/start.js')], {
    cwd: folder,
    env: { CODE: code, COLUMNS: '500', FORCE_COLOR: '0' },
  });
  const [, endpoint] = await process_.prints(/running on (http:\/\/127\.0\.0\.1:\d+)/);
  const client = new CognitoIdentityProviderClient({ endpoint, region, credentials });
  const pool = await client.send(
    new CreateUserPoolCommand({ PoolName: 'e2e', AutoVerifiedAttributes: ['email'] }),
  );
  const poolId = pool.UserPool.Id;
  const app = await client.send(
    new CreateUserPoolClientCommand({ UserPoolId: poolId, ClientName: 'e2e' }),
  );
  // The emulator's log holds lines back until it writes another one, as it does for an error.
  const flush = () =>
    client
      .send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'nobody-at-all' }))
      .catch(() => {});
  const { ClientId: clientId } = app.UserPoolClient;
  return { endpoint, client, poolId, clientId, flush, process: process_ };
}

// A local SES: {endpoint, mails(), process}.
export async function startSes() {
  const process_ = start(process.execPath, [
    installed('aws-ses-v2-local/dist/cli.js'),
    '--host',
    '127.0.0.1',
    '--port',
    '0',
  ]);
  const [, port] = await process_.prints(/running at http:\/\/localhost:(\d+)/);
  const endpoint = `http://127.0.0.1:${port}`;
  const mails = async () => (await (await fetch(`${endpoint}/store`)).json()).emails;
  return { endpoint, mails, process: process_ };
}
