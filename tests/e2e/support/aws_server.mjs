// SPDX-License-Identifier: Apache-2.0
// Stands for SES, Cognito and EventBridge: recomputes the signature of every request with the SDK's
// own signer, refuses what AWS would refuse, and keeps what it took. It can misbehave on request.
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

import sha256 from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

export const secrets = {
  accessKeyId: 'ASIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE//+token==',
};
export const region = 'eu-central-1';

const variables = {
  AWS_ACCESS_KEY_ID: secrets.accessKeyId,
  AWS_SECRET_ACCESS_KEY: secrets.secretAccessKey,
  AWS_SESSION_TOKEN: secrets.sessionToken,
  AWS_REGION: region,
};
export const environment = (endpoint, more = {}) => ({
  ...variables,
  AWS_ENDPOINT_URL: endpoint,
  ...more,
});

const minutes = 60_000;

class Refusal extends Error {
  constructor(status, type, message) {
    super(message);
    Object.assign(this, { status, type });
  }
}
const mismatch = (why) => new Refusal(403, 'SignatureDoesNotMatch', why);

// The service that a request is for, and what that service answers.
function operation({ method, url, headers }, body) {
  const json = () => {
    try {
      return JSON.parse(body.toString());
    } catch {
      throw new Refusal(400, 'SerializationException', `no JSON: ${body}`);
    }
  };
  if (method !== 'POST') throw new Refusal(405, 'UnknownOperationException', method);
  if (url.split('?')[0].endsWith('/v2/email/outbound-emails')) {
    if (!headers['content-type']?.startsWith('application/json')) {
      throw new Refusal(400, 'BadRequestException', `content type ${headers['content-type']}`);
    }
    return {
      service: 'ses',
      name: 'SendEmail',
      input: json(),
      output: { MessageId: randomUUID() },
    };
  }
  if (headers['content-type'] !== 'application/x-amz-json-1.1') {
    throw new Refusal(400, 'SerializationException', `content type ${headers['content-type']}`);
  }
  const input = json();
  switch (headers['x-amz-target']) {
    case 'AWSCognitoIdentityProviderService.AdminAddUserToGroup':
      return { service: 'cognito-idp', name: 'AdminAddUserToGroup', input, output: {} };
    case 'AWSEvents.PutEvents':
      return {
        service: 'events',
        name: 'PutEvents',
        input,
        output: {
          FailedEntryCount: 0,
          Entries: (input.Entries ?? []).map(() => ({ EventId: randomUUID() })),
        },
      };
    default:
      throw new Refusal(400, 'UnknownOperationException', `target ${headers['x-amz-target']}`);
  }
}

