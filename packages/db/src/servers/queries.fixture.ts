import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { recordReplication } from './commands.ts';
import { listReplicationPoints } from './queries.ts';

export async function queryRuns({
  administrator,
  db,
  system,
}: Association): Promise<Record<string, QueryRun[]>> {
  await db.write(system, async (tx) => {
    await recordReplication(tx, [
      { server: 'one:5432', role: 'PRIMARY', seconds: null, bytes: null },
      { server: 'two:5432', role: 'REPLICA', seconds: 0.5, bytes: 1_000 },
    ]);
  });
  return {
    listReplicationPoints: [
      [administrator, (tx) => listReplicationPoints(tx, { range: '1h' })],
      [administrator, (tx) => listReplicationPoints(tx, { range: '90d' })],
    ],
  };
}
