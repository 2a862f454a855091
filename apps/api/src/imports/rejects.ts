import { Readable } from 'node:stream';
import { forRequest } from '@namc/db';
import { NotFound } from '@namc/db/errors';
import { findImportFile, getImport } from '@namc/db/imports/queries';
import { getImportInput } from '@namc/inputs/imports';
import type { Route } from '../download.ts';
import type { PortalFiles } from '../http/portal-files.ts';
import { admit, allowedBy } from '../trpc.ts';
import { importsRouter } from './router.ts';

/**
 * Hands out the rejected rows of a checked or imported file as the importer wrote them: CSV in which no cell runs as a
 * formula. They are kept for 30 days.
 */
export const importRejects =
  ({ store }: PortalFiles): Route =>
  (app, { db, limits }) => {
    app.get('/api/imports/:importId/rejects.csv', async (c) => {
      const signedIn = c.get('signedIn');
      const actor = admit(allowedBy(importsRouter.get), signedIn);
      if (signedIn) await limits.count('download by account', signedIn.account.userId);
      const { importId } = getImportInput.parse(c.req.param());
      const own = forRequest(db, {
        requestId: c.get('requestId'),
        signal: c.req.raw.signal,
        after: c.get('after'),
        name: 'download rejected rows',
      });
      const rows = await own.read(actor, async (tx) => {
        await getImport(tx, { importId });
        return findImportFile(tx, { importId, kind: 'REJECTED_ROWS' });
      });
      if (!rows) throw new NotFound('list of rejected rows of', importId);
      const body = Readable.toWeb(await store.open(rows.contentId)) as ReadableStream;
      return c.body(body, 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="rejected-rows.csv"',
        'Content-Length': String(rows.bytes),
        'Cache-Control': 'no-store',
      });
    });
  };
