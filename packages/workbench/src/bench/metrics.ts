/**
 * `npm run bench metrics -- [--rounds 200] [--requests 25]`: the share of a request that counting its transactions takes.
 * The same two cheap requests, answered by the whole API (without a socket, which would only make the share smaller) with
 * its metrics and without them, in turn.
 */
import { parseArgs } from 'node:util';
import { createApp } from '@namc/api/app';
import { makeMetrics } from '@namc/api/http/metrics';
import { openDatabase, visitor } from '@namc/db';
import { searchContractors } from '@namc/db/contractors/queries/search';
import { loadDemonstration } from '@namc/db/seed/load-demonstration';
import { testBidKeys, testKeys } from '@namc/db/testing/test-keys';
import { startTopology } from '@namc/db/testing/test-topology';
import { searchContractorsInput } from '@namc/inputs/contractors';
import { pino } from 'pino';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, requests: { type: 'string', default: '25' } },
});
const logger = pino({ level: 'silent' });
const median = (taken: number[]) =>
  taken.toSorted((a, b) => a - b)[Math.floor(taken.length / 2)] ?? Number.NaN;

const topology = await startTopology({ replicas: 0 });
try {
  await loadDemonstration({ ownerUrl: topology.directUrl(0, 'portal_owner'), embedded: false });
  const way = (isCounted: boolean) => {
    const metrics = makeMetrics({ logger, slowMs: 1_000, trailAlarmSeconds: 600 });
    const db = openDatabase({
      ...topology.directLogins(0),
      maxConnections: 1,
      ...(isCounted ? { onTransaction: metrics.observe } : {}),
    });
    const app = createApp({
      db,
      logger,
      webRoot: '/nowhere',
      publicOrigin: undefined,
      keys: testKeys,
      bidKey: testBidKeys.current,
      cookieSecret: 'x'.repeat(32),
      isProxied: true,
    });
    return { db, app };
  };
  const ways = { without: way(false), counted: way(true) };
  const input = (value: object) => encodeURIComponent(JSON.stringify(value));
  const { contractors } = await ways.without.db.read(visitor, (tx) =>
    searchContractors(tx, searchContractorsInput.parse({ member: true, limit: 1 })),
  );
  const license = contractors[0]?.licenseNumber;
  if (!license) throw new Error('The demonstration has no contractor.');
  const requests = {
    'license page': `/trpc/contractors.getLicense?input=${input({ licenseNumber: license })}`,
    'figures of the table': '/trpc/contractors.getSnapshot',
  };
  let asked = 0;
  /** Each request comes from a network of its own, so that no limit on visitors counts. */
  const fromAnywhere = () => {
    asked += 1;
    return { 'X-Forwarded-For': `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}` };
  };
  console.log('p50 in ms        without metrics   with them   share');
  for (const [name, path] of Object.entries(requests)) {
    const taken = { without: [] as number[], counted: [] as number[] };
    for (let round = 0; round < Number(values.rounds); round += 1) {
      const order = round % 2 ? (['without', 'counted'] as const) : (['counted', 'without'] as const);
      for (const which of order) {
        for (let request = 0; request < Number(values.requests); request += 1) {
          const began = performance.now();
          const answer = await ways[which].app.request(path, { headers: fromAnywhere() });
          await answer.text();
          taken[which].push(performance.now() - began);
          if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`);
        }
      }
    }
    const [without, counted] = [median(taken.without), median(taken.counted)];
    console.log(
      `${name.padEnd(22)} ${without.toFixed(3).padStart(9)} ${counted.toFixed(3).padStart(11)} ${((counted / without - 1) * 100).toFixed(1).padStart(6)} %`,
    );
  }
  for (const { db } of Object.values(ways)) await db.close();
} finally {
  await topology.remove();
}
