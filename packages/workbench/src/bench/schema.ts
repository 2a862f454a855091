/**
 * `npm run bench schema -- [--scale 1] [--rounds 5] [--only policies|trail]`: the cost of policies and of the audit trail, as ratios within one run.
 * It measures the query functions beside pgbench on the same statement, and counts the partitions that a query reads.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Actor, openDatabase, systemActor } from '@namc/db';
import { seedBench } from '@namc/db/seed/seed-bench';
import { startCluster } from '@namc/db/testing/cluster';
import { connect } from '@namc/db/testing/direct-client';
import { recordStatements, type SentStatement } from '@namc/db/testing/recorded-statements';
import { buildTemplate } from '@namc/db/testing/template';
import { measureLatencies, row } from './measure/latencies.ts';
import { pgbench } from './measure/pgbench.ts';
import { measureAuditCost } from './schema/audit-cost.ts';
import { queriesFor, type Subject } from './schema/bench-queries.ts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '1000' },
    only: { type: 'string' },
  },
});
if (values.only !== undefined && !['policies', 'trail'].includes(values.only)) {
  throw new Error('--only knows two parts: policies and trail.');
}
const requests = Number(values.requests);
const rounds = Number(values.rounds);
const median = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

// Commits are durable as on a real server, because a write includes the cost of its commit.
const cluster = await startCluster({
  shared_buffers: '4GB',
  max_wal_size: '16GB',
  fsync: 'on',
  full_page_writes: 'on',
});
const folder = await mkdtemp(join(tmpdir(), 'namc-portal-bench-'));
try {
  const database = await buildTemplate(cluster);
  const began = performance.now();
  await seedBench({
    ownerUrl: cluster.ownerUrl(database),
    scale: Number(values.scale),
    onProgress: console.log,
  });
  console.log(`Filled in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  if (values.only !== 'trail') await measurePolicies(database);
  if (values.only !== 'policies') await measureTrail(database);
  if (values.only === undefined) await measurePartitions(database);
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measureTrail(database: string): Promise<void> {
  console.log(
    '\nThe trail: writes a second with its triggers and without, 4 clients (goal: at least 0.85 ×)',
  );
  const cost = await measureAuditCost(cluster, database, rounds, 4);
  const share = cost.audited.map((audited, at) => audited / (cost.bare[at] ?? Number.NaN));
  console.log(
    `with ${median(cost.audited).toFixed(0)}, without ${median(cost.bare).toFixed(0)}: ` +
      `${median(share).toFixed(2)} × (rounds: ${share.map((one) => one.toFixed(2)).join(', ')})`,
  );
}

async function measurePolicies(database: string): Promise<void> {
  const superuser = connect(cluster.superuserUrl(database), { max: 1, applicationName: 'bench' });
  const [subject] = await superuser<Subject[]>`
    select owner_id as "userId", correspondent_id as "correspondentId",
           (select id from projects where status = 'BIDDING_OPEN' limit 1) as "projectId",
           california_albers(ST_SetSRID(ST_MakePoint(-122.22, 37.78), 4326)::geography)::text as near
    from mailbox join users on users.id = owner_id and status = 'ACTIVE' limit 1`;
  if (!subject) throw new Error('The seed made no messages.');

  console.log(
    `\nPolicies: ms in the server under policies, without any, and (for a search) of the bare tables; then the whole query function. Median of ${rounds} rounds in turn, goal: with at most 1.10 × without`,
  );
  console.log(row('', 'ratio', ['with', 'without', 'tables', 'function', 'p95']));
  const db = openDatabase({ ...cluster.urls(database), maxConnections: 1 });
  for (const query of queriesFor(subject)) {
    const actor: Actor =
      query.as === 'member' ? { kind: 'member', userId: subject.userId } : systemActor('bench');
    const statement = await db.read(actor, async (tx): Promise<SentStatement> => {
      const recorded = recordStatements(tx);
      await query.run(recorded.tx);
      const last = recorded.sent().at(-1);
      if (!last) throw new Error(`${query.name} sends no statement.`);
      return last;
    });
    const identity = {
      'app.current_user_id': query.as === 'member' ? subject.userId : '',
      'app.actor': query.as === 'member' ? 'member' : 'system:bench',
      jit: 'off',
    };
    const { url, systemUrl } = cluster.urls(database);
    const under =
      query.as === 'member'
        ? { url, settings: { ...identity, role: 'application_role' } }
        : { url: systemUrl, settings: { ...identity, role: 'system_role' } };
    const free = { url: cluster.superuserUrl(database), settings: identity };
    const bare = query.bare ? { text: query.bare, parameters: [] } : undefined;
    const [inside, outside, tables]: [number[], number[], number[]] = [[], [], []];
    const role = superuser(under.settings.role);
    for (let at = 0; at < rounds; at += 1) {
      inside.push((await pgbench(cluster, under, statement, 1, requests, folder)).p50);
      // The same person asks, because a function may decide by the role what it reads.
      await superuser`alter role ${role} bypassrls`;
      outside.push((await pgbench(cluster, under, statement, 1, requests, folder)).p50);
      await superuser`alter role ${role} nobypassrls`;
      if (bare) tables.push((await pgbench(cluster, free, bare, 1, requests, folder)).p50);
    }
    const whole = await measureLatencies(1, requests, () => db.read(actor, query.run));
    console.log(
      row(query.name, (median(inside) / median(outside)).toFixed(2), [
        median(inside).toFixed(3),
        median(outside).toFixed(3),
        bare ? median(tables).toFixed(3) : '',
        whole.p50.toFixed(3),
        whole.p95.toFixed(3),
      ]),
    );
  }
  await db.close();
  await superuser.end();
}

async function measurePartitions(database: string): Promise<void> {
  const superuser = connect(cluster.superuserUrl(database), { max: 1, applicationName: 'bench' });
  console.log('\nPartitions read by a query, and its time in the server');
  for (const [name, statement] of [
    [
      'a month of admin_actions',
      `select count(*) from admin_actions where created_at >= date_trunc('month', now(), 'UTC') - interval '3 months' and created_at < date_trunc('month', now(), 'UTC') - interval '2 months'`,
    ],
    ['all of admin_actions', 'select count(*) from admin_actions'],
    [
      'an hourly percentile over a day',
      `select percentile_cont(0.95) within group (order by value) from system_metrics where metric = 'portal.example_3.duration_ms' and recorded_at >= now() - interval '1 day' and recorded_at < now() group by date_trunc('hour', recorded_at)`,
    ],
  ] as const) {
    const [plan] = await superuser.unsafe(`explain (analyze, format json) ${statement}`);
    const text = JSON.stringify(plan?.['QUERY PLAN']);
    const read = new Set([...text.matchAll(/"Relation Name": ?"([^"]+)"/g)].map(([, relation]) => relation));
    const took = /"Execution Time": ?([\d.]+)/.exec(text)?.[1];
    console.log(
      `${name.padEnd(36)} ${String(read.size).padStart(3)} partitions, ${Number(took).toFixed(1)} ms`,
    );
  }
  await superuser.end();
}
