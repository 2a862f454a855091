import { beforeAll, describe, expect, it } from 'vitest';
import { listAdminActions } from '../../audit/queries.ts';
import { addContractors } from '../../contractors/factory.ts';
import type { Actor } from '../../engine/actors.ts';
import { listMail } from '../../mail/queries.ts';
import { addMember } from '../../members/factory.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addApplication } from '../factory.ts';
import { countApplications, getApplication, listApplications } from '../queries.ts';
import { approveApplication, approveApplications, declineApplications } from './decide.ts';
import { beginReview } from './review.ts';

const testing = testDatabase();
const portal = 'https://portal.example.org';
const system: Actor = { kind: 'system', name: 'test' };

const addStaff = async (firstName: string, role = 'membership_manager'): Promise<Actor> => ({
  kind: 'staff',
  userId: await addMember(testing.db, { firstName, lastName: 'Of Staff', roles: [role] }),
});
const see = (actor: Actor, id: string) => testing.db.read(actor, (tx) => getApplication(tx, { id }));
const begin = (actor: Actor, id: string) => testing.db.write(actor, (tx) => beginReview(tx, { id }));
const names = (people: { name: string }[]) => people.map(({ name }) => name);

let ana: Actor;
let ben: Actor;

beforeAll(async () => {
  await addContractors(testing.owner, [{ licenseNumber: '700', businessName: 'ACME ELECTRIC' }]);
  [ana, ben] = [await addStaff('Ana'), await addStaff('Ben')];
});

describe('an open application', () => {
  it('shows staff who else has it open and since when, until that page is closed', async () => {
    const { id } = await addApplication(testing.db);
    expect(await begin(ana, id)).toEqual([]);
    const [{ since } = { since: '' }] = await begin(ben, id);
    expect(names(await begin(ana, id))).toEqual(['Ben Of Staff']);
    expect(names((await see(ben, id)).reviewers)).toEqual(['Ana Of Staff']);
    const auditor = await addStaff('Cal', 'auditor');
    const listed = await testing.db.read(auditor, (tx) =>
      listApplications(tx, { status: 'SUBMITTED', limit: 50 }),
    );
    expect(names(listed.rows.find((row) => row.id === id)?.reviewers ?? [])).toEqual([
      'Ana Of Staff',
      'Ben Of Staff',
    ]);
    // Ana’s page keeps reporting, so its opening time stays the same.
    await testing.owner`update application_reviews set seen_at = now() - interval '61 seconds'`;
    await begin(ana, id);
    expect((await begin(ben, id))[0]?.since).toBe(since);
    await testing.owner`update application_reviews set seen_at = now() - interval '121 seconds'`;
    expect((await see(ben, id)).reviewers).toEqual([]);
    await begin(ana, id);
    expect((await begin(ben, id))[0]?.since).not.toBe(since);
  });

  it('leaves no row in the audit trail, and needs the permission to decide', async () => {
    const { id } = await addApplication(testing.db);
    await expect(begin(await addStaff('Dan', 'support'), id)).rejects.toThrow('You may not do this.');
    await begin(ana, id);
    await testing.db.write(ben, (tx) => approveApplication(tx, { id, reason: '', portal }));
    const trail = await testing.db.read(system, (tx) => listAdminActions(tx, { limit: 100 }));
    expect(trail.rows.filter(({ targetId }) => targetId === id).map(({ action }) => action)).toEqual([
      'applications.approve',
    ]);
  });

  it('leads to the next waiting one, and from the last one to the first', async () => {
    const at = (day: number) => ({ submittedAt: new Date(Date.UTC(2020, 0, day)) });
    const first = await addApplication(testing.db, { firstName: 'First', ...at(1) });
    const second = await addApplication(testing.db, { firstName: 'Second', ...at(2) });
    expect((await see(ana, first.id)).next).toEqual({ id: second.id, name: 'Second Person' });
    const last = await addApplication(testing.db, { submittedAt: new Date(Date.UTC(2100, 0, 1)) });
    expect((await see(ana, last.id)).next?.id).toBe(first.id);
    await testing.db.write(ana, (tx) => approveApplication(tx, { id: first.id, reason: '', portal }));
    expect((await see(ana, first.id)).next?.id).toBe(second.id);
  });
});

