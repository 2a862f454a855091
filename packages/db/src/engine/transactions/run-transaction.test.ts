import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addMember } from '../../members/factory.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import type { Actor } from '../actors.ts';
import { connect } from '../connection.ts';
import { type Database, openDatabase, type Transaction } from '../database.ts';
import { OutcomeUnknown, Unavailable } from '../errors.ts';
import { Outdated } from '../memory.ts';
import { asText, cut, isEnd, type Link, openLink } from './link.fixture.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const staff: Actor = { kind: 'staff', userId: randomUUID() };
const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
let link: Link;
let db: Database;

beforeAll(async () => {
  await superuser.unsafe(`
    create table kept (id int primary key, word text unique deferrable initially deferred);
    grant select, insert on kept to admin_role, application_role`);
  link = await openLink(portal.superuserUrl.replace('//postgres@', '//portal_system@'));
  db = openDatabase({ url: link.url, maxConnections: 1 });
});

beforeEach(async () => {
  await isIdle();
  link.change = (packet) => packet;
});

afterAll(async () => {
  await db.close(500);
  await link.close();
  await superuser.end();
});

const one = (tx: Transaction) => tx.sql<{ pid: number }[]>`select pg_backend_pid() as pid, ${1}::int as one`;
const keep =
  (id: number, word = String(id)) =>
  (tx: Transaction) =>
    tx.sql`insert into kept values (${id}, ${word})`;
const isKept = async (id: number) => (await superuser`select from kept where id = ${id}`).length === 1;
const becomes = (from: string, to: string) => (packet: string) => packet.replaceAll(from, to);
const endBecomes = (end: string | typeof cut) => (packet: string) => (isEnd(packet) ? end : packet);
const isIdle = () => vi.waitFor(() => expect(db.servers()[0]?.inUse).toBe(0));
/** The connection that is used next, once COMMIT of this read is answered. */
const pid = async () => {
  const [row] = await db.read(system, one);
  await isIdle();
  return row?.pid;
};

describe('round trips', () => {
  it('are one for a read of one statement that is prepared, and two for such a write', async () => {
    await db.read(system, one);
    await db.read(system, one);
    await isIdle();
    link.packets = 0;
    await db.read(system, one);
    expect(link.packets).toBe(1);
    await isIdle();
    expect(link.packets).toBe(2);
    await db.write(system, one);
    expect(link.packets).toBe(4);
  });
});

describe('a read that says it has one statement', () => {
  const oneStatement = true;

  it('sends COMMIT with it', async () => {
    const before = await pid();
    link.packets = 0;
    expect(await db.read(system, one, { oneStatement })).toMatchObject([{ pid: before, one: 1 }]);
    await isIdle();
    expect(link.packets).toBe(1);
    expect(await pid()).toBe(before);
    expect(
      await superuser`select state from pg_stat_activity where pid = ${before ?? 0} and state like 'idle in%'`,
    ).toEqual([]);
  });

  it('is refused a second one', async () => {
    const two = db.read(system, async (tx) => [await one(tx), await one(tx)], { oneStatement });
    await expect(two).rejects.toThrow('was to have one statement');
    expect(await db.read(system, one)).toMatchObject([{ one: 1 }]);
  });

  it('says why it failed, and its connection is used again', async () => {
    const before = await pid();
    const failed = db.read(system, ({ sql }) => sql`select 1 / 0`, { oneStatement });
    await expect(failed).rejects.toThrow('division by zero');
    await expect(db.read(system, keep(51), { oneStatement })).rejects.toThrow('read-only transaction');
    expect(await pid()).toBe(before);
  });

  it('takes on the role, and leaves nothing of it behind', async () => {
    const role = ({ sql }: Transaction) => sql`select current_user as role`;
    expect(await db.read(system, role, { oneStatement })).toEqual([{ role: 'system_role' }]);
    expect(await db.read(staff, role, { oneStatement })).toEqual([{ role: 'admin_role' }]);
  });

  it('reads nothing when its settings fail, and its connection is not used again', async () => {
    const before = await pid();
    link.change = becomes('read-only settings', 'read-only bogus!!!');
    await expect(db.read(system, one, { oneStatement })).rejects.toThrow('does not exist');
    link.change = becomes('system_role', 'some_role!!');
    await expect(db.read(system, one, { oneStatement })).rejects.toThrow('roles are missing');
    link.change = (packet) => packet;
    expect(await pid()).not.toBe(before);
  });
});

