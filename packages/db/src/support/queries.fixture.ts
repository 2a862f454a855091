import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listReplies, listTickets } from './queries.ts';

export async function queryRuns({ system, find }: Association): Promise<Record<string, QueryRun[]>> {
  const ticketId = await find(`select feedback_id from feedback_replies`);
  return {
    listTickets: [[system, (tx) => listTickets(tx, { status: 'OPEN', limit: 20 })]],
    listReplies: [[system, (tx) => listReplies(tx, { ticketId })]],
  };
}
