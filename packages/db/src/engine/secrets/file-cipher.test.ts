import { randomBytes } from 'node:crypto';
import {
  createReadStream,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { chunkBytes, encryptFile, openEncrypted } from './file-cipher.ts';

const folder = mkdtempSync(join(tmpdir(), 'namc-file-cipher-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file of so many random bytes, and the same encrypted. */
async function encrypted(bytes: number) {
  const plain = randomBytes(bytes);
  const [from, to] = [join(folder, `${bytes}`), join(folder, `${bytes}.${randomBytes(4).toString('hex')}`)];
  writeFileSync(from, plain);
  const { key, sha256 } = await encryptFile(from, to);
  const opened: { first: number; last: number }[] = [];
  const file = {
    key,
    bytes,
    open: async (part: { first: number; last: number }) => {
      opened.push(part);
      return createReadStream(to, { start: part.first, end: part.last });
    },
  };
  const read = async (part?: { first: number; last: number }, of = file) =>
    buffer(await openEncrypted(of, part));
  const change = (edit: (stored: Buffer) => Buffer) => writeFileSync(to, edit(readFileSync(to)));
  return { plain, to, key, sha256, file, read, change, opened };
}
const unreadable = 'This file can’t be read: its stored bytes were damaged or cut';

describe('encrypted bytes of a file', () => {
  it.each([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes, 20_000_000])(
    'come back as they were: %i',
    async (bytes) => {
      const { plain, to, read } = await encrypted(bytes);
      expect(statSync(to).size).toBe(bytes + 16 * Math.max(Math.ceil(bytes / chunkBytes), 1));
      expect((await read()).equals(plain)).toBe(true);
      if (bytes > 16) expect(readFileSync(to).includes(plain.subarray(0, 16))).toBe(false);
    },
  );

  it('are read in part, from the chunks of the part alone', async () => {
    const { plain, read, opened } = await encrypted(3 * chunkBytes + 5);
    for (const [first, last] of [
      [0, 0],
      [10, 20],
      [chunkBytes - 1, chunkBytes],
      [chunkBytes, 2 * chunkBytes - 1],
      [3 * chunkBytes, 3 * chunkBytes + 4],
      [3 * chunkBytes + 4, 3 * chunkBytes + 4],
      [1, 3 * chunkBytes + 3],
    ] as const)
      expect((await read({ first, last })).equals(plain.subarray(first, last + 1))).toBe(true);
    expect(opened[1]).toEqual({ first: 0, last: chunkBytes + 15 });
  });

  it('have a key of their own each time', async () => {
    const [one, two] = [await encrypted(100), await encrypted(100)];
    expect(one.key.equals(two.key)).toBe(false);
    expect(one.sha256).not.toBe(two.sha256);
    await expect(one.read(undefined, { ...one.file, key: two.key })).rejects.toThrow(unreadable);
  });

  it('that were damaged, cut, moved or lengthened are no bytes of the file', async () => {
    const size = 3 * chunkBytes;
    const sealed = chunkBytes + 16;
    const flip = (at: number) => (stored: Buffer) => {
      stored[at] = (stored[at] ?? 0) ^ 1;
      return stored;
    };
    const changes: [string, (stored: Buffer) => Buffer][] = [
      ['the first byte', flip(0)],
      ['a byte in the middle', flip(sealed + 100)],
      ['the last tag', flip(3 * sealed - 1)],
      ['cut after a chunk', (stored) => stored.subarray(0, 2 * sealed)],
      ['cut within a chunk', (stored) => stored.subarray(0, 2 * sealed + 40)],
      ['empty', () => Buffer.alloc(0)],
      [
        'two chunks changed places',
        (stored) =>
          Buffer.concat([
            stored.subarray(sealed, 2 * sealed),
            stored.subarray(0, sealed),
            stored.subarray(2 * sealed),
          ]),
      ],
      [
        'the last chunk repeated in place of another',
        (stored) =>
          Buffer.concat([
            stored.subarray(0, sealed),
            stored.subarray(2 * sealed),
            stored.subarray(2 * sealed),
          ]),
      ],
    ];
    for (const [what, edit] of changes) {
      const { read, change } = await encrypted(size);
      change(edit);
      await expect(read(), what).rejects.toThrow(unreadable);
    }
    // A shorter size in the database makes no shorter file either.
    const { read, file } = await encrypted(size);
    await expect(read(undefined, { ...file, bytes: size - chunkBytes })).rejects.toThrow(unreadable);
    await expect(read(undefined, { ...file, bytes: size + 1 })).rejects.toThrow(unreadable);
  });

  it('say before anything is sent that the first of them are damaged, and send what is whole of a file that is cut later', async () => {
    const { plain, file, to } = await encrypted(2 * chunkBytes);
    truncateSync(to, chunkBytes + 16);
    const stream = await openEncrypted(file);
    const arrived: Buffer[] = [];
    await expect(
      (async () => {
        for await (const part of stream) arrived.push(part as Buffer);
      })(),
    ).rejects.toThrow(unreadable);
    expect(Buffer.concat(arrived).equals(plain.subarray(0, chunkBytes))).toBe(true);
    truncateSync(to, 10);
    await expect(openEncrypted(file)).rejects.toThrow(unreadable);
  });

  it('let go of the store when nobody reads on', async () => {
    const { file, to } = await encrypted(10 * chunkBytes);
    const stored = createReadStream(to);
    const stream = await openEncrypted({ ...file, open: async () => stored });
    stream.destroy();
    await expect.poll(() => stored.destroyed).toBe(true);
  });
});
