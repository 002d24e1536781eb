// SPDX-License-Identifier: Apache-2.0
// What answers events: `lintel serve`, and the function that `lintel package` makes.
import { existsSync } from 'node:fs';
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

const packages = new Map();

const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';

// The other processor, and what runs its executables here.
export const foreign =
  architecture === 'arm64'
    ? { arch: 'x86_64', emulator: '/usr/bin/qemu-x86_64' }
    : { arch: 'arm64', emulator: '/usr/bin/qemu-aarch64' };

// Why a function for the other processor cannot be tried; false if it can.
export function foreignSkip(kind = '') {
  const bootstrap = join(dirname(lintel), `lambda/bootstrap-${foreign.arch}${kind}`);
  const missing = [foreign.emulator, bootstrap].find((path) => !existsSync(path));
  return missing ? `there is no ${missing}` : false;
}

// What `lintel package` makes, once for the same rules: the path of the zip.
export async function packaged(files, arch = architecture) {
  const key = [arch, ...files].join('\n');
  if (!packages.has(key)) packages.set(key, make(files, arch));
  return packages.get(key);
}

async function make(files, arch) {
  const zip = join(temporaryFolder(), 'function.zip');
  const { code, stderr } = await run(lintel, ['package', ...files, '-o', zip, '--arch', arch]);
  if (code !== 0) throw new Error(`lintel package: ${stderr}`);
  return zip;
}

// The packaged function as Lambda starts it: unpacked by others, alone in its folder.
export async function packagedFunction(files, { env = {}, arch = architecture } = {}) {
  const zip = await packaged(files, arch);
  const folder = temporaryFolder();
  const { code, stdout, stderr } = await run('unzip', [zip, '-d', folder]);
  if (code !== 0) throw new Error(`unzip: ${stdout}${stderr}`);
  const bootstrap = join(folder, 'bootstrap');
  const command = arch === architecture ? [bootstrap] : [foreign.emulator, bootstrap];
  return LambdaFunction.start(command[0], command.slice(1), { cwd: folder, env });
}
