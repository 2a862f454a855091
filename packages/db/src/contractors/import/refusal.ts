import { connect, type TransactionClient } from '../../engine/connection.ts';
import { Refused } from '../../engine/errors.ts';
import type { Reject } from '../tables/import-runs.ts';
import { type Attempt, type Checked, nothing } from './attempt.ts';
import { countOf, formatCount } from './counts.ts';
import type { Layout } from './layout.ts';
import { findListLoss } from './list-losses.ts';
import { findLoss } from './losses.ts';
import { type FileFacts, recordRun, takeRole } from './runs.ts';
import type { StagedFile } from './staged-file.ts';
import { staging } from './staging.ts';
import { type LineCounts, mostCommonReasons } from './validation.ts';

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
  /** Remarks for people about the reading of the file. */
  readonly notes: string[];
  constructor(
    message: string,
    rest: Pick<RefusedFile, 'mayBeForced' | 'runId' | 'rejects' | 'rejectsFile' | 'notes'>,
  ) {
    super(message);
    this.mayBeForced = rest.mayBeForced;
    this.runId = rest.runId;
    this.rejects = rest.rejects;
    this.rejectsFile = rest.rejectsFile;
    this.notes = rest.notes;
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
 * @throws Refusal for a file without any row that can be taken and, unless forced, for one that looks cut short, old or broken.
 */
export async function assertAcceptable(
  sql: TransactionClient,
  staged: StagedFile,
  force: boolean,
): Promise<void> {
  const { lines, layout, last, snapshotDate, firstLoad, records } = staged;
  const refuse = (why: string, mayBeForced: boolean) => {
    throw new Refusal(why, { mayBeForced, lines, firstLoad });
  };
  if (lines.accepted === 0) {
    const row = layout.file.kind === 'licenses' ? 'license' : 'row';
    // Forcing it would mark every firm as gone.
    refuse(`The file has no ${row} that can be imported.${await withReasons(sql, lines)}`, false);
  }
  if (!force && (records.isCut || (records.isOpen && (await endsInField(sql, layout))))) {
    refuse('The file stops in the middle of its last row: it was cut short.', true);
  }
  if (lines.rejected > lines.read * mostRejected && !(force && layout.hasHeader)) {
    const were = lines.read === 1 ? 'was' : 'were';
    refuse(
      `${formatCount(lines.rejected)} of ${countOf(lines.read, 'row')} ${were} rejected, more than 5%.${await withReasons(sql, lines)}`,
      // Without a header, only the shape of the rows tells which column is which.
      layout.hasHeader,
    );
  }
  if (force) return;
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

async function withReasons(sql: TransactionClient, { rejected }: LineCounts): Promise<string> {
  if (rejected === 0) return '';
  const reasons = await mostCommonReasons(sql);
  return ` ${reasons.length === 1 ? 'The reason' : 'The most common reasons'}: ${reasons.join('; ')}.`;
}

/** A last field that is the beginning of what other rows have there was cut off, if its line has no end. */
async function endsInField(sql: TransactionClient, { columns }: Layout): Promise<boolean> {
  const column = columns.findLast((name) => name !== null);
  const [row] = await sql.unsafe<{ isCut: boolean }[]>(`
    select exists (
      select from ${staging} other
      where other.${column} <> ends.${column} and ends.${column} <> '' and starts_with(other.${column}, ends.${column})
    ) as "isCut"
    from ${staging} ends order by line desc limit 1`);
  return row?.isCut ?? false;
}

/**
 * Compares the file with the last one, once `findChanges` has found what differs.
 * @throws Refusal, unless forced, for a file of which a part is missing.
 */
export async function assertWhole(
  sql: TransactionClient,
  { last, records, lines, firstLoad }: StagedFile,
  force: boolean,
): Promise<void> {
  if (!last || force) return;
  const loss = await findLoss(sql, { last: last.lastLicense, now: records.lastLicense });
  if (loss) throw new Refusal(loss, { mayBeForced: true, lines, firstLoad });
}

/**
 * The same for a personnel or workers' comp file, once `compareList` has found what differs.
 * @throws Refusal, unless forced, for a file of which a part is missing.
 */
export async function assertWholeList(
  sql: TransactionClient,
  { layout, last, records, lines, firstLoad }: StagedFile,
  force: boolean,
): Promise<void> {
  const { kind } = layout.file;
  if (!last || force || kind === 'licenses') return;
  const loss = await findListLoss(sql, kind, { last: last.lastLicense, now: records.lastLicense });
  if (loss) throw new Refusal(loss, { mayBeForced: true, lines, firstLoad });
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
        fileKind: attempt.fileKind,
        notes: attempt.notes,
        lastLicense: null,
      });
    });
  } finally {
    await client.end();
  }
}
