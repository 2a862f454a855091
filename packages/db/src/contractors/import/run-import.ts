import type { TransactionClient } from '../../engine/connection.ts';
import { aboutUnknownStatuses, countUnknownCodes } from '../standing/unknown-statuses.ts';
import { type Attempt, type Done, nothing } from './attempt.ts';
import { noteBeside } from './beside.ts';
import type { ListKind } from './board-files.ts';
import { replaceCityNames } from './city-names.ts';
import { countOf, formatCount } from './counts.ts';
import { keepDigests } from './fresh-lines.ts';
import { noteListChanges, rememberList } from './list-events.ts';
import { compareList, mergeList } from './list-file.ts';
import { aboutUnknownLicenses } from './list-notes.ts';
import { forgetListRowsBefore, keepListRows } from './list-rows-before.ts';
import {
  countKept,
  findChanges,
  forgetChanges,
  loadFirst,
  type MergeCounts,
  mergeChanges,
  replaceCountyCounts,
} from './merge.ts';
import { assertAcceptable, assertAsChecked, assertWhole, assertWholeList } from './refusal.ts';
import { type FileFacts, importerVersion, type LastRun, type RunRecord, recordRun } from './runs.ts';
import { beginImport, stageFile } from './stage-file.ts';
import type { Begun, StagedFile } from './staged-file.ts';
import { everyLine, freshLine, freshLines, staging } from './staging.ts';
import type { LineCounts } from './validation.ts';
import { noteVentures } from './ventures.ts';

/** Runs everything inside the import’s one transaction. */
export async function runImport(
  attempt: Attempt,
  sql: TransactionClient,
  giveUp: (error: unknown) => void,
): Promise<Done> {
  const { options, facts, say } = attempt;
  const begun = await beginImport(attempt, sql);
  const { last, firstLoad, opened, acceptedId } = begun;
  try {
    assertAsChecked(options.checked, acceptedId, facts);
  } catch (error) {
    await opened.close();
    throw error;
  }
  if (last && isSameFile(begun, facts)) {
    await opened.close();
    return noteUnchanged(attempt, sql, last);
  }
  const staged = await stageFile(attempt, sql, begun, giveUp);
  const { lines } = staged;
  const force = options.force ?? false;
  await assertAcceptable(sql, staged, force);
  if (attempt.fileKind !== 'licenses') return loadList(attempt, sql, staged, attempt.fileKind);

  say({ phase: firstLoad ? 'Writing the contractors' : 'Comparing with the table' });
  const merge = firstLoad
    ? await loadFirst(sql, lines.accepted, (phase) => say({ phase }))
    : await compareAndMerge(attempt, sql, staged);
  await noteBeside(sql, { kind: 'licenses', date: staged.snapshotDate });
  await keepDigests(sql, firstLoad ? everyLine : freshLine);
  await replaceCountyCounts(sql);
  await replaceCityNames(sql);
  const unknown = await countUnknownCodes(sql);
  attempt.notes.push(...aboutUnknownStatuses(unknown.unknownStatuses));
  await sql.unsafe(`drop table ${staging}`);
  if (!firstLoad) await sql.unsafe(`drop table ${freshLines}`);
  const unchanged = lines.accepted - merge.added - merge.changed;
  return recordAccepted(attempt, sql, staged, { merge, unchanged, ...unknown });
}

/** Records the run as accepted. After it the commit alone is left to do. */
async function recordAccepted(
  attempt: Attempt,
  sql: TransactionClient,
  { lines, snapshotDate, records, firstLoad }: StagedFile,
  found: Pick<RunRecord, 'merge' | 'unchanged' | 'unknownClassifications' | 'unknownStatuses'>,
): Promise<Done> {
  const { options, facts, runId: id, startedAt, fileKind, notes, say, signal } = attempt;
  await recordRun(sql, {
    ...facts,
    ...found,
    id,
    outcome: 'accepted',
    refusal: null,
    snapshotDate,
    importedBy: options.importedBy,
    forced: options.force ?? false,
    firstLoad,
    startedAt,
    lines,
    fileKind,
    notes,
    lastLicense: records.lastLicense || null,
  });
  await noteVentures(sql, firstLoad ? null : id);
  signal.throwIfAborted();
  attempt.isCommitting = true;
  say({ phase: 'Committing' });
  return {
    runId: id,
    outcome: 'accepted',
    firstLoad,
    snapshotDate,
    read: lines.read,
    rejected: lines.rejected,
    ...countsOf(found.merge),
    unchanged: found.unchanged,
    unknownClassifications: found.unknownClassifications,
  };
}

