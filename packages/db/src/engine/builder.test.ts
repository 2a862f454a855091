import { eq, sql as expression } from 'drizzle-orm';
import { bigint, date, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import type { Actor } from './actors.ts';
import { citext } from './columns/citext.ts';
import { connect } from './connection.ts';
import { openDatabase, type WriteTransaction } from './database.ts';

const samples = pgTable('orm_samples', {
  id: integer('id').primaryKey(),
  key: uuid('key'),
  email: citext('email'),
  day: date('day'),
  at: timestamp('at', { withTimezone: true }),
  total: bigint('total', { mode: 'number' }),
  words: text('words').array(),
  numbers: integer('numbers').array(),
  facts: jsonb('facts'),
  note: text('note'),
});

const portal = testDatabase();
const system = { kind: 'system', name: 'test' } as const;
const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });

beforeAll(async () => {
  await superuser.unsafe(`
    create table orm_samples (id int primary key, key uuid, email citext, day date, at timestamptz, total bigint,
      words text[], numbers int[], facts jsonb, note text);
    grant select, insert, update, delete on orm_samples to admin_role`);
});

afterAll(() => superuser.end());

const whole = {
  id: 1,
  key: '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a',
  email: 'Pat@Example.org',
  day: '2026-11-26',
  at: new Date('2026-11-26T08:30:00.123Z'),
  total: 9_007_199_254_740_991,
  words: ['plain', 'with "quotes" and, comma', ''],
  numbers: [1, -2, 3],
  facts: { list: [1, 'two', null], nested: { deep: true } } as unknown,
  note: null,
};
const empty = Object.fromEntries(Object.keys(whole).map((name) => [name, null]));

const inWrite = <T>(fn: (tx: WriteTransaction) => Promise<T>) => portal.db.write(system, fn);

describe('the builder', () => {
  it('returns what it wrote, with the table’s types', async () => {
    const [inserted] = await inWrite(({ orm }) => orm.insert(samples).values(whole).returning());
    expect(inserted).toEqual(whole);
    const [found] = await inWrite(({ orm }) =>
      orm.select().from(samples).where(eq(samples.email, 'pat@example.ORG')),
    );
    expect(found).toEqual(whole);
    expect(
      await inWrite(
        ({ sql }) => sql`select jsonb_typeof(facts) as kind, words[2] as word, at::text from orm_samples`,
      ),
    ).toEqual([
      { kind: 'object', word: 'with "quotes" and, comma', at: expect.stringContaining('30:00.123') },
    ]);
  });

  it('writes and reads nulls', async () => {
    await inWrite(({ orm }) => orm.insert(samples).values({ ...empty, id: 2 }));
    const [found] = await inWrite(({ orm }) => orm.select().from(samples).where(eq(samples.id, 2)));
    expect(found).toEqual({ ...empty, id: 2 });
  });

  it.each([
    ['a string', 'text'],
    ['a string of digits', '5'],
    ['a string that looks like an object', '{"a":1}'],
    ['a number', 5],
    ['a list of true and false', [true, false]],
    ['false', false],
  ])('keeps JSON what it was: %s', async (_, facts) => {
    await inWrite(({ orm }) => orm.update(samples).set({ facts }).where(eq(samples.id, 2)));
    const [found] = await inWrite(({ orm }) =>
      orm.select({ id: samples.id, facts: samples.facts }).from(samples).where(eq(samples.id, 2)),
    );
    expect(found).toEqual({ id: 2, facts });
    const [stored] = await inWrite(
      ({ sql }) => sql<{ facts: string }[]>`select facts::text from orm_samples where id = 2`,
    );
    expect(JSON.parse(stored?.facts ?? '')).toEqual(facts);
  });

  it('fills a JSON placeholder like a value', async () => {
    const [row] = await inWrite(({ orm }) =>
      orm
        .insert(samples)
        .values({ id: 3, facts: expression.placeholder('facts') })
        .returning({ facts: samples.facts })
        .prepare('insert_sample')
        .execute({ facts: { a: '1' } }),
    );
    expect(row).toEqual({ facts: { a: '1' } });
  });

  it('updates and deletes, and returns what it changed', async () => {
    const updated = await inWrite(({ orm }) =>
      orm
        .update(samples)
        .set({ note: 'changed', at: new Date(0), total: expression`${samples.total} - 1` })
        .where(eq(samples.id, 1))
        .returning({ note: samples.note, at: samples.at, total: samples.total }),
    );
    expect(updated).toEqual([{ note: 'changed', at: new Date(0), total: whole.total - 1 }]);
    const deleted = await inWrite(({ orm }) =>
      orm.delete(samples).where(eq(samples.id, 1)).returning({ id: samples.id, facts: samples.facts }),
    );
    expect(deleted).toEqual([{ id: 1, facts: whole.facts }]);
  });

  it('prepares its statements once per connection, if the connection allows it', async () => {
    const prepared = async (preparedStatements: boolean) => {
      const db = openDatabase({ ...portal.urls, maxConnections: 1, preparedStatements });
      const ask = (id: number) =>
        db.read(system, ({ orm }) =>
          orm.select({ note: samples.note }).from(samples).where(eq(samples.id, id)),
        );
      await ask(1);
      await ask(2);
      const all = () => db.read(system, ({ orm }) => orm.select({ id: samples.id }).from(samples));
      await all();
      await all();
      const rows = await db.read(
        system,
        ({ sql }) => sql`select generic_plans + custom_plans as uses from pg_prepared_statements
                         where statement like '%from "orm_samples"%' and statement not like '%pg_prepared%'
                         order by length(statement) desc`,
      );
      await db.close();
      return [...rows];
    };
    expect(await prepared(true)).toEqual([{ uses: 2 }, { uses: 2 }]);
    expect(await prepared(false)).toEqual([]);
  });
});

