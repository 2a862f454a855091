import type { MergeCompaniesInput } from '@namc/inputs/company-merges';
import { inArray } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import { companies } from '../companies/tables.ts';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { Refused } from '../engine/errors.ts';
import { itself } from './queries.ts';

const done = computed({ isDone: 'boolean' });

/**
 * Merges the duplicate into the company that stays, and writes to the people of both. `portal` is the portal's own address.
 * @throws Refused where one of the two is gone, for a company and itself, for two companies with a license each, for the staff member's
 * own company, and for another name than the duplicate's.
 */
export async function mergeCompanies(
  tx: WriteTransaction,
  { companyId, duplicateId, typedName, reason, portal }: MergeCompaniesInput & { portal: string },
): Promise<void> {
  const found = await tx.orm
    .select({ id: companies.id, name: companies.name })
    .from(companies)
    .where(inArray(companies.id, [companyId, duplicateId]));
  const nameOf = (wanted: string) => found.find(({ id }) => id === wanted)?.name ?? '';
  await recordAdminAction(
    tx,
    { action: 'companies.merge', targetTable: 'companies', targetId: companyId, reason },
    { company: nameOf(companyId), duplicate: nameOf(duplicateId), duplicateId },
  );
  const [row] = await rowsOf(tx.sql, done)`
    select merge_companies(${companyId}, ${duplicateId}, ${typedName}, ${reason}, ${portal}) as "isDone"`;
  if (row?.isDone) return;
  throw new Refused(
    companyId === duplicateId
      ? itself
      : 'One of the two companies isn’t here anymore. It may have been merged already.',
  );
}
