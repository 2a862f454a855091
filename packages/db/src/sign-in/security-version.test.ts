import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import { cancelEmailChange, takeNewAddress } from '../accounts/commands/change-email.ts';
import { closeAccount } from '../accounts/commands/close.ts';
import { confirmEmail } from '../accounts/commands/confirm-email.ts';
import { resetPassword } from '../accounts/commands/reset-password.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { hashSecret } from '../engine/secrets/hash-secret.ts';
import { suspendMember } from '../members/commands.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { testKeys } from '../tools/testing/test-keys.ts';
import { rows } from './access.fixture.ts';
import { makeLink } from './commands/links.ts';
import { changePassword, replaceHash } from './commands/password.ts';
import { endOtherSessions } from './commands/sessions.ts';
import {
  beginTwoFactor,
  confirmReplacement,
  confirmTwoFactor,
  endMemberTwoFactor,
  endTwoFactor,
} from './commands/two-factor.ts';
import { findCredentials } from './queries.ts';
import { accountsOf, passwordHash, portal, system } from './security-version.fixture.ts';
import * as tables from './tables.ts';

const testing = testDatabase();
const { begin, find, versionOf, account, leaveBehind, worksStill } = accountsOf(testing);
/** Of recovery codes. */
const hashes = [hashSecret('code')];

/** Every act that means "this is my account", and every change of the tables that means it. */
const acts: [
  name: string,
  act: (person: { userId: string; email: string }) => Promise<unknown>,
  isOn?: true,
][] = [
  [
    'a new password',
    async ({ userId }) => {
      const { id } = await begin(userId);
      await testing.db.write(system, (tx) =>
        changePassword(tx, { userId, passwordHash: '$argon2id$new', exceptId: id, portal }),
      );
    },
  ],
  [
    'a reset by a mailed link',
    ({ userId, email }) =>
      testing.db.write(system, async (tx) => {
        const token = await makeLink(tx, { userId, purpose: 'RESET_PASSWORD', email });
        await resetPassword(tx, { token, passwordHash: '$argon2id$new', portal });
      }),
  ],
  [
    'another address',
    ({ userId }) =>
      testing.db.write(system, async (tx) => {
        const email = `own.${userId}@example.org`;
        const token = await makeLink(tx, { userId, purpose: 'CHANGE_EMAIL', email });
        await takeNewAddress(tx, { token });
      }),
  ],
  [
    'a change that is canceled',
    ({ userId, email }) =>
      testing.db.write(system, async (tx) => {
        const token = await makeLink(tx, { userId, purpose: 'CANCEL_CHANGE', email });
        await cancelEmailChange(tx, { token });
      }),
  ],
  [
    'the second step turned on',
    ({ userId }) =>
      testing.db.write(system, async (tx) => {
        await beginTwoFactor(tx, testKeys, { userId, secret: 'GEZDGNBV' });
        await confirmTwoFactor(tx, { userId, step: 1, hashes });
      }),
  ],
  [
    'the second step turned off',
    ({ userId }) => testing.db.write(system, (tx) => endTwoFactor(tx, { userId })),
    true,
  ],
  [
    'another authenticator',
    ({ userId }) =>
      testing.db.write(system, async (tx) => {
        await beginTwoFactor(tx, testKeys, { userId, secret: 'GEZDGNBVGEZDGNBV' });
        await confirmReplacement(tx, { userId, step: 2, hashes, portal });
      }),
    true,
  ],
  [
    'the second step ended by staff',
    async ({ userId }) => {
      const manager = await addMember(testing.db, { roles: ['membership_manager'] });
      await testing.db.write({ kind: 'staff', userId: manager }, (tx) =>
        endMemberTwoFactor(tx, { userId, reason: 'Lost the phone; came by.' }),
      );
    },
    true,
  ],
  [
    'all other sessions ended',
    async ({ userId }) => {
      const { id } = await begin(userId);
      await testing.db.write(system, (tx) => endOtherSessions(tx, { userId, exceptId: id }));
    },
  ],
  [
    'a suspension',
    async ({ userId }) => {
      const manager = await addMember(testing.db, { roles: ['membership_manager'] });
      await testing.db.write({ kind: 'staff', userId: manager }, (tx) =>
        suspendMember(tx, { userId, reason: 'Unpaid.' }),
      );
    },
  ],
  ['a closing', ({ userId }) => testing.db.write(system, (tx) => closeAccount(tx, { userId }))],
  [
    'SQL that changes the password',
    ({ userId }) =>
      testing.owner`update user_credentials set password_hash = '$argon2id$x' where user_id = ${userId}`,
  ],
  [
    'SQL that removes the password',
    ({ userId }) => testing.owner`delete from user_credentials where user_id = ${userId}`,
  ],
  [
    'SQL that changes the address',
    ({ userId }) => testing.owner`update users set email = 'sql.' || email where id = ${userId}`,
  ],
  [
    'SQL that takes the confirmation back',
    ({ userId }) => testing.owner`update users set email_verified_at = null where id = ${userId}`,
  ],
  [
    'SQL that suspends',
    ({ userId }) => testing.owner`update users set status = 'SUSPENDED' where id = ${userId}`,
  ],
  [
    'SQL that turns the second step on',
    ({ userId }) => testing.owner`
        insert into two_factor_secrets (user_id, encrypted_secret, confirmed_at) values (${userId}, '\\x00', now())`,
  ],
  [
    'SQL that turns the second step off',
    ({ userId }) => testing.owner`delete from two_factor_secrets where user_id = ${userId}`,
    true,
  ],
];

