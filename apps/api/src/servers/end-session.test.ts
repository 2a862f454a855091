import type { Actor } from '@namc/db';
import { addMember } from '@namc/db/members/factory';
import { watchServers } from '@namc/db/servers/watch-servers';
import { connect } from '@namc/db/testing/direct-client';
import { testDatabase } from '@namc/db/testing/test-database';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { codeAt } from '../sign-in/authenticator.ts';
import { openBrowser } from '../sign-in/browser.fixture.ts';
import { hashPassword } from '../sign-in/passwords.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const password = 'a rather long password';
const control = () => portal.ownerUrl.replace('portal_owner', 'portal_control');
let servers: ReturnType<typeof watchServers>;

beforeAll(() => {
  servers = watchServers({ serverUrls: [control()], isEmbedded: false });
});
afterAll(() => servers.close());

/** Somebody on staff who has just given a code, as the staff pages ask for, and may give the next one. */
async function staffMember(role: string) {
  const userId = await addMember(portal.db, { roles: [role] });
  const passwordHash = await hashPassword(password);
  await portal.db.write(
    system,
    ({ sql }) =>
      sql`insert into user_credentials (user_id, password_hash) values (${userId}, ${passwordHash})`,
  );
  const browser = openBrowser(testApp({ db: portal.db, servers }));
  await browser.tell('signIn.begin', { email: `${userId}@example.org`, password, isKept: true });
  const { secret } = (await browser.tell('signIn.beginTwoFactor', { currentPassword: password })).data as {
    secret: string;
  };
  await browser.tell('signIn.confirmTwoFactor', { code: codeAt(secret) });
  await portal.owner`update two_factor_secrets set last_used_step = null where user_id = ${userId}`;
  return { browser, code: () => codeAt(secret) };
}

it('a session of the database is ended over the API with a right code alone, once, and by those who may', async () => {
  const console = connect(portal.ownerUrl, { max: 1, applicationName: 'a console' });
  onTestFinished(() => console.end({ timeout: 0 }));
  const pidOf = async () =>
    (
      await console<{ pid: number; startedAt: string }[]>`
    select pid, to_char(extract(epoch from backend_start), 'FM999999999999.000000') as "startedAt"
    from pg_stat_activity where pid = pg_backend_pid()`
    )[0];
  const session = await pidOf();
  const input = (code: string) => ({
    ...session,
    server: new URL(control()).host,
    ending: 'terminate',
    reason: 'It blocks the members.',
    code,
  });
  const auditor = await staffMember('auditor');
  expect((await auditor.browser.tell('servers.endSession', input(auditor.code()))).status).toBe(403);
  const administrator = await staffMember('administrator');
  const right = administrator.code();
  const wrong = await administrator.browser.tell(
    'servers.endSession',
    input(['000000', '111111'].find((code) => code !== right) ?? ''),
  );
  expect(wrong.error).toMatchObject({
    data: { fields: [{ field: 'code', message: expect.stringContaining('didn’t work') }] },
  });
  expect(await pidOf()).toEqual(session);
  expect(await administrator.browser.tell('servers.endSession', input(right))).toMatchObject({ status: 200 });
  // The client connects anew.
  await expect
    .poll(
      () =>
        pidOf().then(
          (now) => now?.pid,
          () => session?.pid,
        ),
      { timeout: 10_000 },
    )
    .not.toBe(session?.pid);
  const again = await administrator.browser.tell('servers.endSession', input(right));
  expect(again.error).toMatchObject({
    data: { fields: [{ field: 'code', message: expect.stringContaining('didn’t work') }] },
  });
});

it('maintenance is ended over the API by those who may, once', async () => {
  const administrator = await staffMember('administrator');
  const auditor = await staffMember('auditor');
  const start = () =>
    administrator.browser.tell('health.startMaintenance', { hours: '1', reason: 'A new disk.' });
  expect((await start()).status).toBe(200);
  expect((await start()).error?.message).toBe('A maintenance runs already. You can change it or end it.');
  expect((await auditor.browser.tell('health.endMaintenance')).status).toBe(403);
  expect((await auditor.browser.ask('health.findMaintenance')).data).toMatchObject({ reason: 'A new disk.' });
  expect((await administrator.browser.tell('health.endMaintenance')).status).toBe(200);
  expect((await auditor.browser.ask('health.findMaintenance')).data).toBeNull();
  expect((await administrator.browser.tell('health.endMaintenance')).error?.message).toBe(
    'No maintenance runs.',
  );
});
