import { expect, it } from 'vitest';
import { openDatabase } from '../../database.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { queueNames } from './queues.ts';
import { startWorker } from './worker.ts';

const portal = testDatabase();

it('a worker looks for jobs over connections that it keeps', async () => {
  let looks = 0;
  const db = openDatabase({
    ...portal.workerUrls,
    onTransaction: ({ name }) => {
      if (name === 'job queue') looks += 1;
    },
  });
  const problems: unknown[] = [];
  const worker = await startWorker({
    db,
    handlers: Object.fromEntries(queueNames.map((name) => [name, async () => undefined])) as never,
    onError: (error) => problems.push(error),
    pollEveryMs: 500,
  });
  const connections = new Set<number>();
  while (looks < 100) {
    const found = await portal.owner<{ pid: number }[]>`
      select pid from pg_stat_activity where usename = 'portal_worker' and datname = current_database()`;
    for (const { pid } of found) connections.add(pid);
  }
  await worker.stop(2_000);
  await db.close();
  expect(problems).toEqual([]);
  expect(connections.size).toBeGreaterThan(0);
  expect(connections.size).toBeLessThanOrEqual(queueNames.length);
});
