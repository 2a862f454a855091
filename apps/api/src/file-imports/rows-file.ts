import { forRequest, type Transaction } from '@namc/db';
import { toCsv } from '@namc/db/csv';
import { type ColumnNames, nameOfColumn } from '@namc/inputs/file-columns';
import { getFileImportInput } from '@namc/inputs/file-imports';
import type { Route } from '../download.ts';
import { type Allowed, admit } from '../trpc.ts';

const asFile = (name: string) => ({
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': `attachment; filename="${name}"`,
  'Cache-Control': 'no-store',
});

interface RefusedRow {
  line: number;
  field: string | null;
  reason: string | null;
  cells: string[];
}

/** Hands out the template of a file of rows, and the refused rows of an import with the reason of each. */
export const handOutRows =
  <Column extends string>({
    path,
    name,
    allowed,
    columns,
    example,
    getRefused,
  }: {
    path: '/api/member-imports' | '/api/project-imports';
    /** `members`, of the files’ names. */
    name: string;
    allowed: Allowed;
    columns: ColumnNames;
    /** A row of the template, with its columns in order. */
    example: Partial<Record<Column, string>>;
    getRefused: (
      tx: Transaction,
      one: { importId: string },
    ) => Promise<{ header: string[]; rows: RefusedRow[] }>;
  }): Route =>
  (app, { db, limits }) => {
    app.get(`${path}/template.csv`, (c) => {
      admit(allowed, c.get('signedIn'));
      const named = Object.keys(example).map((column) => nameOfColumn(columns, column) ?? column);
      return c.body(
        toCsv([Object.values<string>(example as Record<string, string>)], named),
        200,
        asFile(`${name}-template.csv`),
      );
    });
    app.get(`${path}/:importId/rejects.csv`, async (c) => {
      const signedIn = c.get('signedIn');
      const actor = admit(allowed, signedIn);
      if (signedIn) await limits.count('download by account', signedIn.account.userId);
      const { importId } = getFileImportInput.parse(c.req.param());
      const own = forRequest(db, {
        requestId: c.get('requestId'),
        signal: c.req.raw.signal,
        after: c.get('after'),
        name: `download rejected ${name}`,
      });
      const { header, rows } = await own.read(actor, (tx) => getRefused(tx, { importId }));
      const csv = toCsv(
        rows.map(({ line, field, reason, cells }) => [
          ...header.map((_, at) => cells[at] ?? ''),
          line,
          nameOfColumn(columns, field ?? '') ?? 'Row',
          reason,
        ]),
        [...header, 'Line', 'Field', 'Rejected because'],
      );
      return c.body(csv, 200, asFile(`rejected-${name}.csv`));
    });
  };
