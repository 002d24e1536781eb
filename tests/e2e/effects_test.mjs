// SPDX-License-Identifier: Apache-2.0
// Effects as AWS would see them: signed calls to SES, Cognito and EventBridge, to servers that take
// them, refuse, hang, close and throttle.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import libmime from 'libmime';

import { AwsServer, environment, fail } from './support/aws_server.mjs';
import { confirmation, hosts, rules, signIn, withBoth } from './support/effects.mjs';
import { eventually } from './support/waiting.mjs';

// A request to SES with its addresses as people read them. They travel in ASCII.
function readable({ FromEmailAddress, ReplyToAddresses, Destination, ...others }) {
  const address = (text) => {
    assert.match(text, /^[ -~]+$/);
    return libmime.decodeWords(text).replaceAll('"', '');
  };
  return {
    FromEmailAddress: address(FromEmailAddress),
    ReplyToAddresses: ReplyToAddresses.map(address),
    Destination: Object.fromEntries(
      Object.entries(Destination).map(([kind, addresses]) => [kind, addresses.map(address)]),
    ),
    ...others,
  };
}

function suite({ name: host, inLambda, startHost }) {
  describe(`${host}: calls to AWS`, { timeout: 60_000 }, () => {
    let server, lambda;
    before(async () => {
      server = await AwsServer.start();
      lambda = await startHost(rules, environment(server.endpoint));
    });
    after(async () => {
      await lambda?.end();
      await server?.end();
    });

    test('are signed, and say what the rule says', async () => {
      const sent = confirmation();
      const { body, error } = await lambda.invoke(sent);
      assert.equal(error, false, body);
      assert.deepEqual(JSON.parse(body), sent);
      assert.deepEqual(server.refused, []);
      assert.deepEqual(
        server.taken.map(({ service, name }) => `${service} ${name}`),
        ['ses SendEmail', 'cognito-idp AdminAddUserToGroup', 'events PutEvents'],
      );
      const [mail, membership, events] = server.taken.map(({ input }) => input);
      assert.deepEqual(readable(mail), {
        FromEmailAddress: 'Grüße <no-reply@example.com>',
        ReplyToAddresses: ['Hilfe & Support <support@example.com>'],
        Destination: {
          ToAddresses: [sent.request.userAttributes.email],
          CcAddresses: ['Müller, Jörg <joerg@example.com>', 'copies@example.com'],
          BccAddresses: ['archive@example.com'],
        },
        Content: {
          Simple: {
            Subject: { Charset: 'UTF-8', Data: `Grüße, ${sent.userName}` },
            Body: {
              Text: { Charset: 'UTF-8', Data: 'Schön, dass Sie da sind.' },
              Html: { Charset: 'UTF-8', Data: '<p>Schön.</p>' },
            },
          },
        },
      });
      assert.deepEqual(membership, {
        UserPoolId: sent.userPoolId,
        Username: sent.userName,
        GroupName: 'members',
      });
      assert.equal(events.Entries.length, 1);
      const [{ Source: source, DetailType: type, Detail: detail }] = events.Entries;
      assert.equal(source, 'lintel');
      assert.equal(type, 'UserConfirmed');
      assert.deepEqual(JSON.parse(detail), {
        user: sent.userName,
        domain: 'example.com',
        plan: 'free',
      });
    });

    test('share connections between events', async () => {
      const requests = server.requests;
      for (let turn = 0; turn < 5; ++turn) await lambda.invoke(confirmation());
      assert.equal(server.requests, requests + 15);
      assert.ok(server.connections <= 3, `${server.connections} connections`);
    });

    test('are not repeated for the same event', async () => {
      const again = confirmation();
      const requests = server.requests;
      for (let turn = 0; turn < 3; ++turn) assert.equal((await lambda.invoke(again)).error, false);
      assert.equal(server.requests, requests + 3);
    });

    test('are made again on a connection that the server has closed meanwhile', async () => {
      for (const socket of server.sockets) socket.destroy();
      const taken = server.taken.length;
      assert.equal((await lambda.invoke(confirmation())).error, false);
      assert.equal(server.taken.length, taken + 3);
    });
  });

  describe(`${host}: calls that fail`, { timeout: 90_000 }, () => {
    // What a server does, how often it is asked, and whether the mail goes out in the end.
    const servers = [
      [
        'throttles once',
        {
          behave: (number, request, response, proceed) =>
            number === 1
              ? fail(response, 429, 'TooManyRequestsException', 'Rate exceeded')
              : proceed(),
        },
        { requests: 2, mails: 1 },
      ],
      [
        'throttles always',
        {
          behave: (number, request, response) =>
            fail(response, 429, 'TooManyRequestsException', 'Rate exceeded'),
        },
        { requests: 2, mails: 0 },
      ],
      [
        'throttles once with status 400',
        {
          behave: (number, request, response, proceed) =>
            number === 1 ? fail(response, 400, 'ThrottlingException', 'Rate exceeded') : proceed(),
        },
        { requests: 2, mails: 1 },
      ],
      [
        'fails once',
        {
          behave: (number, request, response, proceed) =>
            number === 1 ? fail(response, 500, 'InternalFailure', 'Sorry') : proceed(),
        },
        { requests: 2, mails: 1 },
      ],
      [
        'refuses the mail',
        {
          behave: (number, request, response) =>
            fail(response, 400, 'MessageRejected', 'Email address is not verified'),
        },
        { requests: 1, mails: 0 },
      ],
      [
        'closes once',
        {
          behave: (number, request, response, proceed) =>
            number === 1 ? request.socket.destroy() : proceed(),
        },
        { requests: 2, mails: 1 },
      ],
      [
        'closes always',
        {
          behave: (number, request) => request.socket.destroy(),
        },
        { requests: 2, mails: 0 },
      ],
      ['hangs', { behave: () => {} }, { requests: 1, mails: 0 }],
      [
        'trickles',
        {
          behave: (number, request, response) => {
            response.socket.setNoDelay(true);
            response.writeHead(200, {
              'Content-Type': 'application/json',
              'Content-Length': 1_000,
            });
            const drop = setInterval(() => response.write(' '), 50);
            response.on('close', () => clearInterval(drop));
          },
        },
        { requests: 1, mails: 0 },
      ],
      [
        'talks nonsense',
        {
          behave: (number, request) => request.socket.end('SSH-2.0-OpenSSH_9.2\r\n\r\n'),
        },
        { mails: 0 },
      ],
    ];
    for (const [what, options, expected] of servers) {
      for (const strict of ['no', 'yes']) {
        test(`the server ${what}, onFailure: ${strict === 'yes' ? 'reject' : 'continue'}`, async () => {
          await tried(options, strict, expected);
        });
      }
    }

    async function tried(options, strict, { requests, mails }) {
      await withBoth(startHost, options, {}, async (server, lambda) => {
        await answered(lambda, strict, mails === 1);
        assert.equal(server.taken.length, mails);
        if (requests !== undefined) assert.equal(server.requests, requests);
      });
    }

    async function answered(lambda, strict, arrives) {
      const sent = signIn(strict);
      const before = lambda.process.output.length;
      const began = Date.now();
      const { body, error } = await lambda.invoke(sent);
      assert.ok(
        Date.now() - began < 4_800,
        `${Date.now() - began} ms, and Cognito waits for 5,000`,
      );
      if (arrives || strict === 'no') {
        assert.equal(error, false, body);
        assert.deepEqual(JSON.parse(body), sent);
      } else {
        assert.equal(error, true, body);
        const { errorMessage, errorType } = JSON.parse(body);
        assert.ok(errorMessage && errorType, body);
        assert.ok(!body.includes('example.com'), body);
      }
      if (arrives) return;
      // The log is written after the answer.
      await eventually(
        () => /sendEmail.*failed/.test(lambda.process.output.slice(before)),
        'line about the failure',
      );
      if (inLambda)
        assert.ok(!lambda.process.output.includes('example.com'), lambda.process.output);
    }

    test('the server hangs, and there are several effects', async () => {
      await withBoth(startHost, { behave: () => {} }, {}, async (server, lambda) => {
        const sent = confirmation();
        const began = Date.now();
        const { body, error } = await lambda.invoke(sent);
        assert.ok(
          Date.now() - began < 4_800,
          `${Date.now() - began} ms, and Cognito waits for 5,000`,
        );
        assert.equal(error, false, body);
        assert.deepEqual(JSON.parse(body), sent);
      });
    });

    // Nobody tells `lintel serve` how long there is.
    if (inLambda)
      test("the server hangs, and Lambda's own deadline is near", async () => {
        await withBoth(startHost, { behave: () => {} }, {}, async (server, lambda) => {
          const began = Date.now();
          const { error } = await lambda.invoke(signIn('no'), { milliseconds: 1_300 });
          assert.ok(Date.now() - began < 1_300, `${Date.now() - began} ms`);
          assert.equal(error, false);
          // Nor does what is left of the time go to waste on an effect for which there is none.
          const { error: refused } = await lambda.invoke(signIn('yes'), { milliseconds: 350 });
          assert.equal(refused, true);
        });
      });

    test('there is no server', async () => {
      await withBoth(startHost, {}, {}, async (server, lambda) => {
        await server.end();
        await answered(lambda, 'no', false);
        await answered(lambda, 'yes', false);
      });
    });

    test('the key is wrong', async () => {
      await withBoth(
        startHost,
        {},
        { AWS_SECRET_ACCESS_KEY: 'another' },
        async (server, lambda) => {
          await answered(lambda, 'no', false);
          await answered(lambda, 'yes', false);
          const refusals = server.refused.map(({ type }) => type);
          assert.deepEqual(refusals, ['SignatureDoesNotMatch', 'SignatureDoesNotMatch']);
        },
      );
    });

    test('there are no credentials', async () => {
      const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' };
      await withBoth(startHost, {}, none, async (server, lambda) => {
        await answered(lambda, 'no', false);
        await answered(lambda, 'yes', false);
        assert.equal(server.requests, 0);
      });
    });
  });
}

for (const host of hosts) suite(host);
