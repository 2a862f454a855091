import { mostInvitations } from '@namc/inputs/outreach';
import { beforeAll, describe, expect, it } from 'vitest';
import { requestMembership } from '../accounts/commands/requests.ts';
import { testMailboxes } from '../accounts/factory.ts';
import { addContractors } from '../contractors/factory.ts';
import type { Actor } from '../database.ts';
import { systemActor } from '../engine/actors.ts';
import { resumeLetters, stopLetters } from '../mail/commands.ts';
import { findLettersOfKey } from '../mail/queries.ts';
import { addMember } from '../members/factory.ts';
import { addProject, type ProjectSample } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  addToOutreach,
  invite,
  makeOutreachRecord,
  noteReturnedMail,
  openClaim,
  setOutreachEmail,
} from './commands.ts';
import { getOutreach, listOutreach, previewInvitation } from './queries/list.ts';
import { getOutreachRecord } from './queries/records.ts';

const portal = testDatabase();
const mailboxes = testMailboxes(() => portal.db);
const member = (userId: string): Actor => ({ kind: 'member', userId });
const visitor: Actor = { kind: 'visitor' };
const firms = ['7300001', '7300002', '7300003'];
let made = 0;
const address = (firm: string) => {
  made += 1;
  return `${firm}.${made}@example.org`;
};

beforeAll(() =>
  addContractors(
    portal.owner,
    firms.map((licenseNumber) => ({ licenseNumber, businessName: `FIRM ${licenseNumber.at(-1)} INC` })),
  ),
);

async function listed(sample: ProjectSample = {}) {
  const ownerId = await addMember(portal.db);
  const owner = member(ownerId);
  const projectId = await addProject(portal.db, ownerId, {
    title: 'Library wiring',
    skillsRequired: ['C-10'],
    ...sample,
  });
  await portal.db.write(owner, (tx) =>
    addToOutreach(tx, { projectId, licenseNumbers: firms, criteria: { trades: [] } }),
  );
  const rows = async (actor = owner) =>
    (await portal.db.read(actor, (tx) => listOutreach(tx, { projectId, part: 'all', limit: 500 }))).rows;
  const rowOf = async (licenseNumber = '7300001') => {
    const row = (await rows()).find((one) => one.licenseNumber === licenseNumber);
    if (!row) throw new Error('Add the firm first.');
    return row;
  };
  const setEmail = async (email: string | undefined, licenseNumber = '7300001', actor = owner) => {
    const { id } = await rowOf(licenseNumber);
    return portal.db.write(actor, (tx) => setOutreachEmail(tx, { outreachId: id, email }));
  };
  const send = async (licenseNumbers = ['7300001'], actor = owner) => {
    const listed = (await rows()).filter((row) => licenseNumbers.includes(row.licenseNumber));
    const outreachIds = listed.map(({ id }) => id);
    const outcomes = await portal.db.write(actor, (tx) =>
      invite(tx, { projectId, outreachIds, portal: 'https://portal.example.org' }),
    );
    // In the order of the licenses: firms that were added at once have no order of their own.
    const licenseOf = (outreachId: string) => listed.find(({ id }) => id === outreachId)?.licenseNumber ?? '';
    return outcomes
      .toSorted((a, b) => licenseOf(a.outreachId).localeCompare(licenseOf(b.outreachId)))
      .map(({ outcome }) => outcome);
  };
  return { ownerId, owner, projectId, rows, rowOf, setEmail, send };
}

const keyIn = (text: string) => /stop-emails#([\w-]{36})/.exec(text)?.[1] ?? '';
const claimIn = (text: string) => /join#([\w-]{43})/.exec(text)?.[1] ?? '';

