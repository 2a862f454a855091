import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listSavedSearches, listSearchesToCompare } from './queries.ts';

export async function queryRuns({ system, member, find }: Association): Promise<Record<string, QueryRun[]>> {
  const license = await find(`select license_number from california_contractors where gone_at is null`);
  const id = await find(`
    insert into saved_searches (user_id, name, filters, known, fresh)
    values ('${member.userId}', 'Roofers', '{"q": "roof"}', '{${license}}', '{${license}}') returning id`);
  return {
    listSavedSearches: [[member, listSavedSearches]],
    listSearchesToCompare: [
      [system, (tx) => listSearchesToCompare(tx, { after: undefined })],
      [system, (tx) => listSearchesToCompare(tx, { after: id })],
    ],
  };
}