describe('nothing from before works after', () => {
  it.for(acts)('%s', async ([, act, isOn]) => {
    const person = await account(isOn);
    const [before, still] = [await leaveBehind(person), await leaveBehind(person)];
    // The first set shows that the check itself sees what works.
    expect(await worksStill(person.userId, before)).toEqual(
      expect.arrayContaining(['session', 'an act of the session', 'CANCEL_CHANGE', 'sign-in under way']),
    );
    await act(person);
    expect(await worksStill(person.userId, still)).toEqual([]);
  });

  it('a suspension that is lifted', async () => {
    const person = await account();
    const left = await leaveBehind(person);
    await testing.owner`update users set status = 'SUSPENDED' where id = ${person.userId}`;
    await testing.owner`update users set status = 'ACTIVE' where id = ${person.userId}`;
    expect(await worksStill(person.userId, left)).toEqual([]);
  });
});

describe('the session that acts goes on', () => {
  it('after each act of its owner, with the new version', async () => {
    const { userId } = await account();
    const session = await begin(userId);
    const exceptId = session.id;
    const keep: ((tx: WriteTransaction) => Promise<unknown>)[] = [
      (tx) => changePassword(tx, { userId, passwordHash: '$argon2id$new', exceptId, portal }),
      (tx) => endOtherSessions(tx, { userId, exceptId }),
      async (tx) => {
        await beginTwoFactor(tx, testKeys, { userId, secret: 'GEZDGNBV' });
        await confirmTwoFactor(tx, { userId, step: 1, hashes, exceptId });
      },
      (tx) => endTwoFactor(tx, { userId, exceptId }),
      async (tx) => {
        const email = `kept.${userId}@example.org`;
        const token = await makeLink(tx, { userId, purpose: 'CHANGE_EMAIL', email });
        await takeNewAddress(tx, { token, exceptId });
      },
    ];
    let version = await versionOf(userId);
    for (const act of keep) {
      await testing.db.write(system, act);
      const now = await versionOf(userId);
      expect(now).toBeGreaterThan(version);
      version = now;
      expect((await find(session.tokenHash))?.session.securityVersion).toBe(now);
    }
  });

  it('but a session that was void already stays void', async () => {
    const { userId } = await account();
    const thiefs = await begin(userId);
    await testing.owner`update users set security_version = security_version + 1 where id = ${userId}`;
    await testing.db.write(system, async (tx) => {
      const email = `void.${userId}@example.org`;
      const token = await makeLink(tx, { userId, purpose: 'CHANGE_EMAIL', email });
      await takeNewAddress(tx, { token, exceptId: thiefs.id });
    });
    expect(await find(thiefs.tokenHash)).toBeUndefined();
  });

  it('and another person’s session is never kept', async () => {
    const [one, other] = [await account(), await account()];
    const others = await begin(other.userId);
    await testing.owner`update users set security_version = security_version + 1 where id = ${other.userId}`;
    await testing.db.write(system, (tx) => endOtherSessions(tx, { userId: one.userId, exceptId: others.id }));
    expect(await find(others.tokenHash)).toBeUndefined();
  });
});

