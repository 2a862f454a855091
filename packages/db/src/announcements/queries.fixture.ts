import { listAnnouncements } from './queries.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';

export async function queryRuns({ member }: Association): Promise<Record<string, QueryRun[]>> {
  return { listAnnouncements: [[member, (tx) => listAnnouncements(tx, { limit: 10 })]] };
}
