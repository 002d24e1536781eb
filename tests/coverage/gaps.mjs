// SPDX-License-Identifier: Apache-2.0
// What a file's tests have and have not reached, from the JSON that `llvm-cov-19 export` prints. Instances of
// a template count as one: what one of them has shown is shown.
//
// A gap has: what (never run, never true, never false, no pair, not measured), code (its text in the source) and line. "no pair"
// is MC/DC's: no two runs show that this condition alone decides. What follows from another gap is counted but
// is no gap of its own: the conditions of code that never runs, and the pairs of a condition that is never true.

const squeezed = (text) => text.replace(/\s+/g, ' ').trim();

function textBetween(lines, [line, column, endLine, endColumn]) {
  if (line === endLine) return squeezed(lines[line - 1].slice(column - 1, endColumn - 1));
  return squeezed([lines[line - 1].slice(column - 1), ...lines.slice(line, endLine - 1), lines[endLine - 1].slice(0, endColumn - 1)].join(' '));
}

// Segments are [line, column, count, has count, begins a region, is a gap], in the order of the text.
function lineCounts(segments) {
  const counts = new Map();
  let wrapped = null; // the last segment of the lines before
  for (let i = 0; i < segments.length;) {
    const line = segments[i][0];
    const here = [];
    for (; i < segments.length && segments[i][0] === line; ++i) here.push(segments[i]);
    const begun = here.filter(([, , , hasCount, begins, isGap]) => hasCount && begins && !isGap);
    const skipped = !here[0][3] && here[0][4];
    if (!skipped && (wrapped?.[3] || begun.length > 0)) counts.set(line, Math.max(wrapped?.[3] ? wrapped[2] : 0, ...begun.map((s) => s[2])));
    wrapped = here.at(-1);
    const next = i < segments.length ? segments[i][0] : line + 1;
    if (wrapped[3]) for (let between = line + 1; between < next; ++between) counts.set(between, wrapped[2]);
  }
  return counts;
}

function countAt(segments, line, column) {
  let count = 0;
  for (const [atLine, atColumn, value, hasCount] of segments) {
    if (atLine > line || (atLine === line && atColumn > column)) break;
    count = hasCount ? value : 0;
  }
  return count;
}

// Joins records of the same place.
function joined(records, join) {
  const places = new Map();
  for (const record of records) {
    const key = record.slice(0, 4).join(':');
    const known = places.get(key);
    if (known) join(known, record);
    else places.set(key, structuredClone(record));
  }
  return [...places.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

const contains = (outer, inner) =>
  (outer[0] < inner[0] || (outer[0] === inner[0] && outer[1] <= inner[1])) &&
  (outer[2] > inner[2] || (outer[2] === inner[2] && outer[3] >= inner[3]));

// Of a comparison that is `= default`, clang makes branches that it does not count.
const isDefault = (source, branch) => /= default;\s*$/.test(source[branch[0] - 1]);

// A branch with neither outcome in code that runs: the compiler knows its condition.
const isConstant = (segments, branch) => branch[4] === 0 && branch[5] === 0 && countAt(segments, branch[0], branch[1]) > 0;

// Clang counts the value of `switch` as a branch that is true if no label fits. Where the labels are the names of an
// enum, -Wswitch holds the list of them complete, and the verifier the value: that is no branch of the program.
function isCompleteSwitch(source, branch) {
  const [line, column] = branch;
  if (!/\bswitch \($/.test(source[line - 1].slice(0, column - 1))) return false;
  const label = source.slice(line).find((text) => /^\s*(case\b|default:|#include)/.test(text)) ?? '';
  return /^\s*case \w+::/.test(label) && branch[4] === 0;
}

// Of brackets alone clang counts what comes after the last statement, were it not a jump.
const isNoCode = /^[\s(){}[\];,]*$|^\s*#/;

// Clang tells on the way that it does not measure the pairs of a decision in a decision; here it is seen.
const isUnmeasured = (source, branch) =>
  branch[8] !== decidesAlone && (/^[\s)]*(&&|\|\|)/.test(source[branch[2] - 1].slice(branch[3] - 1)) || /(&&|\|\|)[\s(]*$/.test(source[branch[0] - 1].slice(0, branch[1] - 1)));

const decidesAlone = 6; // the kind of a branch region that is a condition of a decision

// The counts and gaps of one file: an element of `files` in the export, and the text of the file.
export function fileCoverage(file, text) {
  const source = text.split('\n');
  const gaps = [];
  const seen = { lines: [0, 0], branches: [0, 0], pairs: [0, 0] };
  const count = (what, isCovered) => {
    seen[what][0] += isCovered ? 1 : 0;
    seen[what][1] += 1;
  };

  let previous = -1;
  for (const [line, runs] of lineCounts(file.segments)) {
    if (isNoCode.test(source[line - 1])) continue;
    count('lines', runs > 0);
    if (runs > 0) continue;
    if (line !== previous + 1) gaps.push({ what: 'never run', code: squeezed(source[line - 1]), line });
    previous = line;
  }

  const branches = joined(file.branches, (known, more) => {
    known[4] += more[4];
    known[5] += more[5];
  });
  const decided = (place) => place[4] > 0 && place[5] > 0;
  for (const branch of branches) {
    if (isConstant(file.segments, branch) || isCompleteSwitch(source, branch) || isDefault(source, branch)) continue;
    if (isUnmeasured(source, branch)) gaps.push({ what: 'not measured', code: textBetween(source, branch), line: branch[0] });
    count('branches', branch[4] > 0);
    count('branches', branch[5] > 0);
    if (decided(branch) || (branch[4] === 0 && branch[5] === 0)) continue;
    gaps.push({ what: branch[4] === 0 ? 'never true' : 'never false', code: textBetween(source, branch), line: branch[0] });
  }

  const conditions = branches.filter((branch) => branch[8] === decidesAlone);
  const decisions = joined(file.mcdc_records, (known, more) => {
    known[6] = known[6].map((shown, i) => shown || more[6][i]);
  });
  for (const decision of decisions) {
    const inside = conditions.filter((branch) => contains(decision, branch));
    const own = inside.filter((branch) => !inside.some((other) => other !== branch && contains(other, branch))); // not those of a lambda in it
    if (own.length !== decision[6].length) throw new Error(`${file.filename}:${decision[0]}: ${own.length} conditions, but ${decision[6].length} pairs`);
    own.forEach((branch, i) => {
      if (isConstant(file.segments, branch)) return;
      count('pairs', decision[6][i]);
      if (!decision[6][i] && decided(branch)) gaps.push({ what: 'no pair', code: textBetween(source, branch), line: branch[0] });
    });
  }
  return { seen, gaps: gaps.sort((a, b) => a.line - b.line) };
}
