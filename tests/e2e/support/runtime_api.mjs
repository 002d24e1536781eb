// SPDX-License-Identifier: Apache-2.0
// A Lambda Runtime API on loopback, strict about what the function sends: the events of a test go
// in, and the answer to each comes out.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';

import { start } from './processes.mjs';

const invocation = '/2018-06-01/runtime/invocation/';

export class RuntimeApi {
  #server;
  #events = []; // not asked for yet
  #open = new Map(); // request id to the invocation that runs
  #next; // the response of a `next` that waits
  faults = []; // what a function may not do

  static async start() {
    const api = new RuntimeApi();
    api.#server = createServer((request, response) => api.#take(request, response));
    // A function asks for its next event and may wait for it for ever.
    api.#server.requestTimeout = 0;
    api.#server.keepAliveTimeout = 0;
    await new Promise((resolve) => api.#server.listen(0, '127.0.0.1', resolve));
    api.address = `127.0.0.1:${api.#server.address().port}`;
    return api;
  }

  // Resolves with {body, error}: what was posted, and whether it was posted as an error.
  invoke(body, { milliseconds = 5_000 } = {}) {
    return new Promise((resolve, reject) => {
      const call = { id: randomUUID(), body, deadline: Date.now() + milliseconds };
      const timer = setTimeout(
        () => call.done(new Error(`no answer in ${milliseconds} ms`)),
        milliseconds + 1_000,
      );
      call.done = (result) => {
        clearTimeout(timer);
        this.#open.delete(call.id);
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      this.#events.push(call);
      this.#give();
    });
  }

  // All that waits fails: the function has ended, or could not start.
  fail(error) {
    this.failure = error;
    for (const call of [...this.#open.values(), ...this.#events.splice(0)]) call.done(error);
  }

  async end() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #give() {
    if (this.failure) this.fail(this.failure);
    if (!this.#next || this.#events.length === 0) return;
    const call = this.#events.shift();
    this.#open.set(call.id, call);
    const response = this.#next;
    this.#next = undefined;
    call.given = process.hrtime.bigint();
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': call.id,
      'Lambda-Runtime-Deadline-Ms': String(call.deadline),
      'Lambda-Runtime-Invoked-Function-Arn':
        'arn:aws:lambda:eu-central-1:123456789012:function:e2e',
      'Lambda-Runtime-Trace-Id': `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`,
      'Content-Length': Buffer.byteLength(call.body),
    });
    response.end(call.body);
  }

  #take(request, response) {
    const refuse = (why) => {
      this.faults.push(`${request.method} ${request.url}: ${why}`);
      response.writeHead(400, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ errorMessage: why, errorType: 'InvalidRequest' }));
    };
    if (request.method === 'GET' && request.url === `${invocation}next`) {
      if (this.#next) return refuse('asks for an event while it waits for one');
      if (this.#open.size > 0) return refuse('asks for an event before it has answered the last');
      this.#next = response;
      return this.#give();
    }
    if (request.method !== 'POST') return refuse('no such call');
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const posted = process.hrtime.bigint();
      const body = Buffer.concat(parts).toString();
      const accept = () => {
        response.writeHead(202, { 'Content-Type': 'application/json' });
        response.end('{"status":"OK"}\n');
      };
      if (request.url === '/2018-06-01/runtime/init/error') {
        accept();
        return this.fail(new Error(`init error: ${body}`));
      }
      const [id, kind] = request.url.slice(invocation.length).split('/');
      const call = this.#open.get(id);
      if (!request.url.startsWith(invocation) || !['response', 'error'].includes(kind)) {
        return refuse('no such call');
      }
      if (!call) return refuse('answers what nobody asks');
      if (kind === 'error' && !request.headers['lambda-runtime-function-error-type']) {
        this.faults.push(`error without its type in a header: ${body}`);
      }
      accept();
      call.done({ body, error: kind === 'error', nanoseconds: posted - call.given });
    });
  }
}

// A function: an executable that speaks the Runtime API, with the environment of a Lambda.
export class LambdaFunction {
  static async start(program, args = [], { env = {}, cwd } = {}) {
    const api = await RuntimeApi.start();
    const started = start(program, args, {
      cwd,
      env: {
        AWS_LAMBDA_RUNTIME_API: api.address,
        AWS_LAMBDA_FUNCTION_NAME: 'e2e',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'not-a-secret',
        LAMBDA_TASK_ROOT: cwd ?? '/nonexistent',
        _HANDLER: 'bootstrap',
        ...env,
      },
    });
    const function_ = new LambdaFunction();
    Object.assign(function_, { api, process: started });
    started.exited.then((result) =>
      api.fail(
        new Error(`the function ended (${JSON.stringify(result)}); printed:\n${started.output}`),
      ),
    );
    return function_;
  }

  invoke(event, options) {
    return this.api.invoke(JSON.stringify(event), options);
  }

  async end() {
    await this.process.end();
    await this.api.end();
  }
}
