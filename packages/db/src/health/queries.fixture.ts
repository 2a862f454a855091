import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { recordHealth } from './commands.ts';
import { listHealthStates, listHealthThresholds } from './queries.ts';

export async function queryRuns({
  administrator,
  db,
  find,
  system,
}: Association): Promise<Record<string, QueryRun[]>> {
  await db.write(system, (tx) =>
    recordHealth(tx, [
      { checkName: 'connections', state: 'ok', value: 12.5, says: 'Few.', evidence: [], tookMs: 1 },
      {
        checkName: 'mail',
        state: 'unknown',
        value: null,
        says: 'Nobody knows.',
        evidence: [{ status: 'FAILED', mails: 2, first: null, recent: true }],
        tookMs: 1,
      },
    ]),
  );
  await find(
    `insert into health_thresholds (check_name, warn, bad) values ('connections', 60, 80) returning check_name`,
  );
  return {
    listHealthStates: [[administrator, listHealthStates]],
    listHealthThresholds: [[administrator, listHealthThresholds]],
  };
}
