// SPDX-License-Identifier: Apache-2.0
// A certificate authority of our own, made by the openssl command: `certificate` is the file that
// trusts it, `issue(names)` gives a server's key and certificate.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryFolder } from './places.mjs';
import { run } from './processes.mjs';

async function openssl(...args) {
  const { code, stderr } = await run('openssl', args);
  if (code !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}

const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export async function certificateAuthority(name = 'e2e') {
  const folder = temporaryFolder();
  const path = (file) => join(folder, file);
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    path('ca.key'),
    '-out',
    path('ca.pem'),
    '-days',
    '2',
    '-subj',
    `/CN=Lintel test authority ${name}`,
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  );
  let issued = 0;
  // `names` as subjectAltName has them: 'IP:127.0.0.1', 'DNS:localhost'.
  const issue = async (names) => {
    const server = path(`server${++issued}`);
    await openssl(
      'req',
      ...key,
      '-keyout',
      `${server}.key`,
      '-out',
      `${server}.csr`,
      '-subj',
      '/CN=server',
    );
    writeFileSync(`${server}.ext`, `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`);
    await openssl(
      'x509',
      '-req',
      '-in',
      `${server}.csr`,
      '-CA',
      path('ca.pem'),
      '-CAkey',
      path('ca.key'),
      '-CAcreateserial',
      '-days',
      '1',
      '-extfile',
      `${server}.ext`,
      '-out',
      `${server}.pem`,
    );
    return { key: readFileSync(`${server}.key`), cert: readFileSync(`${server}.pem`) };
  };
  return { certificate: path('ca.pem'), issue };
}
