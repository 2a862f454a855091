import type { Reject } from '../tables/import-runs.ts';
import type { FileKind } from './board-files.ts';
import type { MergeCounts } from './merge.ts';
import type { FileFacts } from './runs.ts';
import type { LineCounts } from './validation.ts';

export interface ImportOptions {
  /** Direct URL of the login for imports, `portal_import`. */
  url: string;
  /** The embedded database accepts no COPY. */
  embedded: boolean;
  /** Path of the board's master file. */
  file: string;
  /** The file's name in the record. Default: the last part of `file`. */
  fileName?: string;
  /** The person who runs the import; stored with the run. */
  importedBy: string;
  /** Accepts the file even if it looks truncated, old or broken. */
  force?: boolean;
  /** The findings of a check. A file that another run or another file has overtaken since is not loaded. */
  checked?: Checked;
  /** The file's date, `YYYY-MM-DD`, if it is not its latest `LastUpdate`. */
  asOf?: string;
  /** The file for rejected rows. Default: the file's name with `.rejects.csv`. */
  rejectsFile?: string;
  onProgress?: (progress: ImportProgress) => void;
  /** Aborting leaves the table as it was. */
  signal?: AbortSignal;
}

/** The hash of the file and the last accepted run at the time of its check. They hold the load to the check. */
export interface Checked {
  fileSha256: string;
  lastRunId: string | null;
}

export interface ImportProgress {
  phase: string;
  /** Called while lines are read, with the number of lines and the share of the file. */
  rows?: number;
  bytes?: number;
  totalBytes?: number;
}

export interface ImportSummary {
  runId: string;
  outcome: 'accepted' | 'unchanged';
  firstLoad: boolean;
  snapshotDate: string | null;
  read: number;
  added: number;
  changed: number;
  unchanged: number;
  rejected: number;
  gone: number;
  returned: number;
  /** Counts by status change, such as `CLEAR → Work Comp Susp`. */
  statusChanges: Record<string, number>;
  /** Classification codes that the board's list does not contain, with the number of licenses. */
  unknownClassifications: Record<string, number>;
  /** Remarks for people about the reading of the file, one sentence each. */
  notes: string[];
  seconds: number;
  rejectsFile: string | null;
  /** The first rejected lines. */
  rejects: Reject[];
}

/** An import in progress. */
export interface Attempt {
  options: ImportOptions;
  facts: FileFacts;
  /** Known once the file is open. */
  fileKind: FileKind;
  startedAt: Date;
  say: (progress: ImportProgress) => void;
  signal: AbortSignal;
  runId: string;
  rejectsPart: string;
  /** The first rejected lines, once they are known. */
  rejects: Reject[];
  notes: string[];
  /** True once the database has answered. */
  isConnected: boolean;
  /** True once everything is done except the commit. */
  isCommitting: boolean;
}

export type Done = Omit<ImportSummary, 'seconds' | 'rejectsFile' | 'rejects' | 'notes'>;

export const nothing: MergeCounts = {
  added: 0,
  changed: 0,
  gone: 0,
  returned: 0,
  statusChanges: {},
  kept: null,
};

export const noLines: LineCounts = {
  read: 0,
  accepted: 0,
  rejected: 0,
  snapshotDate: null,
  future: 0,
  firstFuture: null,
  nameless: 0,
};
