import { sql as expression } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { visitor } from './actors.ts';
import { connect } from './connection.ts';
import { openDatabase, type Transaction } from './database.ts';
import { Busy, InvalidInput, Unavailable } from './errors.ts';

const portal = testDatabase();
const system = { kind: 'system', name: 'test' } as const;
const member = { kind: 'member', userId: '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a' } as const;

async function whoAsks(tx: Transaction) {
  const [row] = await tx.sql<{ role: string; userId: string; actor: string }[]>`
    select current_user as role, current_setting('app.current_user_id', true) as "userId",
           current_setting('app.actor', true) as actor`;
  return row;
}

async function addZip(tx: Transaction, zip: string) {
  await tx.sql`insert into zip_codes (zip_code, city, state, location)
               values (${zip}, 'Testville', 'CA', 'SRID=4326;POINT(-122 38)')`;
}

async function hasZip(zip: string) {
  const rows = await portal.owner.begin(async (sql) => {
    await sql`set local role admin_role`;
    return sql`select from zip_codes where zip_code = ${zip}`;
  });
  return rows.length === 1;
}

describe('who is asking', () => {
  it('is a role without rights to write for visitors and members, and a role of their own for staff and for the system', async () => {
    expect(await portal.db.read(visitor, whoAsks)).toMatchObject({
      role: 'application_role',
      userId: '',
      actor: 'visitor',
    });
    expect(await portal.db.read(member, whoAsks)).toMatchObject({
      role: 'application_role',
      userId: member.userId,
    });
    expect(await portal.db.read({ kind: 'staff', userId: member.userId }, whoAsks)).toMatchObject({
      role: 'admin_role',
      userId: member.userId,
    });
    expect(await portal.db.read(system, whoAsks)).toMatchObject({
      role: 'system_role',
      actor: 'system:test',
    });
  });

  it('is the system to the policies when it acts for a person, and that person in the trail', async () => {
    const userId = await addMember(portal.db);
    const actor = { kind: 'system', name: 'test', onBehalfOf: userId } as const;
    const rename = ({ sql }: Transaction) =>
      sql`update users set first_name = 'Renamed' where id = ${userId}`;
    expect(await portal.db.read(actor, whoAsks)).toMatchObject({ role: 'system_role', userId: '' });
    await portal.db.write(actor, rename, { requestId: 'asked-1' });
    expect(
      await portal.owner`
        select user_id, actor, request_id from audit_log
        where table_name = 'users' and row_id = ${userId} and operation = 'UPDATE'`,
    ).toEqual([{ user_id: userId, actor: 'system:test', request_id: 'asked-1' }]);
  });

  it('never reaches the next transaction on the same connection', async () => {
    // One login that may act as everybody.
    const db = openDatabase({ url: portal.ownerUrl, maxConnections: 1 });
    try {
      await db.read({ kind: 'staff', userId: member.userId }, whoAsks);
      expect(await db.read(visitor, whoAsks)).toMatchObject({ role: 'application_role', userId: '' });
      await expect(
        db.write({ kind: 'staff', userId: member.userId }, async () => Promise.reject(new Error('undone'))),
      ).rejects.toThrow('undone');
      expect(await db.read(visitor, whoAsks)).toMatchObject({ role: 'application_role', userId: '' });
    } finally {
      await db.close();
    }
  });

  it('is told in a function’s own words what that function refuses', async () => {
    const retry = ({ sql }: Transaction) => sql`select retry_job(gen_random_uuid())`;
    await expect(portal.db.write({ kind: 'staff', userId: member.userId }, retry)).rejects.toMatchObject({
      name: 'Refused',
      message: 'This needs the permission jobs.manage.',
    });
  });

  it('is refused when a user id is not one, before anything is sent', async () => {
    await expect(
      portal.db.read({ kind: 'member', userId: "x'; drop table zip_codes; --" }, whoAsks),
    ).rejects.toThrow('UUID');
  });

  it('takes no connection when it cannot be told to the server', async () => {
    const db = openDatabase({ ...portal.urls, maxConnections: 2, acquireTimeoutMs: 200 });
    const bad = { kind: 'system', name: 'test', onBehalfOf: 'nobody' } as const;
    for (let call = 0; call < 3; call += 1) {
      await expect(db.read(bad, whoAsks)).rejects.toThrow('UUID');
      await expect(db.write(bad, whoAsks)).rejects.toThrow('UUID');
      await expect(db.read({ kind: 'system', name: 'te\0st' }, whoAsks)).rejects.toThrow('NUL');
      await expect(db.write(system, whoAsks, { requestId: '\0' })).rejects.toThrow('NUL');
    }
    expect(db.servers()).toMatchObject([{ inUse: 0, waiting: 0 }]);
    expect(await db.read(visitor, whoAsks)).toMatchObject({ role: 'application_role' });
    await db.write(system, whoAsks);
    await vi.waitFor(() => expect(db.servers()).toMatchObject([{ inUse: 0, waiting: 0 }]));
    await db.close();
  });

  it('cannot write as a visitor even by raw SQL', async () => {
    await expect(portal.db.write(visitor, (tx) => addZip(tx, '00001'))).rejects.toMatchObject({
      name: 'Refused',
      message: 'You may not do this.',
      cause: expect.objectContaining({ message: expect.stringContaining('permission denied') }),
    });
    expect(await hasZip('00001')).toBe(false);
  });
});

