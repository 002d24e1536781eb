// SPDX-License-Identifier: Apache-2.0
// Effects over TLS: whom they trust, with a certificate authority of our own.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { certificateAuthority } from './support/authority.mjs';
import { confirmation, hosts, signIn, withBoth } from './support/effects.mjs';
import { foreign, foreignSkip, packagedFunction } from './support/hosts.mjs';

function suite({ name: host, startHost }) {
  describe(`${host}: TLS`, { timeout: 60_000 }, () => {
    let authority, stranger;
    before(async () => {
      [authority, stranger] = await Promise.all([
        certificateAuthority(),
        certificateAuthority('unknown'),
      ]);
    });

    // Whether a mail goes out to a server with a certificate of `from` for `names`.
    async function arrives(from, names, bundle, hostname = '127.0.0.1') {
      const options = {
        tls: await from.issue(names),
        endpoint: ({ port }) => `https://${hostname}:${port}`,
      };
      let arrived;
      const trust = bundle ? { AWS_CA_BUNDLE: bundle } : {};
      await withBoth(startHost, options, trust, async (server, lambda) => {
        arrived = !(await lambda.invoke(signIn('yes'))).error;
        assert.equal(server.taken.length, arrived ? 1 : 0);
        assert.deepEqual(server.refused, []);
      });
      return arrived;
    }

    test('a server that our authority knows', async () => {
      assert.equal(await arrives(authority, 'IP:127.0.0.1', authority.certificate), true);
    });
    test('a server by its name', async () => {
      assert.equal(
        await arrives(authority, 'DNS:localhost', authority.certificate, 'localhost'),
        true,
      );
    });
    test('an authority that nobody knows', async () => {
      assert.equal(await arrives(stranger, 'IP:127.0.0.1', authority.certificate), false);
    });
    test("no authority but Amazon's", async () => {
      assert.equal(await arrives(authority, 'IP:127.0.0.1', undefined), false);
    });
    test('a certificate of another server', async () => {
      assert.equal(
        await arrives(authority, 'DNS:email.eu-central-1.amazonaws.com', authority.certificate),
        false,
      );
    });
    test('an authority that cannot be read', async () => {
      assert.equal(await arrives(authority, 'IP:127.0.0.1', '/nonexistent/bundle.pem'), false);
    });
  });
}

for (const host of hosts) suite(host);

const name = `a mail over TLS from a function for ${foreign.arch}`;
test(name, { skip: foreignSkip('-effects'), timeout: 60_000 }, async () => {
  const authority = await certificateAuthority();
  const startHost = (files, env) => packagedFunction(files, { env, arch: foreign.arch });
  const options = { tls: await authority.issue('IP:127.0.0.1') };
  const trust = { AWS_CA_BUNDLE: authority.certificate };
  await withBoth(startHost, options, trust, async (server, lambda) => {
    const sent = confirmation();
    const { body, error } = await lambda.invoke(sent);
    assert.equal(error, false, body);
    assert.deepEqual(JSON.parse(body), sent);
    assert.deepEqual(server.refused, []);
    assert.equal(server.taken.length, 3, lambda.process.output);
  });
});