describe('an invitation by email', () => {
  it('names the project and who asks, is a contact in the log, and leaves once for an address', async () => {
    const { projectId, owner, setEmail, send, rowOf, rows } = await listed();
    const email = address('7300001');
    await setEmail(email);
    expect(await send()).toEqual(['SENT']);
    const [mail] = await mailboxes.of(email);
    expect(mail?.subject).toBe('Invitation to bid: Library wiring');
    for (const words of [
      'Sample Person is looking',
      'C-10 Electrical',
      'Bids are due',
      'Firm 1 Inc.',
      `/projects/${projectId}`,
    ])
      expect(mail?.text).toContain(words);
    expect(mail?.text).toMatch(/Pacific time/);
    const row = await rowOf();
    expect(row.invitation).toMatchObject({ email, openedAt: null, appliedAt: null });
    expect(row.contacts).toMatchObject([{ channel: 'EMAIL', answer: 'NO_ANSWER', author: 'Sample Person' }]);
    expect(row.contacts[0]?.said).toContain(`Invitation sent to ${email}`);
    expect(row.contacts[0]?.said).toContain('Bids are due');
    // The record of the good faith effort shows it.
    const recordId = await portal.db.write(owner, (tx) => makeOutreachRecord(tx, { projectId }));
    const { snapshot } = await portal.db.read(owner, (tx) => getOutreachRecord(tx, { recordId }));
    expect(snapshot.firms.flatMap(({ contacts }) => contacts)).toMatchObject([
      { channel: 'EMAIL', said: expect.stringContaining(`Invitation sent to ${email}`) },
    ]);
    expect(await send()).toEqual(['INVITED_BEFORE']);
    // Not by way of another firm either.
    await setEmail(email, '7300002');
    expect(await send(['7300002', '7300003'])).toEqual(['INVITED_BEFORE', 'NO_ADDRESS']);
    // The page offers neither of the two firms with this address.
    expect(
      (await rows()).map(({ licenseNumber, wasInvited }) => `${licenseNumber} ${wasInvited}`).sort(),
    ).toEqual(['7300001 true', '7300002 true', '7300003 false']);
    expect((await rowOf()).contacts).toHaveLength(1);
  });

  it('leaves once when two people send at the same time', async () => {
    const { setEmail, send } = await listed();
    const email = address('7300001');
    await setEmail(email);
    expect((await Promise.all([send(), send()])).flat().sort()).toEqual(['INVITED_BEFORE', 'SENT']);
    expect(await mailboxes.of(email)).toHaveLength(1);
  });

  it('ends for an address on all projects by one click, also while it waits to leave', async () => {
    const first = await listed();
    const email = address('7300001');
    await first.setEmail(email);
    await first.send();
    const second = await listed();
    await second.setEmail(email);
    expect(await second.send()).toEqual(['SENT']);
    const [{ key }] = await portal.owner<[{ key: string }]>`
      select stop_key as key from outreach_invitations where project_id = ${first.projectId}`;
    await portal.db.write(visitor, (tx) => stopLetters(tx, { keys: [key] }));
    expect(await mailboxes.of(email)).toEqual([]);
    expect((await second.rowOf()).invitation?.delivery).toBe('DROPPED');
    const third = await listed();
    await third.setEmail(email);
    expect(await third.send()).toEqual(['STOPPED']);
    expect(await third.rowOf()).toMatchObject({ isStopped: true, contacts: [] });
    const found = () =>
      portal.db.read(visitor, (tx) => findLettersOfKey(tx, { key }), { freshness: 'latest' });
    expect(await found()).toMatchObject({ subject: 'INVITATIONS', isStopped: true });
    await portal.db.write(visitor, (tx) => resumeLetters(tx, { key, notify: 'DAILY' }));
    expect(await found()).toMatchObject({ isStopped: false });
    expect(await third.send()).toEqual(['SENT']);
  });

  it('carries a key that stops, and offers the click of a mail program', async () => {
    const { setEmail, send, rowOf } = await listed();
    const email = address('7300001');
    await setEmail(email);
    await send();
    const [mail] = await mailboxes.of(email);
    const key = keyIn(mail?.text ?? '');
    expect(mail?.stopsAt).toContain(`/api/stop-emails?key=${key}`);
    await portal.db.write(visitor, (tx) => stopLetters(tx, { keys: [key] }));
    expect((await rowOf()).isStopped).toBe(true);
  });

  it(`is one of ${mostInvitations} for a project in a day`, async () => {
    // The page says the number that the database holds.
    expect(await portal.owner`select most_invitations() as most`).toEqual([{ most: mostInvitations }]);
    const { projectId, owner, ownerId, setEmail, send } = await listed();
    const many = Array.from({ length: mostInvitations - 1 }, (_, at) => `${7_400_000 + at}`);
    await addContractors(
      portal.owner,
      many.map((licenseNumber) => ({ licenseNumber })),
    );
    await portal.owner`
      insert into project_outreach (project_id, license_number, added_by, email)
      select ${projectId}, n, ${ownerId}, n || '@example.org' from unnest(${many}::text[]) n`;
    expect(await send(many)).toEqual(many.map(() => 'SENT'));
    await setEmail(address('7300001'));
    await setEmail(address('7300002'), '7300002');
    const left = async () => {
      const { invitationsLeft, nextInvitationAt } = await portal.db.read(owner, (tx) =>
        getOutreach(tx, { projectId }),
      );
      return [invitationsLeft, nextInvitationAt];
    };
    expect(await left()).toEqual([1, null]);
    expect((await send(['7300001', '7300002'])).sort()).toEqual(['LIMIT', 'SENT']);
    const [none, next] = await left();
    expect(none).toBe(0);
    const hours = (Number(next) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    await portal.owner`update outreach_invitations set invited_at = now() - interval '25 hours' where project_id = ${projectId}`;
    expect((await send(['7300001', '7300002'])).sort()).toEqual(['INVITED_BEFORE', 'SENT']);
  });

  it('goes to an address three times in 30 days, whoever sends it and for which project', async () => {
    const email = address('7300003');
    const sent: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const { setEmail, send } = await listed();
      await setEmail(email);
      sent.push(...(await send()));
    }
    expect(sent).toEqual(['SENT', 'SENT', 'SENT', 'OFTEN']);
    await portal.owner`update outreach_invitations set invited_at = now() - interval '31 days' where email = ${email}`;
    const { setEmail, send } = await listed();
    await setEmail(email);
    expect(await send()).toEqual(['SENT']);
  });

  it('leaves for a project that takes bids alone, and says so', async () => {
    const { projectId, owner, setEmail, send } = await listed();
    const email = address('7300001');
    await setEmail(email);
    await portal.owner`update projects set deadline_at = now() - interval '1 second' where id = ${projectId}`;
    await expect(send()).rejects.toThrow('takes no bids now');
    expect(await portal.db.read(owner, (tx) => previewInvitation(tx, { projectId }))).toBeNull();
    expect(await mailboxes.of(email)).toEqual([]);
  });

  it('stays behind when the bidding ends before it leaves', async () => {
    const { projectId, setEmail, send } = await listed();
    const email = address('7300001');
    await setEmail(email);
    await send();
    await portal.owner`update projects set deadline_at = now() - interval '1 second' where id = ${projectId}`;
    expect(await mailboxes.of(email)).toEqual([]);
  });

  it('carries markup as text, and takes no address that is more than one', async () => {
    const { setEmail, send, owner } = await listed({ title: '<img src=x onerror=alert(1)> & "wiring"' });
    const email = address('7300001');
    await setEmail(email);
    await send();
    const [mail] = await mailboxes.of(email);
    expect(mail?.html).not.toContain('<img src=x');
    expect(mail?.subject).not.toMatch(/[\r\n]/);
    for (const wrong of [
      'a@example.org\r\nBcc: b@example.org',
      'a@example.org, b@example.org',
      'A@Example.org',
    ]) {
      await expect(
        portal.db.write(owner, ({ sql }) => sql`update project_outreach set email = ${wrong}`),
      ).rejects.toMatchObject({ code: '23514' });
    }
  });

  it('is sent by those who manage the project alone, and its keys are read by nobody', async () => {
    const { projectId, rows, setEmail, send } = await listed();
    await setEmail(address('7300001'));
    const other = member(await addMember(portal.db));
    const helper: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['support'] }) };
    for (const stranger of [other, helper, visitor]) {
      await expect(send(['7300001'], stranger)).rejects.toThrow('project');
      await expect(portal.db.read(stranger, (tx) => previewInvitation(tx, { projectId }))).rejects.toThrow(
        'project',
      );
      expect(await rows(stranger)).toEqual([]);
    }
    for (const stranger of [other, helper])
      await expect(setEmail('x@example.org', '7300001', stranger)).rejects.toThrow('firm on the list');
    const manager: Actor = {
      kind: 'staff',
      userId: await addMember(portal.db, { roles: ['administrator'] }),
    };
    expect(await send(['7300001'], manager)).toEqual(['SENT']);
    await expect(
      portal.db.read(manager, ({ sql }) => sql`select stop_key from outreach_invitations`),
    ).rejects.toMatchObject({ cause: { code: '42501' } });
    // The trail knows that there is an address, and neither the address nor the key.
    const trail = await portal.owner<{ changes: string }[]>`
      select changes::text from audit_log where table_name in ('project_outreach', 'outreach_invitations')`;
    expect(trail.map(({ changes }) => changes).join()).not.toContain('@example.org');
  });
});

