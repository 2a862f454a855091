import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../database.ts';
import { type Client, connect } from '../../engine/connection.ts';
import { Refused } from '../../engine/errors.ts';
import { addMember } from '../../members/factory.ts';
import { addSession } from '../../sign-in/commands/sessions.ts';
import { cloneDatabase, dropDatabase, keepToOwnLogins } from '../../tools/testing/template.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { recordAdminAction, storeVerification } from '../commands.ts';
import { readAnchor } from './anchor.ts';
import { compareRules, readRules } from './rules.ts';
import { sealTrail } from './seal-trail.ts';
import { lastMonth, run, tamperings } from './tamperings.fixture.ts';
import { type Verification, verifyTrail } from './verify-trail.ts';

const portal = testDatabase();
const key = { id: 'test-1', secret: randomBytes(32) };
const folder = mkdtempSync(join(tmpdir(), 'namc-anchor-'));
const anchorFile = join(folder, 'base.jsonl');
let base = '';

const at = (url: string, name: string) => {
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
};
const auditorAt = (name: string) => at(portal.superuserUrl.replace('postgres@', 'portal_auditor@'), name);
const urlsAt = (name: string) => ({
  url: at(portal.urls.url, name),
  staffUrl: at(portal.urls.staffUrl, name),
  systemUrl: at(portal.urls.systemUrl, name),
});
const seal = (db: Database, file: string | undefined) =>
  sealTrail(db, { key, batchSize: 4, ...(file ? { anchor: { file } } : {}) });

