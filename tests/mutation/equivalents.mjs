// SPDX-License-Identifier: Apache-2.0
// The list of mutants that change nothing that can be seen: equivalent.txt says how it is written.

export const same_change = (a, b) => a.file === b.file && a.source === b.source && a.change === b.change;

export function parse_equivalents(text) {
  const entries = [];
  let file = '';
  let source = '';
  let reason = '';
  for (const line of text.split('\n')) {
    const word = line.trim();
    if (word === '' || line.startsWith('# ')) continue;
    if (line.startsWith('file ')) file = word.slice(5);
    else if (line.startsWith('because ')) reason = word.slice(8);
    else if (line.startsWith('    ')) entries.push({ file, source, reason, change: word });
    else if (line.startsWith('  ')) source = word;
    else throw new Error(`equivalent.txt: what is \`${line}\`?`);
    if (line.startsWith('    ') && (!file || !source || !reason)) throw new Error(`equivalent.txt: ${line}: no reason`);
  }
  return entries;
}
