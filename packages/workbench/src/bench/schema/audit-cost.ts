import { randomUUID } from 'node:crypto';
import { openDatabase, systemActor } from '@namc/db';
import type { Cluster } from '@namc/db/testing/cluster';
import { connect } from '@namc/db/testing/direct-client';

const system = systemActor('bench');
const clients = 4;

/**
 * Measures write throughput with the audit triggers and without them, in turn. Four clients change a member's profile, a
 * project and a payment. Returns the writes per second of each round.
 */
export async function measureAuditCost(
  cluster: Cluster,
  database: string,
  rounds: number,
  seconds: number,
): Promise<{ audited: number[]; bare: number[] }> {
  const owner = connect(cluster.ownerUrl(database), { max: 1, applicationName: 'bench' });
  const db = openDatabase({ ...cluster.urls(database), maxConnections: clients });
  const ids = await db.read(system, async ({ sql }) => ({
    users: (await sql<{ id: string }[]>`select id from users where status = 'ACTIVE' limit 2000`).map(
      ({ id }) => id,
    ),
    projects: (
      await sql<{ id: string }[]>`select id from projects where status = 'PUBLISHED' limit 2000`
    ).map(({ id }) => id),
  }));
  const toggle = async (state: 'enable' | 'disable') => {
    for (const table of ['users', 'projects', 'payments']) {
      await owner.unsafe(
        `alter table ${table} ${state} trigger record_change; alter table ${table} ${state} trigger record_addition`,
      );
    }
  };
  let turn = 0;
  const one = (list: string[]) => {
    turn += 7;
    return list[turn % list.length] ?? '';
  };
  const round = async () => {
    const end = performance.now() + seconds * 1000;
    let done = 0;
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < end) {
          const key = randomUUID();
          // One statement per transaction, where a trigger costs most.
          await db.write(
            system,
            ({ sql }) =>
              sql`update users set website = ${key}, phone = '510-555-0100' where id = ${one(ids.users)}`,
          );
          await db.write(
            system,
            ({ sql }) => sql`update projects set title = ${key} where id = ${one(ids.projects)}`,
          );
          await db.write(
            system,
            ({ sql }) => sql`
              insert into payments (user_id, amount_cents, provider, idempotency_key, description)
              values (${one(ids.users)}, 100, 'CASH', ${key}, 'Bench')`,
          );
          done += 3;
        }
      }),
    );
    return done / seconds;
  };
  const figures = { audited: [] as number[], bare: [] as number[] };
  await round();
  for (let at = 0; at < rounds; at += 1) {
    await toggle('disable');
    figures.bare.push(await round());
    await toggle('enable');
    figures.audited.push(await round());
  }
  await db.close();
  await owner.end();
  return figures;
}
