import type { GetLicenseInput } from '@namc/inputs/contractors';
import { pick } from '../../engine/columns/pick.ts';
import { type RowsOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { contractorChanges, contractorImportRuns } from '../tables/import-runs.ts';

const change = pick(contractorChanges, ['id', 'kind', 'before', 'after'], 'change');
/** The date of the file that brought the change, and when the portal read it. */
const run = pick(contractorImportRuns, { fileDate: 'snapshotDate', noticedAt: 'finishedAt' }, 'run');

export type LicenseChange = RowsOf<[typeof change, typeof run]>;

const mostShown = 50;

/** The latest changes of one license between two files, newest first, at most 50. Members and staff see them. */
export function listLicenseChanges({ sql }: Transaction, input: GetLicenseInput): Promise<LicenseChange[]> {
  return rowsOf(sql, change, run)`
    select ${change(sql)}, ${run(sql)}
    from contractor_changes change join contractor_import_runs run on run.id = change.import_run_id
    where change.license_number = ${input.licenseNumber}
    order by change.id desc limit ${mostShown}`;
}
