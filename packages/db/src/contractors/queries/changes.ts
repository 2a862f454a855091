import type { contractorChangeKinds, ListContractorChangesInput } from '@namc/inputs/contractors';
import type { Transaction } from '../../engine/database.ts';
import { InvalidInput } from '../../engine/errors.ts';

export interface ContractorChange {
  id: number;
  licenseNumber: string;
  businessName: string;
  county: string | null;
  kind: (typeof contractorChangeKinds)[number];
  /** The value before and after: a status, or a date as `YYYY-MM-DD`. */
  before: string | null;
  after: string | null;
  /** When the import that noticed it ended. */
  noticedAt: Date;
}

export interface ContractorChangePage {
  changes: ContractorChange[];
  /** Hand it back as `cursor` for the next page; null on the last. */
  nextCursor: string | null;
}

/**
 * What changed between imports, newest first. Only staff see it.
 * @throws InvalidInput for a cursor that no page returned.
 */
export async function listContractorChanges(
  tx: Transaction,
  input: ListContractorChangesInput,
): Promise<ContractorChangePage> {
  if (input.cursor !== undefined && !/^\d{1,15}$/.test(input.cursor)) {
    throw new InvalidInput('cursor', 'is not one that a page returned');
  }
  const { sql } = tx;
  const rows = await sql<ContractorChange[]>`
    select change.id, license_number as "licenseNumber", business_name as "businessName", county, kind, before, after,
           finished_at as "noticedAt"
    from contractor_changes change
    join california_contractors using (license_number)
    join contractor_import_runs run on run.id = import_run_id
    where ${input.kinds.length > 0 ? sql`kind = any(${input.kinds}::text[])` : sql`true`}
      and ${input.counties.length > 0 ? sql`county = any(${input.counties}::text[])` : sql`true`}
      and ${input.run ? sql`import_run_id = ${input.run}` : sql`true`}
      and ${input.cursor ? sql`change.id < ${input.cursor}::bigint` : sql`true`}
    order by change.id desc
    limit ${input.limit + 1}`;
  const changes = rows.slice(0, input.limit);
  return { changes, nextCursor: rows.length > input.limit ? String(changes.at(-1)?.id) : null };
}
