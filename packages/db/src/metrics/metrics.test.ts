import { expect, it } from 'vitest';
import { testDatabase } from '../tools/testing/test-database.ts';
import { recordMetrics } from './commands.ts';

const portal = testDatabase();

it('measurements that are recorded together have one moment', async () => {
  const many = Array.from({ length: 5_000 }, (_, value) => ({ metric: 'test.together', value }));
  await portal.db.write({ kind: 'system', name: 'test' }, (tx) => recordMetrics(tx, many));
  const [found] = await portal.owner`
    select count(*)::int as count, count(distinct recorded_at)::int as moments from system_metrics where metric = 'test.together'`;
  expect(found).toEqual({ count: 5_000, moments: 1 });
});
