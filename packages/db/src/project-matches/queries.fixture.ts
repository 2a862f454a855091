import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { getMatchChoice, listPeopleToMatch, listPeopleWithMatches, matchNewsNow } from './queries.ts';

export async function queryRuns({ system, member, find }: Association): Promise<Record<string, QueryRun[]>> {
  const { userId } = member;
  const projectId = await find(`
    insert into projects (owner_id, title, description, category, status)
    select id, 'Matched mill', '', 'COMMERCIAL', 'PUBLISHED' from users where id <> '${userId}' order by created_at, id limit 1 returning id`);
  await find(
    `insert into match_choices (user_id, notify, began_at) values ('${userId}', 'DAILY', now()) returning user_id`,
  );
  await find(
    `insert into project_matches (user_id, project_id) values ('${userId}', '${projectId}') returning user_id`,
  );
  const about = { origin: 'https://portal.example.org', count: 1, key: null };
  return {
    getMatchChoice: [[member, getMatchChoice]],
    listPeopleToMatch: [[system, (tx) => listPeopleToMatch(tx, { after: undefined })]],
    listPeopleWithMatches: [[system, (tx) => listPeopleWithMatches(tx, { times: ['DAILY'] })]],
    matchNewsNow: [
      [
        system,
        (tx) =>
          matchNewsNow(tx, { ...about, projects: [{ id: projectId, title: 'Mill', reasons: [] }] }, userId),
      ],
    ],
  };
}
