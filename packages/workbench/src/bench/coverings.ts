/**
 * `npm run bench coverings -- [--members 20000] [--requests 2000]`: the check of a session, and the steps of the job of the morning,
 * where firms have a term that covers their people: three of five members have no term of their own. Latencies and processor time of the
 * server, in milliseconds. The first night tells 200 people only, and the rest are noted before the second one.
 */
import { parseArgs } from 'node:util';
import { openDatabase, systemActor } from '@namc/db';
import { beginCovering } from '@namc/db/coverings/commands';
import { listCoveringsToEnd, listPeopleToCover } from '@namc/db/coverings/queries';
import { hashSecret } from '@namc/db/hash-secret';
import { addMember } from '@namc/db/members/factory';
import { endMemberships, followTiers } from '@namc/db/memberships/commands/terms';
import { listMembersToLapse, listMembersToNotice } from '@namc/db/memberships/queries/to-tell';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { findSession } from '@namc/db/sign-in/queries';
import { startCluster } from '@namc/db/testing/cluster';
import { connect } from '@namc/db/testing/direct-client';
import { buildTemplate } from '@namc/db/testing/template';
import { fillFirms, noteCoverings, peopleOfFirm } from './coverings/fill.ts';
import { readProcessorTime } from './load/processor-time.ts';
import { measureLatencies, row } from './measure/latencies.ts';

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '20000' },
    requests: { type: 'string', default: '2000' },
  },
});
const members = Number(values.members);
const requests = Number(values.requests);
const system = systemActor('bench');
const origin = 'https://portal.example.org';
const toldOnce = 200;

const cluster = await startCluster({ shared_buffers: '512MB', max_wal_size: '4GB' });
try {
  const database = await buildTemplate(cluster);
  const superuser = cluster.superuserUrl(database);
  console.log(`Filling ${members} members`);
  await fillFirms(superuser, members);
  const owner = connect(superuser, { max: 1, applicationName: 'bench' });
  const [{ file }] = await owner<[{ file: string }]>`select pg_read_file('postmaster.pid') as file`;
  const server = { name: 'server', pid: () => Number.parseInt(file, 10), hasChildren: true };
  const processorMs = () => (readProcessorTime([server]).parts.get('server') ?? 0) * 1000;
  const db = openDatabase({ ...cluster.urls(database), maxConnections: 8 });
  /** The n-th person of the first firm whose account is open. */
  const personAt = async (at: number) => {
    const [found] = await owner<{ id: string }[]>`
      select id from users where email = ${`member${peopleOfFirm * 7 + at}@example.org`}`;
    return found?.id ?? '';
  };

  async function night(name: string): Promise<void> {
    const steps: [string, () => Promise<unknown>][] = [
      ['people to cover', () => db.read(system, listPeopleToCover)],
      ['coverings to end', () => db.read(system, listCoveringsToEnd)],
      ['members to lapse', () => db.read(system, listMembersToLapse)],
      ['terms to end', () => db.write(system, endMemberships)],
      ['tiers to follow', () => db.write(system, followTiers)],
      ['members to notice', () => db.read(system, listMembersToNotice)],
    ];
    for (const [step, run] of steps) {
      const [began, used] = [performance.now(), processorMs()];
      const found = await run();
      const taken = performance.now() - began;
      const count = Array.isArray(found) ? found.length : Number(found);
      console.log(
        `${`${name}: ${step}`.padEnd(36)} ${count.toString().padStart(7)} ${taken.toFixed(0).padStart(8)} ${(processorMs() - used).toFixed(0).padStart(8)}`,
      );
    }
  }

  console.log(`\n${'step'.padEnd(36)} ${'found'.padStart(7)} ${'ms'.padStart(8)} ${'cpu ms'.padStart(8)}`);
  await night('first night');
  const waiting = (await db.read(system, listPeopleToCover)).slice(0, toldOnce);
  console.log(`\n${row('', 'clients', ['p50', 'p95', 'p99', 'per s'])}`);
  const left = [...waiting];
  const told = await measureLatencies(1, toldOnce - 20, async () => {
    const userId = left.pop();
    if (userId) await db.write(system, (tx) => beginCovering(tx, { userId, origin }));
  });
  console.log(row('to tell one of the covering', 1, told));
  await noteCoverings(superuser, await db.read(system, listPeopleToCover));

  const people = {
    'with a term of their own': await personAt(4),
    'whose term covers others': await personAt(0),
    'covered by a colleague': await personAt(1),
    staff: await addMember(db, { roles: ['administrator'] }),
  };
  for (const [name, userId] of Object.entries(people)) {
    const cookie = await addSignedIn(db, userId, { hasSecondStep: true });
    const tokenHash = hashSecret(cookie.slice(cookie.indexOf('=') + 1));
    for (const clients of [1, 8]) {
      const used = processorMs();
      const figures = await measureLatencies(clients, requests, async () => {
        const found = await db.read(system, (tx) => findSession(tx, { tokenHash }), { oneStatement: true });
        if (!found) throw new Error(`The session of somebody ${name} was not found.`);
      });
      const each = (processorMs() - used) / (requests + 20);
      console.log(`${row(`session, ${name}`, clients, figures)}   cpu ${each.toFixed(2)}`);
    }
  }
  console.log('');
  await night('second night');
  await db.close();
  await owner.end();
} finally {
  await cluster.stop();
}
