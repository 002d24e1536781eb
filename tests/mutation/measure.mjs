// SPDX-License-Identifier: Apache-2.0
// Runs the tests that reach a mutant with that mutant alive, for all mutants of a table, and prints how
// many were killed. See `run` beside this file for the options.
import fs from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import readline from 'node:readline';
import { parse_equivalents, same_change } from './equivalents.mjs';

const least_killed = 0.95;

// Processor time: what the tests take without a mutant, several times, and some for a start.
const patience = (microseconds) => 300 + Math.ceil((8 * microseconds) / 1000);

// The quickest tests first: most mutants do not outlive them.
const first_round_microseconds = 30_000;

// What the tests of the second round may take together, without a mutant, if the options do not say so. Long
// tests that reach much of the program come last and so are left out first.
const usual_effort_milliseconds = 800;

function options_of(words) {
  const options = { files: '', sample: Infinity, seed: 1, jobs: 2, effort: usual_effort_milliseconds, again: false, programs: [] };
  for (let i = 0; i < words.length; ++i) {
    const name = words[i].replace(/^--/, '');
    if (name === 'again') options.again = true;
    else if (['sample', 'seed', 'jobs', 'effort'].includes(name)) options[name] = Number(words[++i]);
    else if (['files', 'folder', 'equivalents'].includes(name)) options[name] = words[++i];
    else options.programs.push(words[i]);
  }
  return options;
}

// Numbers from 0 to 1 that are the same for the same seed.
function random_numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function sample(mutants, count, seed) {
  if (count >= mutants.length) return mutants;
  const random = random_numbers(seed);
  const drawn = mutants.map((mutant) => [random(), mutant]).sort((a, b) => a[0] - b[0]).slice(0, count);
  return drawn.map(([, mutant]) => mutant).sort((a, b) => a.number - b.number);
}

const lives = (verdict) => verdict === undefined || verdict === 'survived';

