// SPDX-License-Identifier: Apache-2.0
// Answers Lambda's Invoke endpoint with `lintel run`.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { writeFileSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
const [lintel, ...rules] = process.argv.slice(2);
const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part)).on('end', () => {
    const ran = spawnSync(lintel, ['run', ...rules, '--event', '-'], { input: Buffer.concat(parts) });
    process.stderr.write(`${Buffer.concat(parts)}\n  ${ran.stdout}`);
    if (ran.status !== 0) response.setHeader('X-Amz-Function-Error', 'Unhandled');
    response.setHeader('Content-Type', 'application/json');
    response.end(ran.stdout.toString().trim());
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
