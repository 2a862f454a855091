import { sql } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import { listUncountedMonths } from './queries/overview.ts';
import { ledgerMonths } from './tables.ts';

/**
 * Counts the current month until now, and the months that are over, these once each. Returns how many it counted. A month that was
 * counted after its end stays, so that the chart of a month that is over never changes. For the system; any number of processes may
 * call it, any number of times.
 */
export async function countMonths(tx: WriteTransaction): Promise<number> {
  const months = await listUncountedMonths(tx);
  const { count } = await tx.orm
    .insert(ledgerMonths)
    .values(months)
    .onConflictDoUpdate({
      target: ledgerMonths.month,
      set: {
        members: sql`excluded.members`,
        joined: sql`excluded.joined`,
        invoicedCents: sql`excluded.invoiced_cents`,
        receivedCents: sql`excluded.received_cents`,
        countedAt: sql`now()`,
      },
      setWhere: sql`ledger_months.counted_at < (ledger_months.month + interval '1 month') at time zone 'America/Los_Angeles'`,
    });
  return count;
}
