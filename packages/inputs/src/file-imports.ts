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
