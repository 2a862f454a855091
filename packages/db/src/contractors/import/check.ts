import type { TransactionClient } from '../../engine/connection.ts';
import type { ChangedLicense, Findings, Loss, NamedLicense } from '../tables/import-runs.ts';
import type { Attempt } from './attempt.ts';
import { compareList } from './list-file.ts';
import { aboutUnknownLicenses, sampleList } from './list-notes.ts';
import { columnNames } from './master-file.ts';
import { findChanges, isGone } from './merge.ts';
import { assertAcceptable, assertWhole, assertWholeList, Refusal } from './refusal.ts';
import { changedRows } from './rows.ts';
import { aboutKept, isSameFile } from './run-import.ts';
import { beginImport, stageFile } from './stage-file.ts';
import type { StagedFile } from './staged-file.ts';
import { mostCommonReasons } from './validation.ts';

const table = 'california_contractors';
const mostSamples = 8;
const mostLosses = 6;

/** A check’s findings, or the news that it is the file of the last run. */
export type CheckOutcome =
  | { outcome: 'unchanged'; lastRunId: string | null }
  | { outcome: 'checked'; lastRunId: string | null; findings: Findings };

/**
 * Reads the file and compares it with the register as an import does, up to the point where the import begins to write. The
 * caller rolls the transaction back. It reads `california_contractors` and locks nothing there.
 */
export async function checkFile(
  attempt: Attempt,
  sql: TransactionClient,
  giveUp: (error: unknown) => void,
): Promise<CheckOutcome> {
  const begun = await beginImport(attempt, sql);
  const { firstLoad, acceptedId } = begun;
  if (isSameFile(begun, attempt.facts)) {
    await begun.opened.close();
    return { outcome: 'unchanged', lastRunId: acceptedId };
  }
  const staged = await stageFile(attempt, sql, begun, giveUp);
  attempt.say({ phase: 'Comparing with the licenses' });
  const warning = await warningOf(assertAcceptable(sql, staged, false));
  // Force does not help with these.
  if (warning) await assertAcceptable(sql, staged, true);
  const reasons = await mostCommonReasons(sql);
  const isList = attempt.fileKind !== 'licenses';
  const changes =
    attempt.fileKind !== 'licenses'
      ? { ...newAlone(0), ...(await compareList(sql, attempt.fileKind)) }
      : firstLoad
        ? newAlone(staged.lines.accepted)
        : await compare(sql, staged);
  const whole = firstLoad
    ? null
    : await warningOf(isList ? assertWholeList(sql, staged, false) : assertWhole(sql, staged, false));
  if (attempt.fileKind !== 'licenses') {
    attempt.notes.push(...(await aboutUnknownLicenses(sql, attempt.fileKind)));
    changes.samples = await sampleList(sql, attempt.fileKind, mostSamples);
  }
  if (!firstLoad && !isList) attempt.notes.push(...(await aboutKept(sql, staged.lines)));
  const { snapshotDate, lines } = staged;
  return {
    outcome: 'checked',
    lastRunId: acceptedId,
    findings: {
      kind: attempt.fileKind,
      read: lines.read,
      rejected: lines.rejected,
      snapshotDate,
      firstLoad,
      warning: [warning, whole].filter(Boolean).join(' ') || null,
      reasons,
      notes: attempt.notes,
      ...changes,
    },
  };
}

type Changes = Omit<
  Findings,
  'kind' | 'read' | 'rejected' | 'snapshotDate' | 'firstLoad' | 'warning' | 'reasons' | 'notes'
>;

/** A first file changes nothing that is there. */
const newAlone = (added: number): Changes => ({
  added,
  changed: 0,
  unchanged: 0,
  returned: 0,
  gone: 0,
  columns: [],
  statusChanges: {},
  samples: { changed: [], added: [], gone: [], returned: [] },
  classes: [],
  counties: [],
});

async function compare(sql: TransactionClient, { lines }: StagedFile): Promise<Changes> {
  const counts = await findChanges(sql);
  const [gone] = await sql.unsafe<{ count: number }[]>(
    `select count(*) as count from ${table} where ${isGone}`,
  );
  return {
    ...counts,
    gone: gone?.count ?? 0,
    unchanged: lines.accepted - counts.added - counts.changed,
    columns: await countColumns(sql),
    samples: {
      changed: await sampleChanged(sql),
      added: await sampleNamed(sql, changedRows, 'is_new'),
      returned: await sampleNamed(sql, changedRows, 'old_gone_at is not null'),
      gone: await sampleNamed(sql, table, isGone),
    },
    classes: await listLosses(sql, 'unnest(classifications)', (name) => `classifications @> array[${name}]`),
    counties: await listLosses(sql, 'county', (name) => `county = ${name}`),
  };
}

/** The reason for which the file needs force; null if it needs none. @throws Refusal for a file that no force loads. */
async function warningOf(assertion: Promise<void>): Promise<string | null> {
  try {
    await assertion;
    return null;
  } catch (error) {
    if (error instanceof Refusal && error.mayBeForced) return error.message;
    throw error;
  }
}

/** The file writes this date in each row that it touches. It tells nothing. */
const compared = columnNames.filter((column) => column !== 'license_number' && column !== 'last_updated');

async function countColumns(sql: TransactionClient): Promise<Findings['columns']> {
  const [row] = await sql.unsafe<Record<string, number>[]>(`
    select ${compared.map((column) => `count(*) filter (where line.${column} is distinct from c.${column}) as ${column}`).join(', ')}
    from ${changedRows} line join ${table} c using (license_number)`);
  return Object.entries(row ?? {})
    .map(([column, licenses]) => ({ column, licenses }))
    .filter(({ licenses }) => licenses > 0)
    .sort((a, b) => b.licenses - a.licenses);
}

/** The licenses with the weightiest changes first: status, trades, dates. */
const sampleChanged = (sql: TransactionClient) =>
  sql.unsafe<ChangedLicense[]>(`
    select line.license_number as "licenseNumber", c.business_name as "businessName", changed.facts
    from ${changedRows} line join ${table} c using (license_number), lateral (
      select jsonb_object_agg(o.key, jsonb_build_array(o.value, n.value)) as facts
      from jsonb_each(to_jsonb(c)) o join jsonb_each(to_jsonb(line)) n using (key)
      where o.value <> n.value and o.key = any ('{${compared.join(',')}}')
    ) changed
    where changed.facts is not null
    order by line.primary_status = c.primary_status, line.classifications = c.classifications,
             line.expiration_date is not distinct from c.expiration_date, line.license_number
    limit ${mostSamples}`);

const sampleNamed = (sql: TransactionClient, from: string, where: string) =>
  sql.unsafe<NamedLicense[]>(`
    select license_number as "licenseNumber", business_name as "businessName", city, primary_status as "primaryStatus"
    from ${from} where ${where} order by license_number limit ${mostSamples}`);

/** The classes or counties that lose the most licenses. */
const listLosses = (sql: TransactionClient, name: string, isOf: (name: string) => string) =>
  sql.unsafe<Loss[]>(`
    with moved as (
      select name, sum(by) as by from (
        select ${name} as name, -1 as by from ${table}
        where gone_at is null and license_number in (select license_number from ${changedRows})
        union all
        select ${name}, -1 from ${table} where ${isGone}
        union all
        select ${name}, 1 from ${changedRows}
      ) rows where name is not null group by name having sum(by) < 0 order by by, name limit ${mostLosses}
    )
    select name, -by as lost, (select count(*) from ${table} where gone_at is null and ${isOf('moved.name')}) as before
    from moved order by by, name`);
