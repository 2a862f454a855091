import { z } from 'zod/mini';
import { asOneLine, id, oneLine } from './text.ts';

/** A file is checked. Then the worker imports it, to its end or until somebody cancels it. */
export const fileImportStatuses = ['CHECKED', 'WAITING', 'RUNNING', 'DONE', 'CANCELED'] as const;

/** The largest file, in bytes and in rows. */
export const importFileBytes = 2_000_000;
export const mostImportRows = 5_000;

export const checkFileInput = z.object({
  fileName: z.pipe(
    z.string().check(
      z.overwrite((name) => {
        const line = asOneLine(name).replace(/ +/g, ' ');
        return [...line].slice(0, 200).join('').trim() || 'A file without a name';
      }),
    ),
    oneLine(400),
  ),
});

export const getFileImportInput = z.object({ importId: id });
export type GetFileImportInput = z.infer<typeof getFileImportInput>;

/** The columns that a file may have, each with the names under which it may come. The first name is the one that people read. */
export type ColumnNames = Readonly<Record<string, readonly string[]>>;

/** Letters and digits alone: spaces, hyphens and letter case do not tell two names apart. */
export const nameKey = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** “First name” for `firstName`; undefined for what is no column. */
export function nameOfColumn(columns: ColumnNames, field: string): string | undefined {
  return Object.hasOwn(columns, field) ? columns[field]?.[0] : undefined;
}
