import { forRequest, type WriteTransaction } from '@namc/db';
import { checkFileInput, importFileBytes } from '@namc/inputs/file-imports';
import type { Route } from '../download.ts';
import { limitBody } from '../http/body-limit.ts';
import { type Allowed, admit } from '../trpc.ts';

/** Takes a file of rows to an address and checks it. The permission is asked before the body is read. */
export const takeFile =
  (
    path: string,
    name: string,
    allowed: Allowed,
    check: (tx: WriteTransaction, file: { fileName: string; bytes: Uint8Array }) => Promise<string>,
  ): Route =>
  (app, { db }) => {
    app.put(
      path,
      async (c, next) => {
        admit(allowed, c.get('signedIn'));
        await next();
      },
      limitBody(importFileBytes),
      async (c) => {
        const actor = admit(allowed, c.get('signedIn'));
        const { fileName } = checkFileInput.parse(c.req.query());
        const bytes = new Uint8Array(await c.req.arrayBuffer());
        const own = forRequest(db, { requestId: c.get('requestId'), after: c.get('after'), name });
        const importId = await own.write(actor, (tx) => check(tx, { fileName, bytes }));
        return c.json({ importId });
      },
    );
  };
