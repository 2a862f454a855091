/**
 * The embedded engine stops answering everyone once a client sends COPY … FROM STDIN. This module replaces such a
 * statement with one that fails with a plain message, in both forms in which a client can send it.
 */
const refusal =
  "do $$ begin raise feature_not_supported using message = 'COPY FROM STDIN does not work on the embedded database: insert from arrays (unnest) instead.'; end $$";

const simpleQuery = 0x51;
const parse = 0x50;

/** Returns a frontend message of the PostgreSQL protocol, unchanged unless it would copy from the client. */
export function withoutCopyFromClient(message: Uint8Array): Uint8Array {
  const kind = message[0];
  if (kind !== simpleQuery && kind !== parse) return message;
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const nameEnd = kind === parse ? bytes.indexOf(0, 5) + 1 : 5;
  const textEnd = bytes.indexOf(0, nameEnd);
  if (!/\bcopy\b[^;]*\bfrom\s+stdin\b/i.test(bytes.toString('utf8', nameEnd, textEnd))) return message;
  const rest = [bytes.subarray(5, nameEnd), Buffer.from(`${refusal}\0`), bytes.subarray(textEnd + 1)];
  const head = Buffer.alloc(5);
  head.writeUInt8(kind, 0);
  head.writeInt32BE(4 + rest.reduce((length, part) => length + part.length, 0), 1);
  return Buffer.concat([head, ...rest]);
}
