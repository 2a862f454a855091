import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that holds each packet back, so that the time which a request takes shows its round trips. */
export async function openSlowLink(
  port: number,
  oneWayMs: number,
): Promise<{ port: number; close(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const carry = (from: Socket, to: Socket) => {
      open.add(from);
      // Held back once is enough.
      from.setNoDelay(true);
      from.on('data', (data) => setTimeout(() => to.write(data), oneWayMs));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    };
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The link has no port.');
  return {
    port: address.port,
    close: () =>
      new Promise((closed) => {
        for (const socket of open) socket.destroy();
        server.close(() => closed());
      }),
  };
}
