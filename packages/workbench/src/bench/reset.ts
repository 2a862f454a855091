/**
 * `npm run bench reset -- [--rounds 11] [--requests 2500]`: what it costs to reset the session after each transaction. A
 * member's read of one statement on one connection, one after another, with the reset and without it in turn. For each:
 * the time until the answer (median of the rounds' medians), and CPU in this process and in the server's.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Actor, openDatabase } from '@namc/db';
import { addMember } from '@namc/db/members/factory';
import { startCluster } from '@namc/db/testing/cluster';
import { openResetCost } from '@namc/db/testing/reset-cost';
import { buildTemplate } from '@namc/db/testing/template';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '11' }, requests: { type: 'string', default: '2500' } },
});
const rounds = Number(values.rounds);
const requests = Number(values.requests);
const median = (figures: number[]) =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

/** CPU of another process in microseconds. Linux counts it in hundredths of a second, so only long sums mean much. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

const cluster = await startCluster();
try {
  const urls = cluster.urls(await buildTemplate(cluster));
  const setUp = openDatabase(urls);
  const userId = await addMember(setUp);
  await setUp.close();
  const actor: Actor = { kind: 'member', userId };
  const cost = await openResetCost(urls.url);
  const ask = (isReset: boolean) =>
    cost.ask(actor, isReset, (sql) => sql`select id, bio from users where id = ${userId}`);

  const ways = [false, true].map((isReset) => ({ isReset, waits: [] as number[], own: 0, server: 0 }));
  // The first round warms up, and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const way of ways.toSorted(() => Math.random() - 0.5)) {
      const waits: number[] = [];
      const server = cpuOf(cost.pid);
      const own = process.cpuUsage();
      for (let request = 0; request < requests; request += 1) {
        const began = performance.now();
        await ask(way.isReset);
        waits.push((performance.now() - began) * 1_000);
      }
      const { user, system } = process.cpuUsage(own);
      if (round === 0) continue;
      way.waits.push(median(waits));
      way.own += user + system;
      way.server += cpuOf(cost.pid) - server;
    }
  }
  await cost.close();

  const total = rounds * requests;
  const [without, withReset] = ways.map(({ waits, own, server }) => [
    median(waits),
    own / total,
    server / total,
  ]);
  console.log('microseconds of one read       without     with      ×');
  for (const [at, name] of ['until the answer', 'CPU of the portal', 'CPU of the server'].entries()) {
    const [before = Number.NaN, after = Number.NaN] = [without?.[at], withReset?.[at]];
    const cells = [before.toFixed(1), after.toFixed(1), (after / before).toFixed(2)];
    console.log(`${name.padEnd(28)} ${cells.map((cell) => cell.padStart(8)).join(' ')}`);
  }
} finally {
  await cluster.stop();
}
