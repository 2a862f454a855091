import { changeApplicationInput } from '@namc/inputs/applications';
import { beforeAll, describe, expect, it } from 'vitest';
import { listRowChanges } from '../../audit/queries.ts';
import { addContractors } from '../../contractors/factory.ts';
import type { Actor } from '../../engine/actors.ts';
import { addMember } from '../../members/factory.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { addApplication } from '../factory.ts';
import { findOwnApplication, getApplication } from '../queries.ts';
import { answerQuestion } from './apply.ts';
import { approveApplication, approveApplications, askApplicant, declineApplication } from './decide.ts';
import { changeApplication, reopenApplication, withdrawApplication } from './own.ts';

const testing = testDatabase();
const portal = 'https://portal.example.org';
const answers = {
  company: 'Acme Electric',
  licenseNumber: '701',
  tierCode: 'ASSOCIATE',
  firstName: 'Ana',
  lastName: 'Reyes',
  phone: '415 555 0123',
  zipCode: '94601',
  skills: ['estimating'],
  statement: 'We wire schools.',
};
let staff: Actor;

const asOwner = (userId: string): Actor => ({ kind: 'system', name: 'applications', onBehalfOf: userId });
const change = (userId: string, other: Partial<typeof answers> = {}) =>
  testing.db.write(asOwner(userId), (tx) =>
    changeApplication(tx, { ...changeApplicationInput.parse({ ...answers, ...other }), userId }),
  );
const own = (userId: string) => testing.db.read({ kind: 'member', userId }, findOwnApplication);
const seenBy = (id: string) => testing.db.read(staff, (tx) => getApplication(tx, { id }));

beforeAll(async () => {
  await addContractors(testing.owner, [
    { licenseNumber: '701', businessName: 'ACME ELECTRIC', classifications: ['C-10'] },
    { licenseNumber: '702', businessName: 'TAKEN ELECTRIC' },
  ]);
  await addMember(testing.db, { licenseNumber: '702' });
  staff = { kind: 'staff', userId: await addMember(testing.db, { roles: ['membership_manager'] }) };
});

describe('an applicant', () => {
  it('needs a company in every tier but the students’', async () => {
    const { userId } = await addApplication(testing.db);
    await expect(change(userId, { company: ' ' })).rejects.toThrow('is required');
    await change(userId, { company: ' ', tierCode: 'STUDENT' });
    expect(await own(userId)).toMatchObject({ company: null, tierCode: 'STUDENT' });
  });

  it('changes every answer while the application waits, and the trail names who did', async () => {
    const { id, userId } = await addApplication(testing.db);
    await change(userId);
    expect(await own(userId)).toMatchObject({ ...answers, phone: '+14155550123', status: 'SUBMITTED' });
    expect((await seenBy(id)).skills).toEqual(expect.arrayContaining(['Estimating']));
    expect((await seenBy(id)).skills).toHaveLength(2);
    const trail = await testing.db.read({ kind: 'system', name: 'test' }, (tx) =>
      listRowChanges(tx, { limit: 100 }),
    );
    const row = trail.rows.find(
      ({ tableName, rowId }) => tableName === 'membership_applications' && rowId === id,
    );
    expect(row).toMatchObject({ operation: 'UPDATE', userId });
  });

  it('changes nothing once the application is decided, and names no member’s license', async () => {
    const taken = await addApplication(testing.db);
    await expect(change(taken.userId, { licenseNumber: '702' })).rejects.toThrow('belongs to another member');
    expect(await own(taken.userId)).toMatchObject({ tierCode: 'REGULAR', licenseNumber: null });
    const { id, userId } = await addApplication(testing.db);
    await testing.db.write(staff, (tx) => declineApplication(tx, { id, reason: 'Out of state.', portal }));
    await expect(change(userId)).rejects.toThrow('isn’t waiting for a decision');
    await expect(
      testing.owner`update membership_applications set tier_code = 'CORPORATE' where id = ${id}`,
    ).rejects.toThrow('already decided');
  });

  it('withdraws and keeps the account, and sends the application again to the end of the queue', async () => {
    const { id, userId } = await addApplication(testing.db, { submittedAt: new Date('2026-01-01') });
    const act = (run: typeof withdrawApplication | typeof reopenApplication) =>
      testing.db.write<unknown>(asOwner(userId), (tx) => run(tx, { userId }));
    await act(withdrawApplication);
    expect((await own(userId))?.status).toBe('WITHDRAWN');
    await expect(act(withdrawApplication)).rejects.toThrow('isn’t waiting for a decision');
    await expect(
      testing.db.write(staff, (tx) => approveApplication(tx, { id, reason: '', portal })),
    ).rejects.toThrow('is already withdrawn');
    const [account] = await testing.owner`select status from users where id = ${userId}`;
    expect(account?.status).toBe('PENDING');
    await act(reopenApplication);
    const again = await own(userId);
    expect(again?.status).toBe('SUBMITTED');
    expect(again?.submittedAt?.getUTCFullYear()).toBeGreaterThan(2025);
    await expect(act(reopenApplication)).rejects.toThrow('Only a withdrawn or declined application');
  });

  it('who was declined applies again, changes the answers, and the next reviewer sees the earlier decision', async () => {
    const { id, userId } = await addApplication(testing.db, { submittedAt: new Date('2026-01-01') });
    await testing.db.write(staff, (tx) => declineApplication(tx, { id, reason: 'No license yet.', portal }));
    await testing.db.write(asOwner(userId), (tx) => reopenApplication(tx, { userId }));
    expect(await own(userId)).toMatchObject({ status: 'SUBMITTED', reason: null, decidedAt: null });
    expect((await own(userId))?.submittedAt?.getTime()).toBeGreaterThan(Date.parse('2026-01-02'));
    const news = () => testing.owner`
      select status, (select count(*)::int from notifications where user_id = users.id and read_at is null) as unread
      from users where id = ${userId}`;
    expect(await news()).toEqual([{ status: 'PENDING', unread: 0 }]);
    await change(userId, { licenseNumber: '' });
    expect(await seenBy(id)).toMatchObject({ reason: 'No license yet.', statement: answers.statement });
    expect((await seenBy(id)).decidedAt).not.toBeNull();
    await testing.db.write(staff, (tx) => approveApplication(tx, { id, reason: '', portal }));
    expect(await seenBy(id)).toMatchObject({ status: 'APPROVED', reason: null });
    expect(await news()).toMatchObject([{ status: 'ACTIVE' }]);
  });
});

