import { randomUUID } from 'node:crypto';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';

/**
 * Registers the acting person and says what came of it: a seat, or a place on the waiting list when all are taken.
 * @throws Refused when registration is closed or the person is registered already.
 */
export async function registerForEvent(
  tx: WriteTransaction,
  { eventId }: { eventId: string },
): Promise<{ registrationId: string; status: 'REGISTERED' | 'WAITLISTED' }> {
  const id = randomUUID();
  const [row] = await tx.sql<{ status: 'REGISTERED' | 'WAITLISTED' }[]>`
    insert into event_registrations (id, event_id, user_id) values (${id}, ${eventId}, ${actingUser(tx)})
    returning status`;
  if (!row) throw new NotFound('event', eventId);
  return { registrationId: id, status: row.status };
}

/**
 * Gives up a seat or a place on the waiting list; whoever waits longest takes a freed seat, in the same transaction.
 * @throws NotFound when there is no such registration that one may give up.
 */
export async function cancelRegistration(
  { sql }: WriteTransaction,
  { registrationId }: { registrationId: string },
): Promise<void> {
  await sql`select hold_event_of(${registrationId})`;
  const { count } = await sql`
    update event_registrations set status = 'CANCELLED'
    where id = ${registrationId} and status in ('REGISTERED', 'WAITLISTED')`;
  if (count === 0) throw new NotFound('registration', registrationId);
}

/** Marks who came. For staff. @throws NotFound without a registration that has a seat. */
export async function markAttendance(
  { sql }: WriteTransaction,
  { registrationId, came }: { registrationId: string; came: boolean },
): Promise<void> {
  await sql`select hold_event_of(${registrationId})`;
  const { count } = await sql`
    update event_registrations set status = ${came ? 'ATTENDED' : 'NO_SHOW'}
    where id = ${registrationId} and status in ('REGISTERED', 'ATTENDED', 'NO_SHOW')`;
  if (count === 0) throw new NotFound('registration', registrationId);
}

/** Changes the number of seats; added ones go to those who wait. @throws Refused for fewer than are taken. */
export async function changeCapacity(
  { sql }: WriteTransaction,
  { eventId, capacity }: { eventId: string; capacity: number | null },
): Promise<void> {
  const { count } = await sql`update events set capacity = ${capacity} where id = ${eventId}`;
  if (count === 0) throw new NotFound('event', eventId);
}
