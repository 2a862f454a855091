import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '../connection.ts';
import { Busy } from '../errors.ts';
import { recordTable } from './record.ts';

/** An arbitrary number, the same in every runner: the first eight bytes of "portal migrate" in ASCII. */
const lockKey = '8101820098839060589';
const patienceMs = 10 * 60_000;
const leaseSeconds = 60;

export interface RunnerLock {
  renew(): Promise<void>;
  release(): Promise<void>;
}

interface Waiting {
  client: Client;
  say: (message: string) => void;
  signal: AbortSignal;
}

async function poll({ say, signal }: Waiting, attempt: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + patienceMs;
  for (let told = false; !(await attempt()); told = true) {
    if (!told) say('Another migration is running: waiting for it');
    if (Date.now() > until)
      throw new Busy('Another migration has been running for ten minutes: check it first.');
    await wait(500, undefined, { signal });
  }
}

/**
 * Allows one runner at a time on PostgreSQL. It polls, because a session that waits inside `pg_advisory_lock` holds
 * a snapshot, and the other runner's CREATE INDEX CONCURRENTLY would wait for that snapshot forever.
 */
export async function holdSessionLock(waiting: Waiting): Promise<RunnerLock> {
  const { client } = waiting;
  await poll(waiting, async () => {
    const [row] = await client<{ held: boolean }[]>`select pg_try_advisory_lock(${lockKey}::bigint) as held`;
    return row?.held ?? false;
  });
  return {
    renew: async () => undefined,
    // The end of the session releases it too, so a lost connection needs no second error.
    release: async () => {
      await client`select pg_advisory_unlock(${lockKey}::bigint)`.catch(() => undefined);
    },
  };
}

/**
 * Allows one runner at a time on the embedded database, whose sessions share one lock space. The lock is a row that
 * its holder renews before each file, and that others may take once it is older than a minute. A file cannot
 * outlive its lease unnoticed, because an open transaction there makes everyone else wait.
 */
export async function holdLease(waiting: Waiting): Promise<RunnerLock> {
  const { client } = waiting;
  const holder = randomUUID();
  await client.unsafe(recordTable);
  // Outside of a transaction, another client's message can come between two of a statement's.
  const take = async () => {
    const taken = await client.begin(
      (sql) => sql`
      insert into portal_leases (name, holder, renewed_at) values ('migrate', ${holder}, clock_timestamp())
      on conflict (name) do update set holder = excluded.holder, renewed_at = excluded.renewed_at
      where portal_leases.holder = excluded.holder
         or portal_leases.renewed_at < clock_timestamp() - make_interval(secs => ${leaseSeconds})
      returning holder`,
    );
    return taken.length === 1;
  };
  await poll(waiting, take);
  return {
    renew: async () => {
      if (!(await take())) throw new Busy('Another runner took over the migration.');
    },
    release: async () => {
      await client
        .begin((sql) => sql`delete from portal_leases where name = 'migrate' and holder = ${holder}`)
        .catch(() => undefined);
    },
  };
}