it('what was said about an earlier state of an application is read once it goes on', async () => {
  const { id, userId } = await addApplication(testing.db);
  const unread = async () =>
    (await testing.owner`select kind from notifications where user_id = ${userId} and read_at is null`).map(
      ({ kind }) => kind,
    );
  await testing.db.write(staff, (tx) => askApplicant(tx, { id, body: 'Which license?', portal }));
  expect(await unread()).toEqual(['application-question']);
  await testing.db.write({ kind: 'member', userId }, (tx) => answerQuestion(tx, { body: 'This one.' }));
  expect(await unread()).toEqual([]);
  await testing.db.write(staff, (tx) => askApplicant(tx, { id, body: 'And since when?', portal }));
  await testing.db.write(staff, (tx) => approveApplication(tx, { id, reason: '', portal }));
  expect(await unread()).toEqual(['application-approved']);
});

it('a decision is about the answers that its decider has seen', async () => {
  const { id, userId } = await addApplication(testing.db);
  const seen = [{ id, updatedAt: (await seenBy(id)).updatedAt.toISOString() }];
  const decide = (known: typeof seen) =>
    testing.db.write(staff, (tx) => approveApplications(tx, { ids: [id], seen: known, reason: '', portal }));
  await testing.owner`select pg_sleep(0.002)`;
  await change(userId);
  await expect(decide(seen)).rejects.toThrow('has changed since you opened it');
  expect((await seenBy(id)).status).toBe('SUBMITTED');
  await decide([{ id, updatedAt: (await seenBy(id)).updatedAt.toISOString() }]);
  expect((await seenBy(id)).status).toBe('APPROVED');
});

it('a change that began before the seen one and was committed after it is not decided on unseen', async () => {
  const { id, userId } = await addApplication(testing.db);
  const [begun, seen] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const late = testing.db.write(asOwner(userId), async (tx) => {
    await tx.sql`select pg_sleep(0.002)`;
    begun.resolve();
    await seen.promise;
    const input = changeApplicationInput.parse({
      ...answers,
      licenseNumber: '',
      statement: 'We wire nothing.',
    });
    await changeApplication(tx, { ...input, userId });
  });
  await begun.promise;
  await change(userId, { licenseNumber: '' });
  const known = [{ id, updatedAt: (await seenBy(id)).updatedAt.toISOString() }];
  seen.resolve();
  await late;
  await expect(
    testing.db.write(staff, (tx) => approveApplications(tx, { ids: [id], seen: known, reason: '', portal })),
  ).rejects.toThrow('has changed since you opened it');
  expect((await seenBy(id)).status).toBe('SUBMITTED');
});
