// SPDX-License-Identifier: Apache-2.0
// What the tests of effects share: the rules, events of them, and a host of the rules with a server
// that stands for AWS.
import { AwsServer, environment } from './aws_server.mjs';
import { packagedFunction, serve } from './hosts.mjs';
import { ours } from './places.mjs';

export const rules = [ours('effects.rules')];

let users = 0;
// Each event is of another user, as a repeat of an event is no second mail.
function event(source, request = {}) {
  const name = `user-${process.pid}-${++users}`;
  return {
    version: '1',
    triggerSource: source,
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_Example01',
    userName: name,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
    request: { userAttributes: { sub: name, email: `${name}@example.com` }, ...request },
    response: {},
  };
}
export const confirmation = () => event('PostConfirmation_ConfirmSignUp');
export const signIn = (strict) =>
  event('PostAuthentication_Authentication', { newDeviceUsed: false, clientMetadata: { strict } });

// The hosts, each with its name. `inLambda`: what it prints is the log of a function, which holds
// nothing of an event.
export const hosts = [
  {
    name: 'lintel serve',
    inLambda: false,
    startHost: (files, env) => serve(files, { flags: ['--effects', 'run'], env }),
  },
  {
    name: 'the packaged bootstrap',
    inLambda: true,
    startHost: (files, env) => packagedFunction(files, { env }),
  },
];

// Runs `body` with a server, and with a host of these rules that calls it; `more` is its environment.
export async function withBoth(startHost, { endpoint, ...options }, more, body) {
  const server = await AwsServer.start(options);
  let lambda;
  try {
    lambda = await startHost(rules, environment(endpoint?.(server) ?? server.endpoint, more));
    await body(server, lambda);
  } finally {
    await lambda?.end();
    await server.end();
  }
}