describe('a read that marks its last statement', () => {
  const endsWithLast = true;

  it('sends COMMIT with it', async () => {
    await pid();
    await isIdle();
    link.packets = 0;
    const onlyLast = (tx: Transaction) => tx.last(one(tx));
    expect(await db.read(system, onlyLast, { endsWithLast })).toMatchObject([{ one: 1 }]);
    await isIdle();
    expect(link.packets).toBe(1);
    const twoThings = async (tx: Transaction) => [await one(tx), await tx.last(one(tx))];
    expect(await db.read(system, twoThings, { endsWithLast })).toHaveLength(2);
    await isIdle();
    const left = await superuser`
      select from pg_stat_activity where datname = current_database() and state like 'idle in%'`;
    expect(left).toEqual([]);
  });

  it('is refused another one', async () => {
    const more = db.read(system, async (tx) => [await tx.last(one(tx)), await one(tx)], { endsWithLast });
    await expect(more).rejects.toThrow('The last statement of this transaction has been sent');
    expect(await db.read(system, one)).toMatchObject([{ one: 1 }]);
  });

  it('is not refused another one without the option, nor is a write', async () => {
    const more = async (tx: Transaction) => [await tx.last(one(tx)), await one(tx)];
    expect(await db.read(system, more)).toHaveLength(2);
    expect(await db.write(system, more)).toHaveLength(2);
  });

  it('says why it failed, and its connection is used again', async () => {
    const before = await pid();
    const failed = db.read(system, (tx) => tx.last(tx.sql`select 1 / 0`), { endsWithLast });
    await expect(failed).rejects.toThrow('division by zero');
    expect(await pid()).toBe(before);
  });
});

describe('a transaction that says how it plans', () => {
  const planning = ({ sql }: Transaction) => sql`select current_setting('plan_cache_mode') as mode`;
  const usual = [{ mode: 'auto' }];
  const eachValue = { say: (tx: Transaction) => tx.planForEachValue(), mode: 'force_custom_plan' };
  const once = { say: (tx: Transaction) => tx.planOnce(), mode: 'force_generic_plan' };

  it.each([
    { ...eachValue, options: {} },
    { ...eachValue, options: { oneStatement: true } },
    { ...once, options: {} },
    { ...once, options: { oneStatement: true } },
  ])('says so in the packet of its first statement ($mode, $options)', async ({ say, mode, options }) => {
    await pid();
    await isIdle();
    link.packets = 0;
    const run = (tx: Transaction) => {
      say(tx);
      return planning(tx);
    };
    expect(await db.read(system, run, options)).toEqual([{ mode }]);
    await isIdle();
    expect(link.packets).toBe('oneStatement' in options ? 1 : 2);
    expect(await db.read(system, planning)).toEqual(usual);
  });

  it.each([eachValue, once])(
    'may say so later, or before a text of the simple protocol ($mode)',
    async ({ say, mode }) => {
      const later = async (tx: Transaction) => {
        const before = await planning(tx);
        say(tx);
        return [...before, ...(await planning(tx))];
      };
      expect(await db.read(system, later)).toEqual([...usual, { mode }]);
      const simple = async (tx: Transaction) => {
        say(tx);
        await tx.sql`select 1`.simple();
        return planning(tx);
      };
      expect(await db.read(system, simple)).toEqual([{ mode }]);
    },
  );
});

