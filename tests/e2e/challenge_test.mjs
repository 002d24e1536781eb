// SPDX-License-Identifier: Apache-2.0
// Sign-ins that the emulator cannot do, through the packaged bootstrap: custom challenges, denials
// before authentication, and token events of versions 1, 2 and 3.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { packagedFunction } from './support/hosts.mjs';
import { library, ours } from './support/places.mjs';
import { Pool } from './support/pool.mjs';

const user = {
  attributes: {
    sub: '5a1c6f0e-3b52-4d4c-9c55-0d1f6f2b7a10',
    email: 'jane@example.com',
    email_verified: 'true',
    'cognito:user_status': 'CONFIRMED',
  },
  groups: [],
};

const denied = (name, message) => (error) => {
  assert.equal(error.name, name);
  assert.equal(error.message, message);
  return true;
};
const notAuthorized = denied('NotAuthorizedException', 'Incorrect username or password.');

describe('a sign-in by custom challenges', { timeout: 60_000 }, () => {
  let lambda;
  before(async () => {
    lambda = await packagedFunction([
      library('pre_authentication/blocked_users.rules'),
      library('define_auth_challenge/passwordless.rules'),
      library('create_auth_challenge/one_time_code.rules'),
      library('verify_auth_challenge/grouped_code.rules'),
      library('post_authentication/sign_in_log.rules'),
      ours('tokens.rules'),
    ]);
  });
  after(async () => {
    await lambda?.end();
    assert.deepEqual(lambda?.api.faults, []);
  });

  const pool = (values = {}) =>
    new Pool((event) => lambda.invoke(event), {
      user,
      version: '2',
      triggers: ['PreAuthentication', 'PostAuthentication'],
      ...values,
    });
  // The code that the function put where only Cognito sees it.
  const sent = (from, session) => from.sessions.get(session).private.answer;
  const wrong = (right) => (right === '000000' ? '000001' : '000000');

  test('the right answer issues tokens', async () => {
    const jane = pool();
    const asked = await jane.initiate();
    assert.equal(asked.challenge, 'CUSTOM_CHALLENGE');
    assert.deepEqual(asked.parameters, { delivery: 'EMAIL' });
    assert.match(sent(jane, asked.session), /^\d{6}$/);
    const { tokens } = await jane.respond(asked.session, sent(jane, asked.session));
    assert.equal(tokens.id.sub, user.attributes.sub);
    assert.deepEqual(
      jane.events.map((event) => event.triggerSource),
      [
        'PreAuthentication_Authentication',
        'DefineAuthChallenge_Authentication',
        'CreateAuthChallenge_Authentication',
        'VerifyAuthChallengeResponse_Authentication',
        'DefineAuthChallenge_Authentication',
        'PostAuthentication_Authentication',
        'TokenGeneration_Authentication',
      ],
    );
  });

  test('a code may be typed in groups, at the second attempt, and stays the same', async () => {
    const jane = pool();
    const first = await jane.initiate();
    const answer = sent(jane, first.session);
    const second = await jane.respond(first.session, wrong(answer));
    assert.equal(sent(jane, second.session), answer);
    const { tokens } = await jane.respond(
      second.session,
      `${answer.slice(0, 3)} ${answer.slice(3)}\n`,
    );
    assert.ok(tokens);
  });

  test('the third wrong answer ends it', async () => {
    const jane = pool();
    let asked = await jane.initiate();
    for (let attempt = 1; attempt < 3; ++attempt) {
      asked = await jane.respond(asked.session, wrong(sent(jane, asked.session)));
      assert.equal(asked.challenge, 'CUSTOM_CHALLENGE');
    }
    await assert.rejects(
      jane.respond(asked.session, wrong(sent(jane, asked.session))),
      notAuthorized,
    );
    const results = jane.events.at(-1).request.session.map((step) => step.challengeResult);
    assert.deepEqual(results, [false, false, false]);
    assert.ok(!jane.events.some((event) => event.triggerSource.startsWith('TokenGeneration_')));
  });

  test('the third right answer does not', async () => {
    const jane = pool();
    let asked = await jane.initiate();
    for (let attempt = 1; attempt < 3; ++attempt) {
      asked = await jane.respond(asked.session, wrong(sent(jane, asked.session)));
    }
    assert.ok((await jane.respond(asked.session, sent(jane, asked.session))).tokens);
  });

  test('a session answers once', async () => {
    const jane = pool();
    const asked = await jane.initiate();
    await jane.respond(asked.session, 'nonsense');
    await assert.rejects(jane.respond(asked.session, 'nonsense'), {
      name: 'NotAuthorizedException',
    });
  });

  test('each sign-in has a code of its own', async () => {
    const codes = new Set();
    for (let turn = 0; turn < 5; ++turn) {
      const jane = pool();
      codes.add(sent(jane, (await jane.initiate()).session));
    }
    assert.ok(codes.size >= 4, [...codes].join());
  });

  test('a user who does not exist is asked too, and no answer is right', async () => {
    const nobody = pool({ user: undefined });
    let asked = await nobody.initiate();
    assert.equal(asked.challenge, 'CUSTOM_CHALLENGE');
    for (let attempt = 1; attempt < 3; ++attempt) {
      asked = await nobody.respond(asked.session, sent(nobody, asked.session));
    }
    await assert.rejects(nobody.respond(asked.session, sent(nobody, asked.session)), notAuthorized);
  });

  test('a closed account is told so before anything is asked', async () => {
    const mallory = pool({
      user: { attributes: { ...user.attributes, email: 'Mallory@example.com' }, groups: [] },
    });
    await assert.rejects(
      mallory.initiate(),
      denied(
        'UserLambdaValidationException',
        'PreAuthentication failed with error This account is closed.',
      ),
    );
    assert.equal(mallory.events.length, 1);
  });

  test('tokens of version 2 get claims and scopes, and groups when they change', async () => {
    const jane = pool();
    assert.deepEqual(await jane.tokens('TokenGeneration_Authentication'), {
      id: { sub: user.attributes.sub, levels: [1, 2, 3] },
      access: {
        sub: user.attributes.sub,
        client_id: '1example23456789',
        tenant: { name: 'example.com', verified: true },
      },
      scopes: ['orders/read'],
      groups: [],
    });
    const staff = pool({ user: { ...user, groups: ['staff', 'others'] } });
    const tokens = await staff.tokens('TokenGeneration_RefreshTokens');
    assert.deepEqual(tokens.groups, ['staff', 'readers']);
    assert.deepEqual(tokens.scopes, ['orders/read', 'orders/write']);
  });

  test('tokens of version 3 are answered like those of version 2', async () => {
    const jane = pool({ version: '3', user: { ...user, groups: ['others'] } });
    const tokens = await jane.tokens('TokenGeneration_HostedAuth');
    assert.deepEqual(tokens.id.levels, [1, 2, 3]);
    assert.deepEqual(tokens.groups, ['others']);
  });
});

