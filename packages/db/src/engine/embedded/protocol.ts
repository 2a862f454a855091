const codesOf = (types: string) => new Set([...types].map((type) => type.charCodeAt(0)));

/** Parse, Bind, Describe, Execute, Close, Flush: a statement goes on after them, up to the client’s Sync. */
const parts = codesOf('PBDECH');
/** After these no client is in the middle of a statement: a simple query, Sync, Terminate. */
const ends = codesOf('QSX');

/** True for a message of a client after which its statement goes on. */
export const isPart = (message: Uint8Array): boolean => parts.has(message[0] ?? -1);
/** True for a message of a client that ends whatever statement it was in. */
export const isEnd = (message: Uint8Array): boolean => ends.has(message[0] ?? -1);

/** One message of PostgreSQL’s protocol: the type, the length, the body. */
export function protocolMessage(type: string, body = ''): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(Buffer.byteLength(body, 'latin1') + 4, 1);
  return Buffer.concat([head, Buffer.from(body, 'latin1')]);
}

export const syncMessage = protocolMessage('S');
