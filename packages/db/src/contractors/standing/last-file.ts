import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { fileKinds } from '../tables/import-runs.ts';

/**
 * The date of the last accepted file of a kind, null before the first. It is a scalar subquery that refers to no row, so
 * that PostgreSQL runs it once for a statement.
 */
export function lastFileDate(
  sql: TransactionClient,
  kind: (typeof fileKinds)[number] = 'licenses',
): Fragment {
  return sql`(select snapshot_date from contractor_import_runs where outcome <> 'refused' and undone_at is null and file_kind = ${kind}
    order by finished_at desc limit 1)`;
}
