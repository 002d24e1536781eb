// SPDX-License-Identifier: Apache-2.0
// Builds sample/sample.cpp with its mutants, and compares what each of them makes of it with
// sample/expected.txt. `node mutate_test.mjs --rebase` writes that file.
import assert from 'node:assert';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parse_equivalents } from './equivalents.mjs';
import { all_places, rewrite, table_of } from './mutate.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const expected_file = path.join(here, 'sample/expected.txt');
const clang = ['clang++-19', 'clang++'].find((name) => spawnSync(name, ['--version']).status === 0);
if (!clang) {
  console.log('skipped: there is no clang');
  process.exit(77);
}

// Prints what the function makes of some numbers, for each mutant; none comes first.
const main = (mutants) => `
#include <csignal>
#include <initializer_list>
#include <cstdio>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
namespace lintel { int describe(int value); }
int main() {
  for (lintel_mutation::chosen = 0; lintel_mutation::chosen <= ${mutants}; ++lintel_mutation::chosen) {
    if (fork() == 0) {
      const itimerval limit{{0, 0}, {0, 100000}};
      setitimer(ITIMER_PROF, &limit, nullptr);
      char out[100];
      int size = 0;
      for (int value : {2, 3, 4, 5, 9, 10, 27}) size += std::sprintf(out + size, " %d", lintel::describe(value));
      std::puts(out);
      std::fflush(stdout);
      _exit(0);
    }
    int status = 0;
    wait(&status);
    if (WIFSIGNALED(status)) std::puts(" does not end");
    std::fflush(stdout);
  }
}
`;

const { places, sources, left_out } = all_places(here, 'sample', { clang });
const mutants = table_of(places, sources);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mutate_test.'));
try {
  fs.mkdirSync(path.join(folder, 'sample'));
  for (const [name, text] of sources) {
    const rewritten = rewrite(text, places.filter(({ file }) => file === name));
    const end = name.endsWith('.cpp') ? main(mutants.length) : '';
    fs.writeFileSync(path.join(folder, name), `#include "${here}mutants.h"\n${rewritten}${end}`);
  }
  const source = path.join(folder, 'sample/sample.cpp');
  const build = spawnSync('c++', ['-std=c++20', '-w', `-I${folder}`, source, '-o', `${folder}/program`], { encoding: 'utf8' });
  assert.equal(build.status, 0, build.stderr);
  const lines = spawnSync(`${folder}/program`, [], { encoding: 'utf8' }).stdout.trimEnd().split('\n');
  assert.equal(lines.length, mutants.length + 1);
  const told = ['nothing changed', ...mutants.map((mutant) => `${mutant.file.replace('sample/', '')}:${mutant.line}: ${mutant.change}`)]
    .map((what, i) => `${what} =>${lines[i]}\n`).join('') +
    Object.entries(left_out).map(([reason, count]) => `left out: ${count} ${reason}\n`).join('');
  if (process.argv.includes('--rebase')) fs.writeFileSync(expected_file, told);
  assert.equal(told, fs.readFileSync(expected_file, 'utf8'));
} finally {
  fs.rmSync(folder, { recursive: true });
}

// The list of mutants that change nothing.
assert.deepEqual(parse_equivalents('# of it\nfile a.cpp\nbecause it is so\n  x < y;\n    x < y -> x <= y\n'),
  [{ file: 'a.cpp', source: 'x < y;', reason: 'it is so', change: 'x < y -> x <= y' }]);
assert.throws(() => parse_equivalents('file a.cpp\n  x < y;\n    x < y -> x <= y\n'), /no reason/);
assert.throws(() => parse_equivalents('files a.cpp\n'), /what is/);
