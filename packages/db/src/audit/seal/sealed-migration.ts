import { setTimeout as wait } from 'node:timers/promises';
import { openBuilder } from '../../engine/builder.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Client, TransactionClient } from '../../engine/connection.ts';
import { Busy } from '../../engine/errors.ts';
import { sealerLock } from './chain.ts';
import type { SealKey } from './entry.ts';
import { findRulesBefore, sealRules } from './seal-rules.ts';

const present = computed({ isThere: 'boolean' });
const turn = computed({ mine: 'boolean' });
const patienceMs = 30_000;

/**
 * The two ends of a migration as an act of the chain. Between them no sealer runs, because the rules change file by file.
 * The act says which rules were in force before, so that a migration hides no earlier change.
 */
export function sealedMigration(key: SealKey | undefined, embedded: boolean) {
  let before: string | undefined;
  return {
    async begin(owner: Client): Promise<void> {
      if (!(await hasChain(owner))) return;
      if (!embedded) await holdSealerLock(owner);
      before = await asOwner(owner, findRulesBefore);
    },
    /** The connection ends after this, and the lock with it. */
    async finish(owner: Client): Promise<void> {
      if (!key || !(await hasChain(owner))) return;
      const act = { reason: 'portal migrate', by: 'portal migrate', accepts: false, before };
      await asOwner(owner, (tx) => sealRules(tx, key, act));
    },
  };
}

/** False before the migration that makes the chain. */
async function hasChain(owner: Client): Promise<boolean> {
  const [row] = await rowsOf(owner as unknown as TransactionClient, present)`
    select exists (select from pg_attribute where attrelid = to_regclass('public.audit_seals')
                   and attname = 'rules_digest') as "isThere"`;
  return row?.isThere === true;
}

function asOwner<T>(
  owner: Client,
  run: (tx: { sql: TransactionClient; orm: ReturnType<typeof openBuilder> }) => Promise<T>,
): Promise<T> {
  return owner.begin(async (sql) => {
    await sql`select set_config('role', 'schema_owner', true)`;
    return run({ sql, orm: openBuilder(sql) });
  }) as Promise<T>;
}

async function holdSealerLock(owner: Client): Promise<void> {
  for (const until = Date.now() + patienceMs; ; await wait(200)) {
    const [row] = await rowsOf(owner as unknown as TransactionClient, turn)`
      select pg_try_advisory_lock(${sealerLock}::bigint) as mine`;
    if (row?.mine) return;
    if (Date.now() > until) throw new Busy('The audit trail is being sealed: run this again in a minute.');
  }
}
