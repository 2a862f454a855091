import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listQuestions } from './queries.ts';

export async function queryRuns({ member, find }: Association): Promise<Record<string, QueryRun[]>> {
  const { userId } = member;
  const made = (owner: string) =>
    find(`
      insert into projects (owner_id, title, description, category, status, deadline_at)
      select id, 'Asked about', '', 'COMMERCIAL', 'PUBLISHED', now() + interval '9 days' from users
      where ${owner} limit 1 returning id`);
  const [own, other] = [
    await made(`id = '${userId}'`),
    await made(`id <> '${userId}' and status = 'ACTIVE'`),
  ];
  const ask = (projectId: string, asker: string, decision: string) =>
    find(`
      with asked as (
        insert into project_questions (project_id, asker_id, question)
        select '${projectId}', id, 'How deep?' from users u
        where ${asker} and id <> (select owner_id from projects where id = '${projectId}') limit 1 returning id)
      select id from asked`).then((id) =>
      decision ? find(`update project_questions set ${decision} where id = '${id}' returning id`) : id,
    );
  await ask(own, 'true', '');
  await ask(own, 'true', `status = 'REFUSED', refusal = 'It is in the plans.'`);
  await ask(other, `id <> '${userId}'`, `status = 'ANSWERED', published = 'How deep?', answer = 'Six feet.'`);
  await ask(other, `id = '${userId}'`, '');
  return {
    listQuestions: [
      [member, (tx) => listQuestions(tx, { projectId: own })],
      [member, (tx) => listQuestions(tx, { projectId: other })],
    ],
  };
}
