// SPDX-License-Identifier: Apache-2.0
// `lintel invoke` on the packaged function: of this processor, and of the other one under qemu.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { foreign, foreignSkip, packaged } from './support/hosts.mjs';
import { library, lintel, temporaryFolder } from './support/places.mjs';
import { run } from './support/processes.mjs';

const rules = [
  library('pre_sign_up/minimum_length.rules'),
  library('pre_sign_up/registered_domain.rules'),
];

const event = (number) => ({
  version: '1',
  triggerSource: 'PreSignUp_SignUp',
  userName: number % 7 === 0 ? 'Zoë' : `user-${number}`,
  request: {
    userAttributes: {
      email: `user-${number}@example.${number % 2 === 0 ? 'com' : 'org'}`,
      'custom:domain': 'example.com',
    },
  },
  response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
});

function check(number, line) {
  const answer = JSON.parse(line);
  if (number % 7 === 0) {
    assert.match(answer.errorMessage, /less than the minimum length of 5$/);
  } else {
    const expected = event(number);
    expected.response.autoConfirmUser = number % 2 === 0;
    assert.deepEqual(answer, expected);
  }
}

async function invoked(zip, events) {
  const file = join(temporaryFolder(), 'events.ndjson');
  writeFileSync(
    file,
    Array.from({ length: events }, (_, number) => `${JSON.stringify(event(number))}\n`).join(''),
  );
  const { code, stdout, stderr } = await run(lintel, ['invoke', zip, '--ndjson', '--event', file], {
    env: { LINTEL_LOG: 'off' },
    milliseconds: 60_000,
  });
  assert.equal(code, 0, stderr);
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines.length, events);
  lines.forEach((line, number) => check(number, line));
  return stderr;
}

describe('lintel invoke', { timeout: 90_000 }, () => {
  test('many events through one function', async (context) => {
    const report = await invoked(await packaged(rules), 5_000);
    context.diagnostic(report.trim());
    assert.match(report, /5,?000/);
  });

  test(`a function for ${foreign.arch}`, { skip: foreignSkip() }, async () => {
    await invoked(await packaged(rules, foreign.arch), 50);
  });
});
