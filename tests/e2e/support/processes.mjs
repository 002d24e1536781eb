// SPDX-License-Identifier: Apache-2.0
// Child processes that never outlive their test: started, waited for, and ended by their own id.
import { spawn } from 'node:child_process';

const running = new Set();

function endAll() {
  for (const child of running) child.kill('SIGKILL');
}
process.on('exit', endAll);
// The test runner ends a file that takes too long with one of these.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => process.exit(1));

// Starts a program. `env` replaces the environment but for PATH. The object that comes back has
// what it printed so far (`output`, both streams), `exited` (a promise of {code, signal}), and end().
export function start(program, args = [], { env = {}, cwd, input } = {}) {
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  const started = { child, pid: child.pid, output: '', stdout: '', stderr: '' };
  const waiting = new Set();
  const take = (name) => (text) => {
    started[name] += text;
    started.output += text;
    for (const look of waiting) look();
  };
  child.stdout.setEncoding('utf8').on('data', take('stdout'));
  child.stderr.setEncoding('utf8').on('data', take('stderr'));
  if (input !== undefined) child.stdin.on('error', () => {}).end(input);

  started.exited = new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: null, signal: null, error }));
    child.on('close', (code, signal) => resolve({ code, signal }));
  }).then((result) => {
    running.delete(child);
    started.result = result;
    for (const look of waiting) look();
    return result;
  });

  // Resolves with the match of `pattern` in what the program prints.
  started.prints = (pattern, milliseconds = 20_000) =>
    new Promise((resolve, reject) => {
      const fail = (why) => {
        finish();
        reject(
          new Error(`${program} ${args.join(' ')}: ${why} ${pattern}; printed:\n${started.output}`),
        );
      };
      const timer = setTimeout(() => fail('has not printed'), milliseconds);
      const look = () => {
        const match = pattern.exec(started.output);
        if (match) {
          finish();
          resolve(match);
        } else if (started.result) {
          fail(`ended (${JSON.stringify(started.result)}) before it printed`);
        }
      };
      const finish = () => {
        clearTimeout(timer);
        waiting.delete(look);
      };
      waiting.add(look);
      look();
    });

  started.end = async (signal = 'SIGTERM') => {
    if (started.result) return started.result;
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
    const result = await started.exited;
    clearTimeout(timer);
    return result;
  };
  return started;
}

// Runs a program to its end; {code, stdout, stderr}.
export async function run(program, args, { milliseconds = 30_000, ...options } = {}) {
  const started = start(program, args, options);
  const timer = setTimeout(() => started.child.kill('SIGKILL'), milliseconds);
  const { code, signal, error } = await started.exited;
  clearTimeout(timer);
  if (error) throw error;
  if (signal)
    throw new Error(
      `${program} ${args.join(' ')}: ended by ${signal}; printed:\n${started.output}`,
    );
  return { code, stdout: started.stdout, stderr: started.stderr };
}