describe('a read whose memory is outdated', () => {
  it('runs once more, and fails if it is outdated again', async () => {
    let runs = 0;
    const run = async (tx: Transaction) => {
      runs += 1;
      const rows = await one(tx);
      if (runs === 1) throw new Outdated('It was.');
      return rows;
    };
    expect(await db.read(system, run)).toMatchObject([{ one: 1 }]);
    expect(runs).toBe(2);
    const never = () => Promise.reject(new Outdated('It always is.'));
    await expect(db.read(system, never)).rejects.toThrow('It always is.');
  });
});

describe('a text of the simple protocol', () => {
  const role = ({ sql }: Transaction) => sql.unsafe<{ role: string }[]>('select current_user::text as role');
  const asSystem = [{ role: 'system_role' }];

  it('as the first statement never overtakes BEGIN', async () => {
    expect(await db.read(system, role)).toMatchObject(asSystem);
    const both = await db.write(system, (tx) => Promise.all([role(tx), role(tx), one(tx)]));
    expect(both).toMatchObject([asSystem, asSystem, [{ one: 1 }]]);
    const other = await db.write(system, (tx) => Promise.all([one(tx), role(tx)]));
    expect(other).toMatchObject([[{ one: 1 }], asSystem]);
  });
});

describe('a BEGIN that fails', () => {
  it('lets nothing of the function take effect: the login has no rights', async () => {
    await db.write(system, one);
    link.change = becomes('begin', 'bogus');
    const refusals: unknown[] = [];
    const failed = db.write(system, async (tx) => {
      const note = (error: unknown) => refusals.push(error);
      await Promise.all([keep(1)(tx).catch(note), keep(1)(tx).catch(note)]);
      await keep(1)(tx).catch(note);
    });
    await expect(failed).rejects.toThrow('does not exist');
    // The server skips the first, and refuses the second to the login. The third is not sent.
    expect(refusals).toMatchObject([{ code: '26000' }, { code: '42501' }, { code: '26000' }]);
    expect(await isKept(1)).toBe(false);
    link.change = (packet) => packet;
    expect(await db.read(system, one)).toMatchObject([{ one: 1 }]);
  });

  /** Calls of a function whose BEGIN fails under this login. */
  const callsWithoutBegin = async (login: string) => {
    const own = new URL(portal.ownerUrl);
    own.username = login;
    const ownLink = await openLink(own.href);
    const ownDb = openDatabase({ url: ownLink.url, maxConnections: 1 });
    const fn = vi.fn(async (tx: Transaction) => {
      await keep(2)(tx).catch(() => undefined);
    });
    await ownDb.write(system, async (tx) => void (await one(tx)));
    ownLink.change = becomes('begin', 'bogus');
    await expect(ownDb.write(system, fn)).rejects.toThrow(/syntax error|does not exist/);
    await ownDb.close();
    await ownLink.close();
    expect(await isKept(2)).toBe(false);
    return fn.mock.calls.length;
  };

  it.each([
    ['may only take on roles', 1, (_: string) => ''],
    ['bypasses row-level security', 0, (login: string) => `alter role ${login} bypassrls`],
    ['has a table privilege', 0, (login: string) => `grant insert on kept to ${login}`],
    ['has a privilege on columns', 0, (login: string) => `grant insert (id, word) on kept to ${login}`],
    ['owns a table', 0, (login: string) => `create table owned (); alter table owned owner to ${login}`],
    ['inherits the rights of a role', 0, (login: string) => `alter role ${login} inherit`],
  ])('where the login %s calls the function %i times', async (_, calls, arrange) => {
    const login = `begin_${process.pid}`;
    await superuser.unsafe(
      `create role ${login} login noinherit; grant system_role to ${login}; ${arrange(login)}`,
    );
    try {
      expect(await callsWithoutBegin(login)).toBe(calls);
    } finally {
      await superuser.unsafe(`drop owned by ${login}; drop role ${login}`);
    }
  });

  it('keeps the function from running where the login is a superuser', async () => {
    expect(await callsWithoutBegin(new URL(portal.superuserUrl).username)).toBe(0);
  });

  it('says that the roles are missing, and not what followed from it', async () => {
    link.change = becomes('system_role', 'some_role!!');
    await expect(db.write(system, keep(3))).rejects.toThrow('roles are missing');
    expect(await isKept(3)).toBe(false);
  });
});

