import { z } from 'zod';
import { asOneLine, id, oneLine } from './text.ts';

export const importStatuses = [
  'UPLOADING',
  'WAITING',
  'RUNNING',
  'ACCEPTED',
  'UNCHANGED',
  'REFUSED',
  'FAILED',
  'CANCELED',
  'STOPPED',
] as const;

/** The largest file of the license board that an upload takes, in bytes. The board's file has about 93 MB. */
export const largestUpload = 500_000_000;

/** An upload comes in parts of at most this many bytes. */
export const uploadPartBytes = 4 * 1024 * 1024;

const longestFileName = 200;

/** A file's name as its owner's computer gives it: whatever one line does not hold becomes a space, and a long one is cut. */
const fileName = z
  .string()
  .overwrite((name) => {
    const line = asOneLine(name).replace(/ +/g, ' ');
    return [...line].slice(0, longestFileName).join('').trim() || 'A file without a name';
  })
  .pipe(oneLine(2 * longestFileName));

export const beginUploadInput = z.object({
  fileName,
  fileBytes: z
    .number()
    .int()
    .min(1, 'must not be empty')
    .max(largestUpload, `must have at most ${largestUpload / 1_000_000} MB`),
});
export type BeginUploadInput = z.infer<typeof beginUploadInput>;

export const receivePartInput = z.object({
  importId: id,
  /** The place of the part in the file, in bytes. */
  from: z.coerce.number().int().min(0).max(largestUpload),
});

export const startImportInput = z.object({
  importId: id,
  /** Imports the file even if it looks cut short, old or broken. */
  forced: z.boolean().default(false),
});
export type StartImportInput = z.infer<typeof startImportInput>;

export const cancelImportInput = z.object({ importId: id });
