import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { contractorCountyCounts } from '../tables.ts';

/** `contractors` are those in the last accepted file; `clear` are those of them with the status CLEAR. */
const counts = pick(contractorCountyCounts, ['county', 'region', 'contractors', 'clear', 'members']);

export type CountyCount = RowOf<typeof counts>;

/** Contractors by county as of the last import, in alphabetical order. */
export async function listCountyCounts({ sql }: Transaction): Promise<CountyCount[]> {
  return rowsOf(sql, counts)`select ${counts(sql)} from contractor_county_counts order by county`;
}

const snapshot = computed({
  /** The date of the last accepted file, `YYYY-MM-DD`; null before the first import. */
  asOf: 'string | null',
  /** In California's counties. */
  contractors: 'number',
});

export type ContractorSnapshot = RowOf<typeof snapshot>;

/** The date of the data, and the number of contractors in it. */
export async function getContractorSnapshot({ sql }: Transaction): Promise<ContractorSnapshot> {
  const [row] = await rowsOf(sql, snapshot)`
    select (select snapshot_date from contractor_import_runs where outcome <> 'refused' and undone_at is null
            order by finished_at desc limit 1) as "asOf",
           (select coalesce(sum(contractors), 0) from contractor_county_counts)::bigint as contractors`;
  return row ?? { asOf: null, contractors: 0 };
}
