import { expect, it } from 'vitest';
import type { LetterTemplate } from '../engine/letter.ts';
import { addMember } from '../members/factory.ts';
import { letters } from '../nouns.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { sendLetter } from './commands.ts';

const portal = testDatabase();
const about = {
  origin: 'https://portal.example.org',
  projectTitle: 'New library',
  bidId: '00000000-0000-7000-8000-000000000000',
  at: '2026-12-08T22:59:58Z',
  zone: 'America/Los_Angeles',
};
const sentTo = (userId: string) =>
  portal.owner<{ recipient: string; template: string; subject: string }[]>`
    select recipient, template, subject from mails where user_id = ${userId}`;

/** The letters as their code declares them, with the title and the page that their sample has. */
const declared = Object.entries(letters as Record<string, LetterTemplate<unknown>>)
  .map(([letter, { write, sample, memberMaySendTo, staffMaySend }]) => {
    const { subject, path = null } = write(sample, '');
    return { letter, subject, path, memberMaySendTo, staffMaySend };
  })
  .sort((a, b) => (a.letter < b.letter ? -1 : 1));

it('the database allows exactly the letters, titles, pages and receivers that the code declares for members', async () => {
  const listed = await portal.owner`
    select letter, subject, path, staff_permission as "staffWith" from member_letters order by letter`;
  expect([...listed]).toEqual(
    declared.flatMap(({ letter, subject, path, memberMaySendTo: to }) =>
      to ? [{ letter, subject, path, staffWith: to === 'self' ? null : to.staffWith }] : [],
    ),
  );
});

it('the database allows exactly the letters, titles, pages, permissions and acts that the code declares for staff', async () => {
  const listed = await portal.owner`
    select letter, subject, path, permission, actions as after from staff_letters order by letter`;
  expect([...listed]).toEqual(
    declared.flatMap(({ letter, subject, path, staffMaySend: may }) =>
      may ? [{ letter, subject, path, ...may }] : [],
    ),
  );
});

it('a member’s own act sends a letter to the member’s own address, whatever address the caller names', async () => {
  const userId = await addMember(portal.db);
  await portal.db.write({ kind: 'member', userId }, (tx) =>
    sendLetter(tx, { userId, email: 'somebody.else@example.org' }, 'bid-received', about),
  );
  expect(await sentTo(userId)).toEqual([
    { recipient: `${userId}@example.org`, template: 'bid-received', subject: 'We received your bid' },
  ]);
  const [job] = await portal.owner<{ n: number }[]>`
    select count(*)::int as n from jobs.job j join mails m on m.id = (j.data ->> 'mailId')::uuid
    where j.name = 'send-mail' and m.user_id = ${userId}`;
  expect(job).toEqual({ n: 1 });
});

it('a member’s act that fails sends nothing', async () => {
  const userId = await addMember(portal.db);
  await expect(
    portal.db.write({ kind: 'member', userId }, async (tx) => {
      await sendLetter(tx, { userId, email: '' }, 'bid-received', about);
      throw new Error('Changed my mind');
    }),
  ).rejects.toThrow('Changed my mind');
  expect(await sentTo(userId)).toEqual([]);
});

it('a member cannot mail anybody else', async () => {
  const [userId, other] = [await addMember(portal.db), await addMember(portal.db)];
  await expect(
    portal.db.write({ kind: 'member', userId }, (tx) =>
      sendLetter(tx, { userId: other, email: `${other}@example.org` }, 'bid-received', about),
    ),
  ).rejects.toMatchObject({
    code: 'refused',
    message: 'The letter bid-received goes only to your own address.',
  });
  expect(await sentTo(other)).toEqual([]);
});

it('a member cannot mail an address without an account', async () => {
  const userId = await addMember(portal.db);
  await expect(
    portal.db.write({ kind: 'member', userId }, (tx) =>
      sendLetter(tx, { userId: null, email: 'stranger@example.org' }, 'bid-received', about),
    ),
  ).rejects.toMatchObject({ code: 'refused' });
});

it('a member cannot send a letter that belongs to staff', async () => {
  const userId = await addMember(portal.db);
  await expect(
    portal.db.write({ kind: 'member', userId }, (tx) =>
      sendLetter(tx, { userId, email: '' }, 'account-reinstated', {
        origin: 'https://x.example',
      }),
    ),
  ).rejects.toMatchObject({
    code: 'refused',
    message: 'A member can’t send the letter account-reinstated.',
  });
});

it('a letter for staff goes to holders of its permission, and to no one else', async () => {
  await portal.owner`select let_members_send('application-question', 'A question', 'support.answer', '/application')`;
  const userId = await addMember(portal.db);
  const support = await addMember(portal.db, { roles: ['support'] });
  const send = (to: string) =>
    portal.db.write({ kind: 'member', userId }, (tx) =>
      sendLetter(tx, { userId: to, email: '' }, 'application-question', {
        origin: 'https://x.example',
        body: 'Which license?',
      }),
    );
  await send(support);
  expect(await sentTo(support)).toMatchObject([{ recipient: `${support}@example.org` }]);
  const told = await portal.owner`select title, path from notifications where user_id = ${support}`;
  expect(told).toEqual([{ title: 'A question', path: '/application' }]);
  await expect(send(userId)).rejects.toMatchObject({
    code: 'refused',
    message: 'The letter application-question goes only to staff who handle it.',
  });
});
