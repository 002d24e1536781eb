// SPDX-License-Identifier: Apache-2.0
// Writes the sources of a library again, with all mutants in them, and a table of the mutants.
//
//   node mutate.mjs ROOT FOLDER OUT TABLE
//
// FOLDER, below ROOT, is copied to OUT; its C++ files are changed as mutants.h says. TABLE is JSON. A file
// in OUT that would be the same as before is not touched, so that builds are short.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { find_places } from './places.mjs';
import { syntax_trees } from './syntax_tree.mjs';

const helpers = 'tests/mutation/mutants.h';
const space = 'lintel_mutation';

// What stands outside where two calls are put around the same text.
const ranks = ['statement', 'return', 'condition', 'operand', 'negation', 'logic'];
const rank = (place) => (ranks.indexOf(place.kind) + ranks.length + 1) % (ranks.length + 1);

const number_types = /^(unsigned |signed )?(char|short|int|long|long long)$|^(double|float)$/;

function opening({ call, cast }, number) {
  if (call === 'drop') return `(${space}::dropped(${number}) ? (void)0 : (void)(`;
  if (call === 'leave') return `if (!${space}::dropped(${number})) `;
  const plain = `${space}::${call}(${number}, `;
  return number_types.test(cast ?? '') ? `static_cast<${cast}>(${plain}` : plain;
}

function closing({ call, cast }) {
  if (call === 'drop') return '))';
  if (call === 'leave') return '';
  return number_types.test(cast ?? '') ? '))' : ')';
}

// `text` with all of `places` in it.
export function rewrite(text, places) {
  const edits = [];
  places.forEach((place, order) => {
    for (const wrap of place.wraps) {
      const length = wrap.end - wrap.begin;
      const outer = [length, -rank(place), -order];
      edits.push({ at: wrap.begin, opens: true, outer, add: opening(wrap, place.first), cut: 0 });
      edits.push({ at: wrap.end, opens: false, outer, add: closing(wrap), cut: 0 });
    }
    for (const cut of place.cuts) {
      edits.push({ at: cut.begin, opens: true, outer: [0, 0, 0], add: cut.into, cut: cut.end - cut.begin });
    }
  });
  const compare = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
  // At one byte, what ends there closes first, from the inside, and then what begins opens, from the outside.
  edits.sort((a, b) => a.at - b.at || a.opens - b.opens ||
    (a.opens ? compare(b.outer, a.outer) : compare(a.outer, b.outer)));
  let out = '';
  let done = 0;
  for (const edit of edits) {
    out += text.slice(done, edit.at) + edit.add;
    done = edit.at + edit.cut;
  }
  return out + text.slice(done);
}

function files_below(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? files_below(file) : [file];
  });
}

// The flags that make the compiler see other code.
function machine_flags(file) {
  if (file.endsWith('_avx2.cpp')) return ['-mavx2'];
  return [];
}

// All places of the files of `folder`, numbered, and how often what was left out, by reason.
export function all_places(root, folder, { filter = 'lintel', clang = 'clang++-19', recursive = false } = {}) {
  const files = files_below(path.join(root, folder)).map((file) => path.relative(root, file))
    .filter((file) => recursive || path.dirname(file) === path.normalize(folder)).sort();
  const sources = new Map(files.filter((file) => /\.(cpp|h)$/.test(file))
    .map((file) => [file, fs.readFileSync(path.join(root, file), 'latin1')]));
  const found = new Map();
  const left_out = new Map();
  for (const file of sources.keys()) {
    if (!file.endsWith('.cpp')) continue;
    for (const tree of syntax_trees(file, { clang, root, filter, flags: machine_flags(file) })) {
      find_places(tree, sources,
        (place) => {
          const key = `${place.file}:${place.begin}:${place.end}:${place.kind}`;
          if (!found.has(key)) found.set(key, place);
        },
        (reason, kind, node) => {
          const at = node?.range?.begin?.expansionLoc ?? node?.range?.begin;
          if (sources.has(at?.file)) left_out.set(`${at.file}:${at.offset}:${kind}`, reason);
        });
    }
  }
  const places = [...found.values()].sort((a, b) => a.file < b.file ? -1 : a.file > b.file ? 1
    : a.begin - b.begin || b.end - a.end || rank(a) - rank(b));
  let next = 1;
  for (const place of places) {
    place.first = next;
    next += place.changes.length;
  }
  const reasons = {};
  for (const reason of left_out.values()) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return { places, sources, left_out: reasons };
}

export function table_of(places, sources) {
  return places.flatMap((place) => {
    const text = sources.get(place.file);
    const line = text.slice(0, place.begin).split('\n').length;
    const source = text.split('\n')[line - 1].trim();
    return place.changes.map((change, i) => ({
      number: place.first + i, place: place.first, file: place.file, line, kind: place.kind, source, change,
    }));
  });
}

function write_if_changed(file, text) {
  if (fs.existsSync(file) && fs.readFileSync(file, 'latin1') === text) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, 'latin1');
}

function main([root, folder, out, table]) {
  const { places, sources, left_out } = all_places(root, folder);
  for (const file of files_below(path.join(root, folder))) {
    const name = path.relative(root, file);
    const own = places.filter((place) => place.file === name);
    const text = sources.get(name) ?? fs.readFileSync(file, 'latin1');
    const top = own.length === 0 ? '' : `#include "${helpers}"\n#line 1 "${name}"\n`;
    write_if_changed(path.join(out, path.relative(folder, name)), top + rewrite(text, own));
  }
  const mutants = table_of(places, sources);
  fs.writeFileSync(table, JSON.stringify({ mutants, left_out }, null, 1));
  console.log(`${mutants.length} mutants in ${places.length} places`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