it('has no transaction inside the transaction', async () => {
  const nested = inWrite(async (tx) => {
    await tx.orm.insert(samples).values({ ...empty, id: 9 });
    // @ts-expect-error The types do not offer it.
    await tx.orm.transaction(async () => undefined);
  });
  await expect(nested).rejects.toThrow('inside a transaction');
  const kept = await inWrite(({ orm }) => orm.select().from(samples).where(eq(samples.id, 9)));
  expect(kept).toEqual([]);
  await inWrite(async ({ sql }) => {
    // @ts-expect-error The driver's handle lacks them.
    expect([sql.savepoint, sql.prepare]).toEqual([undefined, undefined]);
  });
});

describe('a statement of the builder', () => {
  /** A member may insert five of these columns and no time, which the table gives. */
  const messages = pgTable('messages', {
    id: uuid('id').primaryKey().default(expression`time_ordered_uuid()`),
    senderId: uuid('sender_id').notNull(),
    receiverId: uuid('receiver_id').notNull(),
    projectId: uuid('project_id'),
    body: text('body').notNull(),
    sentAt: timestamp('sent_at', { withTimezone: true }).notNull().default(expression`now()`),
  });

  let sender: Actor & { kind: 'member' };
  let receiverId: string;

  beforeAll(async () => {
    sender = { kind: 'member', userId: await addMember(portal.db) };
    receiverId = await addMember(portal.db);
  });

  const send = (tx: WriteTransaction, body: string, to = receiverId) =>
    tx.orm.insert(messages).values({ senderId: sender.userId, receiverId: to, body });

  it('names only the columns that have a value, so a role that may not insert the others can insert', async () => {
    const [sent] = await portal.db.write(sender, (tx) => send(tx, 'Hello').returning());
    expect(sent).toMatchObject({ senderId: sender.userId, receiverId, projectId: null, body: 'Hello' });
    expect(sent?.sentAt).toBeInstanceOf(Date);
  });

  it('returns the number of changed rows of a statement without a result', async () => {
    const { count } = await portal.db.write(sender, (tx) => send(tx, 'One more'));
    expect(count).toBe(1);
  });

  it('fails with the server’s own error, which reveals no parameters', async () => {
    const failed = await portal.db
      .write(sender, (tx) => send(tx, 'A secret', '00000000-0000-0000-0000-000000000000'))
      .catch((error: Error) => error);
    expect(failed).toMatchObject({ name: 'Refused' });
    expect(String(failed)).not.toContain('secret');
  });
});
