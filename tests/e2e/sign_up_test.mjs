// SPDX-License-Identifier: Apache-2.0
// A pool of the Cognito emulator, used through AWS's own SDK, whose triggers are Lintel: the rules
// as `lintel serve` reads them, and the zip that `lintel package` makes of them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import libmime from 'libmime';

import { code, credentials, region, startCognito, startSes } from './support/emulators.mjs';
import { forwarder } from './support/forward.mjs';
import { packaged, serve } from './support/hosts.mjs';
import { library, ours } from './support/places.mjs';
import { eventually } from './support/waiting.mjs';

const rules = [
  library('pre_sign_up/registered_domain.rules'),
  library('pre_sign_up/minimum_length.rules'),
  library('custom_message/by_source.rules'),
  library('custom_message/admin_create_user.rules'),
  library('post_authentication/sign_in_log.rules'),
  library('pre_token_generation/tenant_of_domain.rules'),
  ours('welcome.rules'),
  ours('migration.rules'),
];

const password = 'Example-password-1';
const attributes = (values) => Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

function claims(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}

// What the emulator printed about the last message to `address`: subject, e-mail text and SMS.
async function messageTo(cognito, address, subject) {
  const printed = await eventually(async () => {
    const { output } = cognito.process;
    const at = output.lastIndexOf(`Destination:   ${address}`);
    const box = output.slice(at, output.indexOf('╰', at));
    if (at >= 0 && box && box.includes(subject)) return box;
    await cognito.flush();
    return undefined;
  }, `message "${subject}" to ${address}`);
  const field = (name) => new RegExp(`${name}: +(.*?) *│`).exec(printed)?.[1];
  return {
    code: field('Code'),
    subject: field('Email Subject'),
    email: field('Email Message'),
    sms: field('SMS Message'),
  };
}

