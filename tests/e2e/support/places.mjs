// SPDX-License-Identifier: Apache-2.0
// Where things are: the executable under test, the rules, and folders that go away with the test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const root = resolve(here, '../..');

export const lintel = process.env.LINTEL ?? resolve(root, 'build/dev/lintel');

export const library = (path) => join(root, 'rules', path);
export const ours = (name) => join(here, 'rules', name);
export const installed = (path) => join(here, 'node_modules', path);

const folders = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-e2e-'));
  folders.push(folder);
  return folder;
}