describe('a password, and a second question for the staff', { timeout: 60_000 }, () => {
  let lambda;
  before(async () => {
    lambda = await packagedFunction([
      library('define_auth_challenge/second_factor_for_staff.rules'),
      library('create_auth_challenge/known_number.rules'),
      library('verify_auth_challenge/trimmed_answer.rules'),
      library('pre_token_generation/tenant_of_domain.rules'),
    ]);
  });
  after(async () => {
    await lambda?.end();
    assert.deepEqual(lambda?.api.faults, []);
  });

  const pool = (attributes) =>
    new Pool((event) => lambda.invoke(event), {
      user: { attributes: { ...user.attributes, ...attributes }, groups: ['readers'] },
      triggers: [],
    });
  const staff = { 'custom:staff': 'yes', phone_number: '+12065550123' };

  // Up to the answer to the password.
  async function password(from) {
    const asked = await from.initiate({ srp: true });
    assert.equal(asked.challenge, 'PASSWORD_VERIFIER');
    return from.respondPassword(asked.session, true);
  }

  test('the password is enough for others, and tokens of version 1 get their claim', async () => {
    const { tokens } = await password(pool({}));
    assert.equal(tokens.id.tenant, 'example.com');
    assert.deepEqual(tokens.groups, ['readers']);
  });

  test('the staff has to answer', async () => {
    const jane = pool(staff);
    const asked = await password(jane);
    assert.equal(asked.challenge, 'CUSTOM_CHALLENGE');
    assert.match(asked.parameters.question, /last four digits/);
    assert.ok((await jane.respond(asked.session, ' 0123\n')).tokens);
    assert.deepEqual(jane.events.at(-2).request.session, [
      { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null },
      { challengeName: 'PASSWORD_VERIFIER', challengeResult: true, challengeMetadata: null },
      { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'NUMBER' },
    ]);
  });

  test('a wrong answer ends it', async () => {
    const jane = pool(staff);
    const asked = await password(jane);
    await assert.rejects(jane.respond(asked.session, '0124'), notAuthorized);
  });

  test('without a number no answer is right', async () => {
    const jane = pool({ 'custom:staff': 'yes' });
    const asked = await password(jane);
    await assert.rejects(jane.respond(asked.session, ''), notAuthorized);
  });

  test('nobody gets around the password', async () => {
    await assert.rejects(pool({}).initiate(), notAuthorized);
  });
});

describe('tokens of machines', { timeout: 60_000 }, () => {
  let lambda;
  before(async () => {
    lambda = await packagedFunction([library('pre_token_generation/machines_of_customers.rules')]);
  });
  after(async () => {
    await lambda?.end();
    assert.deepEqual(lambda?.api.faults, []);
  });

  // The event of a client-credentials grant has no user, and leaves out what a user would have.
  const grant = async (clientId) => {
    const event = {
      version: '3',
      triggerSource: 'TokenGeneration_ClientCredentials',
      region: 'eu-central-1',
      userPoolId: 'eu-central-1_Example01',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
      request: { scopes: ['orders/read'], clientMetadata: { batch: 'night' } },
      response: { claimsAndScopeOverrideDetails: null },
    };
    const { body, error } = await lambda.invoke(event);
    return { error, answer: JSON.parse(body) };
  };

  test('a known machine', async () => {
    const { error, answer } = await grant('1example23456789');
    assert.equal(error, false);
    assert.deepEqual(
      answer.response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride,
      { customer_id: 'c-100', role: 'billing' },
    );
  });

  test('an unknown machine gets no token', async () => {
    const { error, answer } = await grant('9example23456789');
    assert.equal(error, true);
    assert.equal(answer.errorMessage, 'This client is not registered');
  });
});
