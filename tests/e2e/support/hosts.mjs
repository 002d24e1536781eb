// SPDX-License-Identifier: Apache-2.0
// What answers events: `lintel serve`, and the function that `lintel package` makes.
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { lintel, temporaryFolder } from './places.mjs';
import { run, start } from './processes.mjs';
import { LambdaFunction } from './runtime_api.mjs';

// A call of Lambda's Invoke API: {body, error}.
export async function invokeAt(endpoint, event, name = 'e2e') {
  const response = await fetch(`${endpoint}/2015-03-31/functions/${name}/invocations`, {
    method: 'POST',
    body: typeof event === 'string' ? event : JSON.stringify(event),
    signal: AbortSignal.timeout(10_000),
  });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${body}`);
  return { body, error: response.headers.get('x-amz-function-error') !== null };
}

// `lintel serve` on a port of its own: {endpoint, invoke, process, end}.
export async function serve(files, { flags = [], env = {} } = {}) {
  const started = start(lintel, ['serve', ...files, '--port', '0', ...flags], { env });
  const [, endpoint] = await started.prints(/^serving on (http:\/\/127\.0\.0\.1:\d+)/m);
  return {
    endpoint,
    process: started,
    invoke: (event) => invokeAt(endpoint, event),
    end: () => started.end(),
  };
}

// A function whose bootstrap reads the image beside it.
export async function packagedFunction(files, { env = {} } = {}) {
  const folder = temporaryFolder();
  const image = join(folder, 'rules.image');
  const { code, stderr } = await run(lintel, ['compile', ...files, '-o', image]);
  if (code !== 0) throw new Error(stderr);
  const bootstrap = join(folder, 'bootstrap');
  copyFileSync(join(dirname(lintel), 'lambda', 'bootstrap-x86_64'), bootstrap);
  return LambdaFunction.start(bootstrap, [], { cwd: folder, env });
}
