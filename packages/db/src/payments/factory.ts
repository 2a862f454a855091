import { randomUUID } from 'node:crypto';
import type { Database } from '../engine/database.ts';
import { system } from '../tools/testing/sample.ts';
import { payments } from './tables.ts';

/** Adds a payment that succeeded, and returns its id. */
export async function addPayment(db: Database, userId: string, amountCents: number): Promise<string> {
  const id = randomUUID();
  await db.write(system, ({ orm }) =>
    orm.insert(payments).values({
      id,
      userId,
      amountCents,
      status: 'SUCCEEDED',
      provider: 'CHECK',
      idempotencyKey: id,
      description: 'Dues',
      paidAt: new Date(),
    }),
  );
  return id;
}
