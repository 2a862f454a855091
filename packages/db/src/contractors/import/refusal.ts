import { connect } from '../../engine/connection.ts';
import { Refused } from '../../engine/errors.ts';
import type { Reject } from '../tables.ts';
import { type Attempt, type Checked, nothing } from './attempt.ts';
import { countOf, formatCount } from './counts.ts';
import { type FileFacts, type LastRun, recordRun, takeRole } from './runs.ts';
import type { LineCounts } from './validation.ts';

/** A file with a larger share of rejected rows is not a master file. */
const mostRejected = 0.05;

/** A file with a smaller share of the present rows was cut short. */
const leastPresent = 0.8;

interface Reason {
  /** True for a file that `force` imports all the same. */
  mayBeForced: boolean;
  lines: LineCounts;
  firstLoad: boolean;
}

/** The reason for refusing a file, in words that name no command, page, or place. */
export class Refusal extends Error implements Reason {
  readonly mayBeForced: boolean;
  readonly lines: LineCounts;
  readonly firstLoad: boolean;
  constructor(message: string, { mayBeForced, lines, firstLoad }: Reason) {
    super(message);
    this.mayBeForced = mayBeForced;
    this.lines = lines;
    this.firstLoad = firstLoad;
  }
}

/**
 * The refusal as the caller of the import gets it, once it is recorded. The message tells the reason. The caller adds what
 * a person can do next: a command line has other words for it than a page.
 */
export class RefusedFile extends Refused {
  /** True if an import with `force` takes the file. */
  readonly mayBeForced: boolean;
  /** The record of the attempt; null for a check, which leaves none. */
  readonly runId: string | null;
  /** The first rejected lines. */
  readonly rejects: Reject[];
  /** The file with all rejected lines, for a caller on this machine. */
  readonly rejectsFile: string | null;
  constructor(message: string, rest: Pick<RefusedFile, 'mayBeForced' | 'runId' | 'rejects' | 'rejectsFile'>) {
    super(message);
    this.mayBeForced = rest.mayBeForced;
    this.runId = rest.runId;
    this.rejects = rest.rejects;
    this.rejectsFile = rest.rejectsFile;
  }
}

/** The register or the file is not what the check saw. Nothing was changed. */
export class CheckOutdated extends Refused {}

/** @throws CheckOutdated if another run was accepted, or the last one undone, since the check. */
export function assertAsChecked(
  checked: Checked | undefined,
  acceptedId: string | null,
  { fileSha256 }: FileFacts,
): void {
  if (!checked) return;
  if (checked.fileSha256 === fileSha256 && checked.lastRunId === acceptedId) return;
  throw new CheckOutdated('The licenses have changed since this file was checked. Check it again.');
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
  const refuse = (why: string, mayBeForced: boolean) => {
    throw new Refusal(why, { mayBeForced, lines, firstLoad });
  };
  // Forcing it would mark every firm as gone.
  if (lines.accepted === 0) refuse('The file has no license that can be imported.', false);
  if (force) return;
  if (lines.rejected > lines.read * mostRejected) {
    const were = lines.read === 1 ? 'was' : 'were';
    refuse(
      `${formatCount(lines.rejected)} of ${countOf(lines.read, 'row')} ${were} rejected, more than 5%.`,
      true,
    );
  }
  if (last && lines.read < last.rowsPresent * leastPresent) {
    refuse(
      `The file has ${countOf(lines.read, 'row')}, under 80% of the ${formatCount(last.rowsPresent)} in the table: it looks cut short.`,
      true,
    );
  }
  if (last?.snapshotDate && snapshotDate && snapshotDate < last.snapshotDate) {
    refuse(`The file is dated ${snapshotDate}, older than the last one (${last.snapshotDate}).`, true);
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
