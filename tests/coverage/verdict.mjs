// SPDX-License-Identifier: Apache-2.0
// Holds what was reached against rooms.txt, the least for each room, and left.txt, the gaps that have a reason.

const columns = ['lines', 'branches', 'pairs'];
const sentence = /^ {2}(\S+): (never run|never true|never false|no pair|not measured): (.*)$/;

const entryText = ({ path, what, code }) => `${path}: ${what}: ${code}`;
const contentLines = (text) => text.split('\n').map((line, i) => [line, i + 1]).filter(([line]) => line !== '' && !line.startsWith('#'));

// Lines such as `runtime/ 100 100 100`.
export function readRooms(text) {
  return contentLines(text).map(([line, number]) => {
    const [name, ...least] = line.split(/\s+/);
    if (!name.endsWith('/') || least.length !== 3 || !least.every((word) => /^\d+(\.\d+)?$/.test(word))) throw new Error(`rooms.txt:${number}: not a room and three percentages`);
    return { name, least: least.map(Number) };
  });
}

// A reason, and below it, indented, the gaps that have it.
export function readLeft(text) {
  const entries = [];
  let reason = '';
  for (const [line, number] of contentLines(text)) {
    if (!line.startsWith(' ')) {
      reason = entries.length > 0 && entries.at(-1).reason === reason ? line : `${reason} ${line}`.trim();
      continue;
    }
    const found = sentence.exec(line);
    if (found?.[3] === '*' && !reason.startsWith('Depending on the machine')) throw new Error(`left.txt:${number}: * is for what depends on the machine`);
    if (!found || reason === '') throw new Error(`left.txt:${number}: not \`  FILE: WHAT: CODE\` below a reason`);
    entries.push({ path: found[1], what: found[2], code: found[3], reason, number });
  }
  return entries;
}

// The room of a file is the one with the longest name that its path begins with.
export function roomOf(rooms, path) {
  return rooms.filter((room) => path.startsWith(room.name)).sort((a, b) => b.name.length - a.name.length)[0];
}

// What each room has reached; files: { path, seen, gaps }.
function totals(rooms, files) {
  const rows = new Map(rooms.map((room) => [room, { lines: [0, 0], branches: [0, 0], pairs: [0, 0] }]));
  for (const { path, seen } of files) {
    const row = rows.get(roomOf(rooms, path));
    for (const column of columns) seen[column].forEach((value, i) => (row[column][i] += value));
  }
  return rows;
}

const percent = ([covered, all]) => (all === 0 ? 100 : (100 * covered) / all);

// { rows, errors }: rows of [room, lines, branches, pairs, gaps, gaps that are listed]; errors, texts.
export function judge(rooms, left, files) {
  const errors = [];
  const known = files.filter(({ path }) => roomOf(rooms, path));
  const listed = new Map();
  const isOptional = ({ reason }) => reason.startsWith('Depending on the machine');
  for (const entry of left) listed.set(entryText(entry), [...(listed.get(entryText(entry)) ?? []), entry]);
  // A reason covers one gap; one with * all of its file.
  const find = (path, gap) => listed.get(entryText({ path, ...gap }))?.shift() ?? listed.get(entryText({ path, ...gap, code: '*' }))?.at(0);

  const counts = new Map(rooms.map((room) => [room, { gaps: 0, listed: 0 }]));
  for (const { path, gaps } of known) {
    const room = roomOf(rooms, path);
    for (const gap of gaps) {
      counts.get(room).gaps += 1;
      if (find(path, gap)) {
        counts.get(room).listed += 1;
        continue;
      }
      const column = { 'never run': 0, 'no pair': 2, 'not measured': 2 }[gap.what] ?? 1;
      if (room.least[column] === 100) errors.push(`${path}:${gap.line}: ${gap.what}: ${gap.code}`);
    }
  }
  for (const entry of [...listed.values()].flat().filter((entry) => !isOptional(entry))) errors.push(`left.txt:${entry.number}: reached, or no longer there: ${entryText(entry)}`);

  const rows = [];
  for (const [room, row] of totals(rooms, known)) {
    rows.push([room.name, ...columns.map((column) => row[column]), counts.get(room).gaps, counts.get(room).listed]);
    columns.forEach((column, i) => {
      const reached = percent(row[column]);
      if (room.least[i] < 100 && reached < room.least[i]) errors.push(`${room.name}: ${reached.toFixed(2)} % of ${column}, at least ${room.least[i]} % are wanted`);
      if (row[column][1] === 0) errors.push(`${room.name}: no ${column} were seen`);
    });
  }
  return { rows, errors };
}

// A table in text, and one line with the same.
export function table(rows) {
  const cell = (reached) => `${percent(reached).toFixed(2)} % ${reached.join('/')}`;
  const texts = [['room', 'lines', 'branches', 'MC/DC', 'gaps', 'with a reason'], ...rows.map(([name, ...rest]) => [name, ...rest.slice(0, 3).map(cell), ...rest.slice(3).map(String)])];
  const widths = texts[0].map((_, i) => Math.max(...texts.map((row) => row[i].length)));
  return texts.map((row) => row.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join('  ')).join('\n');
}

export function summary(rows, errors) {
  const all = (i) => rows.reduce((sum, row) => sum + row[i][1], 0);
  const each = rows.map(([name, ...reached]) => `${name} ${reached.slice(0, 3).map((r) => percent(r).toFixed(1)).join(' ')}`);
  return `long: ${all(1)} lines, ${all(2)} branches, ${all(3)} conditions; ${each.join(', ')} % of them; ${errors.length === 0 ? 'no gap without a reason' : `${errors.length} errors`}`;
}
