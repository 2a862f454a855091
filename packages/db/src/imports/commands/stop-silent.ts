import { and, eq, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { imports } from '../tables.ts';

export const isSilent = sql`${imports.heartbeatAt} < now() - interval '1 minute'`;

/** A killed worker does not stand in the way of the next file. */
export async function stopSilent({ orm }: WriteTransaction): Promise<void> {
  await orm
    .update(imports)
    .set({ status: 'STOPPED' })
    .where(and(eq(imports.status, 'RUNNING'), isSilent));
}