describe('a transaction', () => {
  it('keeps what a write did, and nothing of one that throws', async () => {
    await portal.db.write(system, (tx) => addZip(tx, '00002'));
    expect(await hasZip('00002')).toBe(true);
    const broken = portal.db.write(system, async (tx) => {
      await addZip(tx, '00003');
      throw new InvalidInput('zip', 'is not wanted');
    });
    await expect(broken).rejects.toThrow(InvalidInput);
    expect(await hasZip('00003')).toBe(false);
  });

  it('refuses to write inside a read', async () => {
    await expect(portal.db.read(system, (tx) => addZip(tx, '00004'))).rejects.toThrow(
      'read-only transaction',
    );
  });

  it('refuses a read or a write inside another, which would be a second transaction', async () => {
    const nested = portal.db.read(visitor, () => portal.db.read(visitor, whoAsks));
    await expect(nested).rejects.toThrow('read was started inside a read');
    const writing = portal.db.write(system, () => portal.db.write(system, whoAsks));
    await expect(writing).rejects.toThrow('write was started inside a write');
  });

  it('lets a timer that its function started read once it is over', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    await portal.db.read(visitor, async () => {
      setTimeout(() => resolve(portal.db.read(visitor, whoAsks)), 50);
    });
    expect(await promise).toMatchObject({ role: 'application_role' });
  });

  it('allows reads side by side', async () => {
    const reads = await Promise.all(Array.from({ length: 12 }, () => portal.db.read(visitor, whoAsks)));
    expect(reads.every((row) => row?.role === 'application_role')).toBe(true);
  });

  it('is one for the driver and for Drizzle', async () => {
    const [own, drizzle] = await portal.db.read(visitor, async (tx) => {
      const [row] = await tx.sql<
        { id: string }[]
      >`select pg_backend_pid()::text || txid_current_if_assigned()::text || now()::text as id`;
      const [other] = await tx.orm.execute<{ at: string }>(
        expression`select pg_backend_pid() as at, current_user as role`,
      );
      const [pid] = await tx.sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      return [{ row, pid: pid?.pid }, other];
    });
    expect(drizzle).toMatchObject({ at: own.pid, role: 'application_role' });
  });
});

/** As an administrator would who ends one session. */
async function endConnection(pid: number) {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`select pg_terminate_backend(${pid}, 5000)`;
  await superuser.end();
}

describe('what goes wrong', () => {
  it('is told as unavailable when nothing listens', async () => {
    const db = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
    await expect(db.read(visitor, whoAsks)).rejects.toThrow(Unavailable);
    await db.close();
  });

  it('is told as busy when a statement takes too long', async () => {
    const db = openDatabase({ ...portal.urls, statementTimeoutMs: 50 });
    await expect(db.read(visitor, (tx) => tx.sql`select pg_sleep(5)`)).rejects.toThrow(Busy);
    await db.close();
  });

  it('does not stop the next read after a connection was ended by the server', async () => {
    const db = openDatabase({ ...portal.urls, maxConnections: 1 });
    const cut = db.read(visitor, async (tx) => {
      const [row] = await tx.sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await endConnection(row?.pid ?? 0);
      return tx.sql`select 1`;
    });
    await expect(cut).rejects.toThrow(Unavailable);
    expect(await db.read(visitor, whoAsks)).toMatchObject({ role: 'application_role' });
    await db.close();
  });

  it('never lets what is left of a lost transaction into the next one on the same connection', async () => {
    const db = openDatabase({ ...portal.urls, maxConnections: 1 });
    const isNextOpen = Promise.withResolvers<void>();
    const isLeftoverDone = Promise.withResolvers<unknown>();
    const lost = db.write(system, async (tx) => {
      const [row] = await tx.sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await endConnection(row?.pid ?? 0);
      await isNextOpen.promise;
      isLeftoverDone.resolve(await addZip(tx, '00005').catch((error) => error));
    });
    await expect(lost).rejects.toThrow(Unavailable);
    const next = db.write(system, async (tx) => {
      await addZip(tx, '00006');
      isNextOpen.resolve();
      expect(await isLeftoverDone.promise).toMatchObject({ code: 'CONNECTION_CLOSED' });
      // Long enough for a stray COMMIT to arrive.
      await tx.sql`select pg_sleep(0.1)`;
      expect(await whoAsks(tx)).toMatchObject({ role: 'system_role' });
      throw new Error('undone');
    });
    await expect(next).rejects.toThrow('undone');
    expect([await hasZip('00005'), await hasZip('00006')]).toEqual([false, false]);
    await db.close();
  });
});
