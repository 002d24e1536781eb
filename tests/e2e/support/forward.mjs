// SPDX-License-Identifier: Apache-2.0
// An address that is known before the server behind it has started: two servers can know each other.
import { createServer, connect } from 'node:net';

export async function forwarder() {
  const sockets = new Set();
  const forward = { port: undefined };
  const server = createServer((from) => {
    const to = connect(forward.port, '127.0.0.1');
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket);
          from.destroy();
          to.destroy();
        });
    }
    from.pipe(to).pipe(from);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  forward.endpoint = `http://127.0.0.1:${server.address().port}`;
  forward.end = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return forward;
}
