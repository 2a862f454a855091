import { describe, expect, it } from 'vitest';
import { addApplication } from '../applications/factory.ts';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { addTier, changeTier } from './commands/tiers.ts';
import { listAllTiers, listOfferedTiers } from './queries/tiers.ts';

const portal = testDatabase();

it('staff change a tier, and visitors see it in its place', async () => {
  const manager: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
  const support: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['support'] }) };
  const shown = () => portal.db.read({ kind: 'visitor' }, listOfferedTiers, { freshness: 'latest' });
  const student = {
    code: 'STUDENT',
    name: 'Student',
    description: 'Apprentices.\n\nAll courses are free.',
    annualDuesCents: 4_050,
    isOffered: true,
    isJoinable: true,
    coversPeople: false,
    periodMonths: 12,
    position: 9,
    benefits: ['Free courses', 'A mentor'],
  };
  const before = await shown();
  await portal.db.write(manager, (tx) => changeTier(tx, student));
  expect((await shown()).at(-1)).toEqual({
    code: 'STUDENT',
    name: 'Student',
    description: student.description,
    annualDuesCents: 4_050,
    periodMonths: 12,
    coversPeople: false,
    benefits: student.benefits,
  });
  await portal.db.write(manager, (tx) => changeTier(tx, { ...student, isOffered: false }));
  expect((await shown()).map(({ code }) => code)).toEqual(
    before.map(({ code }) => code).filter((code) => code !== 'STUDENT'),
  );
  const [act] = await portal.owner`
    select user_id, details from admin_actions where action = 'memberships.tier' limit 1`;
  expect(act).toMatchObject({ user_id: manager.userId, details: { tier: 'Student' } });
  await expect(portal.db.write(support, (tx) => changeTier(tx, student))).rejects.toMatchObject({
    code: 'refused',
  });
  await expect(
    portal.db.write(manager, (tx) => changeTier(tx, { ...student, code: 'NONE' })),
  ).rejects.toMatchObject({ code: 'not_found' });
});

describe('a tier that staff make', () => {
  const sponsor = {
    name: 'Sponsor',
    description: 'Firms that pay for events.',
    memberType: 'CORPORATE' as const,
    annualDuesCents: 1_000_000,
    isOffered: true,
    isJoinable: true,
    coversPeople: false,
    periodMonths: 12,
    position: 50,
    benefits: ['Two tickets for each event'],
  };
  const shown = async () =>
    (await portal.db.read({ kind: 'visitor' }, listOfferedTiers, { freshness: 'latest' })).map(
      ({ code }) => code,
    );

  it('is open to applications at once, until staff close it, and keeps its code', async () => {
    const manager: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
    expect(await portal.db.write(manager, (tx) => addTier(tx, sponsor))).toBe('SPONSOR');
    expect(await shown()).toContain('SPONSOR');
    expect(await shown()).not.toContain('HONORARY');
    const { userId } = await addApplication(portal.db);
    await portal.owner`update membership_applications set tier_code = 'SPONSOR' where user_id = ${userId}`;
    await expect(portal.db.write(manager, (tx) => addTier(tx, sponsor))).rejects.toThrow('exists already');
    const { memberType: _, ...facts } = sponsor;
    await portal.db.write(manager, (tx) =>
      changeTier(tx, { ...facts, code: 'SPONSOR', name: 'Patron', isJoinable: false }),
    );
    expect(await shown()).not.toContain('SPONSOR');
    // The one that waits keeps its tier, and nobody else gets it.
    await portal.owner`update membership_applications set statement = 'We build.' where user_id = ${userId}`;
    const other = await addApplication(portal.db);
    await expect(
      portal.owner`update membership_applications set tier_code = 'SPONSOR' where user_id = ${other.userId}`,
    ).rejects.toThrow('isn’t open for applications');
  });

  it('is changed by one of two who saw the same state', async () => {
    const manager: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
    const code = await portal.db.write(manager, (tx) => addTier(tx, { ...sponsor, name: 'Raced tier' }));
    const [seen] = (await portal.db.read(manager, listAllTiers, { freshness: 'latest' })).filter(
      (one) => one.code === code,
    );
    const { memberType: _, ...facts } = sponsor;
    const outcomes = await Promise.allSettled(
      ['One', 'Two'].map((name) =>
        portal.db.write(manager, (tx) =>
          changeTier(tx, { ...facts, code, name, seenAt: seen?.updatedAt.toISOString() }),
        ),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((one) => one.status === 'rejected');
    expect(String(refused?.reason)).toContain('Someone else changed this tier');
  });
});
