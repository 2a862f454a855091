import { encrypt } from '../engine/secrets/cipher.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { keepMail, sendLetter } from './commands.ts';
import { findLettersOfKey, keptPage, listKeptMail, listMail } from './queries.ts';

export async function queryRuns({
  db,
  system,
  member: { userId },
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  await db.write(system, (tx) =>
    sendLetter(tx, { userId, email: `${userId}@example.org` }, 'sign-in-copied', undefined),
  );
  const mailId = await find(
    `select id from mails where template = 'sign-in-copied' order by id desc limit 1`,
  );
  const encryptedPage = encrypt(testKeys, keptPage(mailId), '<p>Hello</p>');
  await db.write(system, (tx) => keepMail(tx, { mailId, encryptedPage }));
  const followed = await find(`
    with project as (
      insert into projects (owner_id, title, description, category, status)
      values ('${administrator.userId}', 'Mill of letters', '', 'COMMERCIAL', 'PUBLISHED') returning id)
    insert into project_follows (user_id, project_id) select '${userId}', id from project returning unsubscribe_key`);
  const chosen = await find(`
    insert into match_choices (user_id) values ('${administrator.userId}') returning unsubscribe_key`);
  return {
    findLettersOfKey: [followed, chosen].map((key) => [
      { kind: 'visitor' },
      (tx) => findLettersOfKey(tx, { key }),
    ]),
    listKeptMail: [[system, (tx) => listKeptMail(tx, { limit: 100 })]],
    listMail: [[administrator, (tx) => listMail(tx, { limit: 100 })]],
  };
}
