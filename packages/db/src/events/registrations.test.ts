import { describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { Refused } from '../engine/errors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { cancelRegistration, changeCapacity, markAttendance, registerForEvent } from './commands.ts';
import { addEvent } from './factory.ts';
import { countRegistrations, listRegistrations } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const member = (userId: string): Actor => ({ kind: 'member', userId });
const members = (count: number) => Promise.all(Array.from({ length: count }, () => addMember(portal.db)));
const register = (eventId: string) => (userId: string) =>
  portal.db.write(member(userId), (tx) => registerForEvent(tx, { eventId }));
const cancel = (userId: string, registrationId: string) =>
  portal.db.write(member(userId), (tx) => cancelRegistration(tx, { registrationId }));
const counts = (eventId: string) => portal.db.read(system, (tx) => countRegistrations(tx, { eventId }));
const seatsTaken = (eventId: string) =>
  portal.db.read(system, async ({ sql }) => {
    const [row] = await sql<{ n: number }[]>`select registered_count as n from events where id = ${eventId}`;
    return row?.n;
  });

describe('an event', () => {
  it('never sells more seats than it has when many people register at once', async () => {
    const eventId = await addEvent(portal.db, { capacity: 5 });
    const people = await members(20);
    const results = await Promise.all(people.map(register(eventId)));
    expect(results.filter(({ status }) => status === 'REGISTERED')).toHaveLength(5);
    expect(await counts(eventId)).toEqual({ REGISTERED: 5, WAITLISTED: 15 });
    expect(await seatsTaken(eventId)).toBe(5);
  });

  it('gives a freed seat to the first person on the waiting list, even when several leave at once', async () => {
    const eventId = await addEvent(portal.db, { capacity: 3 });
    const people = await members(9);
    const registrations: { userId: string; registrationId: string }[] = [];
    for (const userId of people) registrations.push({ userId, ...(await register(eventId)(userId)) });
    // Two people with a seat, and the first one on the waiting list.
    await Promise.all(
      [0, 1, 3].map((at) => cancel(registrations[at]!.userId, registrations[at]!.registrationId)),
    );
    const rows = await portal.db.read(system, (tx) => listRegistrations(tx, { eventId }));
    const seated = rows.filter(({ status }) => status === 'REGISTERED').map(({ userId }) => userId);
    expect(seated.sort()).toEqual([people[2], people[4], people[5]].sort());
    expect(
      rows
        .filter(({ status }) => status === 'WAITLISTED')
        .map(({ userId, waitingBefore }) => [userId, waitingBefore]),
    ).toEqual([
      [people[6], 0],
      [people[7], 1],
      [people[8], 2],
    ]);
    expect(await seatsTaken(eventId)).toBe(3);
  });

  it('counts its seats correctly while people register and cancel at once', async () => {
    const eventId = await addEvent(portal.db, { capacity: 4 });
    const people = await members(12);
    await Promise.all(
      people.map(async (userId, at) => {
        const { registrationId } = await register(eventId)(userId);
        if (at % 2 === 0) await cancel(userId, registrationId);
        if (at % 4 === 0) await register(eventId)(userId);
      }),
    );
    const found = await counts(eventId);
    expect(found.REGISTERED).toBe(4);
    expect((found.REGISTERED ?? 0) + (found.WAITLISTED ?? 0)).toBe(9);
    expect(await seatsTaken(eventId)).toBe(4);
  });

  it('gives added seats to the waiting list, and refuses to remove taken ones', async () => {
    const eventId = await addEvent(portal.db, { capacity: 1 });
    for (const userId of await members(3)) await register(eventId)(userId);
    await portal.db.write(system, (tx) => changeCapacity(tx, { eventId, capacity: 2 }));
    expect(await counts(eventId)).toEqual({ REGISTERED: 2, WAITLISTED: 1 });
    await expect(
      portal.db.write(system, (tx) => changeCapacity(tx, { eventId, capacity: 1 })),
    ).rejects.toThrow('More people are registered than the event would have seats.');
  });

  it('refuses a second registration, one after the start, and one before registration opens', async () => {
    const [userId = ''] = await members(1);
    const eventId = await addEvent(portal.db);
    await register(eventId)(userId);
    await expect(register(eventId)(userId)).rejects.toThrow('You are already registered for this event.');
    const begun = await addEvent(portal.db, { startAt: new Date(Date.now() - 60_000) });
    await expect(register(begun)(userId)).rejects.toThrow('Registration for this event is closed.');
    const announced = await addEvent(portal.db, { status: 'PUBLISHED' });
    await expect(register(announced)(userId)).rejects.toThrow(Refused);
  });

  it('lets neither a member with their own SQL nor staff skip the waiting list', async () => {
    const eventId = await addEvent(portal.db, { capacity: 1 });
    const [first = '', second = ''] = await members(2);
    await register(eventId)(first);
    const { registrationId } = await register(eventId)(second);
    const jump = (actor: Actor) =>
      portal.db.write(
        actor,
        ({ sql }) => sql`update event_registrations set status = 'REGISTERED' where id = ${registrationId}`,
      );
    await expect(jump(member(second))).rejects.toThrow();
    await expect(jump(system)).rejects.toThrow('can’t change from waitlisted to registered');
    await expect(
      portal.db.write(
        member(second),
        ({ sql }) => sql`
          insert into event_registrations (event_id, user_id, queue_number) overriding system value
          values (${eventId}, ${second}, 0)`,
      ),
    ).rejects.toHaveProperty('cause.message', expect.stringContaining('permission denied'));
  });

  it('records attendance', async () => {
    const eventId = await addEvent(portal.db, { capacity: 2 });
    const [userId = ''] = await members(1);
    const { registrationId } = await register(eventId)(userId);
    await portal.db.write(system, (tx) => markAttendance(tx, { registrationId, came: true }));
    expect(await counts(eventId)).toEqual({ ATTENDED: 1 });
    expect(await seatsTaken(eventId)).toBe(1);
    await expect(cancel(userId, registrationId)).rejects.toThrow('There is no registration');
  });
});