beforeAll(async () => {
  base = new URL(portal.superuserUrl).pathname.slice(1);
  await keepToOwnLogins(portal.superuserUrl);
  const administratorId = await addMember(portal.db, { roles: ['administrator'] });
  const administrator = { kind: 'staff', userId: administratorId } as const;
  const act = (reason: string) =>
    portal.db.write(administrator, (tx) =>
      recordAdminAction(tx, { action: 'members.approve', targetUserId: administratorId, reason }),
    );
  /** A row whose writer is a subtransaction, below another one. A plpgsql block with EXCEPTION makes one too. */
  const inSavepoint = (reason: string) =>
    portal.owner.begin(async (sql) => {
      await sql`select pg_current_xact_id()`;
      await sql`savepoint first`;
      await sql`savepoint second`;
      await sql.unsafe(`do $do$ begin
        insert into admin_actions (action, actor, reason) values ('members.approve', 'system', '${reason}');
      exception when others then raise; end $do$`);
      await sql`release savepoint first`;
    });
  // Rows of the month before, in partitions of their own.
  await portal.owner`
    select create_monthly_partition(trail, (date_trunc('month', now(), 'UTC') - interval '5 days')::date)
    from unnest(array['admin_actions', 'audit_log']) trail`;
  await portal.owner`
    insert into admin_actions (action, actor, reason, created_at)
    select 'members.decline', 'staff', 'old', date_trunc('month', now(), 'UTC') - n * interval '1 day'
    from generate_series(2, 4) n`;
  for (let n = 1; n <= 5; n += 1) await addMember(portal.db, { city: 'Oakland' });
  for (let n = 1; n <= 5; n += 1) await act(`first ${n}`);
  await seal(portal.db, anchorFile);
  for (let n = 1; n <= 3; n += 1) await act(`second ${n}`);
  await inSavepoint('second in a savepoint');
  await addMember(portal.db, { city: 'Fresno' });
  await portal.db.write({ kind: 'system', name: 'test' }, async (tx) => {
    const { sql } = tx;
    await sql`update users set bio = 'Roofer' where city = 'Fresno'`;
    await sql`insert into user_credentials (user_id, password_hash) values (${administratorId}, '$argon2id$one')`;
    await sql`update user_credentials set password_hash = '$argon2id$two' where user_id = ${administratorId}`;
    await sql`insert into two_factor_secrets (user_id, encrypted_secret) values (${administratorId}, '\\x0102')`;
    await sql`update two_factor_secrets set encrypted_secret = '\\x0304' where user_id = ${administratorId}`;
    const [account] = await sql`select security_version from users where id = ${administratorId}`;
    await addSession(tx, {
      tokenHash: 'a'.repeat(64),
      userId: administratorId,
      lastsSeconds: 3_600,
      isKept: false,
      twoFactorAt: null,
      securityVersion: account?.security_version,
      isSignIn: true,
    });
  });
  await seal(portal.db, anchorFile);
  const outcome = await verifyTrail({
    url: auditorAt(base),
    embedded: false,
    keys: [key],
    longestUnsealedSeconds: 600,
  });
  await portal.db.write({ kind: 'system', name: 'test' }, (tx) =>
    storeVerification(tx, { ...outcome, verifiedBy: 'test', key }),
  );
  // Somebody keeps this in order to put it back.
  const copier = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await copier.unsafe(`create schema kept; create table kept.seals as select * from audit_seals;
    create table kept.row_seals as select * from audit_row_seals`);
  await copier.end();
  for (let n = 1; n <= 3; n += 1) await act(`third ${n}`);
  await portal.db.write(
    { kind: 'system', name: 'test' },
    ({ sql }) => sql`update users set city = 'Napa' where city = 'Fresno'`,
  );
  await seal(portal.db, anchorFile);
  await act('waiting');
  await inSavepoint('waiting in a savepoint');
  await portal.db.write(
    { kind: 'system', name: 'test' },
    ({ sql }) => sql`update users set city = 'Davis' where city = 'Napa'`,
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Registers the tests. A clone and two verifications take seconds, so `isEvery` is for the full checks, and the others
 * try the first tampering of each kind.
 */
export function testTamperings({ isEvery }: { isEvery: boolean }): void {
  const kinds = new Map([...tamperings].reverse().map((tampering) => [tampering.kind, tampering]));
  const tried = isEvery
    ? tamperings
    : tamperings.filter((tampering) => kinds.get(tampering.kind) === tampering);
  describe('a tampering is named', () => {
    const named = (verified: Verification) => [...new Set(verified.problems.map(({ kind }) => kind))];
    const verify = async (name: string, file: string, url = auditorAt(name)) =>
      verifyTrail({
        url,
        embedded: false,
        keys: [key],
        anchor: await readAnchor(file),
        withState: true,
        longestUnsealedSeconds: 600,
      });
    let clones = 0;

    async function openClone() {
      clones += 1;
      const name = `${base.slice(0, 50)}_${clones}`;
      const file = join(folder, `${clones}.jsonl`);
      copyFileSync(anchorFile, file);
      await cloneDatabase(portal.superuserUrl.replace(/\/[^/]*$/, '/postgres'), base, name);
      const superuser = connect(at(portal.superuserUrl, name), { max: 1, applicationName: 'test' });
      const db = openDatabase({ ...urlsAt(name), maxConnections: 3 });
      const close = async () => {
        await superuser.end();
        await db.close();
        await dropDatabase(portal.superuserUrl.replace(/\/[^/]*$/, '/postgres'), name);
      };
      return { name, file, superuser, db, close };
    }

    async function onClone(
      act: (clone: { name: string; file: string; superuser: Client; db: Database }) => Promise<void>,
    ) {
      const clone = await openClone();
      try {
        await act(clone);
      } finally {
        await clone.close();
      }
    }

    /** The next sealing, as the worker does it. A chain that is not the anchor's is not sealed, so it is forced here. */
    async function sealNext(db: Database, file: string) {
      await seal(db, file).catch(async (error) => {
        if (!(error instanceof Refused)) throw error;
        await seal(db, undefined);
      });
    }

    beforeAll(async () => {
      // A template of a clone has no connections.
      await portal.db.close();
      await portal.owner.end();
    });

    it('and an honest trail has nothing to name', () =>
      onClone(async ({ name, file, db }) => {
        const verified = await verify(name, file);
        expect(verified.problems).toEqual([]);
        expect(verified).toMatchObject({ bypassedPolicies: true, comparedAnchor: true, comparedState: true });
        expect(verified.unsealed).toBeGreaterThan(0);
        await sealNext(db, file);
        expect((await verify(name, file)).problems).toEqual([]);
        // A login that the policies bind sees the same.
        expect(await verify(name, file, urlsAt(name).systemUrl)).toMatchObject({
          problems: [],
          bypassedPolicies: false,
        });
      }));

    it.each(tried)('$name: $kind', ({ sql, kind, only }) =>
      onClone(async ({ name, file, superuser, db }) => {
        await superuser.begin((tx) => tx.unsafe(sql));
        if (only !== 'after the next sealing') expect(named(await verify(name, file))).toContain(kind);
        await sealNext(db, file).catch(() => undefined);
        if (only !== 'before the next sealing') expect(named(await verify(name, file))).toContain(kind);
      }),
    );

    describe('among the rules, seen before the change is undone because roles belong to the whole server', () => {
      // Every change is undone, so they share a clone.
      let clone: Awaited<ReturnType<typeof openClone>>;
      beforeAll(async () => {
        clone = await openClone();
      });
      afterAll(() => clone.close());
      const compareAround = async (sql: string) => {
        let found: string[] = [];
        await clone.superuser
          .begin(async (tx) => {
            const { things } = await readRules(tx);
            await tx.unsafe(sql);
            found = compareRules(things, (await readRules(tx)).things);
            throw new Refused('undone');
          })
          .catch((error) => {
            if (!(error instanceof Refused)) throw error;
          });
        return found;
      };
      const stranger = `stranger_${process.pid}`;

      it.each([
        ['alter role application_role createdb', /^The role application_role was changed/],
        ['alter role portal_public inherit', /^The role portal_public was changed/],
        ['alter role definer_role bypassrls', /^The role definer_role was changed/],
        ['grant admin_role to portal_public', /^The membership of portal_public in admin_role is new/],
        [
          'grant admin_role to portal_staff with admin option',
          /^The membership of portal_staff in admin_role was changed/,
        ],
        [
          `create role ${stranger} in role system_role`,
          /^The membership of stranger_\d+ in system_role is new/,
        ],
        [
          `create role ${stranger} superuser login in role schema_owner;
         do $do$ begin execute format('grant connect on database %I to ${stranger}', current_database()); end $do$`,
          /^The role stranger_\d+ is new/,
        ],
        [
          'alter role portal_staff set search_path = pg_temp',
          /^The setting search_path of portal_staff in every database /,
        ],
      ])('%s', async (sql, sentence) => {
        expect(await compareAround(sql)).toEqual(expect.arrayContaining([expect.stringMatching(sentence)]));
      });

      it.each([
        [
          'a partition that is made',
          `select create_monthly_partition('audit_log', (now() + interval '9 months')::date)`,
        ],
        [
          'a partition that is detached',
          run(`alter table audit_log detach partition ${lastMonth('audit_log')}`),
        ],
        ['permissions of a role', `delete from role_permissions where role_code = 'support'`],
        [
          'a role of the portal',
          `update roles set description = 'x', standing = standing + 1 where code = 'support'`,
        ],
        ['a login for reports', `create role ${stranger} login in role report_role`],
        ['a login of another database', `create role ${stranger} login in role system_role`],
        ['an index that is built anew', 'reindex index event_registrations_one_live'],
        [
          'a grant that is taken back',
          'grant select on detached_partitions to portal_public; revoke select on detached_partitions from portal_public',
        ],
      ])('except %s', async (_, sql) => {
        expect(await compareAround(sql)).toEqual([]);
      });
    });

    it('to a login that the policies bind, when they hide the seals or rows from it', () =>
      onClone(async ({ name, file, superuser }) => {
        await superuser`create policy hidden on admin_actions as restrictive for select to admin_role using (reason <> 'first 2')`;
        const bound = urlsAt(name).systemUrl;
        expect(named(await verify(name, file, bound))).toEqual(
          expect.arrayContaining(['deleted', 'rules changed']),
        );
        await superuser`drop policy auditors_read on audit_seals`;
        expect(named(await verify(name, file, bound))).toEqual(
          expect.arrayContaining(['not sealed', 'chain cut']),
        );
      }));
  });
}