it('what does not take an account back leaves everything as it was', async () => {
  const person = await account();
  const { userId } = person;
  const { session } = await leaveBehind(person);
  const version = await versionOf(userId);
  await testing.db.write(system, (tx) =>
    replaceHash(tx, { userId, oldHash: passwordHash, passwordHash: '$argon2id$stronger' }),
  );
  await testing.owner`update users set city = 'Fresno', status = 'LAPSED' where id = ${userId}`;
  await testing.owner`update users set status = 'ACTIVE' where id = ${userId}`;
  await testing.db.write(system, (tx) => beginTwoFactor(tx, testKeys, { userId, secret: 'GEZDGNBV' }));
  await testing.owner`delete from two_factor_secrets where user_id = ${userId}`;
  expect(await versionOf(userId)).toBe(version);
  expect(await find(session.tokenHash)).toBeDefined();
});

it('a version never goes down, whoever writes', async () => {
  const { userId } = await account();
  await expect(
    testing.owner`update users set security_version = security_version - 1 where id = ${userId}`,
  ).rejects.toThrow('can only go up');
});

describe('an address that is not confirmed', () => {
  const closed = Object.values(tables)
    .flatMap((each) => (is(each, PgTable) ? [getTableName(each)] : []))
    .filter((name) => !['account_events', 'replaced_tokens'].includes(name));

  it.for(closed)('has nothing in %s', async (table) => {
    const userId = await addMember(testing.db, { emailVerifiedAt: null, status: 'PENDING' });
    const insert = rows[table]?.insert?.(userId, `unconfirmed ${table}`, userId);
    expect(insert).toBeDefined();
    const statement = String(insert).replace("'VERIFY_EMAIL'", "'CHANGE_EMAIL'");
    await expect(testing.owner.unsafe(statement)).rejects.toThrow('Confirm the email address');
  });

  it('loses at its confirmation whatever somebody made in the account before', async () => {
    const userId = await addMember(testing.db, { emailVerifiedAt: null, status: 'PENDING' });
    const email = `${userId}@example.org`;
    // The account comes from a time in which it could have all this.
    await testing.owner.begin(async (sql) => {
      await sql`alter table user_credentials disable trigger assert_confirmed_address`;
      await sql`alter table two_factor_secrets disable trigger assert_confirmed_address`;
      await sql`alter table recovery_codes disable trigger assert_confirmed_address`;
      await sql`alter table sessions disable trigger assert_confirmed_address`;
      await sql`insert into user_credentials values (${userId}, '$argon2id$thiefs')`;
      await sql`insert into two_factor_secrets (user_id, encrypted_secret, confirmed_at) values (${userId}, '\\x00', now())`;
      await sql`insert into recovery_codes (user_id, code_hash) values (${userId}, ${hashSecret('code')})`;
      await sql`
        insert into sessions (token_hash, user_id, expires_at, security_version)
        select ${hashSecret('thief')}, id, now() + interval '1 day', security_version from users where id = ${userId}`;
      for (const table of ['user_credentials', 'two_factor_secrets', 'recovery_codes', 'sessions']) {
        await sql`alter table ${sql(table)} enable trigger assert_confirmed_address`;
      }
    });
    // Nothing of it works before the confirmation either.
    expect(await find(hashSecret('thief'))).toBeUndefined();
    expect(await testing.db.read(system, (tx) => findCredentials(tx, { email }))).toBeUndefined();
    await testing.db.write(system, async (tx) => {
      const token = await makeLink(tx, { userId, purpose: 'VERIFY_EMAIL', email });
      await confirmEmail(tx, { token, passwordHash: '$argon2id$owners', portal });
    });
    expect(await find(hashSecret('thief'))).toBeUndefined();
    expect(await testing.db.read(system, (tx) => findCredentials(tx, { email }))).toMatchObject({
      passwordHash: '$argon2id$owners',
      hasTwoFactor: false,
    });
    expect(await testing.owner`select from recovery_codes where user_id = ${userId}`).toHaveLength(0);
  });
});
