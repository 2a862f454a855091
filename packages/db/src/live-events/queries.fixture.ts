import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listOwnNews, listStaffNews } from './queries.ts';

const beginning = '1:1:~0';
/** No session. */
const sessionId = '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a';

export async function queryRuns({ member, administrator }: Association): Promise<Record<string, QueryRun[]>> {
  return {
    listOwnNews: [
      [member, (tx) => listOwnNews(tx, { sessionId, seen: undefined })],
      [member, (tx) => listOwnNews(tx, { sessionId, seen: beginning })],
    ],
    listStaffNews: [
      [
        administrator,
        (tx) =>
          listStaffNews(tx, { permissions: ['jobs.manage'], seen: beginning, until: '9000000:9000000:~0' }),
      ],
    ],
  };
}
