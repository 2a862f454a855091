import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listAnnouncements } from './queries.ts';

export async function queryRuns({ member }: Association): Promise<Record<string, QueryRun[]>> {
  return { listAnnouncements: [[member, (tx) => listAnnouncements(tx, { limit: 10 })]] };
}