/** Loads a file whose rows are kept as they are. */
async function loadList(
  attempt: Attempt,
  sql: TransactionClient,
  staged: StagedFile,
  kind: ListKind,
): Promise<Done> {
  attempt.say({ phase: 'Comparing with the table' });
  const { unchanged, ...found } = await compareList(sql, kind);
  await assertWholeList(sql, staged, attempt.options.force ?? false);
  attempt.notes.push(...(await aboutUnknownLicenses(sql, kind)));
  await forgetListRowsBefore(sql, kind);
  const kept = staged.firstLoad ? null : await keepListRows(sql, kind, attempt.runId);
  if (!staged.firstLoad) await rememberList(sql, kind);
  await mergeList(sql, kind);
  if (!staged.firstLoad) await noteListChanges(sql, kind, attempt.runId);
  await noteBeside(sql, { kind, date: staged.snapshotDate });
  await sql.unsafe(`drop table ${staging}`);
  return recordAccepted(attempt, sql, staged, {
    merge: { ...nothing, ...found, kept },
    unchanged,
    unknownClassifications: {},
  });
}

async function compareAndMerge(
  attempt: Attempt,
  sql: TransactionClient,
  staged: StagedFile,
): Promise<MergeCounts> {
  const { last, snapshotDate, lines } = staged;
  const found = await findChanges(sql);
  await assertWhole(sql, staged, attempt.options.force ?? false);
  attempt.notes.push(...(await aboutKept(sql, lines)));
  const merged = await mergeChanges(sql, {
    runId: attempt.runId,
    snapshotDate,
    notesEvents: last !== undefined,
  });
  await forgetChanges(sql);
  return { ...found, ...merged };
}

function countsOf({ kept: _, ...counts }: MergeCounts): Omit<MergeCounts, 'kept'> {
  return counts;
}

/** Firms that the file lacks, and that may be in a row that cannot be read. */
export async function aboutKept(sql: TransactionClient, { nameless }: LineCounts): Promise<string[]> {
  const kept = nameless > 0 ? await countKept(sql) : 0;
  if (kept === 0) return [];
  const rows =
    nameless === 1
      ? 'a rejected row has no license number'
      : `${formatCount(nameless)} rejected rows have no license number`;
  return [
    `The file lacks ${countOf(kept, 'license')}, but ${rows} that can be read. None was marked as gone. The next file without such rows decides.`,
  ];
}

/** True for the file of the last run, which would change nothing. */
export function isSameFile(
  { last, firstLoad }: Pick<Begun, 'last' | 'firstLoad'>,
  facts: FileFacts,
): boolean {
  return (
    !firstLoad &&
    last?.fileSha256 === facts.fileSha256 &&
    last.importerVersion === importerVersion &&
    !last.isReferenceNewer
  );
}

async function noteUnchanged(attempt: Attempt, sql: TransactionClient, last: LastRun): Promise<Done> {
  const { options, facts, runId: id, startedAt, fileKind } = attempt;
  const { snapshotDate, rowsRead: read, rowsRejected: rejected } = last;
  const unchanged = read - rejected;
  await recordRun(sql, {
    ...facts,
    id,
    outcome: 'unchanged',
    refusal: null,
    snapshotDate,
    importedBy: options.importedBy,
    forced: options.force ?? false,
    firstLoad: false,
    startedAt,
    lines: { read, rejected },
    merge: nothing,
    unchanged,
    unknownClassifications: {},
    fileKind,
    notes: [],
    lastLicense: last.lastLicense,
  });
  return {
    runId: id,
    outcome: 'unchanged',
    firstLoad: false,
    snapshotDate,
    read,
    rejected,
    ...countsOf(nothing),
    unchanged,
    unknownClassifications: {},
  };
}
