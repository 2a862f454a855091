import type { Fragment, TransactionClient } from '../../engine/connection.ts';

/**
 * The date of the last accepted master file, null before the first. It is a scalar subquery that refers to no row, so
 * that PostgreSQL runs it once for a statement.
 */
export function lastFileDate(sql: TransactionClient): Fragment {
  return sql`(select snapshot_date from contractor_import_runs where outcome <> 'refused' and undone_at is null and file_kind = 'licenses'
    order by finished_at desc limit 1)`;
}
