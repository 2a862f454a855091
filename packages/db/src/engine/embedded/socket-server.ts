import { createServer, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { readAnswer } from './answers.ts';
import { withoutCopyFromClient } from './copy-guard.ts';
import { type Health, probeOf } from './probe.ts';
import { isPart, protocolMessage, syncMessage } from './protocol.ts';

/** The first message of a client has no type. Its second number is the version of the protocol, or one of these requests. */
const requests = { encryption: [80877103, 80877104], cancel: 80877102 };

interface Client {
  socket: Socket;
  /** False for the first message, which has no type. */
  isStarted: boolean;
  unread: Buffer;
}

/**
 * Serves the one session of the engine to many clients. A client has it from the first message of a statement to its Sync, and from
 * BEGIN to the end of the transaction, so that no other client comes between: they share the unnamed statement and portal. One
 * that leaves in between is rolled back. `end` is called after a failure of the engine, which nothing may ask any more.
 */
export async function serveEngine(
  database: PGlite,
  { path, mostClients, end }: { path: string; mostClients: number; end: (error: unknown) => void },
): Promise<{ stop(): Promise<void>; probe(): Promise<Health> }> {
  const run = database.execProtocolRawStream.bind(database);
  const { during, isAmidStatement, ask } = probeOf(database);
  const clients = new Set<Client>();
  const queue: { client: Client; message: Uint8Array }[] = [];
  let holder: Client | undefined;
  let isServing = false;
  let serving: Promise<void> | undefined;
  /** A statement failed, and PostgreSQL skips the rest of it up to the client’s Sync. */
  let isSkipping = false;

  const isHeld = () => isAmidStatement() || database.isInTransaction();

  async function answer(message: Uint8Array, say: (piece: Uint8Array) => void): Promise<void> {
    const isOfStatement = isPart(message);
    isSkipping &&= isOfStatement;
    let panic: string | undefined;
    const read = readAnswer(isOfStatement);
    await database.runExclusive(() =>
      during(message, async () => {
        if (isSkipping) return;
        await run(withoutCopyFromClient(message), {
          onRawData: (piece) => {
            const found = read(piece);
            panic = found.panic;
            isSkipping ||= isOfStatement && found.hasFailed;
            // The client finds its connection cut: whether its COMMIT was kept is known once the log is read anew.
            if (panic === undefined) for (const one of found.passed) say(one);
          },
        });
      }),
    );
    if (panic !== undefined) throw new Error(panic);
  }

  /** The next message of whoever has the session, or else the oldest of all. */
  function take() {
    const at = holder ? queue.findIndex(({ client }) => client === holder) : 0;
    return at < 0 ? undefined : queue.splice(at, 1)[0];
  }

  async function settle(): Promise<void> {
    const nobody = () => undefined;
    if (isSkipping) await answer(syncMessage, nobody);
    // Outside of a transaction it undoes the statement, which a Sync would commit.
    if (isHeld()) await answer(protocolMessage('Q', 'rollback\0'), nobody);
    holder = undefined;
  }

  async function serveAll(): Promise<void> {
    isServing = true;
    for (;;) {
      if (holder && !clients.has(holder)) await settle();
      const next = take();
      if (!next) break;
      const { client, message } = next;
      await answer(message, (piece) => {
        if (client.socket.writable) client.socket.write(piece);
      });
      holder = isHeld() ? client : undefined;
    }
    isServing = false;
  }

  function serve(): void {
    // An SQL error is an answer. What is thrown is a failure of the engine, and nothing is served after it.
    if (!isServing) serving = serveAll().catch(end);
  }

  function leave(client: Client): void {
    clients.delete(client);
    for (let at = queue.length - 1; at >= 0; at -= 1) if (queue[at]?.client === client) queue.splice(at, 1);
    serve();
  }

  const server = createServer((socket) => {
    const client: Client = { socket, isStarted: false, unread: Buffer.alloc(0) };
    clients.add(client);
    socket.setNoDelay(true);
    socket.on('data', (piece) => {
      client.unread = Buffer.concat([client.unread, piece]);
      for (const message of messagesOf(client)) queue.push({ client, message });
      serve();
    });
    // A client that is cut off is closed next.
    socket.on('error', () => undefined);
    socket.on('close', () => leave(client));
  });
  server.maxConnections = mostClients;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    probe: () => ask(run),
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const { socket } of clients) socket.destroy();
      await closed;
      await serving;
    },
  };
}

/** Takes the whole messages from what a client has sent, and answers its request for encryption, which a socket needs none of. */
function messagesOf(client: Client): Uint8Array[] {
  const messages: Uint8Array[] = [];
  for (;;) {
    const typeBytes = client.isStarted ? 1 : 0;
    if (client.unread.length < typeBytes + (client.isStarted ? 4 : 8)) return messages;
    const length = typeBytes + client.unread.readInt32BE(typeBytes);
    if (client.unread.length < length) return messages;
    const message = client.unread.subarray(0, length);
    client.unread = client.unread.subarray(length);
    const request = client.isStarted ? 0 : message.readInt32BE(4);
    if (requests.encryption.includes(request)) client.socket.write('N');
    // The engine has no second process that could cancel a statement, and the protocol wants no answer.
    else if (request === requests.cancel) client.socket.end();
    else {
      client.isStarted = true;
      messages.push(new Uint8Array(message));
    }
  }
}
