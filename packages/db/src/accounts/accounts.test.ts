import { submitApplicationInput } from '@namc/inputs/applications';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerQuestion, resendConfirmation, submitApplication } from '../applications/commands/apply.ts';
import {
  approveApplication,
  approveApplications,
  askApplicant,
  declineApplication,
} from '../applications/commands/decide.ts';
import { findOwnApplication, getApplication, listApplications } from '../applications/queries.ts';
import { addContractors } from '../contractors/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { Refused } from '../engine/errors.ts';
import { hashSecret } from '../engine/secrets/hash-secret.ts';
import { makeKey, readKeyRing } from '../engine/secrets/key-ring.ts';
import { reinstateMember, suspendMember } from '../members/commands.ts';
import { addMember } from '../members/factory.ts';
import { getMember, searchMembers } from '../members/queries/staff.ts';
import { listTimeline } from '../members/queries/timeline.ts';
import { saveSecureData } from '../secure-data/commands.ts';
import { noteAccountEvent } from '../sign-in/commands/account-events.ts';
import { requestPasswordReset } from '../sign-in/commands/password.ts';
import { addSession } from '../sign-in/commands/sessions.ts';
import { beginTwoFactor, confirmTwoFactor, endMemberTwoFactor } from '../sign-in/commands/two-factor.ts';
import { securityVersionOf } from '../sign-in/factory.ts';
import { findCredentials, findEmailChange, findSession, findTwoFactor } from '../sign-in/queries.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  changeEmail,
  resendEmailChange,
  takeNewAddress,
  withdrawEmailChange,
} from './commands/change-email.ts';
import { closeAccount, forgetUnconfirmed } from './commands/close.ts';
import { confirmEmail } from './commands/confirm-email.ts';
import { requestMembership } from './commands/requests.ts';
import { resetPassword } from './commands/reset-password.ts';
import { testMailboxes } from './factory.ts';
import { exportOwnData } from './queries.ts';

const testing = testDatabase();
const portal = 'https://portal.example.org';
const system: Actor = { kind: 'system', name: 'accounts' };
const passwordHash = '$argon2id$test';
let managerId = '';
let manager: Actor;

beforeAll(async () => {
  await addContractors(testing.owner, [
    { licenseNumber: '500', businessName: 'ACME ELECTRIC', classifications: ['C-10', 'C-7', 'X-99'] },
    { licenseNumber: '501', businessName: 'BAY ROOFING' },
    { licenseNumber: '502', businessName: 'CAL PAVING' },
  ]);
  managerId = await addMember(testing.db, { roles: ['membership_manager'] });
  manager = { kind: 'staff', userId: managerId };
});

const form = (email: string, more: object = {}) => {
  const filled = submitApplicationInput.parse({
    company: 'Acme',
    tierCode: 'REGULAR',
    firstName: 'Ana',
    lastName: 'Reyes',
    email,
    zipCode: '94601',
    skills: ['C-10', 'estimating'],
    ...more,
  });
  return { ...filled, portal };
};
const apply = (email: string, more: object = {}) =>
  testing.db.write(system, (tx) => submitApplication(tx, form(email, more)));
const request = (email: string, more: object) => {
  const { portal: origin, ...application } = form(email, more);
  return testing.db.write(system, (tx) => requestMembership(tx, { application, portal: origin }));
};
const mailboxes = testMailboxes(() => testing.db);
const mailTo = (email: string) => mailboxes.of(email);
const linkIn = /\/(?:confirm|verify|reset|cancel-change)#([\w-]+)/;
async function tokenFor(email: string): Promise<string> {
  const [mail] = (await mailTo(email)).filter(({ text }) => linkIn.test(text));
  return linkIn.exec(mail?.text ?? '')?.[1] ?? '';
}
async function beginSession(userId: string, token: string): Promise<string> {
  const tokenHash = hashSecret(token);
  await testing.db.write(system, async (tx) =>
    addSession(tx, {
      tokenHash,
      userId,
      lastsSeconds: 10_000,
      isKept: true,
      twoFactorAt: null,
      securityVersion: await securityVersionOf(tx, userId),
    }),
  );
  return tokenHash;
}
async function applied(email: string, more: object = {}) {
  await apply(email, more);
  const token = await tokenFor(email);
  const confirmed = await testing.db.write(system, (tx) => confirmEmail(tx, { token, passwordHash, portal }));
  const applicant: Actor = { kind: 'member', userId: confirmed?.userId ?? '' };
  const own = await testing.db.read(applicant, findOwnApplication);
  return { userId: confirmed?.userId ?? '', applicant, id: own?.id ?? '', token };
}

