import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, systemActor } from '@namc/db';
import { getSealState, listAdminActions } from '@namc/db/audit/queries';
import { readAnchor } from '@namc/db/audit/seal/anchor';
import { listMail } from '@namc/db/mail/queries';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { connect } from '@namc/db/testing/direct-client';
import { testDatabase } from '@namc/db/testing/test-database';
import { testKeys } from '@namc/db/testing/test-keys';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { makeSealJob, makeVerifyJob, type Sealing } from './jobs.ts';

const portal = testDatabase();
const system = systemActor('test');
const workerDb = openDatabase(portal.workerUrls);
const folder = mkdtempSync(join(tmpdir(), 'namc-anchor-'));
const anchor = { file: join(folder, 'audit-anchor.jsonl') };
const sealing: Sealing = {
  keys: testKeys,
  anchor,
  anchorMail: 'auditor@example.org',
  reader: { url: portal.superuserUrl.replace('postgres@', 'portal_auditor@'), embedded: false },
  longestUnsealedSeconds: 600,
};
const logged: string[] = [];
const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
const state = () => portal.db.read(system, getSealState);

afterAll(async () => {
  await workerDb.close();
  rmSync(folder, { recursive: true, force: true });
});

it('the worker seals, anchors and verifies, tells the auditor, and says loudly when something is wrong', async () => {
  const userId = await addMember(portal.db, { city: 'Oakland' });
  expect(await state()).toMatchObject({ sealedAt: null, batches: 0, problems: null });
  await makeSealJob(sealing, logger)(workerDb, null, new AbortController().signal);
  expect(await state()).toMatchObject({ sealedAt: expect.any(Date), waitedSeconds: null });
  expect((await readAnchor(anchor.file)).lines.at(-1)?.batch).toBe((await state()).batches);

  await makeVerifyJob(sealing, logger)(workerDb, null, new AbortController().signal);
  expect(await state()).toMatchObject({
    problems: 0,
    verifiedBy: 'worker',
    comparedAnchor: true,
    comparedState: true,
  });
  expect(logged.filter((line) => line.includes('problems'))).toEqual([]);
  const { lines } = await readAnchor(anchor.file);
  const mails = (await portal.db.read(system, (tx) => listMail(tx, { limit: 10 }))).filter(
    ({ recipient }) => recipient === 'auditor@example.org',
  );
  expect(mails).toMatchObject([{ subject: 'The audit trail is intact' }]);
  expect(lines.length).toBeGreaterThan(2);

  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`update users set city = 'Reno' where id = ${userId}`;
  });
  await superuser.end();
  await makeVerifyJob(sealing, logger)(workerDb, null, new AbortController().signal);
  expect(await state()).toMatchObject({
    problems: 1,
    messages: [expect.stringContaining(`Row ${userId} of users`)],
  });
  expect(logged.join()).toContain('the audit trail has problems');
});

it.each([
  ['/api/audit/actions.csv', 'admin_actions'],
  ['/api/audit/changes.csv', 'audit_log'],
])('a download of %s is an act of staff, with its filters', async (path, targetTable) => {
  const auditor = await addMember(portal.db, { roles: ['administrator'] });
  const app = testApp({ db: portal.db });
  const cookie = await addSignedIn(portal.db, auditor, { hasSecondStep: true });
  const answer = await app.request(`http://localhost${path}?from=2026-01-01`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  await answer.text();
  const acts = await portal.db.read(system, (tx) =>
    listAdminActions(tx, { userId: auditor, action: 'audit.download', limit: 10 }),
  );
  expect(acts.rows).toMatchObject([{ targetTable, details: { from: '2026-01-01' } }]);
});
