import { anyOf, computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { type Trail, trails } from '../tables.ts';
import { inWordsOfWriter, writerOf, writers } from './entry.ts';
import { type Chain, type Findings, mostNamed, partKey, report, type VerifyOptions } from './findings.ts';

const counted = computed({ month: 'Date', rows: 'number', unsealed: 'number' });
const waiting = computed({
  rowId: 'string',
  isLate: 'boolean',
  writer: anyOf(writers),
  waitedSeconds: 'number',
});
const foreign = computed({ rowId: 'string', login: 'string', batch: 'number | null' });

/**
 * Counts the rows of each partition against its seals, judges the rows without one, and names rows that no login of the
 * portal wrote. Returns how many rows wait for their seal.
 */
export async function verifyUnsealed(
  sql: TransactionClient,
  options: Pick<VerifyOptions, 'longestUnsealedSeconds' | 'embedded'>,
  chain: Chain,
  findings: Findings,
): Promise<number> {
  let unsealed = 0;
  for (const trail of trails) {
    unsealed += await compareCounts(sql, trail, chain, findings);
    if (chain.batches > 0) await judgeWaiting(sql, trail, options.longestUnsealedSeconds, chain, findings);
    if (!options.embedded) await nameForeignLogins(sql, trail, chain, findings);
  }
  await nameOpenTransactions(sql, Math.min(300, options.longestUnsealedSeconds), findings);
  return unsealed;
}

async function compareCounts(
  sql: TransactionClient,
  trail: Trail,
  chain: Chain,
  findings: Findings,
): Promise<number> {
  const months = await rowsOf(sql, counted)`
    select date_trunc('month', t.created_at, 'UTC') as month, count(*)::int as rows,
           (count(*) filter (where s.row_id is null))::int as unsealed
    from ${sql(trail)} t
    left join audit_row_seals s on s.trail = ${trail} and s.row_id = t.id and s.created_at = t.created_at
    group by 1 order by 1`;
  let unsealed = 0;
  for (const { month, rows, unsealed: open } of months) {
    const name = partKey(trail, month);
    unsealed += open;
    const sealed = chain.sealedRows.get(name) ?? 0;
    if (rows === sealed + open) continue;
    report(findings, 'counts differ', `${name} has ${rows} rows: ${sealed} were sealed and ${open} wait.`, {
      trail,
    });
  }
  return unsealed;
}

async function judgeWaiting(
  sql: TransactionClient,
  trail: Trail,
  longestSeconds: number,
  chain: Chain,
  findings: Findings,
): Promise<void> {
  // A server that counts its transactions anew, as after a restored dump, has no mark to compare with.
  const mark = chain.mark?.snapshot ?? null;
  const rows = await rowsOf(sql, waiting)`
    select t.id as "rowId",
           coalesce(pg_visible_in_snapshot(t.transaction_id::text::xid8, mark)
             and pg_snapshot_xmax(mark) <= pg_snapshot_xmax(pg_current_snapshot()), false)
             or t.transaction_id >= (pg_snapshot_xmax(pg_current_snapshot())::text)::bigint as "isLate",
           ${writerOf(sql)} as writer,
           extract(epoch from now() - t.created_at)::float8 as "waitedSeconds"
    from ${sql(trail)} t, (select ${mark}::text::pg_snapshot as mark) last
    where not exists (select from audit_row_seals s
                      where s.trail = ${trail} and s.row_id = t.id and s.created_at = t.created_at)`;
  const late = rows.filter(({ isLate }) => isLate);
  for (const { rowId } of late.slice(0, mostNamed)) {
    report(findings, 'inserted', `Row ${rowId} of ${trail} was inserted between sealed rows.`, {
      trail,
      rowId,
    });
  }
  if (late.length > mostNamed) {
    report(findings, 'inserted', `${late.length - mostNamed} more rows of ${trail} were inserted.`, {
      trail,
    });
  }
  const fresh = rows.filter(({ isLate }) => !isLate);
  const changed = fresh.flatMap(({ rowId, writer }) => (writer === 'own' ? [] : [{ rowId, writer }]));
  for (const { rowId, writer } of changed.slice(0, mostNamed)) {
    report(findings, 'edited', inWordsOfWriter(rowId, trail, writer), { trail, rowId });
  }
  const oldest = Math.max(0, ...fresh.map(({ waitedSeconds }) => waitedSeconds));
  if (oldest > longestSeconds) {
    report(
      findings,
      'not sealed',
      `A row of ${trail} has waited ${Math.round(oldest)} s for its seal; ${longestSeconds} s are allowed.`,
      { trail },
    );
  }
}

/** The portal's logins are no superusers. A role that is gone could have been one. */
async function nameForeignLogins(
  sql: TransactionClient,
  trail: Trail,
  chain: Chain,
  findings: Findings,
): Promise<void> {
  const rows = await rowsOf(sql, foreign)`
    select t.id as "rowId", t.login, s.batch
    from ${sql(trail)} t
    left join audit_row_seals s on s.trail = ${trail} and s.row_id = t.id and s.created_at = t.created_at
    where t.login is not null
      and t.login not in (select rolname::text from pg_catalog.pg_roles where not rolsuper)
      and (s.batch is null or s.batch > ${chain.acceptedTo})
    order by t.created_at desc limit ${mostNamed}`;
  for (const { rowId, login, batch } of rows) {
    report(
      findings,
      'foreign login',
      `Row ${rowId} of ${trail} was written by the login ${login}, which is not the portal’s.`,
      { trail, rowId, batch },
    );
  }
}

const open = computed({ pid: 'number', login: 'string | null', since: 'Date | null' });

/** Says who holds a transaction open for so long that its rows wait. */
async function nameOpenTransactions(
  sql: TransactionClient,
  openSeconds: number,
  findings: Findings,
): Promise<void> {
  const rows = await rowsOf(sql, open)`
    select pid, usename::text as login, xact_start as since from pg_catalog.pg_stat_activity
    where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()
      and xact_start < now() - ${openSeconds} * interval '1 second'
    order by xact_start`;
  for (const { pid, login, since } of rows) {
    findings.notes.push(
      `The transaction of ${login} (process ${pid}) has been open since ${since?.toISOString() ?? '?'}: its rows are sealed after its end.`,
    );
  }
}
