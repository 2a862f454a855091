import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listFollowedProjects, listReadersOfProjects, projectLetterNow } from './queries.ts';

export async function queryRuns({ system, member, find }: Association): Promise<Record<string, QueryRun[]>> {
  const { userId } = member;
  const made = (title: string, deadline: string) =>
    find(`
      insert into projects (owner_id, title, description, category, status, deadline_at)
      select id, '${title}', '', 'COMMERCIAL', 'PUBLISHED', ${deadline} from users where id <> '${userId}' order by created_at, id limit 1 returning id`);
  const followed = await made('Followed mill', `now() + interval '9 days'`);
  const other = await made('Mill of others', 'null');
  await find(
    `insert into project_follows (user_id, project_id) values ('${userId}', '${followed}') returning user_id`,
  );
  await find(`
    insert into project_notices (user_id, project_id, reason, kind, words)
    values ('${userId}', '${followed}', 'FOLLOWS', 'addendum-sent', 'Addendum 1: Wheels') returning id`);
  const about = {
    origin: 'https://portal.example.org',
    title: 'Mill',
    reason: 'BIDS',
    news: [{ kind: 'addendum-sent', words: 'Addendum 1: Wheels', deadlineAt: null }],
  } as const;
  const letter = (projectId: string) => ({ ...about, news: [...about.news], projectId });
  return {
    listFollowedProjects: [[member, listFollowedProjects]],
    listReadersOfProjects: [[system, listReadersOfProjects]],
    projectLetterNow: [
      [system, (tx) => projectLetterNow(tx, letter(followed), userId)],
      [system, (tx) => projectLetterNow(tx, letter(other), userId)],
    ],
  };
}
