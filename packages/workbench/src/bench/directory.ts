/**
 * `npm run bench directory -- [--firms 20000] [--contractors 245000] [--requests 120] [--only FORM]`: the searches of the directory
 * of member firms over HTTP, with 1 and 8 clients, as a signed-in member and as a visitor. Latencies in milliseconds, and the rows
 * of an answer. `--only` takes the forms whose names begin so.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase, systemActor } from '@namc/db';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { startCluster } from '@namc/db/testing/cluster';
import { buildTemplate } from '@namc/db/testing/template';
import { top } from '../top.ts';
import { fillContractors } from './contractors/fill.ts';
import { startServer } from './contractors/server.ts';
import { fillFirms } from './directory/fill.ts';
import { directoryForms } from './directory/forms.ts';
import { measureLatencies, row } from './measure/latencies.ts';

const { values } = parseArgs({
  options: {
    firms: { type: 'string', default: '20000' },
    contractors: { type: 'string', default: '245000' },
    requests: { type: 'string', default: '120' },
    only: { type: 'string', multiple: true, default: [''] },
  },
});
const requests = Number(values.requests);
const forms = directoryForms.filter(({ name }) =>
  values.only.some((beginning) => name.startsWith(beginning)),
);

const folder = await mkdtemp(join(tmpdir(), 'namc-portal-bench-'));
const cluster = await startCluster({ shared_buffers: '2GB', max_wal_size: '8GB' });
try {
  const database = await buildTemplate(cluster);
  console.log(`Filling ${values.contractors} contractors and ${values.firms} firms`);
  await fillContractors(cluster.importUrl(database), folder, Number(values.contractors));
  await fillFirms(cluster.superuserUrl(database), Number(values.firms));
  const urls = cluster.urls(database);
  const db = openDatabase({ ...urls, maxConnections: 1 });
  const [reader] = await db.read(
    systemActor('bench'),
    ({ sql }) => sql<{ userId: string }[]>`
      select p.user_id as "userId" from companies c join company_people p on p.company_id = c.id
        join users u on u.id = p.user_id
      where u.status = 'ACTIVE' and c.city is not null and cardinality(c.service_counties) > 0 order by c.id limit 1`,
  );
  const cookie = await addSignedIn(db, reader?.userId ?? '');
  await db.close();
  const api = await startServer(urls, top);
  try {
    console.log(row('', 'clients', ['p50', 'p95', 'p99', 'per s']));
    for (const { name, procedure, input, isForMembers = false } of forms) {
      for (const [who, headers] of [
        ['member', { cookie }],
        ['visitor', {}],
      ] as const) {
        if (isForMembers && who === 'visitor') continue;
        const ask = () => api.ask(procedure, input, headers);
        for (const clients of [1, 8]) {
          console.log(row(`${name}, ${who}`, clients, await measureLatencies(clients, requests, ask)));
        }
        console.log(`  ${rowsIn(await ask())}`);
      }
    }
  } finally {
    await api.stop();
  }
} finally {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}

/** The rows of an answer, or the number that it counts. */
function rowsIn(answer: string): string {
  const { data } = JSON.parse(answer).result;
  return typeof data.count === 'number'
    ? `counted ${data.count}`
    : `${(data.rows ?? data.teams).length} rows`;
}
