import { describe, expect, it } from 'vitest';
import { changeEmail } from '../accounts/commands/change-email.ts';
import { closeAccount } from '../accounts/commands/close.ts';
import { testMailboxes } from '../accounts/factory.ts';
import { systemActor } from '../engine/actors.ts';
import type { LetterTemplate } from '../engine/letter.ts';
import { addMember } from '../members/factory.ts';
import { type LetterName, letters } from '../nouns.ts';
import { makeLink } from '../sign-in/commands/links.ts';
import { raiseSecurityVersion } from '../sign-in/commands/sessions.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { dropMail, forgetOldMail, markMailSent, noteMailProblem, sendLetter } from './commands.ts';
import { prepareMail } from './prepare.ts';

const portal = testDatabase();
const system = systemActor('test');
const mailboxes = testMailboxes(() => portal.db);
const all = Object.entries(letters) as [LetterName, LetterTemplate<unknown>][];
const origin = 'https://portal.example.org';
const addressOf = (userId: string) => `${userId}@example.org`;
const isKey = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const tokenIn = (text: string) => /#([\w-]{43})/.exec(text)?.[1];

const send = (to: { userId: string | null; email: string }, name: LetterName, about: unknown) =>
  portal.db.write(system, (tx) => sendLetter(tx, to, name, about as never));
async function mailOf(userId: string, template: string) {
  const [mail] = await portal.owner<{ id: string; status: string; problem: string; recipient: string }[]>`
    select id, status, problem, recipient from mails where user_id = ${userId} and template = ${template}
    order by id desc limit 1`;
  return mail;
}
const prepare = (mailId: string) => portal.db.write(system, (tx) => prepareMail(tx, { mailId, makeLink }));
const reset = async (userId: string) => {
  await send({ userId, email: addressOf(userId) }, 'reset-password', { origin });
  return (await mailOf(userId, 'reset-password'))?.id ?? '';
};

it('no table of the database, the queue included, ever holds a link that a letter carries', async () => {
  const userId = await addMember(portal.db, { firstName: 'Ana' });
  for (const [name, { sample }] of all) await send({ userId, email: addressOf(userId) }, name, sample);
  const before = await dump();
  const texts = (await mailboxes.of(addressOf(userId))).map(({ text }) => text);
  const tokens = texts.flatMap((text) => tokenIn(text) ?? []);
  // A letter that asks the database whether it still holds is dropped: nothing is behind a sample.
  expect(tokens).toHaveLength(all.filter(([, { link, recheck }]) => link && !recheck).length);
  const after = await dump();
  for (const token of tokens) {
    expect(before).not.toContain(token);
    expect(after).not.toContain(token);
  }
});

/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const tables = await portal.owner<{ name: string }[]>`
    select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace n on n.oid = relnamespace
    where nspname in ('public', 'jobs') and relkind = 'r' and relname not in ('spatial_ref_sys', 'zip_codes')`;
  const rows = await Promise.all(
    tables.map(({ name }) => portal.owner.unsafe(`select t::text as row from ${name} t`)),
  );
  return JSON.stringify(rows);
}

describe('mail to an address that nobody has confirmed', () => {
  it('holds no word that a person wrote, whichever letter it is', async () => {
    const words = 'Click https://evil.example/win now';
    const userId = await addMember(portal.db, { firstName: words });
    const email = `stranger.${userId}@example.org`;
    for (const [name, { sample }] of all) {
      // Every text of the letter is a stranger's, except the portal's own address and keys.
      const about = JSON.parse(JSON.stringify(sample ?? {}), (key, value) =>
        typeof value === 'string' && key !== 'origin' && !isKey.test(value) ? words : value,
      );
      await send({ userId, email }, name, about);
    }
    const arrived = await mailboxes.of(email);
    expect(arrived.length).toBeGreaterThan(1);
    for (const { subject, text, html } of arrived)
      expect(`${subject}${text}${html}`).not.toContain('evil.example');
    expect(arrived).toHaveLength(all.filter(([, { isForAnyone }]) => isForAnyone).length);
    expect((await mailOf(userId, 'account-suspended'))?.problem).toMatch(
      /^Nobody has confirmed this address/,
    );
  });

  it('greets nobody, while confirmed mail greets its reader', async () => {
    const userId = await addMember(portal.db, { firstName: 'Ana' });
    await send({ userId, email: addressOf(userId) }, 'application-received', { origin });
    await send({ userId, email: `new.${userId}@example.org` }, 'change-email', { origin });
    expect((await mailboxes.of(addressOf(userId)))[0]?.text).toMatch(/^Hello Ana,\n/);
    expect((await mailboxes.of(`new.${userId}@example.org`))[0]?.text).toMatch(/^Hello,\n/);
  });
});

it('leads to the portal alone, whatever address the row of the mail names', async () => {
  const userId = await addMember(portal.db);
  let links = 0;
  for (const [name, { sample }] of all) {
    const about = JSON.parse(JSON.stringify(sample ?? {}), (key, value) =>
      key === 'origin' ? 'https://evil.example' : value,
    );
    await send({ userId, email: addressOf(userId) }, name, about);
    const { id = '' } = (await mailOf(userId, name)) ?? {};
    const mail = await portal.db.write(system, (tx) => prepareMail(tx, { mailId: id, makeLink, origin }));
    expect(`${mail?.text} ${mail?.html}`, name).not.toContain('evil.example');
    links += mail?.text.split(`${origin}/`).length ?? 0;
  }
  expect(links).toBeGreaterThan(all.length);
});