// The tests of a program: their names, how long they take, and by place which of them reach it.
function tests_of(program) {
  const run = spawnSync(program, ['--list'], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (run.status !== 0) throw new Error(`${program} --list: ${run.error ?? run.stderr}`);
  const tests = run.stdout.trim().split('\n').filter(Boolean).map((line) => {
    const [name, microseconds, ...places] = line.split(' ');
    return { name, microseconds: Number(microseconds), places: places.map(Number) };
  }).sort((a, b) => a.microseconds - b.microseconds);
  const by_place = new Map();
  for (const test of tests) {
    for (const place of test.places) {
      if (!by_place.has(place)) by_place.set(place, []);
      by_place.get(place).push(test);
    }
  }
  return { tests, by_place };
}

// What the driver is told for each round of these tests, which come with the quickest first.
function rounds(tests, effort) {
  let spent = 0;
  const first = tests.filter((test) => (spent += test.microseconds) <= first_round_microseconds);
  const weight = (test) => test.microseconds * test.places.length;
  const second = tests.slice(first.length).sort((a, b) => weight(a) - weight(b));
  spent = 0;
  const few = second.filter((test) => {
    const fits = spent === 0 || spent + test.microseconds <= 1000 * effort;
    if (fits) spent += test.microseconds;
    return fits;
  });
  return [first, few].map((group) => {
    if (group.length === 0) return null;
    const sum = group.reduce((total, test) => total + test.microseconds, 0);
    return `${patience(sum)} ${group.map((test) => test.name).join(':')}`;
  });
}

// Sends each of `lines` to one of `jobs` drivers; calls `tell` with what it answers.
function serve(program, lines, jobs, tell) {
  const waiting = [...lines].reverse();
  const work = () => new Promise((done, fail) => {
    const driver = spawn(program, ['--serve'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const next = () => (waiting.length > 0 ? driver.stdin.write(`${waiting.pop()}\n`) : driver.stdin.end());
    readline.createInterface({ input: driver.stdout }).on('line', (line) => {
      const [number, verdict] = line.split(' ');
      tell(Number(number), verdict);
      next();
    });
    driver.on('error', fail);
    driver.on('close', (code) => (code === 0 ? done() : fail(new Error(`${program} ended with ${code}`))));
    next();
  });
  return Promise.all(Array.from({ length: jobs }, work));
}

async function measure(program, mutants, verdicts, { jobs, effort }, keep) {
  const { tests, by_place } = tests_of(program);
  const name = program.replace(/.*\//, '');
  console.error(`${name}: ${tests.length} tests reach ${by_place.size} places`);
  await serve(program, rounds(tests, effort).filter(Boolean).map((round) => `0 ${round}`), 1, (number, verdict) => {
    if (verdict !== 'survived') throw new Error(`${name}: the tests have ${verdict} without a mutant`);
  });
  const asked = mutants.filter((mutant) => by_place.has(mutant.place));
  const by_number = new Map(asked.map((mutant) => [mutant.number, mutant]));
  for (const round of [0, 1]) {
    const lines = asked.filter((mutant) => lives(verdicts.get(mutant))).map((mutant) =>
      [mutant.number, rounds(by_place.get(mutant.place), effort)[round]]).filter(([, tests]) => tests);
    let done = 0;
    await serve(program, lines.map((words) => words.join(' ')), jobs, (number, verdict) => {
      verdicts.set(by_number.get(number), verdict);
      if (++done % 500 === 0) console.error(`${name}, round ${round + 1}: ${done} of ${lines.length}`);
    });
    keep();
  }
}

function print_table(rows) {
  const names = ['file', 'mutants', 'failed', 'crashed', 'hung', 'survived', 'unreached', 'equivalent', 'killed'];
  const lines = [names, ...rows];
  const widths = names.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  for (const line of lines) {
    console.log(line.map((word, i) => i === 0 ? word.padEnd(widths[i]) : word.padStart(widths[i])).join('  '));
  }
}

const percent = (part, whole) => whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;

function count(file, mutants, verdicts, equivalents) {
  const those = (verdict) => mutants.filter((mutant) => verdicts.get(mutant) === verdict).length;
  const equivalent = mutants.filter((mutant) => equivalents.has(mutant)).length;
  const killed = those('failed') + those('crashed') + those('hung');
  const numbers = [mutants.length, those('failed'), those('crashed'), those('hung'),
    those('survived'), those(undefined), equivalent];
  return { killed, of: mutants.length - equivalent,
    row: [file, ...numbers.map(String), percent(killed, mutants.length - equivalent)] };
}

async function main() {
  const options = options_of(process.argv.slice(2));
  const { mutants: all, left_out } = JSON.parse(fs.readFileSync(`${options.folder}/mutants.json`));
  const survivors_file = `${options.folder}/survivors.json`;
  let mutants = all.filter((mutant) => mutant.file.includes(options.files));
  if (options.again) {
    const before = JSON.parse(fs.readFileSync(survivors_file));
    mutants = mutants.filter((mutant) => before.some((other) => same_change(other, mutant)));
  }
  mutants = sample(mutants, options.sample, options.seed);
  const verdicts = new Map();
  for (const program of options.programs) {
    await measure(program, mutants, verdicts, options, () => {
      const survivors = mutants.filter((mutant) => lives(verdicts.get(mutant)));
      console.error(`${survivors.length} of ${mutants.length} live`);
      fs.writeFileSync(survivors_file, JSON.stringify(survivors, null, 1));
    });
  }

  const listed = parse_equivalents(fs.readFileSync(options.equivalents, 'utf8'));
  const equivalents = new Set(mutants.filter((mutant) =>
    lives(verdicts.get(mutant)) && listed.some((entry) => same_change(entry, mutant))));
  const wrong = listed.filter((entry) => mutants.some((mutant) => same_change(entry, mutant) && !lives(verdicts.get(mutant))));
  const stale = listed.filter((entry) => !all.some((mutant) => same_change(entry, mutant)));

  const survivors = mutants.filter((mutant) => lives(verdicts.get(mutant)));
  const text = survivors.filter((mutant) => !equivalents.has(mutant)).map((mutant) =>
    `${mutant.file}:${mutant.line}: ${mutant.change} (${mutant.kind}, ${verdicts.get(mutant) ?? 'unreached'})\n`);
  fs.writeFileSync(`${options.folder}/survivors.txt`, text.join(''));

  const files = [...new Set(mutants.map((mutant) => mutant.file))];
  const of = (file) => mutants.filter((mutant) => mutant.file === file);
  const sum = count('all', mutants, verdicts, equivalents);
  print_table([...files.map((file) => count(file, of(file), verdicts, equivalents).row), sum.row]);
  console.log(`left out: ${Object.entries(left_out).map(([reason, n]) => `${n} ${reason}`).join(', ')}`);
  for (const entry of wrong) console.log(`killed, but listed as equivalent: ${entry.file}: ${entry.change}`);
  for (const entry of stale) console.log(`listed as equivalent, but no mutant: ${entry.file}: ${entry.change}`);
  console.log(`survivors: ${options.folder}/survivors.txt`);
  const open = sum.of - sum.killed;
  console.log(`long: ${mutants.length.toLocaleString('en')} mutants; ${percent(sum.killed, sum.of)} killed, ` +
    `${open} survive, ${equivalents.size} change nothing`);
  process.exitCode = sum.killed >= least_killed * sum.of && wrong.length + stale.length === 0 ? 0 : 1;
}

await main();
