import { forRequest } from '@namc/db';
import { toCsv } from '@namc/db/csv';
import { getRejectedMembers } from '@namc/db/member-imports/queries';
import { getFileImportInput, nameOfColumn } from '@namc/inputs/file-imports';
import { memberColumns, templateColumns } from '@namc/inputs/member-imports';
import type { Route } from '../download.ts';
import { admit, allowedBy } from '../trpc.ts';
import { memberImportsRouter } from './router.ts';

const asFile = (name: string) => ({
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': `attachment; filename="${name}"`,
  'Cache-Control': 'no-store',
});

const example = {
  email: 'ana.reyes@example.org',
  firstName: 'Ana',
  lastName: 'Reyes',
  company: 'Reyes Electric',
  phone: '(415) 555-0123',
  licenseNumber: '',
  tierCode: 'Regular',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  basis: 'dues',
  note: 'Check 1042',
};

/** Hands out the template of a file of members, and the rejected rows of an import with the reason of each. */
export const memberFiles: Route = (app, { db, limits }) => {
  const allowed = allowedBy(memberImportsRouter.get);
  app.get('/api/member-imports/template.csv', (c) => {
    admit(allowed, c.get('signedIn'));
    const csv = toCsv(
      [templateColumns.map((column) => example[column as keyof typeof example])],
      templateColumns.map((column) => memberColumns[column][0]),
    );
    return c.body(csv, 200, asFile('members-template.csv'));
  });
  app.get('/api/member-imports/:importId/rejects.csv', async (c) => {
    const signedIn = c.get('signedIn');
    const actor = admit(allowed, signedIn);
    if (signedIn) await limits.count('download by account', signedIn.account.userId);
    const { importId } = getFileImportInput.parse(c.req.param());
    const own = forRequest(db, {
      requestId: c.get('requestId'),
      signal: c.req.raw.signal,
      after: c.get('after'),
      name: 'download rejected members',
    });
    const { header, rows } = await own.read(actor, (tx) => getRejectedMembers(tx, { importId }));
    const csv = toCsv(
      rows.map(({ line, field, reason, cells }) => [
        ...header.map((_, at) => cells[at] ?? ''),
        line,
        nameOfColumn(memberColumns, field ?? '') ?? 'Row',
        reason,
      ]),
      [...header, 'Line', 'Field', 'Rejected because'],
    );
    return c.body(csv, 200, asFile('rejected-members.csv'));
  });
};
