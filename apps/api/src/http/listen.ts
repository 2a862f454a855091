import type { Server } from 'node:http';
import { createServer, isIPv6 } from 'node:net';
import { serve } from '@hono/node-server';
import { Unavailable } from '@namc/db/errors';

interface Address {
  host: string;
  port: number;
}

/** The URL under which a browser on this machine reaches a listening address. */
export function urlOf({ host, port }: Address): string {
  const name = host === '127.0.0.1' ? 'localhost' : isIPv6(host) ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/**
 * Tries the port before the database starts, which takes a while, so that a taken port is reported at once.
 * @throws Unavailable, with a message for the person who starts the portal.
 */
export function assertPortIsFree(address: Address, command = 'npm start'): Promise<void> {
  return new Promise((free, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, address, command)));
    probe.listen(address.port, address.host, () => probe.close(() => free()));
  });
}

/** Milliseconds for a request to arrive, whole or with its head alone, and how often that is checked. */
export interface Patience {
  request: number;
  head: number;
  check: number;
}
const patience: Patience = { request: 30_000, head: 10_000, check: 5_000 };

/**
 * Milliseconds that an idle connection stays open: longer than the proxies in front keep theirs (nginx: 60 s). Node's own 5 s would
 * close connections that a proxy or a client is about to use, and such a request fails.
 */
const idleMs = 75_000;

/**
 * Serves until `close`, which gives requests in flight at most `graceMs` to finish.
 * @throws Unavailable, with a message for the person who starts the portal.
 */
export function listen(
  app: { fetch: Parameters<typeof serve>[0]['fetch'] },
  address: Address,
  graceMs: number,
  { request, head, check }: Patience = patience,
): Promise<{ close: () => Promise<void> }> {
  const serverOptions = {
    requestTimeout: request,
    headersTimeout: head,
    connectionsCheckingInterval: check,
    keepAliveTimeout: idleMs,
  };
  return new Promise((listening, reject) => {
    const server = serve(
      { fetch: app.fetch, port: address.port, hostname: address.host, serverOptions },
      () => listening({ close: () => close(server, graceMs) }),
    ) as Server;
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, address, 'npm start')));
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((closed) => {
    const tooLate = setTimeout(() => server.closeAllConnections(), graceMs);
    // Browsers keep idle connections open for seconds, so each one is closed as soon as it is idle.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(tooLate);
      clearInterval(sweep);
      closed();
    });
  });
}

function portError(error: NodeJS.ErrnoException, { port, host }: Address, command: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Unavailable(
        `Port ${port} is taken: another program, or another copy of the portal, listens there. Stop it, or choose another port: PORT=${port + 1} ${command}`,
      );
    case 'EACCES':
      return new Unavailable(
        `Port ${port} needs rights that this account does not have: choose one above 1023.`,
      );
    case 'EADDRNOTAVAIL':
      return new Unavailable(`HOST ${host} is not an address of this machine.`);
    default:
      return error;
  }
}
