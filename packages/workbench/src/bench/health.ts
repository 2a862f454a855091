/**
 * `npm run bench health -- [--size 0.1] [--rounds 20]`: the time that a full round of checks takes on a primary and a
 * replica with the benchmark's data, in all and by check. The time of a check is that of its statements, from sending to
 * answer, summed over the servers. No row of the data's trail is sealed, so that `audit-seals` costs more than in a portal whose
 * worker runs.
 */
import { parseArgs } from 'node:util';
import { openDatabase } from '@namc/db';
import { runChecks } from '@namc/db/health/run-checks';
import { seedBench } from '@namc/db/seed/seed-bench';
import { startTopology } from '@namc/db/testing/test-topology';

const { values } = parseArgs({
  options: { size: { type: 'string', default: '0.1' }, rounds: { type: 'string', default: '20' } },
});
const median = (taken: number[]) =>
  taken.toSorted((a, b) => a - b)[Math.floor(taken.length / 2)] ?? Number.NaN;

const topology = await startTopology({ replicas: 1 });
const db = openDatabase({
  ...topology.directLogins(0),
  systemUrl: topology.directUrl(0, 'portal_worker'),
});
try {
  await seedBench({ ownerUrl: topology.directUrl(0, 'portal_owner'), scale: Number(values.size) });
  const serverUrls = [0, 1].map((server) => topology.directUrl(server, 'portal_control'));
  const taken = new Map<string, number[]>();
  const rounds: number[] = [];
  const elapsed: number[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const began = performance.now();
    const found = await runChecks({ db, serverUrls, isEmbedded: false });
    elapsed.push(performance.now() - began);
    rounds.push(found.reduce((sum, { tookMs }) => sum + tookMs, 0));
    for (const { checkName, tookMs } of found) {
      taken.set(checkName, [...(taken.get(checkName) ?? []), tookMs]);
    }
  }
  console.log(
    `a round: ${median(rounds).toFixed(0)} ms of statements, done after ${median(elapsed).toFixed(0)} ms (p50)`,
  );
  const dearest = [...taken].map(([name, list]) => [name, median(list)] as const).sort((a, b) => b[1] - a[1]);
  for (const [name, ms] of dearest.slice(0, 8))
    console.log(`${name.padEnd(20)} ${ms.toFixed(1).padStart(8)} ms`);
} finally {
  await db.close();
  await topology.remove();
}