describe('an application', () => {
  it('goes to staff once the address is confirmed, by a link that works once', async () => {
    await apply('ana@example.org', { licenseNumber: '500' });
    const listed = () =>
      testing.db.read(manager, (tx) => listApplications(tx, { status: 'SUBMITTED', limit: 50 }));
    expect((await listed()).rows.map(({ email }) => email)).not.toContain('ana@example.org');
    const token = await tokenFor('ana@example.org');
    const confirm = () => testing.db.write(system, (tx) => confirmEmail(tx, { token, passwordHash, portal }));
    expect(await confirm()).toBeDefined();
    expect(await confirm()).toBeUndefined();
    const [row] = (await listed()).rows;
    const detail = await testing.db.read(manager, (tx) => getApplication(tx, { id: row?.id ?? '' }));
    // The skills that the applicant chose, and the license's classifications that are known.
    expect(detail.skills).toEqual(['Electrical', 'Estimating', 'Low Voltage Systems']);
    expect(row).toMatchObject({
      email: 'ana@example.org',
      licenseName: 'Acme Electric',
      tierName: 'Regular',
    });
    expect((await mailTo('ana@example.org')).map(({ subject }) => subject)).toEqual([
      'We received your application',
      'Confirm your email address',
    ]);
    // Only a hash of the link is kept, and the mail's text is deleted once it is sent.
    const [kept] = await testing.owner`select from account_links where token_hash = ${token}`;
    expect(kept).toBeUndefined();
    expect(
      await testing.owner`select token_hash from account_links where token_hash = ${hashSecret(token)}`,
    ).toHaveLength(1);
  });

  it('with an address that has an account changes nothing, and notifies only its owner', async () => {
    await applied('ben@example.org');
    await apply('BEN@example.org ', { firstName: 'Eve' });
    const found = await testing.db.read(manager, (tx) =>
      searchMembers(tx, { q: 'ben@example.org', order: 'newest', limit: 5 }),
    );
    expect(found.rows.map(({ firstName }) => firstName)).toEqual(['Ana']);
    expect((await mailTo('ben@example.org'))[0]?.subject).toBe('You already have an account');
    await testing.db.write(system, (tx) => resendConfirmation(tx, { email: 'nobody@example.org', portal }));
    expect(await mailTo('nobody@example.org')).toEqual([]);
  });

  it('once more before the address is confirmed brings the link again, and keeps what was sent first', async () => {
    await apply('bea@example.org');
    const first = await tokenFor('bea@example.org');
    await apply('bea@example.org', { firstName: 'Eve' });
    const second = await tokenFor('bea@example.org');
    expect(second).not.toBe(first);
    const subjects = (await mailTo('bea@example.org')).map(({ subject }) => subject);
    expect(subjects).toEqual(['Confirm your email address', 'Confirm your email address']);
    const [kept] = await testing.owner`select first_name from users where email = 'bea@example.org'`;
    expect(kept).toEqual({ first_name: 'Ana' });
  });

  it('with an unknown license or a member’s license is refused in the same way for every address', async () => {
    await addMember(testing.db, { licenseNumber: '502' });
    await apply('cal@example.org');
    for (const email of ['cal@example.org', 'dan@example.org']) {
      await expect(request(email, { licenseNumber: '502' })).rejects.toThrow(
        'licenseNumber: belongs to another member',
      );
      await expect(request(email, { licenseNumber: '999' })).rejects.toThrow(
        'licenseNumber: isn’t in the license board’s file',
      );
    }
    const found = await testing.db.read(manager, (tx) =>
      searchMembers(tx, { q: 'dan@example.org', order: 'newest', limit: 5 }),
    );
    expect(found.rows).toEqual([]);
  });

  it('does not keep others from applying with the same license', async () => {
    for (const email of ['eli@example.org', 'eva@example.org']) {
      const { applicant } = await applied(email, { licenseNumber: '501' });
      expect(await testing.db.read(applicant, findOwnApplication)).toMatchObject({
        status: 'SUBMITTED',
        licenseNumber: '501',
      });
    }
  });

  it('gets its place on the map from its ZIP code, or else from its city', async () => {
    const placeOf = async (email: string) => {
      const [row] = await testing.owner`
        select round(ST_Y(coordinates::geometry)::numeric, 1) as latitude from users where email_key = ${email}`;
      return row?.latitude;
    };
    await apply('joy@example.org', { zipCode: '92101', city: 'Oakland' });
    await apply('jim@example.org', { zipCode: '', city: 'Oakland' });
    await apply('jan@example.org', { zipCode: '', city: 'Nowhere At All' });
    expect([
      await placeOf('joy@example.org'),
      await placeOf('jim@example.org'),
      await placeOf('jan@example.org'),
    ]).toEqual(['32.7', '37.8', null]);
  });

  it('can be asked about and answered, and starts a year of membership when approved', async () => {
    const { id, applicant, userId } = await applied('fay@example.org');
    const ask = () =>
      testing.db.write(manager, (tx) => askApplicant(tx, { id, body: 'Which license?', portal }));
    const answer = (actor: Actor) =>
      testing.db.write(actor, (tx) => answerQuestion(tx, { body: 'None yet.' }));
    await expect(answer(applicant)).rejects.toThrow('There is no question to answer');
    await ask();
    expect(await testing.db.read(applicant, findOwnApplication)).toMatchObject({
      status: 'QUESTION',
      messages: [{ body: 'Which license?', isFromStaff: true }],
    });
    await answer(applicant);
    expect((await testing.db.read(applicant, findOwnApplication))?.status).toBe('SUBMITTED');
    await testing.db.write(manager, (tx) => approveApplication(tx, { id, reason: '', portal }));
    const [welcome] = await mailTo('fay@example.org');
    expect(welcome?.text).toMatch(/Your tier is Regular, and your membership runs through \w+ \d+, \d{4}\./);
    const detail = await testing.db.read(manager, (tx) => getMember(tx, { userId }));
    expect(detail).toMatchObject({
      status: 'ACTIVE',
      memberships: [{ tierName: 'Regular', phase: 'CURRENT' }],
    });
    const auditor: Actor = { kind: 'staff', userId: await addMember(testing.db, { roles: ['auditor'] }) };
    const timeline = await testing.db.read(auditor, (tx) => listTimeline(tx, { userId, limit: 50 }));
    expect(timeline.rows.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'APPLIED',
        'EMAIL_VERIFIED',
        'applications.ask',
        'applications.approve',
        'Welcome to NAMC NorCal',
      ]),
    );
  });

  it('is decided once, even by several people at the same time', async () => {
    const { id } = await applied('gil@example.org');
    const others = await Promise.all(
      Array.from(
        { length: 6 },
        async (_, at): Promise<[Actor, number]> => [
          { kind: 'staff', userId: await addMember(testing.db, { roles: ['membership_manager'] }) },
          at,
        ],
      ),
    );
    const outcomes = await Promise.allSettled(
      others.map(([actor, at]) =>
        testing.db.write(actor, (tx) =>
          at % 2
            ? approveApplication(tx, { id, reason: '', portal })
            : declineApplication(tx, { id, reason: 'No.', portal }),
        ),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of outcomes) {
      if (one.status === 'rejected')
        expect(String(one.reason)).toMatch(/The application of Ana Reyes is already (approved|declined)/);
    }
  });

  it('is approved together with others, or none of them is', async () => {
    const [one, two] = [await applied('hal@example.org'), await applied('ida@example.org')];
    await testing.db.write(manager, (tx) =>
      declineApplication(tx, { id: two.id, reason: 'Out of state.', portal }),
    );
    await expect(
      testing.db.write(manager, (tx) =>
        approveApplications(tx, { ids: [one.id, two.id], reason: '', portal }),
      ),
    ).rejects.toThrow('already declined');
    expect((await testing.db.read(manager, (tx) => getApplication(tx, { id: one.id }))).status).toBe(
      'SUBMITTED',
    );
    expect(await testing.db.read(two.applicant, findOwnApplication)).toMatchObject({
      status: 'DECLINED',
      reason: 'Out of state.',
    });
  });

  it('cannot be decided by staff who may only read', async () => {
    const { id } = await applied('jon@example.org');
    const support: Actor = { kind: 'staff', userId: await addMember(testing.db, { roles: ['support'] }) };
    await expect(
      testing.db.write(support, (tx) => approveApplication(tx, { id, reason: '', portal })),
    ).rejects.toThrow(Refused);
    expect((await testing.db.read(support, (tx) => getApplication(tx, { id }))).status).toBe('SUBMITTED');
  });
});

