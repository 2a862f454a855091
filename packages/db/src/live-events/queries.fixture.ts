import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listOwnNews, listStaffNews } from './queries.ts';

const beginning = '1:1:~0';

export async function queryRuns({
  member,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const sessionId = await find(`select id from sessions where user_id = '${member.userId}' limit 1`);
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