describe('the list of applications', () => {
  it('compares each with the license board’s record, and counts them by status', async () => {
    const known = await addApplication(testing.db, { licenseNumber: '700', city: 'Fresno' });
    const without = await addApplication(testing.db);
    const { rows } = await testing.db.read(ana, (tx) =>
      listApplications(tx, { status: 'SUBMITTED', limit: 100 }),
    );
    const row = rows.find(({ id }) => id === known.id);
    expect(row).toMatchObject({ city: 'Fresno', license: { name: 'Acme Electric' } });
    expect(row?.license?.standing.short).toBeTruthy();
    expect(rows.find(({ id }) => id === without.id)?.license).toBeNull();
    const counts = await testing.db.read(ana, countApplications);
    expect(counts.SUBMITTED).toBe(rows.length);
    // The tests after this one claim the license for others.
    await testing.owner`update membership_applications set license_number = null where id = ${known.id}`;
  });
});

describe('a license that several applicants claim', () => {
  it('goes to one of them, and approving the second is refused by name without a partial change', async () => {
    const one = await addApplication(testing.db, { firstName: 'Eli', licenseNumber: '700' });
    const two = await addApplication(testing.db, { firstName: 'Fay', licenseNumber: '700' });
    const other = await addApplication(testing.db);
    expect(names((await see(ana, one.id)).claimants)).toEqual(['Fay Person']);
    await testing.db.write(ana, (tx) => approveApplication(tx, { id: one.id, reason: '', portal }));
    expect((await see(ana, two.id)).claimants).toEqual([
      { userId: one.userId, name: 'Eli Person', status: 'ACTIVE' },
    ]);
    await expect(
      testing.db.write(ana, (tx) => approveApplications(tx, { ids: [two.id, other.id], reason: '', portal })),
    ).rejects.toThrow('The license that Fay Person names belongs to another member.');
    for (const { id, userId } of [two, other]) {
      expect((await see(ana, id)).status).toBe('SUBMITTED');
      const left = await testing.owner`
        select from memberships where user_id = ${userId}
        union all select from mails where user_id = ${userId}
        union all select from admin_actions where target_user_id = ${userId}
        union all select from users where id = ${userId} and status <> 'PENDING'`;
      expect(left).toHaveLength(0);
    }
  });
});

describe('several applications declined at once', () => {
  it('send each applicant the same reason', async () => {
    const people = [await addApplication(testing.db), await addApplication(testing.db)];
    const ids = people.map(({ id }) => id);
    const decline = () =>
      testing.db.write(ana, (tx) => declineApplications(tx, { ids, reason: 'Out of state.', portal }));
    expect((await decline()).sort()).toEqual(people.map(({ userId }) => userId).sort());
    for (const { id, userId } of people) {
      expect(await see(ana, id)).toMatchObject({ status: 'DECLINED', reason: 'Out of state.' });
      const mail = await testing.db.read(system, (tx) => listMail(tx, { userId, limit: 5 }));
      expect(mail.map(({ template }) => template)).toEqual(['application-declined']);
    }
  });

  it('are declined all or none, and the message names the one that was decided meanwhile', async () => {
    const waiting = await addApplication(testing.db, { firstName: 'Gil' });
    const decided = await addApplication(testing.db, { firstName: 'Hal' });
    await testing.db.write(ben, (tx) => approveApplication(tx, { id: decided.id, reason: '', portal }));
    await expect(
      testing.db.write(ana, (tx) =>
        declineApplications(tx, { ids: [waiting.id, decided.id], reason: 'No.', portal }),
      ),
    ).rejects.toThrow('The application of Hal Person is already approved.');
    expect((await see(ana, waiting.id)).status).toBe('SUBMITTED');
  });

  it('never deadlock when two people decide them in different orders', async () => {
    const ids = await Promise.all(
      Array.from({ length: 6 }, async () => (await addApplication(testing.db)).id),
    );
    const outcomes = await Promise.allSettled([
      testing.db.write(ana, (tx) => declineApplications(tx, { ids, reason: 'No.', portal })),
      testing.db.write(ben, (tx) =>
        declineApplications(tx, { ids: ids.toReversed(), reason: 'No.', portal }),
      ),
    ]);
    const refused = outcomes.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(String(refused[0]?.reason)).toContain('is already declined');
  });
});
