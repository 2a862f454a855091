import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  listProjectSearches,
  listSavedSearches,
  listSearchersToTell,
  listSearchesToCompare,
  projectSearchesNow,
} from './queries.ts';

export async function queryRuns({ system, member, find }: Association): Promise<Record<string, QueryRun[]>> {
  const license = await find(`select license_number from california_contractors where gone_at is null`);
  const id = await find(`
    insert into saved_searches (user_id, name, filters, known, fresh)
    values ('${member.userId}', 'Roofers', '{"q": "roof"}', '{${license}}', '{${license}}') returning id`);
  const projectId = await find(
    `select id from projects where status = 'BIDDING_OPEN' and deadline_at > now()`,
  );
  const searchId = await find(`
    insert into saved_searches (user_id, subject, name, filters, known, fresh, untold)
    values ('${member.userId}', 'projects', 'Piers', '{"q": "pier"}', '{}', '{${projectId}}', '{${projectId}}') returning id`);
  await find(`
    insert into saved_searches (user_id, subject, name, filters, known, unsubscribe_key)
    values ('${member.userId}', 'projects', 'Old', '{"q": "old"}', '{}', null) returning id`);
  const old = await find(`select id from saved_searches where name = 'Old'`);
  const news = {
    origin: 'https://portal.example.org',
    searches: [searchId, old].map((one) => ({ id: one, name: 'Piers', key: null })),
    projects: [{ id: projectId, title: 'Pier', city: null, dueOn: null, searchIds: [searchId] }],
    count: 1,
  };
  return {
    listProjectSearches: [[member, listProjectSearches]],
    listSearchersToTell: [[system, (tx) => listSearchersToTell(tx, { times: ['AT_ONCE'] })]],
    projectSearchesNow: [[system, (tx) => projectSearchesNow(tx, news, member.userId)]],
    listSavedSearches: [[member, listSavedSearches]],
    listSearchesToCompare: [
      [system, (tx) => listSearchesToCompare(tx, { after: undefined })],
      [system, (tx) => listSearchesToCompare(tx, { after: id })],
    ],
  };
}
