import type { ListContractorChangesInput } from '@namc/inputs/contractors';
import { z } from 'zod';
import { pick } from '../../engine/columns/pick.ts';
import { type RowsOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { readKeyset, toPage } from '../../engine/keyset.ts';
import type { Page } from '../../engine/page.ts';
import { contractorChanges, contractorImportRuns } from '../tables/import-runs.ts';
import { californiaContractors } from '../tables/register.ts';
import { type ContractorNames, nameColumns, namesOf } from './names.ts';

/** `before` and `after` are a status, or a date as `YYYY-MM-DD`. */
const change = pick(contractorChanges, ['id', 'licenseNumber', 'kind', 'before', 'after'], 'change');
const contractor = pick(californiaContractors, ['county'], 'contractor');
const filed = pick(californiaContractors, nameColumns, 'contractor');
/** The end of the import that noticed the change. */
const run = pick(contractorImportRuns, { noticedAt: 'finishedAt' }, 'run');

export type ContractorChange = RowsOf<[typeof change, typeof contractor, typeof run]> &
  Pick<ContractorNames, 'name'>;

/**
 * Changes between imports, newest first. Only staff see them.
 * @throws InvalidInput for a cursor that no page returned.
 */
export async function listContractorChanges(
  { sql }: Transaction,
  input: ListContractorChangesInput,
): Promise<Page<ContractorChange>> {
  const after = readKeyset('contractor changes', z.tuple([z.number().int().min(0)]), input.cursor);
  const rows = await rowsOf(sql, change, contractor, filed, run)`
    select ${change(sql)}, ${contractor(sql)}, ${filed(sql)}, ${run(sql)}
    from contractor_changes change
    join california_contractors contractor using (license_number)
    join contractor_import_runs run on run.id = import_run_id
    where ${input.kinds.length > 0 ? sql`kind = any(${input.kinds}::text[])` : sql`true`}
      and ${input.counties.length > 0 ? sql`county = any(${input.counties}::text[])` : sql`true`}
      and ${input.run ? sql`import_run_id = ${input.run}` : sql`true`}
      and ${after ? sql`change.id < ${after[0]}::bigint` : sql`true`}
    order by change.id desc
    limit ${input.limit + 1}`;
  const page = toPage('contractor changes', rows, input.limit, ({ id }) => [id]);
  return {
    ...page,
    rows: page.rows.map(({ id, licenseNumber, kind, before, after: value, county, noticedAt, ...names }) => ({
      id,
      licenseNumber,
      kind,
      before,
      after: value,
      county,
      noticedAt,
      name: namesOf(names).name,
    })),
  };
}
