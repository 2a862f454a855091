import { eq, sql as expression } from 'drizzle-orm';
import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { beforeAll, expect, it } from 'vitest';
import { addMember } from '../tools/testing/factories.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import type { Actor, WriteTransaction } from './database.ts';

const portal = testDatabase();

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

it('says how many rows a statement without a result changed', async () => {
  const { count } = await portal.db.write(sender, (tx) => send(tx, 'One more'));
  expect(count).toBe(1);
});

it('fails with the server’s own error, which says nothing of the parameters', async () => {
  const failed = await portal.db
    .write(sender, (tx) => send(tx, 'A secret', '00000000-0000-0000-0000-000000000000'))
    .catch((error: Error) => error);
  expect(failed).toMatchObject({ name: 'Refused' });
  expect(String(failed)).not.toContain('secret');
});

it('prepares its statements', async () => {
  const prepared = await portal.db.read(sender, async (tx) => {
    await tx.orm.select().from(messages).where(eq(messages.body, 'Hello'));
    return tx.sql<{ statement: string }[]>`
      select statement from pg_prepared_statements where statement like 'select "id", "sender_id"%'`;
  });
  expect(prepared).toHaveLength(1);
});
