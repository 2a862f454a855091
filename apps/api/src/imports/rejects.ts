import { forRequest } from '@namc/db';
import { NotFound } from '@namc/db/errors';
import { getImport } from '@namc/db/imports/queries';
import { getImportInput } from '@namc/inputs/imports';
import type { Route } from '../download.ts';
import { admit, allowedBy } from '../trpc.ts';
import { importsRouter } from './router.ts';
import type { UploadFiles } from './upload-files.ts';

/**
 * Hands out the rejected rows of a checked or imported file as the importer wrote them: CSV in which no cell runs as a
 * formula. They are kept for 30 days.
 */
export const importRejects =
  (files: UploadFiles): Route =>
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
      await own.read(actor, (tx) => getImport(tx, { importId }));
      const rows = await files.openRejects(importId);
      if (!rows) throw new NotFound('list of rejected rows of', importId);
      return c.body(rows as never, 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="rejected-rows.csv"',
        'Cache-Control': 'no-store',
      });
    });
  };
