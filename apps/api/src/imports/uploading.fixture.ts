import type { Database } from '@namc/db';
import { getImport } from '@namc/db/imports/queries';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { expect } from 'vitest';
import { testApp } from '../app.fixture.ts';
import type { PortalFiles } from '../http/portal-files.ts';

/** A member of staff who uploads files of the license board and has them imported, as a browser does. */
export function uploading(portal: { readonly db: Database }, files: () => PortalFiles) {
  const me = { cookie: '', userId: '' };

  const request = (path: string, init: RequestInit = {}, as = me.cookie) =>
    testApp({ db: portal.db, files: files() }).request(path, {
      ...init,
      headers: { cookie: as, origin: 'http://localhost', ...init.headers },
    });

  /** Calls a procedure. @throws Error with the portal's own words. */
  async function call(procedure: string, input?: object, as = me.cookie): Promise<string> {
    const answer = await request(
      `/trpc/${procedure.includes('.') ? procedure : `imports.${procedure}`}`,
      { method: 'POST', body: JSON.stringify(input), headers: { 'content-type': 'application/json' } },
      as,
    );
    const body = (await answer.json()) as { result?: { data: string }; error?: { message: string } };
    if (body.error) throw new Error(body.error.message);
    return body.result?.data ?? '';
  }

  async function ask<Answer>(procedure: string, as = me.cookie): Promise<Answer> {
    const answer = await request(`/trpc/imports.${procedure}`, {}, as);
    return ((await answer.json()) as { result: { data: Answer } }).result.data;
  }

  const begin = (text: string | Uint8Array, as = me.cookie, name = 'master.csv') =>
    call('beginUpload', { name, bytes: Buffer.byteLength(text) }, as);

  /** A request of the protocol tus. */
  const tus = (
    method: 'POST' | 'PATCH' | 'HEAD',
    fileId: string,
    headers: Record<string, string> = {},
    { body, as = me.cookie, at = 'for-staff/' }: { body?: Uint8Array; as?: string; at?: string } = {},
  ) =>
    request(
      `/api/uploads/${at}${fileId}`,
      {
        method,
        headers: { 'Tus-Resumable': '1.0.0', ...headers },
        ...(body ? { body: new Uint8Array(body), duplex: 'half' } : {}),
      } as RequestInit,
      as,
    );
  const open = (fileId: string, bytes: number) => tus('POST', fileId, { 'Upload-Length': String(bytes) });
  const part = (fileId: string, from: number, body: Uint8Array, as = me.cookie) =>
    tus(
      'PATCH',
      fileId,
      { 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' },
      { body, as },
    );

  /** Sends a file whole, and returns its id. Nothing has looked at it yet. */
  async function send(text: string | Uint8Array, as = me.cookie, name?: string): Promise<string> {
    const bytes = Buffer.from(text as string);
    const fileId = await begin(bytes, as, name);
    const created = await tus('POST', fileId, { 'Upload-Length': String(bytes.length) }, { as });
    expect([created.status, created.headers.get('Location')]).toEqual([
      201,
      `/api/uploads/for-staff/${fileId}`,
    ]);
    const half = Math.floor(bytes.length / 2);
    for (const [from, to] of [
      [0, half],
      [half, bytes.length],
    ] as const) {
      if (to > from) expect((await part(fileId, from, bytes.subarray(from, to), as)).status).toBe(204);
    }
    return fileId;
  }

  /** Sends a file and lets the worker check it. Returns the id of its import. */
  const upload = async (text: string | Uint8Array, as = me.cookie): Promise<string> =>
    call('add', { fileId: await send(text, as) }, as);

  const find = (importId: string) =>
    portal.db.read({ kind: 'staff', userId: me.userId }, (tx) => getImport(tx, { importId }));
  const becomes = (importId: string, status: string) =>
    expect.poll(async () => (await find(importId)).status, { timeout: 20_000 }).toBe(status);

  return {
    /** Signs the member of staff in, before anything else. */
    signIn: async () => {
      me.userId = await addMember(portal.db, { roles: ['administrator'] });
      me.cookie = await addSignedIn(portal.db, me.userId, { hasSecondStep: true });
    },
    addColleague: async () =>
      addSignedIn(portal.db, await addMember(portal.db, { roles: ['administrator'] }), {
        hasSecondStep: true,
      }),
    userId: () => me.userId,
    request,
    call,
    ask,
    begin,
    tus,
    open,
    part,
    send,
    upload,
    find,
    becomes,
    /** Sends a file, and waits until the worker has checked it. */
    check: async (text: string): Promise<string> => {
      const importId = await upload(text);
      await becomes(importId, 'CHECKED');
      return importId;
    },
    /** Lets the worker load a checked file. */
    load: (importId: string, forced = false) => call('start', { importId, forced, confirmation: 'import' }),
  };
}
