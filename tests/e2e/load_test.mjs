// SPDX-License-Identifier: Apache-2.0
// 100,000 events through one bootstrap: each gets its own answer, and memory stays where it is. How
// long it takes is printed beside a hand-written Node.js function, and nothing depends on it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { AwsServer, environment } from './support/aws_server.mjs';
import { packagedFunction } from './support/hosts.mjs';
import { library, ours, root } from './support/places.mjs';
import { LambdaFunction } from './support/runtime_api.mjs';

const count = Number(process.env.LINTEL_E2E_EVENTS ?? 100_000);
const peerCount = Math.ceil(count / 5);
const rules = [
  library('pre_sign_up/minimum_length.rules'),
  library('pre_sign_up/registered_domain.rules'),
];

// Event number `number`: one in ten has a name that is too short, half of the others belong to the
// domain that they name. Sizes go from half a kilobyte to four, the largest among the first.
function event(number) {
  return {
    version: '1',
    triggerSource: 'PreSignUp_SignUp',
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_Example01',
    userName: number % 10 === 0 ? 'Zoë' : `user-${number}`,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
    request: {
      userAttributes: {
        email: `user-${number}@Example.${number % 2 === 0 ? 'com' : 'org'}`,
        'custom:domain': 'example.com',
        'custom:number': String(number),
        'custom:notes': 'é'.repeat((number % 8) * 220),
      },
      validationData: null,
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  };
}

const refusal = {
  errorMessage: 'Cannot register users with username less than the minimum length of 5',
  errorType: 'Rejected',
};

function check(number, { body, error }) {
  if (number % 10 === 0) {
    assert.equal(error, true, body);
    const { errorMessage, errorType } = JSON.parse(body);
    assert.deepEqual({ errorMessage, errorType }, refusal);
    return;
  }
  assert.equal(error, false, body);
  const expected = event(number);
  expected.response.autoConfirmUser = number % 2 === 0;
  if (body !== JSON.stringify(expected)) assert.deepEqual(JSON.parse(body), expected);
}

// Kilobytes of the process: what it holds now, and the most it has held.
function memory(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)[1]);
  return { resident: kilobytes('VmRSS'), peak: kilobytes('VmHWM') };
}

// Sends events 0 to `events` one after the other, as Lambda does; microseconds from the moment in
// which each was handed out to that in which its answer had come.
async function drive(lambda, events) {
  const microseconds = new Float64Array(events);
  const held = [];
  const marks = [0.1, 0.5, 1].map((part) => Math.floor(events * part) - 1);
  const began = process.hrtime.bigint();
  for (let number = 0; number < events; ++number) {
    const answer = await lambda.invoke(event(number));
    check(number, answer);
    microseconds[number] = Number(answer.nanoseconds) / 1_000;
    if (marks.includes(number)) held.push(memory(lambda.process.pid));
  }
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  return { microseconds: microseconds.sort(), held, perSecond: Math.round(events / seconds) };
}

function report(context, name, { microseconds, held, perSecond }) {
  const at = (part) =>
    Math.round(
      microseconds[Math.min(microseconds.length - 1, Math.floor(microseconds.length * part))],
    );
  const times = [
    ['p50', 0.5],
    ['p90', 0.9],
    ['p99', 0.99],
    ['p99.9', 0.999],
    ['max', 1],
  ]
    .map(([label, part]) => `${label} ${at(part)}`)
    .join(', ');
  context.diagnostic(
    `${name}: ${microseconds.length} events, ${perSecond} a second; microseconds ${times}; ` +
      `resident ${held.map(({ resident }) => resident).join(', ')} kB, peak ${held.at(-1).peak} kB`,
  );
}

describe('many events', { timeout: 200_000 }, () => {
  const functions = [];
  after(async () => {
    for (const lambda of functions) await lambda.end();
  });

  test(`${count} through one bootstrap`, async (context) => {
    const lambda = await packagedFunction(rules, { env: { LINTEL_LOG: 'off' } });
    functions.push(lambda);
    const driven = await drive(lambda, count);
    report(context, 'lintel', driven);
    assert.deepEqual(lambda.api.faults, []);
    const [early, , late] = driven.held;
    assert.ok(late.peak - early.peak <= 128, `grew from ${early.peak} to ${late.peak} kB`);
    assert.equal(lambda.process.result, undefined, 'still running');
  });

  test('2000 mails from one bootstrap', async (context) => {
    const server = await AwsServer.start();
    const lambda = await packagedFunction([ours('effects.rules')], {
      env: environment(server.endpoint, { LINTEL_LOG: 'off' }),
    });
    functions.push(lambda);
    try {
      const held = [];
      for (let number = 1; number <= 2_000; ++number) {
        const userName = `user-${number}`;
        const { body, error } = await lambda.invoke({
          version: '1',
          triggerSource: 'PostAuthentication_Authentication',
          userName,
          userPoolId: 'eu-central-1_Example01',
          request: { userAttributes: { email: `${userName}@example.com` }, newDeviceUsed: false },
          response: {},
        });
        assert.equal(error, false, body);
        if (number % 200 === 0) held.push(memory(lambda.process.pid));
      }
      context.diagnostic(
        `resident ${held[0].resident} kB after 200, ${held.at(-1).resident} kB after 2000, peak ${held.at(-1).peak} kB`,
      );
      assert.deepEqual(server.refused, []);
      assert.deepEqual(
        server.taken.map(({ input }) => input.Destination.ToAddresses[0]),
        Array.from({ length: 2_000 }, (_, index) => `user-${index + 1}@example.com`),
      );
      assert.equal(server.connections, 1);
      assert.ok(held.at(-1).peak - held[0].peak <= 256, JSON.stringify(held));
    } finally {
      await server.end();
    }
  });

  test(`${peerCount} through Node.js`, async (context) => {
    const lambda = await LambdaFunction.start(process.execPath, [
      join(root, 'bench/peers/node/bootstrap.mjs'),
    ]);
    functions.push(lambda);
    report(context, 'Node.js', await drive(lambda, peerCount));
    assert.deepEqual(lambda.api.faults, []);
  });
});
