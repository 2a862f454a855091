import { expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { connect } from '../engine/connection.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { markConversationRead, sendMessage } from './commands.ts';
import { countUnread, listConversation } from './queries.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
const send = (from: string, to: string, body: string) =>
  portal.db.write(member(from), (tx) => sendMessage(tx, { receiverId: to, body }));
const conversation = (of: string, correspondentId: string, limit = 100, cursor?: string) =>
  portal.db.read(member(of), (tx) => listConversation(tx, { correspondentId, limit, cursor }));

it('shows a conversation to both sides, each with its own state, and to nobody else', async () => {
  const [ana, ben, eve] = await Promise.all([
    addMember(portal.db),
    addMember(portal.db),
    addMember(portal.db),
  ]);
  await send(ana, ben, 'Do you have a crane?');
  await send(ben, ana, 'From Monday on.');
  expect((await conversation(ana, ben)).rows.map(({ body, direction }) => [direction, body])).toEqual([
    ['RECEIVED', 'From Monday on.'],
    ['SENT', 'Do you have a crane?'],
  ]);
  expect((await conversation(ben, ana)).rows.map(({ direction }) => direction)).toEqual(['SENT', 'RECEIVED']);
  expect((await conversation(eve, ben)).rows).toEqual([]);
  const peek = await portal.db.read(
    { kind: 'system', name: 'test' },
    ({ sql }) => sql`select has_table_privilege('admin_role', 'messages', 'select') as may`,
  );
  expect(peek).toEqual([{ may: false }]);
});

it('leaves no gap between pages when many messages were sent at the same moment', async () => {
  const [ana, ben] = await Promise.all([addMember(portal.db), addMember(portal.db)]);
  await portal.db.write(member(ana), async ({ sql }) => {
    await sql`insert into messages (sender_id, receiver_id, body) select ${ana}, ${ben}, 'Line ' || n from generate_series(1, 25) n`;
  });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await conversation(ana, ben, 10, cursor);
    seen.push(...page.rows.map(({ body }) => body));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(new Set(seen).size).toBe(25);
});

it('counts messages as unread until they are read', async () => {
  const [ana, ben] = await Promise.all([addMember(portal.db), addMember(portal.db)]);
  await send(ana, ben, 'One');
  await send(ana, ben, 'Two');
  expect(await portal.db.read(member(ben), countUnread)).toEqual([{ correspondentId: ana, unread: 2 }]);
  expect(await portal.db.read(member(ana), countUnread)).toEqual([]);
  await portal.db.write(member(ben), (tx) => markConversationRead(tx, { correspondentId: ana }));
  expect(await portal.db.read(member(ben), countUnread)).toEqual([]);
});

it('refuses a message in another person’s name, to oneself, and to a closed account', async () => {
  const [ana, ben] = await Promise.all([addMember(portal.db), addMember(portal.db)]);
  const gone = await addMember(portal.db, { status: 'CLOSED' });
  await expect(
    portal.db.write(
      member(ana),
      ({ sql }) =>
        sql`insert into messages (sender_id, receiver_id, body) values (${ben}, ${ana}, 'I owe you')`,
    ),
  ).rejects.toThrow('You may not do this.');
  await expect(send(ana, ana, 'Note')).rejects.toThrow('You can’t send a message to yourself.');
  await expect(send(ana, gone, 'Hello?')).rejects.toThrow('This person can’t receive messages.');
});

it('keeps exactly two mailbox rows for a message, even against a superuser', async () => {
  const [ana, ben, eve] = await Promise.all([
    addMember(portal.db),
    addMember(portal.db),
    addMember(portal.db),
  ]);
  const id = await send(ana, ben, 'Keep this');
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  try {
    const rule = 'A message must have exactly two mailbox rows: one for the sender and one for the receiver.';
    await expect(
      superuser`delete from mailbox where message_id = ${id} and owner_id = ${ana}`,
    ).rejects.toThrow(rule);
    await expect(
      superuser`update mailbox set owner_id = ${eve} where message_id = ${id} and owner_id = ${ana}`,
    ).rejects.toThrow(rule);
    await expect(
      superuser`insert into mailbox (owner_id, message_id, correspondent_id, direction, sent_at)
                values (${eve}, ${id}, ${ana}, 'RECEIVED', now())`,
    ).rejects.toThrow(rule);
    expect((await superuser`delete from messages where id = ${id}`).count).toBe(1);
    expect(await superuser`select from mailbox where message_id = ${id}`).toHaveLength(0);
  } finally {
    await superuser.end();
  }
});
