/**
 * `npm run bench statements -- [--statements 5000] [--samples 30] [--ran 500]`: what one sample of the statements costs while the
 * server keeps counters of many. Between two samples a part of them runs. Wall time is the upper bound of the processor
 * time on the server; the worker's own is measured.
 */
import { parseArgs } from 'node:util';
import { openDatabase, systemActor } from '@namc/db';
import { sampleStatements } from '@namc/db/statements/sample-statements';
import { connect } from '@namc/db/testing/direct-client';
import { startTopology } from '@namc/db/testing/test-topology';

const { values } = parseArgs({
  options: {
    statements: { type: 'string', default: '5000' },
    samples: { type: 'string', default: '30' },
    ran: { type: 'string', default: '500' },
  },
});
const [wanted, samples, ran] = [values.statements, values.samples, values.ran].map(Number) as [
  number,
  number,
  number,
];
const minuteMs = 60_000;
const at = (sorted: number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

/** Statement number n: so many columns under so many conditions, which the server counts as one of its own. */
const statement = (n: number) =>
  `select ${Array.from({ length: 1 + (n % 80) }, () => '1').join(', ')} where ${Array.from({ length: 1 + Math.floor(n / 80) }, () => '1 = 1').join(' and ')}`;

const topology = await startTopology({ replicas: 0 });
const worker = topology.directLogins(0);
const db = openDatabase({ ...worker, systemUrl: topology.directUrl(0, 'portal_worker'), maxConnections: 4 });
const client = connect(topology.directUrl(0, 'portal_public'), {
  max: 1,
  applicationName: 'portal bench',
  preparedStatements: false,
});
try {
  const source = { urls: [topology.directUrl(0, 'portal_control')], embedded: false };
  const run = async (from: number, count: number) => {
    for (let n = from; n < from + count; n += 1) await client.unsafe(statement(n % wanted));
  };
  await run(0, wanted);
  await sampleStatements(db, source);
  const taken: number[] = [];
  const processor: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    await run(sample * ran, ran);
    await db.write(
      systemActor('bench'),
      ({ sql }) => sql`update statement_servers set read_at = read_at - interval '1 minute'`,
    );
    const before = process.cpuUsage();
    const began = performance.now();
    const [one] = await sampleStatements(db, source);
    taken.push(performance.now() - began);
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1_000);
    if (one?.outcome !== 'COUNTED') throw new Error(`The sample was ${one?.outcome}: ${one?.problem ?? ''}`);
  }
  const [wall, own] = [taken, processor].map((list) => list.toSorted((a, b) => a - b)) as [
    number[],
    number[],
  ];
  const [size] = await db.read(
    systemActor('bench'),
    ({ sql }) => sql<{ entries: number; minutes: number; bytes: number }[]>`
      select (select count(*)::int from statement_counters) as entries,
             (select count(*)::int from statement_minutes) as minutes,
             (select sum(pg_total_relation_size(relid))::float8 from pg_partition_tree('statement_minutes')) as bytes`,
  );
  const share = (ms: number) => `${((ms / minuteMs) * 100).toFixed(2)} % of one core`;
  console.log(`${size?.entries} statements are counted, ${ran} of them ran between two samples.`);
  console.log(
    `One sample: p50 ${at(wall, 0.5).toFixed(0)} ms, p95 ${at(wall, 0.95).toFixed(0)} ms in all; the worker’s processor ${at(own, 0.5).toFixed(0)} ms.`,
  );
  console.log(`Once a minute, that is at most ${share(at(wall, 0.5))}.`);
  console.log(
    `A row of a minute takes ${((size?.bytes ?? 0) / Math.max(1, size?.minutes ?? 1)).toFixed(0)} bytes.`,
  );
} finally {
  await client.end();
  await db.close();
  await topology.stop();
}