// Throws a Refusal unless the request is signed for `service` by who has the secrets.
async function verify(request, body, service) {
  const { headers } = request;
  const parsed =
    /^AWS4-HMAC-SHA256 Credential=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (!parsed)
    throw new Refusal(403, 'IncompleteSignature', `authorization: ${headers.authorization}`);
  const [, credential, signedHeaders] = parsed;
  const [accessKey, date, ...scope] = credential.split('/');
  if (accessKey !== secrets.accessKeyId) {
    throw new Refusal(403, 'UnrecognizedClientException', 'the security token is invalid');
  }
  if (scope.join('/') !== `${region}/${service}/aws4_request`) {
    throw mismatch(
      `credential scope ${scope.join('/')} where ${region}/${service}/aws4_request belongs`,
    );
  }
  const time = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers['x-amz-date'] ?? '');
  if (!time) throw new Refusal(403, 'IncompleteSignature', `x-amz-date: ${headers['x-amz-date']}`);
  const [year, month, day, hour, minute, second] = time.slice(1).map(Number);
  const signingDate = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (!headers['x-amz-date'].startsWith(`${date}T`)) throw mismatch('two dates');
  if (Math.abs(signingDate - Date.now()) > 5 * minutes) {
    throw new Refusal(403, 'RequestExpired', `signed at ${signingDate.toISOString()}`);
  }
  if (headers['x-amz-security-token'] !== secrets.sessionToken) {
    throw new Refusal(
      403,
      'UnrecognizedClientException',
      'the session token is missing or another',
    );
  }
  const signed = signedHeaders.split(';');
  if (signedHeaders !== [...signed].sort().join(';')) throw mismatch('signed headers out of order');
  for (const name of Object.keys(headers)) {
    const must = name === 'host' || name === 'content-type' || name.startsWith('x-amz-');
    if (must && name !== 'x-amzn-trace-id' && !signed.includes(name))
      throw mismatch(`${name} is not signed`);
  }
  const hash = createHash('sha256').update(body).digest('hex');
  const claimed = headers['x-amz-content-sha256'];
  if (claimed !== undefined && claimed !== hash)
    throw mismatch('x-amz-content-sha256 of another body');

  // Signed again, with the same headers, by others' code.
  const signer = new SignatureV4({
    service,
    region,
    credentials: secrets,
    sha256: sha256.Sha256,
    applyChecksum: claimed !== undefined,
  });
  const url = new URL(request.url, 'http://unused');
  const again = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: headers.host,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(signed.map((name) => [name, headers[name]])),
      body: new Uint8Array(body),
    },
    { signingDate, signableHeaders: new Set(signed) },
  );
  const expected = again.headers.authorization.split('Signature=')[1];
  const sent = parsed[3];
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(sent)))
    throw mismatch('another signature');
}

export class AwsServer {
  taken = []; // {service, name, input} of each request that was answered with 200
  refused = []; // the Refusals
  requests = 0;
  connections = 0;
  sockets = new Set();

  // `behave(request number from 1, request, response, proceed)` may answer in the server's place.
  static async start({ tls, behave, port = 0 } = {}) {
    const server = new AwsServer();
    const take = (request, response) => server.#take(request, response, behave);
    server.http = tls ? createTlsServer(tls, take) : createServer(take);
    server.http.on(tls ? 'secureConnection' : 'connection', (socket) => {
      ++server.connections;
      server.sockets.add(socket);
      socket.on('close', () => server.sockets.delete(socket)).on('error', () => {});
    });
    server.http.on('tlsClientError', () => {});
    await new Promise((resolve) => server.http.listen(port, '127.0.0.1', resolve));
    server.port = server.http.address().port;
    server.endpoint = `${tls ? 'https' : 'http'}://127.0.0.1:${server.port}`;
    return server;
  }

  async end() {
    if (!this.http.listening) return;
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  async #take(request, response, behave) {
    const number = ++this.requests;
    const parts = [];
    try {
      for await (const part of request) parts.push(part);
    } catch {
      return; // the client has gone
    }
    const proceed = () => this.#answer(request, Buffer.concat(parts), response);
    if (behave) await behave(number, request, response, proceed);
    else await proceed();
  }

  async #answer(request, body, response) {
    try {
      const { service, name, input, output } = operation(request, body);
      await verify(request, body, service);
      this.taken.push({ service, name, input, headers: request.headers });
      response.writeHead(200, {
        'Content-Type': service === 'ses' ? 'application/json' : 'application/x-amz-json-1.1',
        'x-amzn-RequestId': randomUUID(),
      });
      response.end(JSON.stringify(output));
    } catch (error) {
      if (!(error instanceof Refusal))
        error = new Refusal(500, 'InternalFailure', String(error.stack));
      this.refused.push(error);
      fail(response, error.status, error.type, error.message);
    }
  }
}

// An error as AWS's JSON services answer it.
export function fail(response, status, type, message) {
  response.writeHead(status, {
    'Content-Type': 'application/x-amz-json-1.1',
    'x-amzn-ErrorType': `${type}:`,
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(JSON.stringify({ __type: type, message }));
}
