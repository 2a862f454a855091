/**
 * `npm run bench contractors -- --rows 245000 [--times-ten]`: every form of the contractor search, measured three ways in
 * one run: the statement alone in pgbench, the query function in this process, and the whole stack over HTTP. It prints
 * latencies in milliseconds with 1 and 8 clients, and the tables that a plan reads from end to end. There should be none.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Database, openDatabase, visitor } from '@namc/db';
import { loginEnvironment } from '@namc/db/local-servers/logins';
import { type Cluster, startCluster } from '@namc/db/testing/cluster';
import {
  explain,
  recordStatements,
  type SentStatement,
  scannedWhole,
} from '@namc/db/testing/recorded-statements';
import { buildTemplate } from '@namc/db/testing/template';
import { fillContractors, multiplyByTen } from './contractors/fill.ts';
import { forms, type SearchForm } from './contractors/forms.ts';
import { type RunningServer, startServer } from './contractors/server.ts';
import { type Latencies, measureLatencies, row } from './measure/latencies.ts';
import { pgbench, searchSettings } from './measure/pgbench.ts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    rows: { type: 'string', default: '245000' },
    'times-ten': { type: 'boolean', default: false },
    requests: { type: 'string', default: '300' },
  },
});
const requests = Number(values.requests);
const clientCounts = [1, 8] as const;

const cluster = await startCluster({ shared_buffers: '6GB', max_wal_size: '8GB' });
const folder = await mkdtemp(join(tmpdir(), 'namc-portal-bench-'));
try {
  const database = await buildTemplate(cluster);
  console.log(`Filling ${Number(values.rows).toLocaleString('en-US')} contractors`);
  await fillContractors(cluster.importUrl(database), folder, Number(values.rows));
  const small = await measureAll(cluster, database);
  if (values['times-ten']) {
    console.log('\nTen times the rows');
    await multiplyByTen(cluster.superuserUrl(database));
    const large = await measureAll(cluster, database);
    console.log('\nThe cost of ten times the rows (p95, statement alone, 1 client; goal: less than 2 ×)');
    for (const [name, before] of small) {
      const after = large.get(name);
      if (after) console.log(`${name.padEnd(34)} ${(after.p95 / before.p95).toFixed(2)} ×`);
    }
  }
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Returns the latencies of each form's statement alone, with one client. */
async function measureAll(server: Cluster, database: string): Promise<Map<string, Latencies>> {
  const db = openDatabase({
    ...server.urls(database),
    maxConnections: 8,
    applicationName: 'bench',
  });
  const api = await startServer(loginEnvironment(server.urls(database)));
  const session = { url: server.urls(database).url, settings: searchSettings };
  const alone = new Map<string, Latencies>();
  const scanned = new Set<string>();
  try {
    console.log(row('', 'clients', ['p50', 'p95', 'p99', 'per s']));
    for (const form of forms) {
      const { statement, whole } = await mainStatement(db, form);
      if (whole.length > 0) scanned.add(`${form.name}: ${whole.join(', ')}`);
      for (const clients of clientCounts) {
        const bare = await pgbench(server, session, statement, clients, requests, folder);
        if (clients === 1) alone.set(form.name, bare);
        const direct = await measureLatencies(clients, requests, () => db.read(visitor, form.run));
        const http = await measureLatencies(clients, requests, () => api.ask(form.procedure, form.input));
        console.log(row(form.name, clients, bare));
        console.log(row('  query function', clients, direct));
        console.log(row('  HTTP', clients, http));
      }
      if (form.rows)
        console.log(`  ${await cpuOf(api, form)} µs of the API's CPU for a page of ${form.rows} rows`);
    }
  } finally {
    await api.stop();
    await db.close();
  }
  console.log(
    scanned.size === 0
      ? 'No plan reads a large table from end to end.'
      : `READ FROM END TO END: ${[...scanned].join('; ')}`,
  );
  return alone;
}

/** The CPU of the API's process for one request, in microseconds: the median of five rounds. */
async function cpuOf(api: RunningServer, { procedure, input }: SearchForm): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const before = await api.cpu();
    await measureLatencies(clientCounts[1], requests, () => api.ask(procedure, input));
    rounds.push(((await api.cpu()) - before) / requests);
  }
  return Math.round(rounds.toSorted((a, b) => a - b)[2] ?? 0);
}

/** The main statement of a form. It is the last one sent, after those that look up words and places. */
async function mainStatement(
  db: Database,
  form: SearchForm,
): Promise<{ statement: SentStatement; whole: string[] }> {
  return db.read(visitor, async (tx) => {
    const recorded = recordStatements(tx);
    await form.run(recorded.tx);
    const statement = recorded.sent().at(-1);
    if (!statement) throw new Error(`${form.name} sends no statement.`);
    return { statement, whole: scannedWhole(await explain(tx, statement)) };
  });
}
