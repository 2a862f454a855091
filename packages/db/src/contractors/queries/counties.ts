import type { Region } from '@namc/inputs/california';
import type { Transaction } from '../../engine/database.ts';

export interface CountyCount {
  county: string;
  region: Region;
  /** Present in the last accepted file. */
  contractors: number;
  /** Of these, with the status CLEAR. */
  clear: number;
  members: number;
}

/** Contractors by county as of the last import, in alphabetical order. */
export async function listCountyCounts(tx: Transaction): Promise<CountyCount[]> {
  const rows = await tx.sql<CountyCount[]>`
    select county, region, contractors, clear, members from contractor_county_counts order by county`;
  return [...rows];
}

export interface ContractorSnapshot {
  /** The date of the last accepted file, `YYYY-MM-DD`; null before the first import. */
  asOf: string | null;
  /** In California's counties. */
  contractors: number;
}

export async function getContractorSnapshot(tx: Transaction): Promise<ContractorSnapshot> {
  const [row] = await tx.sql<ContractorSnapshot[]>`
    select (select snapshot_date from contractor_import_runs where outcome <> 'refused'
            order by finished_at desc limit 1) as "asOf",
           (select coalesce(sum(contractors), 0) from contractor_county_counts)::bigint as contractors`;
  return row ?? { asOf: null, contractors: 0 };
}