describe('a COMMIT', () => {
  it.each([
    ['fails', endBecomes(asText('bogus'))],
    ['is answered by ROLLBACK', endBecomes(asText('rollback'))],
    ['is lost with the connection', endBecomes(cut)],
  ])('that %s takes nothing from a read, and its connection is not used again', async (_, change) => {
    const before = await pid();
    link.change = change;
    expect(await db.read(system, one)).toMatchObject([{ pid: before, one: 1 }]);
    await isIdle();
    link.change = (packet) => packet;
    expect(await pid()).not.toBe(before);
  });

  it.each([
    ['fails', 11, endBecomes(asText('bogus')), 'syntax error'],
    ['is answered by ROLLBACK', 12, endBecomes(asText('rollback')), 'answered commit with ROLLBACK'],
    ['is lost with the connection', 13, endBecomes(cut), Unavailable],
  ])('that %s fails the write, which runs once', async (_, id, change, told) => {
    link.change = change;
    const fn = vi.fn(keep(id));
    await expect(db.write(system, fn)).rejects.toThrow(told);
    expect(fn).toHaveBeenCalledTimes(1);
    link.change = (packet) => packet;
    expect(await isKept(id)).toBe(false);
    await db.write(system, keep(id));
    expect(await isKept(id)).toBe(true);
  });

  it('that a deferred constraint refuses fails the write', async () => {
    await db.write(system, keep(21, 'same'));
    await expect(db.write(system, keep(22, 'same'))).rejects.toThrow('duplicate key');
    expect(await isKept(22)).toBe(false);
    expect(await db.read(system, one)).toMatchObject([{ one: 1 }]);
  });
});

describe('the log’s position', () => {
  it.each([true, false])(
    'is asked for after COMMIT, with statements prepared: %s',
    async (preparedStatements) => {
      const userId = await addMember(portal.db);
      const own = await openLink(portal.urls.url);
      // With a list of replicas, if an empty one, the portal remembers positions.
      const several = openDatabase({
        url: own.url,
        directUrls: [portal.superuserUrl],
        replicaUrls: [],
        maxConnections: 1,
        preparedStatements,
      });
      try {
        let sent = '';
        own.change = (packet) => {
          sent += packet;
          return packet;
        };
        await several.write(
          { kind: 'member', userId },
          ({ sql }) => sql`update users set bio = 'Here' where id = ${userId}`,
        );
        expect(sent).toMatch(/update users[\s\S]*commit[\s\S]*pg_current_wal_insert_lsn/);
        expect(sent).not.toMatch(/pg_current_wal_insert_lsn[\s\S]*commit/);
      } finally {
        await several.close(500);
        await own.close();
      }
    },
  );
});

