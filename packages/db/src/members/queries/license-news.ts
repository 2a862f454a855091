import { lastAcceptedRun } from '../../contractors/queries/last-run.ts';
import { contractorChanges, contractorImportRuns } from '../../contractors/tables/import-runs.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { users } from '../tables.ts';

const change = pick(contractorChanges, ['id', 'licenseNumber', 'kind', 'before', 'after'], 'change');
const holder = pick(users, { userId: 'id', firstName: 'firstName', lastName: 'lastName' }, 'u');
const counted = computed({ licenses: 'number' });
const run = pick(
  contractorImportRuns,
  ['snapshotDate', 'finishedAt', 'rowsNew', 'rowsChanged', 'rowsGone'],
  'run',
);

const mostChanges = 20;

/** Each change stands once, with the owner of the longest standing. */
export interface LicenseNews {
  /** The latest changes of members’ licenses since yesterday began in California, at most 20, the newest first. */
  changes: (RowOf<typeof change> & RowOf<typeof holder>)[];
  /** The number of licenses that changed, however many changes are listed. */
  licenses: number;
  /** The last file of licenses that was taken; null if there is none. */
  lastImport: RowOf<typeof run> | null;
}

/** The changes that the license board's last files brought for members. For staff. */
export async function getLicenseNews({ sql }: Transaction): Promise<LicenseNews> {
  const rows = await rowsOf(sql, change, holder, counted)`
    with change as (
      select change.*, member.user_id from contractor_import_runs run
      join contractor_changes change on change.import_run_id = run.id
      join companies firm on firm.license_number = change.license_number
      join lateral (
        select p.user_id from company_people p join users u on u.id = p.user_id
        where p.company_id = firm.id and u.status in ('ACTIVE', 'LAPSED', 'SUSPENDED')
        order by p.role = 'OWNER' desc, p.since, p.id limit 1
      ) member on true
      where run.undone_at is null and run.finished_at >=
        (date_trunc('day', now() at time zone 'America/Los_Angeles') - interval '1 day') at time zone 'America/Los_Angeles'
    )
    select ${change(sql)}, ${holder(sql)}, (select count(distinct license_number) from change) as licenses
    from change join users u on u.id = change.user_id
    order by change.id desc limit ${mostChanges}`;
  const [lastImport = null] = await rowsOf(sql, run)`
    select ${run(sql)} from contractor_import_runs run where run.id = (${sql.unsafe(lastAcceptedRun())})`;
  return {
    changes: rows.map(({ licenses: _, ...row }) => row),
    licenses: rows[0]?.licenses ?? 0,
    lastImport,
  };
}
