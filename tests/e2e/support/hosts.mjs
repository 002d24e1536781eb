// SPDX-License-Identifier: Apache-2.0
// What answers events: `lintel serve`, and the function that `lintel package` makes.
import { join } from 'node:path';

import { here, lintel } from './places.mjs';
import { start } from './processes.mjs';

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
  const started = start(process.execPath, [join(here, 'support/standin.mjs'), lintel, ...files], { env });
  const [, endpoint] = await started.prints(/(http:\/\/127\.0\.0\.1:\d+)/);
  return {
    endpoint,
    process: started,
    invoke: (event) => invokeAt(endpoint, event),
    end: () => started.end(),
  };
}

export async function packagedFunction(files, options) {
  return { ...(await serve(files, options)), faults: [] };
}
