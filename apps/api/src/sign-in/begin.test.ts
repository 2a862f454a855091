import type { Database, WriteTransaction } from '@namc/db';
import { testMailboxes } from '@namc/db/accounts/factory';
import { addMember } from '@namc/db/members/factory';
import { recordStatements } from '@namc/db/testing/recorded-statements';
import { testDatabase } from '@namc/db/testing/test-database';
import { expect, it, vi } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { openBrowser } from './browser.fixture.ts';
import { hashPassword } from './passwords.ts';

const portal = testDatabase();

/** The portal's database, and each statement that its transactions send: its text, and its number of rows. */
function recording(): { db: Database; statements: [text: string, rows: number][]; ended: () => number } {
  const statements: [text: string, rows: number][] = [];
  let ended = 0;
  const watch =
    <Tx extends WriteTransaction, T>(kind: string, fn: (tx: Tx) => Promise<T>) =>
    async (tx: Tx) => {
      const recorded = recordStatements(tx);
      const result = await fn(recorded.tx as Tx);
      const rows = await recorded.countRows();
      statements.push(
        [kind, 0],
        ...recorded.sent().map(({ text }, at): [string, number] => [text, rows[at] ?? 0]),
      );
      return result;
    };
  const db: Database = {
    ...portal.db,
    read: (actor, fn, options) => portal.db.read(actor, watch('read', fn as never) as never, options),
    write: async (actor, fn, options) => {
      const result = await portal.db.write(actor, watch('write', fn as never) as never, options);
      ended += 1;
      return result as never;
    },
  };
  return { db, statements, ended: () => ended };
}

/** The rows of every table of the portal and of its queue. */
async function countRows(): Promise<Record<string, number>> {
  const tables = await portal.owner<{ name: string }[]>`
    select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace n on n.oid = relnamespace
    where nspname in ('public', 'jobs') and relkind = 'r' and relname not in ('spatial_ref_sys', 'zip_codes')`;
  const counts = await portal.owner.unsafe<{ name: string; rows: number }[]>(
    tables
      .map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`)
      .join(' union all '),
  );
  return Object.fromEntries(counts.map(({ name, rows }) => [name, rows]));
}

async function addMemberWithPassword(password: string): Promise<string> {
  const userId = await addMember(portal.db);
  const passwordHash = await hashPassword(password);
  await portal.owner`insert into user_credentials (user_id, password_hash) values (${userId}, ${passwordHash})`;
  return userId;
}

const acts: Record<string, (email: string) => [procedure: string, input: object]> = {
  'a wrong password': (email) => ['signIn.begin', { email, password: 'not the password' }],
  'a request for a new password': (email) => ['signIn.requestPasswordReset', { email }],
  'a request for the confirmation again': (email) => ['accounts.resendConfirmation', { email }],
  'an application': (email) => [
    'applications.submit',
    { company: 'Acme', tierCode: 'REGULAR', firstName: 'Ana', lastName: 'Reyes', email },
  ],
};

it.each(Object.entries(acts))(
  '%s makes the portal run the same statements, get as many rows and write the same ones, with and without an account',
  async (_name, act) => {
    const member = `${await addMemberWithPassword('a password of three words')}@example.org`;
    const unconfirmed = `${await addMember(portal.db, { status: 'PENDING' })}@example.org`;
    await portal.owner`update users set email_verified_at = null where email_key = ${unconfirmed}`;
    const work = async (email: string) => {
      const { db, statements, ended } = recording();
      const before = await countRows();
      const [procedure, input] = act(email);
      const { data, error } = await openBrowser(testApp({ db })).tell(procedure, input);
      expect(error).toBeUndefined();
      // One write, also where it follows the answer.
      await vi.waitFor(() => expect(ended()).toBe(1), { timeout: 10_000 });
      const after = await countRows();
      const written = Object.entries(after)
        .map(([table, rows]) => [table, rows - (before[table] ?? 0)] as const)
        .filter(([, rows]) => rows !== 0)
        .toSorted(([one], [other]) => (one < other ? -1 : 1));
      return { data, statements, written };
    };
    const nobody = await work(`nobody.${crypto.randomUUID()}@example.org`);
    expect(nobody.written).toContainEqual(['public.account_requests', 1]);
    expect(nobody.statements.length).toBeGreaterThan(2);
    expect(await work(member)).toEqual(nobody);
    expect(await work(unconfirmed)).toEqual(nobody);
  },
);

it('the password of the account whose address comes next opens nothing', async () => {
  const password = 'a password of three words';
  const userId = await addMemberWithPassword(password);
  const begin = (email: string) =>
    openBrowser(testApp({ db: portal.db })).tell('signIn.begin', { email, password });
  const addresses = [
    `${userId.slice(0, -1)}@example.org`,
    `${userId}@example.com`,
    'zzzz@example.org',
    '0@example.org',
  ];
  for (const email of addresses) {
    expect((await begin(email)).data, email).toMatchObject({ outcome: 'wrong' });
  }
  expect((await begin(`${userId}@example.org`)).data).toEqual({ outcome: 'in' });
});

it('the worker then notes a refused sign-in at its own time, where there is an account', async () => {
  const userId = await addMember(portal.db);
  const email = `${userId}@example.org`;
  const own = openBrowser(testApp({ db: portal.db }), () => ({ 'User-Agent': 'Firefox' }));
  await own.tell('signIn.begin', { email, password: 'not the password' });
  await vi.waitFor(async () =>
    expect(await portal.owner`select from account_requests where email = ${email}`).toHaveLength(1),
  );
  await portal.owner`update account_requests set created_at = now() - interval '2 hours' where email = ${email}`;
  await testMailboxes(() => portal.db).work();
  const events = await portal.owner`
    select kind, user_agent, created_at < now() - interval '1 hour' as "isOfThen" from account_events where user_id = ${userId}`;
  expect(events).toEqual([{ kind: 'SIGN_IN_REFUSED', user_agent: 'Firefox', isOfThen: true }]);
  expect(await portal.owner`select from account_requests`).toHaveLength(0);
});
