import { z } from 'zod/mini';
import { cancelFileInput, fileBytes, getFileInput } from './files.ts';
import { asOneLine, id, oneLine, page } from './text.ts';

export const importStatuses = [
  'WAITING',
  'RUNNING',
  'CHECKED',
  'ACCEPTED',
  'UNCHANGED',
  'UNDONE',
  'REFUSED',
  'FAILED',
  'CANCELED',
  'STOPPED',
] as const;

/** A file is checked, and then loaded. The last run is undone. */
export const importTasks = ['CHECK', 'LOAD', 'UNDO'] as const;

/** A file that staff upload, or that the worker fetches. */
export const importSources = ['UPLOAD', 'FETCH'] as const;

/** A fetch of the file: it brought a new file, or the one that is known, or failed. */
export const fetchStatuses = ['WAITING', 'RUNNING', 'NEW', 'UNCHANGED', 'FAILED'] as const;

/** The most bytes of one part of a license board's file, which has about 93 MB. */
export const boardFilePartBytes = 4_000_000;

const longestFileName = 200;

/** A file's name as its owner's computer gives it, on one line without hidden characters. A long one is cut. */
const fileName = z.pipe(
  z.string().check(
    z.overwrite((name) => {
      const line = asOneLine(name).replace(/ +/g, ' ');
      return [...line].slice(0, longestFileName).join('').trim() || 'A file without a name';
    }),
  ),
  oneLine(2 * longestFileName),
);

/** The license board's file, which the caller is about to upload. */
export const beginUploadInput = z.object({ name: fileName, bytes: fileBytes });
export type BeginUploadInput = z.infer<typeof beginUploadInput>;

/** An uploaded file whose check begins. */
export const addImportInput = getFileInput;
export type AddImportInput = z.infer<typeof addImportInput>;

export const cancelUploadInput = cancelFileInput;

/** Checks a file: what it is, and what it would change. Nothing changes. */
export const checkImportInput = z.object({ importId: id });

const typed = (word: string) =>
  z.pipe(
    z.string().check(z.overwrite((text) => text.trim().toLowerCase())),
    z.literal(word, `Type the word “${word}”`),
  );

/** The words that a person types before the register changes. */
export const loadWord = 'import';
export const undoWord = 'undo';

/** Loads a checked file. */
export const startImportInput = z.object({
  importId: id,
  confirmation: typed(loadWord),
  /** Loads the file even if it looks cut short, old or broken. */
  forced: z._default(z.boolean(), false),
});
export type StartImportInput = z.infer<typeof startImportInput>;

/** Undoes the last accepted run. */
export const undoLastImportInput = z.object({ runId: id, confirmation: typed(undoWord) });

export const getImportInput = z.object({ importId: id });

export const listImportsInput = page;

export const cancelImportInput = z.object({ importId: id });
