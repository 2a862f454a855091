import { changeCertificationInput } from '@namc/inputs/certifications';
import { describe, expect, it } from 'vitest';
import { exportOwnData } from '../accounts/queries.ts';
import { addColleague, addSampleCompany } from '../companies/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { uploadSample } from '../files/factory.ts';
import { getFile } from '../files/queries.ts';
import { prepareMail } from '../mail/prepare.ts';
import { addMember } from '../members/factory.ts';
import { makeLink } from '../sign-in/commands/links.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  changeCertification,
  refuseCertification,
  remindOwner,
  removeCertification,
  verifyCertification,
  wantCertifications,
} from './commands.ts';
import { addSampleCertification } from './factory.ts';
import {
  listCertifications,
  listMemberCertifications,
  listOwnersToRemind,
  listWantedCertifications,
} from './queries.ts';

const portal = testDatabase();
const origin = 'https://portal.example.org';
const system: Actor = { kind: 'system', name: 'test' };
const member = (userId: string): Actor => ({ kind: 'member', userId });
const as = <Result>(userId: string, run: Parameters<typeof portal.db.write<Result>>[1]): Promise<Result> =>
  portal.db.write(member(userId), run);
const listOf = (companyId: string, userId: string) =>
  portal.db.read(member(userId), (tx) => listCertifications(tx, { companyId }));
const sb = { kind: 'SB', number: '2000001', issuedOn: '2025-04-01', expiresOn: '2027-03-31' };

async function company() {
  const ownerId = await addMember(portal.db);
  return { ownerId, companyId: await addSampleCompany(portal.db, ownerId) };
}
const add = (by: { companyId: string; ownerId: string }, sample = {}) =>
  addSampleCertification(portal.db, by, { ...sb, ...sample });
const change = (userId: string, certificationId: string, facts = {}) =>
  as(userId, (tx) =>
    changeCertification(tx, changeCertificationInput.parse({ certificationId, ...sb, ...facts })),
  );
const found = async (companyId: string, userId: string, id: string) => {
  const one = (await listOf(companyId, userId)).find((each) => each.id === id);
  if (!one) throw new Error('The certification is gone.');
  return one;
};

describe('the state of a certification', () => {
  const states = async (id: string, days: string[]) => {
    const rows = await portal.owner<{ state: string }[]>`
      select certification_state(c, day::date) as state
      from certifications c, unnest(${days}::text[]) with ordinality as d (day, place)
      where c.id = ${id} order by place`;
    return rows.map(({ state }) => state);
  };

  it('turns at the renewal window, and on the day after the last one', async () => {
    const by = await company();
    const days = ['2026-12-30', '2026-12-31', '2027-03-31', '2027-04-01'];
    expect(await states(await add(by), days)).toEqual(['COMPLIANT', 'EXPIRING', 'EXPIRING', 'EXPIRED']);
    // A leap year, and the night on which the clocks go forward.
    const leap = await add(by, { number: '2', expiresOn: '2028-02-29' });
    expect(await states(leap, ['2028-02-29', '2028-03-01'])).toEqual(['EXPIRING', 'EXPIRED']);
    const march = await add(by, { number: '3', expiresOn: '2027-03-14' });
    expect(await states(march, ['2027-03-14', '2027-03-15'])).toEqual(['EXPIRING', 'EXPIRED']);
  });

  it('is re-evaluation for a DBE while its agency looks at the firm, and holds for ever without a last day', async () => {
    const by = await company();
    const dbe = { kind: 'DBE', issuedOn: undefined, expiresOn: undefined };
    expect(await states(await add(by, dbe), ['2090-01-01'])).toEqual(['COMPLIANT']);
    const looked = await add(by, { ...dbe, number: '2', isUnderReEvaluation: true, expiresOn: '2027-03-31' });
    expect(await states(looked, ['2027-03-30', '2027-04-01'])).toEqual(['RE_EVALUATION', 'EXPIRED']);
  });

  it('comes back as the days that were typed, in any time zone of the process', async () => {
    const by = await company();
    const id = await add(by);
    const before = process.env.TZ;
    try {
      for (const zone of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles']) {
        process.env.TZ = zone;
        await change(by.ownerId, id);
        expect(await found(by.companyId, by.ownerId, id)).toMatchObject({
          issuedOn: '2025-04-01',
          expiresOn: '2027-03-31',
        });
      }
    } finally {
      process.env.TZ = before ?? '';
      if (before === undefined) delete process.env.TZ;
    }
  });
});

