import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { californiaDay } from '../standing/california-day.ts';
import { type FileAge, fileAge } from '../standing/file-age.ts';
import { lastFileDate } from '../standing/last-file.ts';
import { contractorCountyCounts } from '../tables/register.ts';

/** `contractors` are those in the last accepted file; `clear` are those of them with the status CLEAR. */
const counts = pick(contractorCountyCounts, ['county', 'region', 'contractors', 'clear', 'members']);

export type CountyCount = RowOf<typeof counts>;

/** Contractors by county as of the last import: the counties of Northern California first, and of each part the largest. */
export async function listCountyCounts({ sql }: Transaction): Promise<CountyCount[]> {
  return rowsOf(sql, counts)`select ${counts(sql)} from contractor_county_counts
    order by region is distinct from 'NORTH', contractors desc, county`;
}

const snapshot = computed({
  asOf: 'string | null',
  /** In California's counties. */
  contractors: 'number',
});

/** The date and age of the data, and the number of contractors in it. */
export type ContractorSnapshot = FileAge & Pick<RowOf<typeof snapshot>, 'contractors'>;

/** The date and age of the last accepted file, and the number of contractors in it. */
export async function getContractorSnapshot({ sql }: Transaction): Promise<ContractorSnapshot> {
  const [row] = await rowsOf(sql, snapshot)`
    select ${lastFileDate(sql)} as "asOf",
           (select coalesce(sum(contractors), 0) from contractor_county_counts)::bigint as contractors`;
  const { asOf, contractors } = row ?? { asOf: null, contractors: 0 };
  return { ...fileAge({ asOf, today: californiaDay(new Date()) }), contractors };
}
