// SPDX-License-Identifier: Apache-2.0
// Debian's AWS command line: it invokes `lintel serve` as a function, and signs up at the emulator
// whose triggers Lintel answers.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { credentials, region, startCognito } from './support/emulators.mjs';
import { serve } from './support/hosts.mjs';
import { library, temporaryFolder } from './support/places.mjs';
import { run } from './support/processes.mjs';
import { eventually } from './support/waiting.mjs';

// Not whatever `aws` comes first in PATH: the package's.
const aws = '/usr/bin/aws';
const skip = existsSync(aws) ? false : 'there is no /usr/bin/aws (Debian package awscli)';

const rules = [
  library('pre_sign_up/registered_domain.rules'),
  library('pre_sign_up/minimum_length.rules'),
];

describe('the AWS command line', { skip, timeout: 110_000 }, () => {
  const folder = temporaryFolder();
  let host, cognito;

  before(async () => {
    host = await serve(rules);
    cognito = await startCognito(host.endpoint, ['PreSignUp']);
  });
  after(async () => {
    cognito?.client.destroy();
    await cognito?.process.end();
    await host?.end();
  });

  const command = (...args) =>
    run(aws, [...args, '--region', region, '--output', 'json'], {
      cwd: folder,
      env: {
        HOME: folder,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_PAGER: '',
        LC_ALL: 'C.UTF-8',
      },
    });

  async function invoke(event, name = 'PreSignUp', ...more) {
    const [payload, answer] = [join(folder, 'event.json'), join(folder, 'answer.json')];
    writeFileSync(payload, event);
    const { code, stdout, stderr } = await command(
      ...['lambda', 'invoke', '--endpoint-url', host.endpoint, '--function-name', name],
      ...['--cli-binary-format', 'raw-in-base64-out', '--payload', `file://${payload}`],
      ...more,
      answer,
    );
    assert.equal(code, 0, stderr);
    return { ...JSON.parse(stdout), answer: readFileSync(answer, 'utf8') };
  }

  const event = (userName, email) =>
    JSON.stringify({
      version: '1',
      triggerSource: 'PreSignUp_SignUp',
      userName,
      request: { userAttributes: { email, 'custom:domain': 'example.com' } },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    });

  test('aws lambda invoke: an answer', async () => {
    const sent = event('janet', 'Zoë@example.com');
    const { StatusCode, FunctionError, answer } = await invoke(sent);
    assert.equal(StatusCode, 200);
    assert.equal(FunctionError, undefined);
    assert.equal(answer, sent.replace('"autoConfirmUser":false', '"autoConfirmUser":true'));
  });

  test('aws lambda invoke: a rejection', async () => {
    const { StatusCode, FunctionError, answer } = await invoke(event('jane', 'jane@example.com'));
    assert.equal(StatusCode, 200);
    assert.equal(FunctionError, 'Unhandled');
    assert.equal(
      JSON.parse(answer).errorMessage,
      'Cannot register users with username less than the minimum length of 5',
    );
  });

  test('aws lambda invoke: by ARN and alias, with the log', async () => {
    const name = `arn:aws:lambda:${region}:123456789012:function:PreSignUp`;
    const sent = event('janet', 'janet@example.org');
    const { answer, ExecutedVersion, LogResult } = await invoke(
      ...[sent, name, '--qualifier', 'live', '--log-type', 'Tail'],
    );
    assert.equal(answer, sent);
    assert.equal(ExecutedVersion, '$LATEST');
    assert.match(Buffer.from(LogResult, 'base64').toString(), /PreSignUp_SignUp: answered/);
  });

  test('aws lambda invoke: without waiting', async () => {
    const printed = host.process.output.length;
    const sent = event('joanna', 'joanna@example.com');
    const { StatusCode, answer } = await invoke(sent, 'PreSignUp', '--invocation-type', 'Event');
    assert.equal(StatusCode, 202);
    assert.equal(answer, '');
    await eventually(
      () => /PreSignUp_SignUp: answered/.test(host.process.output.slice(printed)),
      'decision',
    );
  });

  const signUp = (username) =>
    command(
      'cognito-idp',
      'sign-up',
      '--endpoint-url',
      cognito.endpoint,
      '--client-id',
      cognito.clientId,
      '--username',
      username,
      '--password',
      'Example-password-1',
      '--user-attributes',
      `Name=email,Value=${username}@example.com`,
      'Name=custom:domain,Value=example.com',
    );

  test('aws cognito-idp sign-up: confirmed at once', async () => {
    const { code, stdout, stderr } = await signUp('janet');
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).UserConfirmed, true);
  });

  test('aws cognito-idp sign-up: refused', async () => {
    const { code, stderr } = await signUp('jane');
    assert.notEqual(code, 0);
    assert.match(
      stderr,
      /UserLambdaValidationException.*: PreSignUp failed with error Cannot register users with username less than the minimum length of 5\.\s*$/,
    );
  });
});
