import { encrypt } from '../engine/secrets/cipher.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { keepMail, sendLetter } from './commands.ts';
import { keptPage, listKeptMail, listMail } from './queries.ts';

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
  return {
    listKeptMail: [[system, (tx) => listKeptMail(tx, { limit: 100 })]],
    listMail: [[administrator, (tx) => listMail(tx, { limit: 100 })]],
  };
}