function suite(name, startHost) {
  describe(name, { timeout: 90_000 }, () => {
    let cognito, ses, host, back;

    before(async () => {
      ses = await startSes();
      back = await forwarder(); // from the function to the emulator that calls it
      host = await startHost({
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_ENDPOINT_URL_SES: ses.endpoint,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: back.endpoint,
      });
      cognito = await startCognito(host.endpoint);
      back.port = new URL(cognito.endpoint).port;
      await cognito.client.send(
        new CreateGroupCommand({ UserPoolId: cognito.poolId, GroupName: 'members' }),
      );
    });
    after(async () => {
      cognito?.client.destroy();
      await cognito?.process.end();
      await host?.end();
      await back?.end();
      await ses?.process.end();
    });

    const signUp = (username, values) =>
      cognito.client.send(
        new SignUpCommand({
          ClientId: cognito.clientId,
          Username: username,
          Password: password,
          UserAttributes: attributes(values),
        }),
      );

    const signIn = async (username) => {
      const signedIn = await cognito.client.send(
        new InitiateAuthCommand({
          AuthFlow: 'USER_PASSWORD_AUTH',
          ClientId: cognito.clientId,
          AuthParameters: { USERNAME: username, PASSWORD: password },
        }),
      );
      return signedIn.AuthenticationResult;
    };

    test('an address in the registered domain is confirmed at once', async () => {
      const answer = await signUp('janet', {
        email: 'janet@example.com',
        'custom:domain': 'example.com',
      });
      assert.equal(answer.UserConfirmed, true);
    });

    test('an address in another domain is not', async () => {
      const answer = await signUp('frank', {
        email: 'frank@elsewhere.net',
        'custom:domain': 'example.com',
      });
      assert.equal(answer.UserConfirmed, false);
    });

    test('a short name is refused, and the client reads the text of the rule', async () => {
      await assert.rejects(signUp('jane', { email: 'jane@example.com' }), (error) => {
        assert.equal(error.name, 'UserLambdaValidationException');
        assert.equal(
          error.message,
          'PreSignUp failed with error Cannot register users with username less than the minimum length of 5.',
        );
        assert.equal(error.$metadata.httpStatusCode, 400);
        return true;
      });
    });

    test('the message of a sign-up', async () => {
      await signUp('message-1', { email: 'message-1@example.net' });
      assert.deepEqual(await messageTo(cognito, 'message-1@example.net', 'Your code to confirm'), {
        code,
        subject: 'Your code to confirm your account',
        email: `<p>Your code to confirm your account is <b>${code}</b></p>`,
        sms: `Example: ${code} is your code to confirm your account`,
      });
    });

    test('the message to a user whom an administrator creates', async () => {
      await cognito.client.send(
        new AdminCreateUserCommand({
          UserPoolId: cognito.poolId,
          Username: 'created',
          TemporaryPassword: 'Temporary-1',
          DesiredDeliveryMediums: ['EMAIL'],
          UserAttributes: attributes({ email: 'created@example.net' }),
        }),
      );
      const text =
        'Welcome to the service. Your user name is created. Your temporary password is Temporary-1';
      assert.deepEqual(await messageTo(cognito, 'created@example.net', 'Welcome'), {
        code: 'Temporary-1',
        subject: 'Welcome to the service',
        email: text,
        sms: text,
      });
    });

    test('the message for a forgotten password', async () => {
      await signUp('forgetful', { email: 'forgetful@example.net' });
      await cognito.client.send(
        new ForgotPasswordCommand({ ClientId: cognito.clientId, Username: 'forgetful' }),
      );
      assert.deepEqual(await messageTo(cognito, 'forgetful@example.net', 'set a new password'), {
        code,
        subject: 'Your code to set a new password',
        email: `<p>Your code to set a new password is <b>${code}</b></p>`,
        sms: `Example: ${code} is your code to set a new password`,
      });
    });

    test('who confirms the sign-up gets a mail, and into a group', async () => {
      await signUp('confirmed', { email: 'confirmed@example.net', given_name: 'Zoë' });
      await cognito.client.send(
        new ConfirmSignUpCommand({
          ClientId: cognito.clientId,
          Username: 'confirmed',
          ConfirmationCode: code,
        }),
      );
      // The emulator has waited for the function, and the function for SES and the emulator.
      const mails = (await ses.mails()).filter((mail) =>
        mail.destination.to.includes('confirmed@example.net'),
      );
      assert.equal(mails.length, 1);
      const { from, subject, body, destination, replyTo } = mails[0];
      assert.equal(subject, '환영합니다, Zoë: alles für Ihr Konto');
      assert.deepEqual(body, {
        text: 'Schön, dass Sie da sind, confirmed.\nIhr Konto ist bestätigt.',
        html: '<p>Schön, dass Sie da sind, <b>confirmed</b>.</p>',
      });
      assert.deepEqual(destination, { to: ['confirmed@example.net'], cc: [], bcc: [] });
      assert.deepEqual(replyTo, []);
      assert.equal(libmime.decodeWords(from), 'Grüße von Möller & Söhne <no-reply@example.com>');

      const { IdToken } = await signIn('confirmed');
      assert.deepEqual(claims(IdToken)['cognito:groups'], ['members']);
    });

    test('a user of the old system comes over, and the ID token has the claim of the rule', async () => {
      const username = 'old-jane@example.org';
      const { IdToken, AccessToken } = await signIn(username);
      const token = claims(IdToken);
      assert.equal(token['cognito:username'], username);
      assert.equal(token['custom:plan'], 'gold');
      assert.equal(token.tenant, 'example.org');
      assert.equal('tenant' in claims(AccessToken), false);
      const user = await cognito.client.send(
        new AdminGetUserCommand({ UserPoolId: cognito.poolId, Username: username }),
      );
      assert.equal(user.UserStatus, 'CONFIRMED');
    });

    test('nobody else comes over', async () => {
      await assert.rejects(signIn('nobody@example.org'), (error) =>
        ['NotAuthorizedException', 'UserNotFoundException'].includes(error.name),
      );
    });
  });
}

suite('lintel serve with rules', (env) => serve(rules, { flags: ['--effects', 'run'], env }));

// The zip runs in a process of its own, behind a Runtime API, and carries out its effects itself.
suite('lintel serve with the packaged function', async (env) =>
  serve([await packaged(rules)], { env }),
);