describe('an invitation that comes back hours later', () => {
  const noteReturn = (messageId: string, why = '550 5.1.1 No such user\r\nhere') =>
    portal.db.write(systemActor('test'), (tx) => noteReturnedMail(tx, { messageId, why }));
  const messageOf = async (email: string) => {
    const [mail] = await portal.owner<[{ messageId: string }]>`
      select message_id as "messageId" from mails where recipient = ${email}`;
    return mail.messageId;
  };

  it('reached nobody: the log, the list, the figures and the record say so', async () => {
    const { owner, projectId, setEmail, send, rowOf } = await listed();
    const email = address('7300001');
    await setEmail(email);
    await send();
    const figures = () => portal.db.read(owner, (tx) => getOutreach(tx, { projectId }));
    const open = async () =>
      (await portal.db.read(owner, (tx) => listOutreach(tx, { projectId, part: 'open', limit: 500 }))).rows
        .map(({ licenseNumber }) => licenseNumber)
        .sort();
    expect(await figures()).toMatchObject({ contacted: 1 });
    expect(await open()).toEqual(['7300002', '7300003']);
    const messageId = await messageOf(email);
    expect(await Promise.all([noteReturn(messageId), noteReturn(messageId, 'again')])).toEqual([
      email,
      email,
    ]);
    expect(await figures()).toMatchObject({ contacted: 0 });
    expect(await open()).toEqual(firms);
    const row = await rowOf();
    expect(row.invitation?.returnedAt).toBeInstanceOf(Date);
    expect(row.contacts).toMatchObject([{ returnedAt: expect.any(Date) }]);
    expect(['550 5.1.1 No such user here', 'again']).toContain(row.contacts[0]?.returnedWhy);
    const recordId = await portal.db.write(owner, (tx) => makeOutreachRecord(tx, { projectId }));
    const { snapshot } = await portal.db.read(owner, (tx) => getOutreachRecord(tx, { recordId }));
    expect(snapshot.firms.flatMap(({ contacts }) => contacts)).toMatchObject([
      { returnedWhy: row.contacts[0]?.returnedWhy },
    ]);
    // The right address of the firm gets an invitation of its own.
    await setEmail(address('7300001'));
    expect(await send()).toEqual(['SENT']);
    expect((await rowOf()).invitation?.returnedAt).toBeNull();
    expect(await figures()).toMatchObject({ contacted: 1 });
  });

  it('is noted by the system alone, once, for a mail that the portal sent', async () => {
    const { owner, setEmail, send, rowOf } = await listed();
    const email = address('7300001');
    await setEmail(email);
    await send();
    const messageId = await messageOf(email);
    for (const stranger of [owner, visitor])
      await expect(
        portal.db.write(stranger, ({ sql }) => sql`select note_returned_mail(${messageId}, 'none')`),
      ).rejects.toMatchObject({ cause: { code: '42501' } });
    expect(await noteReturn('unknown@example.org')).toBeUndefined();
    await noteReturn(messageId, ' \n ');
    await noteReturn(messageId, 'a later notice');
    expect((await rowOf()).contacts[0]?.returnedWhy).toBe('The mail server gave no reason.');
  });
});

