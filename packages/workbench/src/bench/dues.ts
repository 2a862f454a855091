/**
 * `npm run bench dues -- [--members 20000] [--requests 120]`: the pages of the books over HTTP, as staff who keep them, with 1 and 8
 * clients; month-end with one, because one bookkeeper closes a month, and eight at once are answered as too busy. Latencies in milliseconds. Each member has three terms, two invoices and up to two payments.
 */
import { parseArgs } from 'node:util';
import { openDatabase, systemActor } from '@namc/db';
import { countMonths } from '@namc/db/ledger/commands';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { startCluster } from '@namc/db/testing/cluster';
import { buildTemplate } from '@namc/db/testing/template';
import { top } from '../top.ts';
import { startServer } from './contractors/server.ts';
import { fillBooks } from './dues/fill.ts';
import { measureLatencies, row } from './measure/latencies.ts';

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '20000' },
    requests: { type: 'string', default: '120' },
  },
});

const month = new Date().toISOString().slice(0, 7);
const forms: [name: string, procedure: string, input: object][] = [
  ['overview of dues', 'ledger.getOverview', {}],
  ['chart of 24 months', 'ledger.listMonths', {}],
  ['list of open invoices', 'invoices.list', { state: 'OPEN', q: '', limit: 50 }],
  ['what is owed by age', 'invoices.getTotals', {}],
  ['checks that wait for the bank', 'deposits.listUndeposited', {}],
  ['month-end', 'ledger.getMonth', { month }],
];

const cluster = await startCluster({ shared_buffers: '512MB', max_wal_size: '4GB' });
try {
  const database = await buildTemplate(cluster);
  console.log(`Filling ${values.members} members`);
  await fillBooks(cluster.superuserUrl(database), Number(values.members));
  const urls = cluster.urls(database);
  const db = openDatabase({ ...urls, maxConnections: 1 });
  const began = performance.now();
  const months = await db.write(systemActor('bench'), countMonths);
  console.log(`Counted ${months} months in ${Math.round(performance.now() - began)} ms`);
  const cookie = await addSignedIn(db, await addMember(db, { roles: ['finance'] }), { hasSecondStep: true });
  await db.close();
  const api = await startServer(urls, top);
  try {
    console.log(row('', 'clients', ['p50', 'p95', 'p99', 'per s']));
    for (const [name, procedure, input] of forms)
      for (const clients of name === 'month-end' ? [1] : [1, 8])
        console.log(
          row(
            name,
            clients,
            await measureLatencies(clients, Number(values.requests), () =>
              api.ask(procedure, input, { cookie }),
            ),
          ),
        );
  } finally {
    await api.stop();
  }
} finally {
  await cluster.stop();
}
