import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { recordMetrics, recordTableSizes } from './commands.ts';
import { listMetricHours, listTableDays } from './queries.ts';

export async function queryRuns({ db, system }: Association): Promise<Record<string, QueryRun[]>> {
  await db.write(system, (tx) => recordMetrics(tx, [{ metric: 'test', value: 1.5 }]));
  await db.write(system, recordTableSizes);
  const hour = 3_600_000;
  const input = { metric: 'test', from: new Date(Date.now() - hour), to: new Date(Date.now() + hour) };
  return {
    listMetricHours: [[system, (tx) => listMetricHours(tx, input)]],
    listTableDays: [[system, (tx) => listTableDays(tx, { table: 'users' })]],
  };
}
