import type { Layout } from './layout.ts';
import type { Opened } from './reading.ts';
import type { Records } from './records.ts';
import type { LastRun } from './runs.ts';
import type { LineCounts } from './validation.ts';

/** An open file with the number of bytes that were read so far. */
export type OpenedFile = Opened & { bytes: () => number };

/** The facts that an import begins with. */
export interface Begun {
  opened: OpenedFile;
  /** The last accepted run of a file of the same kind. */
  last: LastRun | undefined;
  /** The last accepted run of a file of the same kind, to which a check is held; null before the first. */
  acceptedId: string | null;
  firstLoad: boolean;
}

/** A file in the staging table, with its lines checked. */
export interface StagedFile extends Begun {
  layout: Layout;
  records: Records;
  lines: LineCounts;
  /** The date of the file, `YYYY-MM-DD`. */
  snapshotDate: string | null;
}