describe('a link', () => {
  it('counts its time from the sending, however long the mail has waited', async () => {
    const userId = await addMember(portal.db);
    const mailId = await reset(userId);
    await portal.owner`update mails set created_at = now() - interval '5 hours' where id = ${mailId}`;
    await prepare(mailId);
    const links = await portal.owner`
      select expires_at - created_at = interval '1 hour' as lasts, created_at > now() - interval '1 minute' as "isNew"
      from account_links where user_id = ${userId}`;
    expect(links).toEqual([{ lasts: true, isNew: true }]);
  });

  it('of each attempt to send one mail is good, because that attempt may have arrived', async () => {
    const userId = await addMember(portal.db);
    const mailId = await reset(userId);
    const first = await prepare(mailId);
    await portal.db.write(system, (tx) => noteMailProblem(tx, { mailId, problem: 'gone', isFinal: false }));
    const second = await prepare(mailId);
    expect(second?.messageId).toBe(first?.messageId);
    expect(tokenIn(second?.text ?? '')).not.toBe(tokenIn(first?.text ?? ''));
    const good = await portal.owner`
      select from account_links where user_id = ${userId} and used_at is null and replaced_at is null`;
    expect(good).toHaveLength(2);
  });

  it('is not sent when a newer mail brings the same one', async () => {
    const userId = await addMember(portal.db);
    const [older, newer] = [await reset(userId), await reset(userId)];
    expect(await prepare(newer)).toBeDefined();
    expect(await prepare(older)).toBeUndefined();
    const [mail] = await portal.owner`select status, problem from mails where id = ${older}`;
    expect(mail).toEqual({ status: 'DROPPED', problem: 'A newer mail brings the same link.' });
  });

  it('of a change of address is not sent once the owner has taken the account back', async () => {
    const userId = await addMember(portal.db);
    const email = `thief.${userId}@example.org`;
    await portal.db.write(system, (tx) => changeEmail(tx, { userId, email, portal: origin }));
    await portal.db.write(system, (tx) => raiseSecurityVersion(tx, { userId }));
    expect(await mailboxes.of(email)).toEqual([]);
    expect(await mailOf(userId, 'change-email')).toMatchObject({ status: 'DROPPED' });
    expect(await portal.owner`select from account_links where user_id = ${userId}`).toEqual([]);
  });
});

describe('a mail', () => {
  it('belongs to the account of its address, whoever wrote it', async () => {
    const userId = await addMember(portal.db);
    await send({ userId: null, email: addressOf(userId).toUpperCase() }, 'application-again', { origin });
    expect(await mailOf(userId, 'application-again')).toMatchObject({ recipient: addressOf(userId) });
  });

  it('of a closed account keeps no address once it is done with', async () => {
    const userId = await addMember(portal.db);
    await reset(userId);
    await portal.db.write(system, (tx) => closeAccount(tx, { userId }));
    expect(await mailOf(userId, 'reset-password')).toMatchObject({ status: 'DROPPED' });
    expect((await mailboxes.of(addressOf(userId))).map(({ subject }) => subject)).toEqual([
      'Your account is closed',
    ]);
    const kept = await portal.owner<
      { recipient: string }[]
    >`select recipient from mails where user_id = ${userId}`;
    expect(new Set(kept.map(({ recipient }) => recipient))).toEqual(
      new Set([`closed-${userId}@invalid.example`]),
    );
  });

  it('is forgotten: what it is about after its time, and the mail itself after a year', async () => {
    const userId = await addMember(portal.db);
    const made: Record<string, string> = {};
    for (const name of ['waiting', 'kept', 'failed', 'fresh', 'sent']) made[name] = await reset(userId);
    const age = async (name: string, status: string, days: number) =>
      portal.owner`update mails set status = ${status}, created_at = now() - ${days}::int * interval '1 day' where id = ${made[name] ?? ''}`;
    await age('waiting', 'WAITING', 40);
    await age('kept', 'KEPT', 8);
    await age('failed', 'FAILED', 31);
    await age('fresh', 'FAILED', 8);
    await portal.db.write(system, (tx) => markMailSent(tx, { mailId: made.sent ?? '' }));
    await age('sent', 'SENT', 366);
    await portal.db.write(system, forgetOldMail);
    const left = await portal.owner<{ id: string; about: boolean }[]>`
      select id, mail_id is not null as about from mails left join mail_contents on mail_id = id where user_id = ${userId}`;
    const nameOf = (id: string) => Object.keys(made).find((name) => made[name] === id);
    expect(Object.fromEntries(left.map(({ id, about }) => [nameOf(id), about]))).toEqual({
      waiting: true,
      kept: false,
      failed: false,
      fresh: true,
    });
  });

  it('that is dropped says why, and is not sent later', async () => {
    const userId = await addMember(portal.db);
    const mailId = await reset(userId);
    await portal.db.write(system, (tx) => dropMail(tx, { mailId, reason: 'No longer.' }));
    expect(await prepare(mailId)).toBeUndefined();
    expect(await mailOf(userId, 'reset-password')).toMatchObject({
      status: 'DROPPED',
      problem: 'No longer.',
    });
  });
});
