import { connect } from '../../engine/connection.ts';
import { Refused } from '../../engine/errors.ts';
import type { Reject } from '../tables.ts';
import { type Attempt, nothing } from './attempt.ts';
import { type LastRun, recordRun, takeRole } from './runs.ts';
import type { LineCounts } from './validation.ts';

/** A file with a larger share of rejected rows is not a master file. */
const mostRejected = 0.05;

/** A file with a smaller share of the present rows was cut short. */
const leastPresent = 0.8;

const count = (number: number) => number.toLocaleString('en-US');

/** The reasons for refusing a file. */
export class Refusal extends Error {
  readonly lines: LineCounts;
  readonly firstLoad: boolean;
  readonly mayBeForced: boolean;
  constructor(message: string, lines: LineCounts, firstLoad: boolean, mayBeForced: boolean) {
    super(message);
    this.lines = lines;
    this.firstLoad = firstLoad;
    this.mayBeForced = mayBeForced;
  }
}

/** The refusal as the caller of the import gets it, once it is recorded. */
export class RefusedFile extends Refused {
  readonly runId: string;
  /** The first rejected lines. */
  readonly rejects: Reject[];
  /** The file of all rejected lines; null without any. */
  readonly rejectsFile: string | null;
  readonly mayBeForced: boolean;
  constructor(refusal: Refusal, facts: Pick<RefusedFile, 'runId' | 'rejects' | 'rejectsFile'>) {
    super(`${refusal.message} Nothing was changed.`);
    this.runId = facts.runId;
    this.rejects = facts.rejects;
    this.rejectsFile = facts.rejectsFile;
    this.mayBeForced = refusal.mayBeForced;
  }
}

/**
 * @throws Refusal for a file without any license and, unless forced, for one that looks cut short, old or broken.
 */
export function assertAcceptable(
  lines: LineCounts,
  snapshotDate: string | null,
  last: LastRun | undefined,
  { firstLoad, force }: { firstLoad: boolean; force: boolean },
): void {
  // Forcing it would mark every firm as gone.
  if (lines.accepted === 0)
    throw new Refusal('The file has no license that can be imported.', lines, firstLoad, false);
  if (force) return;
  const refuse = (why: string) => {
    throw new Refusal(why, lines, firstLoad, true);
  };
  if (lines.rejected > lines.read * mostRejected) {
    refuse(`${count(lines.rejected)} of ${count(lines.read)} rows were rejected, more than 5%.`);
  }
  if (last && lines.read < last.rowsPresent * leastPresent) {
    refuse(
      `The file has ${count(lines.read)} rows, under 80% of the ${count(last.rowsPresent)} in the table: it looks cut short.`,
    );
  }
  if (last?.snapshotDate && snapshotDate && snapshotDate < last.snapshotDate) {
    refuse(`The file is dated ${snapshotDate}, older than the last one (${last.snapshotDate}).`);
  }
}

export async function recordRefusal(url: string, attempt: Attempt, refusal: Refusal): Promise<void> {
  const client = connect(url, { max: 1, applicationName: 'portal contractors import' });
  const { options, facts, runId: id, startedAt } = attempt;
  try {
    await client.begin(async (sql) => {
      await takeRole(sql);
      await recordRun(sql, {
        ...facts,
        id,
        outcome: 'refused',
        refusal: refusal.message,
        snapshotDate: refusal.lines.snapshotDate,
        importedBy: options.importedBy,
        forced: options.force ?? false,
        firstLoad: refusal.firstLoad,
        startedAt,
        lines: refusal.lines,
        merge: nothing,
        unchanged: 0,
        unknownClassifications: {},
      });
    });
  } finally {
    await client.end();
  }
}
