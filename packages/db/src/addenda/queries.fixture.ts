import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { listAddenda } from './queries.ts';

export async function queryRuns({ member, find }: Association): Promise<Record<string, QueryRun[]>> {
  const over = await find(`
    with made as (
      insert into projects (owner_id, title, description, category, status, deadline_at)
      values ('${member.userId}', 'Bridge with an addendum', '', 'COMMERCIAL', 'PUBLISHED', now() + interval '1 hour') returning id)
    insert into project_addenda (project_id, title, content, deadline_at)
    select id, 'Paint', 'Green.', now() + interval '1 day' from made returning project_id`);
  const content = await find(
    `insert into file_contents (sha256, bytes, content_type, stored_at) values (repeat('8', 64), 9, 'application/pdf', now()) returning id`,
  );
  await find(`
    insert into files (kind, name, bytes, uploaded_by, content_id, owner_id)
    select 'ADDENDUM_FILE', 'paint.pdf', 9, '${member.userId}', '${content}', id from project_addenda where project_id = '${over}' returning id`);
  await find(`update projects set status = 'BIDDING_OPEN' where id = '${over}' returning id`);
  // No trigger lets a deadline pass earlier.
  await find(`
    with quiet as (select set_config('session_replication_role', 'replica', true))
    update projects set status = 'CLOSED', deadline_at = now() - interval '1 minute', opened_at = now() from quiet where id = '${over}' returning id`);
  const read = await find(`
    with made as (
      insert into projects (owner_id, title, description, category, status, deadline_at)
      select id, 'Pier with an addendum', '', 'COMMERCIAL', 'PUBLISHED', now() + interval '1 hour' from users
      where id <> '${member.userId}' limit 1 returning id),
    sent as (insert into project_addenda (project_id, title, content) select id, 'Paint', 'Red.' from made returning id, project_id),
    read as (insert into addendum_acknowledgements (addendum_id, user_id) select id, '${member.userId}' from sent returning addendum_id)
    select project_id from sent, read`);
  return {
    listAddenda: [
      [member, (tx) => listAddenda(tx, { projectId: over })],
      [member, (tx) => listAddenda(tx, { projectId: read })],
    ],
  };
}