describe('the wallet of a company', () => {
  it('is read by its people, kept by its owners, and closed to everybody else', async () => {
    const by = await company();
    const [colleague, stranger] = [await addMember(portal.db), await addMember(portal.db)];
    await addColleague(portal.db, by, colleague, 'BILLING');
    const id = await add(by);
    expect(await listOf(by.companyId, colleague)).toMatchObject([{ id, verification: 'OPEN', fileId: null }]);
    expect(await listOf(by.companyId, stranger)).toEqual([]);
    await expect(add({ ...by, ownerId: colleague })).rejects.toThrow('Only an owner');
    await expect(change(colleague, id)).rejects.toThrow('Only an owner');
    await expect(as(colleague, (tx) => removeCertification(tx, { certificationId: id }))).rejects.toThrow(
      'Only an owner',
    );
    for (const act of [() => add({ ...by, ownerId: stranger }), () => change(stranger, id)]) {
      await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(
      as(stranger, (tx) => wantCertifications(tx, { companyId: by.companyId, kinds: ['SB'] })),
    ).rejects.toMatchObject({ code: 'refused' });
  });

  it('holds what the kind allows, and each number once', async () => {
    const by = await company();
    await expect(add(by, { number: '' })).rejects.toThrow('Enter the number.');
    await expect(add(by, { expiresOn: '' })).rejects.toThrow('Enter the last day.');
    await expect(add(by, { kind: 'NONE' })).rejects.toThrow('no such kind');
    await expect(
      as(by.ownerId, (tx) => wantCertifications(tx, { companyId: by.companyId, kinds: ['NONE'] })),
    ).rejects.toThrow('no such kind');
    await expect(add(by, { isUnderReEvaluation: true })).rejects.toThrow('not under re-evaluation');
    await expect(portal.owner`
      insert into certifications (company_id, kind, number, issued_on, expires_on)
      values (${by.companyId}, 'SB', '1', '2027-03-31', '2027-03-31')`).rejects.toThrow(
      'certifications_days_in_order',
    );
    const outcomes = await Promise.allSettled([add(by), add(by)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(add(by)).rejects.toThrow('Renew that one instead.');
  });

  it('says what is missing of what the company needs. An expired one is not missing', async () => {
    const by = await company();
    const want = (kinds: string[]) =>
      as(by.ownerId, (tx) => wantCertifications(tx, { companyId: by.companyId, kinds }));
    const wanted = () =>
      portal.db.read(member(by.ownerId), (tx) => listWantedCertifications(tx, { companyId: by.companyId }));
    await want(['MBE', 'SB', 'DIR']);
    await add(by, { expiresOn: '2026-01-01' });
    const missing = async () => (await wanted()).map(({ code, isMissing }) => [code, isMissing]);
    expect(await missing()).toEqual([
      ['SB', false],
      ['MBE', true],
      ['DIR', true],
    ]);
    await want(['DIR']);
    expect(await missing()).toEqual([['DIR', true]]);
    await want([]);
    expect(await missing()).toEqual([]);
  });
});

describe('a renewal', () => {
  it('takes the place of one certification once, and gives it back when it is removed', async () => {
    const by = await company();
    const id = await add(by);
    const renew = () => add(by, { expiresOn: '2029-03-31', replacesId: id });
    const outcomes = await Promise.allSettled([renew(), renew()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [renewed] = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(await found(by.companyId, by.ownerId, id)).toMatchObject({
      state: 'REPLACED',
      replacementId: renewed,
    });
    for (const act of [
      () => change(by.ownerId, id, { number: 'other' }),
      () => as(by.ownerId, (tx) => removeCertification(tx, { certificationId: id })),
    ]) {
      await expect(act()).rejects.toThrow('was renewed');
    }
    await as(by.ownerId, (tx) => removeCertification(tx, { certificationId: renewed ?? '' }));
    expect(await listOf(by.companyId, by.ownerId)).toMatchObject([{ id, replacementId: null }]);
  });

  it('does not reach into another company or another kind', async () => {
    const [by, other] = [await company(), await company()];
    const id = await add(by);
    await expect(add(other, { replacesId: id })).rejects.toThrow('renewed or removed');
    await expect(add(by, { kind: 'DVBE', replacesId: id })).rejects.toThrow('renewed or removed');
  });
});

describe('a verification by staff', () => {
  const staffWith = async (role: string): Promise<Actor & { kind: 'staff' }> => ({
    kind: 'staff',
    userId: await addMember(portal.db, { roles: [role] }),
  });
  const judge = (
    staff: Actor,
    certificationId: string,
    revision: number,
    reason = 'In the list of the agency.',
  ) => portal.db.write(staff, (tx) => verifyCertification(tx, { certificationId, revision, reason }));

  it('holds for the facts and the scan that were seen, until either changes', async () => {
    const by = await company();
    const staff = await staffWith('membership_manager');
    const id = await add(by);
    const now = () => found(by.companyId, by.ownerId, id);
    await judge(staff, id, (await now()).revision);
    expect(await now()).toMatchObject({
      verification: 'VERIFIED',
      verificationNote: 'In the list of the agency.',
    });
    const [row] = await portal.owner`select verified_by from certifications where id = ${id}`;
    expect(row?.verified_by).toBe(staff.userId);
    // The same facts again change nothing.
    await change(by.ownerId, id);
    expect(await now()).toMatchObject({ verification: 'VERIFIED', revision: 1 });
    await change(by.ownerId, id, { expiresOn: '2028-03-31' });
    expect(await now()).toMatchObject({
      verification: 'OPEN',
      verificationNote: null,
      verifiedAt: null,
      revision: 2,
    });
    await expect(judge(staff, id, 1)).rejects.toThrow('has changed this certification since');
    await judge(staff, id, 2);
    const fileId = await uploadSample(portal.db, member(by.ownerId), { kind: 'CERTIFICATE', text: 'scan' });
    await change(by.ownerId, id, { expiresOn: '2028-03-31', fileId });
    expect(await now()).toMatchObject({ verification: 'OPEN', revision: 3, fileId });
    const [act] = await portal.owner`
      select reason, target_user_id as "targetUserId" from admin_actions
      where action = 'certifications.verify' and target_id = ${id} order by created_at limit 1`;
    expect(act).toEqual({ reason: 'In the list of the agency.', targetUserId: by.ownerId });
  });

  it('needs the permission and another company than one’s own, and an owner hears of a refusal', async () => {
    const by = await company();
    const [staff, support] = [await staffWith('membership_manager'), await staffWith('support')];
    const id = await add(by);
    await expect(judge(support, id, 1)).rejects.toMatchObject({ code: 'refused' });
    await expect(
      portal.db.write(
        member(by.ownerId),
        ({ sql }) => sql`select judge_certification(${id}, 1, 'VERIFIED', 'Mine')`,
      ),
    ).rejects.toMatchObject({ code: 'refused' });
    await addColleague(portal.db, by, staff.userId, 'MEMBER');
    await expect(judge(staff, id, 1)).rejects.toThrow('your own company');
    const other = await staffWith('membership_manager');
    await portal.db.write(other, (tx) =>
      refuseCertification(tx, {
        certificationId: id,
        revision: 1,
        reason: 'The scan is dark.',
        portal: origin,
      }),
    );
    expect(await found(by.companyId, by.ownerId, id)).toMatchObject({
      verification: 'REFUSED',
      verificationNote: 'The scan is dark.',
    });
    const letters = await portal.owner`
      select user_id, about ->> 'reason' as reason from mails join mail_contents on mail_id = id
      where template = 'certification-refused' and user_id = ${by.ownerId}`;
    expect([...letters]).toEqual([{ user_id: by.ownerId, reason: 'The scan is dark.' }]);
    expect(
      await portal.db.read(other, (tx) => listMemberCertifications(tx, { userId: by.ownerId })),
    ).toMatchObject([{ id, companyName: 'Sample Builders', verification: 'REFUSED' }]);
  });
});

it('a scan is read by whoever reads the certification, has versions, and goes with it', async () => {
  const by = await company();
  const [colleague, stranger] = [await addMember(portal.db), await addMember(portal.db)];
  await addColleague(portal.db, by, colleague);
  const owner = member(by.ownerId);
  const scan = (text: string) => uploadSample(portal.db, owner, { kind: 'CERTIFICATE', text });
  const [first, second] = [await scan('one'), await scan('two')];
  const id = await add(by, { fileId: first });
  await change(by.ownerId, id, { fileId: second });
  expect(await found(by.companyId, colleague, id)).toMatchObject({ fileId: second, fileName: 'two.png' });
  const read = (actor: Actor, fileId: string) => portal.db.read(actor, (tx) => getFile(tx, { fileId }));
  const staff: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['support'] }) };
  for (const reader of [owner, member(colleague), staff]) {
    expect(await read(reader, second)).toMatchObject({ name: 'two.png' });
    expect(await read(reader, first)).toMatchObject({ name: 'one.png' });
  }
  await expect(read(member(stranger), second)).rejects.toThrow('There is no file');
  await expect(change(colleague, id, { fileId: await scan('three') })).rejects.toThrow('Only an owner');
  await as(by.ownerId, (tx) => removeCertification(tx, { certificationId: id }));
  await expect(read(owner, second)).rejects.toThrow('There is no file');
});

describe('reminders', () => {
  /** Sets the last day so many days after today in California. */
  const endIn = (id: string, days: number) => portal.owner`
    update certifications set expires_on = (now() at time zone 'America/Los_Angeles')::date + ${days}::int where id = ${id}`;
  const remind = (userId: string) => portal.db.write(system, (tx) => remindOwner(tx, { userId, origin }));
  const lettersTo = async (userId: string) =>
    (
      await portal.owner<{ about: { certifications: { number: string }[] } }[]>`
        select about from mails join mail_contents on mail_id = id
        where template = 'certifications-ending' and user_id = ${userId} order by created_at, id`
    ).map(({ about }) => about.certifications.map(({ number }) => number));

  it('reach the owners at 90, 30 and 7 days, once each a period, whoever runs twice', async () => {
    const by = await company();
    const [second, colleague] = [await addMember(portal.db), await addMember(portal.db)];
    await addColleague(portal.db, by, second, 'OWNER');
    await addColleague(portal.db, by, colleague, 'BILLING');
    const id = await add(by, { issuedOn: undefined });
    const counts: number[] = [];
    for (const days of [91, 90, 89, 31, 30, 8, 7, 0, -1]) {
      await endIn(id, days);
      // Each last day is a period of its own, so the steps of this walk are put into one.
      await portal.owner`
        update certification_reminders set expires_on = c.expires_on
        from certifications c where c.id = certification_id and certification_id = ${id}`;
      await Promise.all([remind(by.ownerId), remind(by.ownerId)]);
      counts.push((await lettersTo(by.ownerId)).length);
    }
    expect(counts).toEqual([0, 1, 1, 1, 2, 2, 3, 3, 3]);
    await endIn(id, 20);
    expect(await portal.db.read(system, listOwnersToRemind)).toEqual(
      expect.arrayContaining([by.ownerId, second]),
    );
    for (const userId of [second, colleague]) await remind(userId);
    expect(await lettersTo(second)).toEqual([['2000001']]);
    expect(await lettersTo(colleague)).toEqual([]);
    // The next period is told anew.
    await remind(by.ownerId);
    expect(await lettersTo(by.ownerId)).toHaveLength(4);
  });

  it('are one letter about all that ends, and none about what was renewed or has no end', async () => {
    const by = await company();
    const [old, soon, sooner] = [
      await add(by, { number: '1', issuedOn: undefined }),
      await add(by, { number: '2', issuedOn: undefined }),
      await add(by, { number: '3', issuedOn: undefined }),
    ];
    await add(by, { kind: 'DBE', number: '4', issuedOn: undefined, expiresOn: undefined });
    for (const [id, days] of [
      [old, 20],
      [soon, 60],
      [sooner, 5],
    ] as const) {
      await endIn(id, days);
    }
    await add(by, { number: '1', issuedOn: undefined, expiresOn: '2090-01-01', replacesId: old });
    await remind(by.ownerId);
    expect(await lettersTo(by.ownerId)).toEqual([['3', '2']]);
    const exported = await portal.db.read(member(by.ownerId), exportOwnData);
    expect(exported.certifications).toHaveLength(5);
    expect(exported.certification_reminders).toMatchObject([{ days_before: 7 }, { days_before: 90 }]);
  });

  it('are looked at again right before they are sent', async () => {
    const by = await company();
    const [renewed, kept] = [
      await add(by, { number: '1', issuedOn: undefined }),
      await add(by, { number: '2', issuedOn: undefined }),
    ];
    for (const id of [renewed, kept]) await endIn(id, 5);
    await remind(by.ownerId);
    const [mail] = await portal.owner<{ id: string }[]>`
      select id from mails where template = 'certifications-ending' and user_id = ${by.ownerId}`;
    const prepare = () =>
      portal.db.write(system, (tx) => prepareMail(tx, { mailId: mail?.id ?? '', makeLink }));
    expect((await prepare())?.text).toMatch(/number 1.*number 2/s);
    await add(by, { number: '1', issuedOn: undefined, expiresOn: '2090-01-01', replacesId: renewed });
    const second = await prepare();
    expect(second?.text).toContain('number 2');
    expect(second?.text).not.toContain('number 1');
    await as(by.ownerId, (tx) => removeCertification(tx, { certificationId: kept }));
    expect(await prepare()).toBeUndefined();
    const [dropped] = await portal.owner`select status, problem from mails where id = ${mail?.id ?? ''}`;
    expect(dropped).toEqual({ status: 'DROPPED', problem: 'What it was about has changed since.' });
  });

  it('end with the account’s standing', async () => {
    const by = await company();
    await endIn(await add(by, { issuedOn: undefined }), 5);
    await portal.owner`update users set status = 'SUSPENDED' where id = ${by.ownerId}`;
    await remind(by.ownerId);
    expect(await lettersTo(by.ownerId)).toEqual([]);
    expect(await portal.db.read(system, listOwnersToRemind)).not.toContain(by.ownerId);
  });
});
