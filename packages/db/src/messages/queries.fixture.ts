import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { countUnread, listConversation } from './queries.ts';

export async function queryRuns({ find }: Association): Promise<Record<string, QueryRun[]>> {
  const message = `from mailbox where direction = 'RECEIVED' and read_at is null order by message_id`;
  const reader = { kind: 'member', userId: await find(`select owner_id ${message}`) } as const;
  const correspondentId = await find(`select correspondent_id ${message}`);
  return {
    listConversation: [[reader, (tx) => listConversation(tx, { correspondentId, limit: 25 })]],
    countUnread: [[reader, countUnread]],
  };
}
