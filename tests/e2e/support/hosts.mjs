// SPDX-License-Identifier: Apache-2.0
// What answers events, each with the endpoint of Lambda's Invoke API.
import { here, lintel } from './places.mjs';
import { start } from './processes.mjs';
import { join } from 'node:path';

export async function serve(files, { flags = [], env = {} } = {}) {
  const started = start(process.execPath, [join(here, 'support/standin.mjs'), lintel, ...files], { env });
  const [, endpoint] = await started.prints(/(http:\/\/127\.0\.0\.1:\d+)/);
  return { endpoint, process: started };
}
