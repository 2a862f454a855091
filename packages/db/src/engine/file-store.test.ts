import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { Unavailable } from './errors.ts';
import { fileStore } from './file-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'namc-file-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a folder keeps a file, hands it out whole and in parts, and forgets it', async () => {
  const [source, bytes] = [join(folder, 'source'), Buffer.alloc(300_000, 'a picture')];
  writeFileSync(source, bytes);
  const store = fileStore(join(folder, 'store'));
  const name = randomUUID();
  await store.put(name, source);
  expect((await buffer(await store.open(name))).equals(bytes)).toBe(true);
  const part = await buffer(await store.open(name, { first: 1_000, last: 250_000 }));
  expect(part.equals(bytes.subarray(1_000, 250_001))).toBe(true);
  await store.remove(name);
  await store.remove(name);
  await expect(store.open(name)).rejects.toThrow(Unavailable);
});
