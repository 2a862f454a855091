import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { FileStore } from '@namc/db/file-store';
import { freePort } from '@namc/db/free-port';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { connect } from '@namc/db/testing/direct-client';
import type { testDatabase } from '@namc/db/testing/test-database';
import { expect } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { listen } from '../http/listen.ts';
import { portalFiles } from '../http/portal-files.ts';

const size = 3_000_000;

/** Downloads a large file of a member over a connection that is cut, goes on where it ended, and compares the whole. */
export async function expectDownloadGoesOn(
  portal: ReturnType<typeof testDatabase>,
  store: FileStore,
): Promise<void> {
  const userId = await addMember(portal.db);
  const cookie = await addSignedIn(portal.db, userId);
  const content = randomBytes(size);
  const [fileId, contentId] = [randomUUID(), randomUUID()];
  const source = join(tmpdir(), `namc-cut-download-${contentId}`);
  writeFileSync(source, content);
  await store.put(contentId, source);
  rmSync(source);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const sql = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await sql`
    insert into file_contents (id, sha256, bytes, content_type, stored_at)
    values (${contentId}, ${sha256}, ${size}, 'image/jpeg', now())`;
  await sql`
    insert into files (id, kind, name, bytes, uploaded_by, owner_id, content_id)
    values (${fileId}, 'PROFILE_PHOTO', 'site.jpg', ${size}, ${userId}, ${userId}, ${contentId})`;
  await sql.end();
  const port = await freePort();
  const app = testApp({ db: portal.db, files: portalFiles(store, join(tmpdir(), 'no-uploads')) });
  const server = await listen(app, { host: '127.0.0.1', port }, 1_000);
  const url = `http://127.0.0.1:${port}/api/files/${fileId}`;
  const ask = (headers: Record<string, string> = {}) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { headers: { cookie, ...headers }, agent: false }, resolve).on('error', reject);
    });
  try {
    const cut = await ask();
    expect([cut.statusCode, cut.headers['accept-ranges'], cut.headers['content-length']]).toEqual([
      200,
      'bytes',
      String(size),
    ]);
    const arrived: Buffer[] = [];
    for await (const part of cut) {
      arrived.push(part as Buffer);
      if (Buffer.concat(arrived).length >= 100_000) break;
    }
    const begun = Buffer.concat(arrived);
    expect(begun.length).toBeLessThan(size);
    const etag = cut.headers.etag ?? '';
    const rest = await ask({ range: `bytes=${begun.length}-`, 'if-range': etag });
    expect([rest.statusCode, rest.headers['content-range']]).toEqual([
      206,
      `bytes ${begun.length}-${size - 1}/${size}`,
    ]);
    expect(rest.headers['content-length']).toBe(String(size - begun.length));
    expect(rest.headers['content-security-policy']).toContain('sandbox');
    expect(Buffer.concat([begun, await buffer(rest)]).equals(content)).toBe(true);
    // Another version than the reader has begins anew.
    const anew = await ask({ range: `bytes=${begun.length}-`, 'if-range': '"another"' });
    expect(anew.statusCode).toBe(200);
    expect((await buffer(anew)).equals(content)).toBe(true);
    const end = await ask({ range: 'bytes=-10' });
    expect((await buffer(end)).equals(content.subarray(-10))).toBe(true);
    const behind = await ask({ range: `bytes=${size}-` });
    expect([behind.statusCode, behind.headers['content-range']]).toEqual([416, `bytes */${size}`]);
    expect((await buffer(behind)).length).toBe(0);
  } finally {
    await server.close();
  }
}
