// SPDX-License-Identifier: Apache-2.0
// The checker of coverage, with gaps that were planted: each is found, and none where there is none.
import assert from 'node:assert/strict';
import test from 'node:test';

import { fileCoverage } from './gaps.mjs';
import { judge, readLeft, readRooms } from './verdict.mjs';

const text = `int f(bool a, bool b) {
  if (a && b) return 1;
  return 2;
}
int g(Kind kind) {
  switch (kind) {
    case Kind::x: return 1;
  }
  return 0;
}
`;

// As clang would say it: how often each place has run, and what each condition was.
function exported({ a = [2, 1], b = [1, 1], pairs = [true, true], end = 2, behind = 0, kind = 6 } = {}) {
  return {
    filename: 'room/file.cpp',
    segments: [
      [1, 23, 3, true, true, false], [2, 7, 3, true, true, false], [2, 12, a[0], true, true, false], [2, 15, 1, true, true, false],
      [2, 24, end, true, false, false], [4, 2, 0, false, false, false],
      [5, 19, 3, true, true, false], [8, 4, behind, true, true, true], [9, 3, behind, true, true, false], [10, 2, 0, false, false, false],
    ],
    branches: [[2, 7, 2, 8, ...a, 0, 0, kind], [2, 12, 2, 13, ...b, 0, 0, kind], [6, 11, 6, 15, 0, 3, 0, 0, 4], [7, 5, 7, 17, 3, 0, 0, 0, 4]],
    mcdc_records: kind === 6 ? [[2, 7, 2, 13, 0, 5, pairs]] : [],
  };
}

const gapsOf = (change) => fileCoverage(exported(change), text).gaps.map(({ what, code, line }) => `${line} ${what} ${code}`);
const always = ['7 never false case Kind::x', '9 never run return 0;'];

test('what has run both ways is no gap, and a complete switch is no branch', () => {
  assert.deepEqual(gapsOf(), always);
  assert.deepEqual(fileCoverage(exported(), text).seen, { lines: [6, 7], branches: [5, 6], pairs: [2, 2] });
});

test('each kind of gap is found', () => {
  assert.deepEqual(gapsOf({ a: [3, 0] }), ['2 never false a', ...always]);
  assert.deepEqual(gapsOf({ a: [0, 3], b: [0, 0], pairs: [false, false] }), ['2 never true a', ...always]);
  assert.deepEqual(gapsOf({ pairs: [true, false] }), ['2 no pair b', ...always]);
  assert.deepEqual(gapsOf({ end: 0 }), ['3 never run return 2;', ...always]);
  assert.deepEqual(gapsOf({ kind: 4 }), ['2 not measured a', '2 not measured b', ...always]);
  assert.deepEqual(gapsOf({ behind: 1 }), always.slice(0, 1));
});

test('what one instance of a template has shown is shown', () => {
  const file = exported({ a: [3, 0], b: [3, 0], pairs: [true, false] });
  const other = exported({ a: [0, 3], b: [0, 3], pairs: [false, true] });
  file.branches.push(...other.branches);
  file.mcdc_records.push(...other.mcdc_records);
  assert.deepEqual(fileCoverage(file, text).gaps.map(({ line }) => line), [7, 9]);
});

const rooms = readRooms('# least\nroom/ 100 100 100\nroom/below/ 50 50 50\n');
const files = (change, path = 'room/file.cpp') => [{ path, ...fileCoverage(exported(change), text) }, { path: 'room/below/other.cpp', ...fileCoverage(exported(), text) }];
const left = readLeft('# words\n\nOne reason,\nin two lines.\n  room/file.cpp: never false: case Kind::x\nAnother.\n  room/file.cpp: never run: return 0;\n');

test('a list of reasons is read', () => {
  assert.deepEqual(left.map(({ reason }) => reason), ['One reason, in two lines.', 'Another.']);
  assert.throws(() => readLeft('  room/file.cpp: never run: x\n'), /left.txt:1/);
  assert.throws(() => readLeft('R.\n  room/file.cpp: sometimes: x\n'), /left.txt:2/);
  assert.throws(() => readLeft('R.\n  room/file.cpp: never run: *\n'), /left.txt:2/);
  assert.throws(() => readRooms('room 1 2 3'), /rooms.txt:1/);
});

test('all is well if each gap has a reason', () => {
  assert.deepEqual(judge(rooms, left, files()).errors, []);
  assert.deepEqual(judge(rooms, left, files()).rows[0], ['room/', [6, 7], [5, 6], [2, 2], 2, 2]);
});

test('a gap without a reason is an error', () => {
  assert.deepEqual(judge(rooms, left, files({ end: 0 })).errors, ['room/file.cpp:3: never run: return 2;']);
  assert.deepEqual(judge(rooms, left.slice(1), files()).errors, ['room/file.cpp:7: never false: case Kind::x']);
});

test('a reason without a gap is an error, unless it depends on the machine', () => {
  assert.deepEqual(judge(rooms, left, files({ behind: 1 })).errors, ['left.txt:7: reached, or no longer there: room/file.cpp: never run: return 0;']);
  const optional = readLeft('Depending on the machine: no.\n  room/file.cpp: never run: *\n');
  assert.deepEqual(judge(rooms, [...left, ...optional], files()).errors, []);
  assert.deepEqual(judge(rooms, [left[0], ...optional], files({ end: 0 })).errors, []);
});

test('a room below its least is an error', () => {
  const strict = readRooms('room/ 100 100 100\nroom/below/ 99 50 50\n');
  assert.deepEqual(judge(strict, left, files()).errors, ['room/below/: 85.71 % of lines, at least 99 % are wanted']);
  assert.match(judge(rooms, left, files().slice(0, 1)).errors.join('\n'), /room\/below\/: no lines were seen/);
});