describe('an abort', () => {
  const wait = () => new Promise((resolve) => setTimeout(resolve, 50));
  const aborted = (id: number, fn: (tx: Transaction, abort: () => void) => Promise<unknown>) => {
    const gone = new AbortController();
    const { signal } = gone;
    const written = db.write(system, (tx) => fn(tx, () => gone.abort()), { signal });
    return expect(written)
      .rejects.toMatchObject({ code: 'canceled' })
      .then(async () => expect(await isKept(id)).toBe(false));
  };

  it('before the first statement keeps it from the server', async () => {
    const before = await pid();
    const statements: string[] = [];
    link.change = (packet) => {
      statements.push(packet);
      return packet;
    };
    await aborted(61, async (tx, abort) => {
      abort();
      await keep(61)(tx);
    });
    expect(statements.join()).not.toContain('insert into kept');
    link.change = (packet) => packet;
    expect(await pid()).toBe(before);
  });

  it('between two statements undoes the first and refuses the second, whatever the function does', async () => {
    const refusals: unknown[] = [];
    await aborted(62, async (tx, abort) => {
      await keep(62)(tx);
      abort();
      await wait();
      await keep(63)(tx).catch((error) => refusals.push(error));
    });
    expect(refusals).toMatchObject([{ code: 'canceled' }]);
    expect(await isKept(63)).toBe(false);
  });

  it('while a statement runs stops it', () =>
    aborted(64, async (tx, abort) => {
      await keep(64)(tx);
      setTimeout(abort, 50);
      await tx.sql`select pg_sleep(60)`;
    }));

  it('as the last act of the function keeps the row from being committed', () =>
    aborted(65, async (tx, abort) => {
      await keep(65)(tx);
      abort();
    }));

  it('of a function that sends nothing is told as one', () => aborted(66, async (_, abort) => abort()));

  it('after COMMIT was sent leaves its outcome as it is', async () => {
    const gone = new AbortController();
    const { signal } = gone;
    link.change = (packet) => {
      if (isEnd(packet)) gone.abort();
      return packet;
    };
    expect(await db.write(system, keep(67), { signal })).toMatchObject({ count: 1 });
    expect(signal.aborted).toBe(true);
    expect(await isKept(67)).toBe(true);
  });

  it('after COMMIT was lost does not claim that nothing was kept', async () => {
    const gone = new AbortController();
    link.change = (packet) => {
      if (!isEnd(packet)) return packet;
      gone.abort();
      return cut;
    };
    await expect(db.write(system, keep(68), { signal: gone.signal })).rejects.toThrow(OutcomeUnknown);
  });

  it('leaves a connection that the next transaction can use', async () => {
    expect(await db.read(system, one)).toMatchObject([{ one: 1 }]);
    await isIdle();
    expect(
      await superuser`
        select pid from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    ).toEqual([]);
  });
});

describe('a statement', () => {
  it('that failed fails the transaction, also when its function went on', async () => {
    const went = db.write(system, async (tx) => {
      await keep(31)(tx);
      await tx.sql`select 1 / 0`.catch(() => undefined);
      return 'went on';
    });
    await expect(went).rejects.toThrow('division by zero');
    expect(await isKept(31)).toBe(false);
  });

  it('that failed unawaited is named as the reason why nothing was kept', async () => {
    const left = db.write(system, async (tx) => {
      await keep(32)(tx);
      void tx.sql`select 1 / 0`.execute();
    });
    await expect(left).rejects.toThrow('division by zero');
    const refused = db.write(system, async (tx) => {
      void keep(33)(tx).execute();
      void keep(33)(tx).execute();
    });
    await expect(refused).rejects.toMatchObject({ code: '23505' });
    expect([await isKept(32), await isKept(33)]).toEqual([false, false]);
    expect(await db.read(system, one)).toMatchObject([{ one: 1 }]);
  });

  it('that cannot be built fails alone, and not those that leave with it', async () => {
    const unbuilt = db.read(system, ({ sql }) => sql`select ${undefined as never}`);
    await expect(unbuilt).rejects.toThrow('Undefined values');
    expect(await db.read(system, one)).toMatchObject([{ one: 1 }]);
  });

  it('of a transaction that is over is refused, and not sent with the next one', async () => {
    let left: Transaction | undefined;
    await db.read(system, async (tx) => {
      left = tx;
    });
    const next = db.write(system, async (tx) => {
      await one(tx);
      await expect(keep(41)(left as Transaction)).rejects.toThrow('is over');
      await expect(left?.orm.execute('insert into kept values (41)')).rejects.toThrow('is over');
    });
    await next;
    expect(await isKept(41)).toBe(false);
  });

  it('that waits when its connection is lost fails at once', async () => {
    const waiting = db.read(system, ({ sql }) =>
      // Neither is prepared: the second one waits until the server has described the first.
      Promise.all([sql`select ${'first'}::text, pg_sleep(60)`, sql`select ${'second'}::text`]),
    );
    let isLost = false;
    const lost = expect(waiting)
      .rejects.toThrow(Unavailable)
      .finally(() => {
        isLost = true;
      });
    // A read is tried once more.
    while (!isLost) {
      await superuser`
        select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where datname = current_database() and state = 'active' and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()`;
    }
    await lost;
  });
});