describe('an account', () => {
  it('gets a new password by a mailed link, which ends every session', async () => {
    const { userId } = await applied('kim@example.org');
    await beginSession(userId, 'a');
    await testing.db.write(system, (tx) => requestPasswordReset(tx, { email: 'kim@example.org', portal }));
    const token = await tokenFor('kim@example.org');
    const done = await testing.db.write(system, (tx) =>
      resetPassword(tx, { token, passwordHash: '$argon2id$new', portal }),
    );
    expect(done).toEqual({ userId, email: 'kim@example.org' });
    expect(await testing.owner`select from sessions where user_id = ${userId}`).toHaveLength(0);
    expect(
      await testing.db.read(system, (tx) => findCredentials(tx, { email: 'kim@example.org' })),
    ).toMatchObject({
      passwordHash: '$argon2id$new',
    });
    expect(
      await testing.db.write(system, (tx) =>
        resetPassword(tx, { token, passwordHash: '$argon2id$x', portal }),
      ),
    ).toBeUndefined();
  });

  it('without a confirmed address gets the link that confirms it when it asks for a new password', async () => {
    await apply('kit@example.org');
    await mailboxes.work();
    await testing.db.write(system, (tx) => requestPasswordReset(tx, { email: 'kit@example.org', portal }));
    expect((await mailTo('kit@example.org')).map(({ subject }) => subject)).toEqual([
      'Confirm your email address',
      'Confirm your email address',
    ]);
    const token = await tokenFor('kit@example.org');
    expect(await testing.db.write(system, (tx) => resetPassword(tx, { token, passwordHash, portal }))).toBe(
      undefined,
    );
    const done = await testing.db.write(system, (tx) => confirmEmail(tx, { token, passwordHash, portal }));
    const own = await testing.db.read({ kind: 'member', userId: done?.userId ?? '' }, findOwnApplication);
    expect(own?.status).toBe('SUBMITTED');
  });

  it('changes its address once the new one is confirmed, and notifies the old one', async () => {
    const { userId } = await applied('lea@example.org');
    await testing.db.write(system, (tx) => changeEmail(tx, { userId, email: 'lea.new@example.org', portal }));
    expect((await mailTo('lea@example.org'))[0]?.subject).toBe('Your email address is about to change');
    const token = await tokenFor('lea.new@example.org');
    await testing.db.write(system, (tx) => takeNewAddress(tx, { token }));
    expect(await testing.db.read(system, (tx) => findCredentials(tx, { userId }))).toMatchObject({
      email: 'lea.new@example.org',
    });
    expect((await mailTo('lea@example.org'))[0]?.subject).toBe('Your email address was changed');
  });

  it('shows the address that it is to get, whoever has it, until its link is used or it is taken back', async () => {
    const { userId, applicant } = await applied('mia@example.org');
    const waiting = async () => (await testing.db.read(applicant, findEmailChange))?.email;
    const ask = (email: string) =>
      testing.db.write(system, (tx) => changeEmail(tx, { userId, email, portal }));
    const again = () => testing.db.write(system, (tx) => resendEmailChange(tx, { userId, portal }));
    await ask('mia.new@example.org');
    expect(await waiting()).toBe('mia.new@example.org');
    const first = await tokenFor('mia.new@example.org');
    // An hour before it ends.
    await testing.owner`update email_changes set requested_at = now() - interval '23 hours' where user_id = ${userId}`;
    await again();
    const found = await testing.db.read(applicant, findEmailChange);
    expect(Number(found?.until) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    const second = await tokenFor('mia.new@example.org');
    expect(second).not.toBe(first);
    await testing.db.write(system, (tx) => withdrawEmailChange(tx, { userId }));
    expect(await waiting()).toBeUndefined();
    await expect(again()).rejects.toThrow('This change of address is over.');
    for (const token of [first, second]) {
      expect(await testing.db.write(system, (tx) => takeNewAddress(tx, { token }))).toBeUndefined();
    }
    // The settings do not tell that another account has the address.
    await applied('noa@example.org');
    await ask('noa@example.org');
    expect(await waiting()).toBe('noa@example.org');
    await again();
    expect((await mailTo('noa@example.org')).map(({ subject }) => subject)).toContain(
      'You already have an account',
    );
    await ask('mia.last@example.org');
    const token = await tokenFor('mia.last@example.org');
    await testing.db.write(system, (tx) => takeNewAddress(tx, { token }));
    expect(await waiting()).toBeUndefined();
  });

  it('can have a lost second factor turned off by staff of no lower rank, which notifies the owner', async () => {
    const ring = readKeyRing(makeKey());
    const withTwoFactor = async (roles: string[]) => {
      const userId = await addMember(testing.db, { roles });
      await testing.db.write(system, (tx) => beginTwoFactor(tx, ring, { userId, secret: 'GEZDGNBV' }));
      await testing.db.write(system, (tx) =>
        confirmTwoFactor(tx, { userId, step: 1, hashes: [hashSecret('a code')] }),
      );
      return userId;
    };
    const end = (actor: Actor, userId: string) =>
      testing.db.write(actor, (tx) => endMemberTwoFactor(tx, { userId, reason: 'Lost the phone; came by.' }));
    const [member, administrator] = [await withTwoFactor([]), await withTwoFactor(['administrator'])];
    const support: Actor = { kind: 'staff', userId: await addMember(testing.db, { roles: ['support'] }) };
    await expect(end(support, member)).rejects.toThrow('members.edit');
    await expect(end(manager, administrator)).rejects.toThrow('has a higher role than yours');
    await expect(end(manager, managerId)).rejects.toThrow('go to your settings');
    await end(manager, member);
    await expect(end(manager, member)).rejects.toThrow('is not on');
    expect(
      await testing.db.read(system, (tx) => findTwoFactor(tx, ring, { userId: member })),
    ).toBeUndefined();
    const [mail] = await mailTo(`${member}@example.org`);
    expect(mail?.subject).toBe('Two-step sign-in is off');
    expect(
      await testing.db.read(system, (tx) => findTwoFactor(tx, ring, { userId: administrator })),
    ).toBeDefined();
  });

  it('can be exported by its owner before it closes, and keeps no personal data afterwards', async () => {
    const { userId, applicant, id } = await applied('ned@example.org', { phone: '(415) 555-0123' });
    await testing.db.write(manager, (tx) => askApplicant(tx, { id, body: 'Which license?', portal }));
    await testing.db.write(applicant, (tx) => answerQuestion(tx, { body: 'My cousin’s.' }));
    await testing.db.write(manager, (tx) => approveApplication(tx, { id, reason: '', portal }));
    const data = await testing.db.read(applicant, exportOwnData);
    expect(data).toMatchObject({
      account: { email: 'ned@example.org', phone: '+14155550123' },
      application_messages: [{ body: 'Which license?' }, { body: 'My cousin’s.' }],
      notifications: [
        { title: 'We received your application' },
        { title: 'A question about your application' },
        { title: 'Welcome to NAMC NorCal' },
      ],
    });
    expect(JSON.stringify(data)).not.toMatch(/argon2|token/);
    await testing.db.write(system, (tx) =>
      noteAccountEvent(tx, { userId, kind: 'SIGNED_IN', address: '203.0.113.9', userAgent: 'Firefox' }),
    );
    await testing.db.write(system, (tx) =>
      saveSecureData(tx, readKeyRing(makeKey()), { userId, taxId: '12-3456789' }),
    );
    await testing.db.write(system, (tx) => closeAccount(tx, { userId }));
    await mailboxes.work();
    expect(await testing.owner`select from secure_data where user_id = ${userId}`).toHaveLength(0);
    expect(
      await testing.owner`select from application_messages where application_id = ${id} and not is_from_staff`,
    ).toHaveLength(0);
    const left = await testing.owner`
      select row_to_json(u)::text as text from users u where id = ${userId}
      union all select row_to_json(m)::text from mails m where user_id = ${userId}
      union all select row_to_json(e)::text from account_events e where user_id = ${userId}
      union all select row_to_json(n)::text from notifications n where user_id = ${userId}`;
    expect(left.map(({ text }) => text).join()).not.toMatch(/ned@|Reyes|Acme|5550123|94601|Firefox|203\.0/i);
    expect(left.length).toBeGreaterThan(3);
    expect(await testing.db.read(system, (tx) => findCredentials(tx, { userId }))).toBeUndefined();
  });

  it('that was never confirmed is erased after a month, and its address can be used again', async () => {
    await apply('lost@example.org');
    const id = async () =>
      (await testing.owner`select id from users where email_key = 'lost@example.org'`)[0]?.id as string;
    const first = await id();
    const forget = () => testing.db.write(system, forgetUnconfirmed);
    await forget();
    expect(await id()).toBe(first);
    await testing.owner`update membership_applications set created_at = now() - interval '31 days' where user_id = ${first}`;
    expect(await forget()).toBe(1);
    expect(await forget()).toBe(0);
    await apply('lost@example.org');
    expect(await id()).not.toBe(first);
    expect((await mailTo('lost@example.org')).map(({ subject }) => subject)).toEqual([
      'Confirm your email address',
    ]);
  });

  it('is suspended and reactivated by staff, unless its rank is above theirs', async () => {
    const userId = await addMember(testing.db);
    let tokenHash = await beginSession(userId, 'b');
    const session = () => testing.db.read(system, (tx) => findSession(tx, { tokenHash }));
    expect((await session())?.account.userId).toBe(userId);
    await testing.db.write(manager, (tx) => suspendMember(tx, { userId, reason: 'Unpaid.' }));
    expect(await session()).toBeUndefined();
    await testing.db.write(manager, (tx) => reinstateMember(tx, { userId, reason: 'Paid.', portal }));
    // A session from before the suspension stays closed after it.
    expect(await session()).toBeUndefined();
    tokenHash = await beginSession(userId, 'c');
    expect(await session()).toBeDefined();
    const administrator = await addMember(testing.db, { roles: ['administrator'] });
    await expect(
      testing.db.write(manager, (tx) => suspendMember(tx, { userId: administrator, reason: 'No.' })),
    ).rejects.toThrow('has a higher role than yours');
  });
});
