// SPDX-License-Identifier: Apache-2.0
// Prints what the tests reach in each room, and what is wrong with that.
//
//   node report.mjs EXPORT.json ROOT [--gaps PREFIX]
//
// EXPORT.json comes from `llvm-cov-19 export`, ROOT is the project's folder. --gaps prints the gaps of the files whose
// paths begin with PREFIX, as left.txt wants them, with their lines behind. The exit status is 1 if something is wrong.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { fileCoverage } from './gaps.mjs';
import { judge, readLeft, readRooms, roomOf, summary, table } from './verdict.mjs';

const [exported, root, ...options] = process.argv.slice(2);
const here = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const rooms = readRooms(here('rooms.txt'));

const files = [];
for (const file of JSON.parse(readFileSync(exported, 'utf8')).data[0].files) {
  const path = relative(root, file.filename);
  if (roomOf(rooms, path) && !path.endsWith('.def')) files.push({ path, ...fileCoverage(file, readFileSync(join(root, path), 'utf8')) });
}

if (options[0] === '--gaps') {
  for (const { path, gaps } of files.filter((file) => file.path.startsWith(options[1] ?? ''))) {
    for (const gap of gaps) console.log(`  ${path}: ${gap.what}: ${gap.code}`.padEnd(110), `:${gap.line}`);
  }
} else {
  const { rows, errors } = judge(rooms, readLeft(here('left.txt')), files);
  for (const error of errors) console.log(error);
  console.log(table(rows));
  console.log(summary(rows, errors));
  process.exitCode = errors.length === 0 ? 0 : 1;
}
