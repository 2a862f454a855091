import type { MaintenanceJob } from '@namc/inputs/maintenance';
import type { Database } from '../../database.ts';
import type { Client } from '../../engine/connection.ts';
import type { RunEnd } from '../../maintenance/commands.ts';
import type { Effect } from '../../maintenance/tables.ts';
import type { ExportPlace } from './export-place.ts';

/** The runner's surroundings for one job. */
export interface MaintenanceWork {
  db: Database;
  exports: ExportPlace;
  /**
   * Runs statements on the runner's own connection, as the owner of the tables.
   * @throws Stopped if somebody stops the run, before or within them.
   */
  statement<T>(run: (sql: Client) => Promise<T>): Promise<T>;
  /** The same, and nobody stops it: for tidying up after a statement that was stopped. */
  tidy<T>(run: (sql: Client) => Promise<T>): Promise<T>;
  /** What the server has said beside its answers since the part began. */
  notices: readonly string[];
  /** Works on one table, index or partition. A lock in the way skips it, an error fails it, and the job goes on. */
  part(target: string, before: Effect | undefined, work: () => Promise<RunEnd>): Promise<void>;
  /** Says how far the job is. */
  progress(says: string): Promise<void>;
}

export interface JobOfMaintenance {
  name: MaintenanceJob;
  /** It is stopped after so long. */
  limitSeconds: number;
  /** True if its statements need the owner of the tables. */
  needsOwner: boolean;
  /** Why it makes no sense on the embedded database, in words. Undefined where it does. */
  notEmbedded?: string;
  /** Returns what it did, in a sentence. */
  run(work: MaintenanceWork): Promise<string>;
}

/** Somebody or something stopped the run. The message says why. */
export class Stopped extends Error {}

/** The job as a whole cannot work now. The message says why. */
export class Skipped extends Error {}
