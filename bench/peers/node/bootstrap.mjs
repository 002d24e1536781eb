// SPDX-License-Identifier: Apache-2.0
// What a team would write instead: minimum_length.rules and registered_domain.rules of
// rules/pre_sign_up by hand, as a Lambda with a runtime of its own in Node.js.
import { Agent, request } from 'node:http';

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const minimum = 5;

class Rejected extends Error {}

function handler(event) {
  if ([...event.userName].length < minimum) {
    throw new Rejected(`Cannot register users with username less than the minimum length of ${minimum}`);
  }
  const { email = '', 'custom:domain': claimed } = event.request.userAttributes ?? {};
  const at = email.lastIndexOf('@');
  const domain = at < 0 ? undefined : email.slice(at + 1).toLowerCase();
  event.response.autoConfirmUser = domain !== undefined && domain === claimed?.toLowerCase();
  return event;
}

function call(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, agent, method, path, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts) }));
    });
    sent.setNoDelay(true);
    sent.on('error', reject).end(body);
  });
}

const invocation = '/2018-06-01/runtime/invocation';
for (;;) {
  const { headers, body } = await call('GET', `${invocation}/next`);
  const id = headers['lambda-runtime-aws-request-id'];
  try {
    await call('POST', `${invocation}/${id}/response`, JSON.stringify(handler(JSON.parse(body))));
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    await call(
      'POST', `${invocation}/${id}/error`,
      JSON.stringify({ errorMessage: error.message, errorType: 'Rejected' }),
      { 'Lambda-Runtime-Function-Error-Type': 'Rejected' });
  }
}
