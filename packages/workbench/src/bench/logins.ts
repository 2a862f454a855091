/**
 * `npm run bench logins`: what three logins cost. First the functions that policies ask who acts, by login, against the
 * forms that believed the setting alone; then reads by twelve clients over a pool for each login, against one pool of a
 * login that may act as everybody.
 */
import { parseArgs } from 'node:util';
import { type Actor, type Database, openDatabase, systemActor, visitor } from '@namc/db';
import { addMember } from '@namc/db/members/factory';
import { type Cluster, startCluster } from '@namc/db/testing/cluster';
import { connect } from '@namc/db/testing/direct-client';
import { buildTemplate } from '@namc/db/testing/template';

parseArgs({ options: {} });
const calls = 1_000_000;
const rounds = 5;
const clients = 12;
const roundMs = 1_500;
const median = (figures: number[]) =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

async function measureFunctions(cluster: Cluster, database: string): Promise<void> {
  const { url, staffUrl, systemUrl } = cluster.urls(database);
  const asked = ['believed_system()', 'is_system()', 'believed_actor()', 'current_actor()'];
  console.log(`Microseconds of a call: ${asked.join(', ')}`);
  for (const [actor, login, role] of [
    ['member', url, 'application_role'],
    ['staff', staffUrl, 'admin_role'],
    ['system:bench', systemUrl, 'system_role'],
  ] as const) {
    const sql = connect(login, { max: 1, applicationName: 'bench' });
    await sql.unsafe(`set role ${role}; select set_config('app.actor', '${actor}', false)`);
    const time = async (call: string) => {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const began = performance.now();
        await sql.unsafe(
          `select count(case when n > 0 then ${call} end) from generate_series(1, ${calls}) n`,
        );
        times.push(performance.now() - began);
      }
      return median(times);
    };
    const nothing = await time('true');
    const figures: string[] = [];
    for (const call of asked) figures.push((((await time(call)) - nothing) * (1_000 / calls)).toFixed(2));
    console.log(`${actor.padEnd(14)} ${figures.join('  ')}`);
    await sql.end();
  }
}

async function measurePools(three: Database, one: Database, userId: string): Promise<void> {
  const member: Actor = { kind: 'member', userId };
  const mixed: Actor[] = [
    visitor,
    ...Array.from({ length: 5 }, () => member),
    { kind: 'staff', userId },
    ...Array.from({ length: 3 }, () => systemActor('bench')),
  ];
  const ask = async (db: Database, actors: Actor[]) => {
    const until = performance.now() + roundMs;
    let answers = 0;
    const client = async () => {
      while (performance.now() < until) {
        const actor = actors[Math.floor(Math.random() * actors.length)] ?? visitor;
        await db.read(actor, ({ sql }) => sql`select id, bio from users where id = ${userId}`);
        answers += 1;
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    return (answers * 1_000) / roundMs;
  };
  console.log(`Reads a second of ${clients} clients: one pool, three pools`);
  for (const [name, actors] of [
    ['ten callers, mixed', mixed],
    ['members only', [member]],
  ] as const) {
    const found: [number[], number[]] = [[], []];
    for (let round = 0; round <= rounds; round += 1) {
      const figures = [await ask(one, [...actors]), await ask(three, [...actors])] as const;
      // The first round opens connections.
      if (round > 0) figures.forEach((figure, at) => void found[at]?.push(figure));
    }
    console.log(`${name.padEnd(20)} ${found.map((figures) => median(figures).toFixed(0)).join('  ')}`);
  }
}

const cluster = await startCluster();
try {
  const database = await buildTemplate(cluster);
  const superuser = connect(cluster.superuserUrl(database), { max: 1, applicationName: 'bench' });
  await superuser.unsafe(`
    create function believed_system() returns boolean language sql stable parallel safe
      return coalesce(current_setting('app.actor', true), '') like 'system:%';
    create function believed_actor() returns text language sql stable parallel safe
      return coalesce(nullif(current_setting('app.actor', true), ''), session_user);
    create role everybody login noinherit in role application_role, system_role`);
  await superuser.end();
  await measureFunctions(cluster, database);
  const three = openDatabase({ ...cluster.urls(database), maxConnections: clients });
  const everybody = cluster.ownerUrl(database).replace('portal_owner', 'everybody');
  const one = openDatabase({ url: everybody, maxConnections: clients });
  await measurePools(three, one, await addMember(three));
  await Promise.all([three.close(), one.close()]);
} finally {
  await cluster.stop();
}
