// SPDX-License-Identifier: Apache-2.0
// What clang knows of a source file: its syntax tree, with the place of every node.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

// clang names a file only where it differs from that of the place before.
function name_files(value, state) {
  if (typeof value.offset === 'number') {
    if (value.file) state.file = path.normalize(value.file);
    value.file = state.file;
  }
  for (const key in value) {
    const inner = value[key];
    if (inner !== null && typeof inner === 'object') name_files(inner, state);
  }
}

// The declarations of namespaces whose name contains `filter`, of `file` and of what it includes;
// `flags` as the compiler gets them.
export function syntax_trees(file, { clang, root, filter, flags }) {
  const run = spawnSync(
    clang,
    ['-std=c++20', '-I.', ...flags, '-fsyntax-only', '-Xclang', '-ast-dump=json', '-Xclang',
      `-ast-dump-filter=${filter}`, file],
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (run.error || run.status !== 0) {
    throw new Error(`${clang} cannot read ${file}: ${run.error ?? run.stderr}`);
  }
  const trees = run.stdout.split(/^(?=\{)/m).filter((text) => text.trim()).map(JSON.parse);
  for (const tree of trees) name_files(tree, { file: '' });
  return trees;
}

// The text of a node as {file, begin, end}; null if a macro has made a part of it.
export function place(node) {
  const begin = node.range?.begin;
  const end = node.range?.end;
  if (typeof begin?.offset !== 'number' || typeof end?.offset !== 'number') return null;
  if (begin.file !== end.file) return null;
  return { file: begin.file, begin: begin.offset, end: end.offset + end.tokLen };
}

export function is_of_macro(node) {
  return Boolean(node.range?.begin?.expansionLoc ?? node.range?.end?.expansionLoc);
}

// The type of an expression, without aliases; empty if it depends on a template's arguments.
export function type_of(node) {
  const type = node.type?.desugaredQualType ?? node.type?.qualType ?? '';
  return type.includes('dependent type') || type === 'auto' ? '' : type.replace(/^const /, '');
}

// What an expression is under what clang has put around it and the source does not show.
export function bare(node) {
  let at = node;
  while (['ImplicitCastExpr', 'ExprWithCleanups', 'MaterializeTemporaryExpr', 'FullExpr',
    'CXXBindTemporaryExpr'].includes(at.kind) && at.inner?.length === 1) {
    at = at.inner[0];
  }
  return at;
}
