import type { Actor } from '../engine/actors.ts';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { Database } from '../engine/database.ts';
import { system } from '../tools/testing/sample.ts';
import { makeDeposit } from './commands.ts';

const clock = computed({ today: 'string' });

/** Makes a deposit of today, and returns its id. */
export const addDeposit = (db: Database, paymentIds: string[], actor: Actor = system): Promise<string> =>
  db.write(actor, async (tx) => {
    const [day] = await rowsOf(tx.sql, clock)`
      select (now() at time zone 'America/Los_Angeles')::date::text as today`;
    return makeDeposit(tx, { depositedOn: day?.today ?? '', paymentIds });
  });