describe('a personal link', () => {
  const sent = async () => {
    const one = await listed();
    const email = address('7300001');
    await one.setEmail(email);
    await one.send();
    const [mail] = await mailboxes.of(email);
    return { ...one, email, claim: claimIn(mail?.text ?? '') };
  };
  const open = (claim: string) => portal.db.write(visitor, (tx) => openClaim(tx, { claim }));
  const apply = (application: { email: string; licenseNumber: string; claim?: string }) =>
    portal.db.write(systemActor('test'), (tx) =>
      requestMembership(tx, {
        application: {
          firstName: 'Ada',
          lastName: 'Example',
          company: 'FIRM',
          phone: undefined,
          city: 'Oakland',
          zipCode: undefined,
          skills: [],
          tierCode: 'REGULAR',
          statement: '',
          ...application,
        },
        portal: 'https://portal.example.org',
        address: undefined,
        userAgent: undefined,
      }),
    );

  it('names the license and the project, and tells the poster that it was opened', async () => {
    const { claim, rowOf, projectId } = await sent();
    expect(await open(claim)).toEqual({
      licenseNumber: '7300001',
      firm: 'Firm 1 Inc.',
      projectId,
      title: 'Library wiring',
      askedBy: 'Sample Person',
    });
    expect((await rowOf()).invitation).toMatchObject({ openedAt: expect.any(Date), appliedAt: null });
    expect(await open('x'.repeat(43))).toBeNull();
  });

  it('is good for 90 days, and kept as a hash alone', async () => {
    const { claim, projectId } = await sent();
    const kept = await portal.owner`select c::text from outreach_claims c`;
    expect(JSON.stringify(kept)).not.toContain(claim);
    await portal.owner`
      update outreach_invitations set invited_at = now() - interval '91 days', expires_at = now() - interval '1 day'
      where project_id = ${projectId}`;
    expect(await open(claim)).toBeNull();
  });

  it('tells the poster of an application with its license, whether or not the applicant has an account', async () => {
    const { claim, rowOf, ownerId } = await sent();
    await apply({ email: 'ada@example.org', licenseNumber: '7300002', claim });
    expect((await rowOf()).invitation?.appliedAt).toBeNull();
    await apply({ email: `${ownerId}@example.org`, licenseNumber: '7300001', claim });
    expect((await rowOf()).invitation?.appliedAt).toBeInstanceOf(Date);
    // The request that the worker takes has no token.
    const [request] =
      await portal.owner`select about::text from account_requests order by created_at desc limit 1`;
    expect(JSON.stringify(request)).not.toContain(claim);
  });
});
