// SPDX-License-Identifier: Apache-2.0
// The README's sections that need a network, a background process or what others install: their
// shell blocks run as they stand there, in a folder of their own, after those of "Your own rules".
// Only the port is another one. tests/project/readme_test.cpp runs all other blocks.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { lintel, root, temporaryFolder } from './support/places.mjs';
import { run } from './support/processes.mjs';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

function blocks(section) {
  const begin = readme.indexOf(`\n## ${section}\n`);
  assert.ok(begin >= 0, `the README has no section "${section}"`);
  const end = readme.indexOf('\n## ', begin + 1);
  const found = [...readme.slice(begin, end).matchAll(/\n```sh\n([^]*?\n)```\n/g)];
  assert.ok(found.length > 0, `no commands in "${section}"`);
  return found.map(([, block]) => block).join('');
}

// A port that was free a moment ago.
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function commandsRun(section) {
  const port = await freePort();
  // What a block has started in the background ends with it.
  const script =
    'set -eu\n' +
    "trap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n" +
    blocks('Your own rules') +
    blocks(section).replaceAll('9001', String(port));
  const folder = temporaryFolder();
  const { code, stdout, stderr } = await run('bash', ['-c', script], {
    cwd: folder,
    milliseconds: 60_000,
    env: {
      HOME: folder,
      // The AWS command line that the system packages, not another one that comes first.
      PATH: `${dirname(lintel)}:/usr/bin:/bin:${process.env.PATH}`,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
      LC_ALL: 'C.UTF-8',
    },
  });
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  return { stdout, file: (name) => readFileSync(join(folder, name), 'utf8') };
}

const skip = ['/usr/bin/aws', '/usr/bin/curl'].every(existsSync)
  ? false
  : 'there is no /usr/bin/aws or no /usr/bin/curl (Debian packages awscli, curl)';

// It comes of lintel run, twice, in "Your own rules", and then once more.
const answer =
  '{"userName":"jane","request":{"userAttributes":{"email":"jane@example.org"}},' +
  '"response":{"autoConfirmUser":true,"autoVerifyEmail":true}}';

test('Try it locally', { skip }, async () => {
  const { stdout, file } = await commandsRun('Try it locally');
  assert.equal(stdout.split(answer).length - 1, 3, stdout);
  assert.match(stdout, /"StatusCode": 200/);
  assert.equal(file('answer.json').trim(), answer);
});

const crossBuilt = join(dirname(lintel), 'lambda/bootstrap-arm64');

test('Deploy', { skip: existsSync(crossBuilt) ? false : `there is no ${crossBuilt}` }, async () => {
  const { stdout, file } = await commandsRun('Deploy');
  assert.match(stdout, /cognito-idp|PreSignUp/);
  assert.equal(stdout.split(answer).length - 1, 3, stdout);
  assert.equal(file('function.zip').slice(0, 2), 'PK');
  assert.match(file('template.yaml'), /AWS::Serverless::Function/);
});
