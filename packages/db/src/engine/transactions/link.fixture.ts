import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A link to a server on which a test sees, changes, or loses packets. */
export interface Link {
  url: string;
  /** Messages to the server since the count was last set. Each is one packet. */
  packets: number;
  /** Decides about a packet to the server. `cut` closes the connection. */
  change: (packet: string) => string | typeof cut;
  close(): Promise<void>;
}

export const cut = Symbol('cut');

/** True for the packet that ends a transaction: it resets the session and sets nothing. */
export const isEnd = (packet: string) => packet.includes('portal reset') && !packet.includes('settings');

/** A packet with one text of the simple protocol. */
export const asText = (statement: string) =>
  `Q\0\0\0${String.fromCharCode(statement.length + 5)}${statement}\0`;

export async function openLink(url: string): Promise<Link> {
  const target = new URL(url);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    near.on('data', (data) => {
      link.packets += 1;
      const changed = link.change(data.toString('latin1'));
      if (changed === cut) near.destroy();
      else far.write(changed, 'latin1');
    });
    far.on('data', (data) => near.write(data));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  const link: Link = {
    url: through.href,
    packets: 0,
    change: (packet) => packet,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return link;
}
