import type {
  CancelRegistrationInput,
  ChangeCapacityInput,
  MarkAttendanceInput,
  RegisterForEventInput,
  RegistrationStatus,
} from '@namc/inputs/events';
import { and, eq, inArray } from 'drizzle-orm';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { eventRegistrations, events } from './tables.ts';

/**
 * Registers the acting person. The status tells whether they have a seat (REGISTERED) or, if all are taken, a place
 * on the waiting list (WAITLISTED).
 * @throws Refused if registration is closed or the person is already registered.
 */
export async function registerForEvent(
  tx: WriteTransaction,
  { eventId }: RegisterForEventInput,
): Promise<{ registrationId: string; status: RegistrationStatus }> {
  const { id: registrationId, status } = eventRegistrations;
  const [registration] = await tx.orm
    .insert(eventRegistrations)
    .values({ eventId, userId: actingUser(tx) })
    .returning({ registrationId, status });
  if (!registration) throw new NotFound('event', eventId);
  return registration;
}

/**
 * Changes a registration that has one of these statuses. Locks the event's row first, as every change of
 * registrations does.
 */
async function changeRegistration(
  { orm, sql }: WriteTransaction,
  registrationId: string,
  from: RegistrationStatus[],
  to: RegistrationStatus,
): Promise<void> {
  await sql`select hold_event_of(${registrationId})`;
  const { count } = await orm
    .update(eventRegistrations)
    .set({ status: to })
    .where(and(eq(eventRegistrations.id, registrationId), inArray(eventRegistrations.status, from)));
  if (count === 0) throw new NotFound('registration', registrationId);
}

/**
 * Gives up a seat or a place on the waiting list. In the same transaction, the first person on the waiting list takes a
 * freed seat.
 * @throws NotFound for a registration that the acting person may not cancel.
 */
export async function cancelRegistration(
  tx: WriteTransaction,
  { registrationId }: CancelRegistrationInput,
): Promise<void> {
  await changeRegistration(tx, registrationId, ['REGISTERED', 'WAITLISTED'], 'CANCELLED');
}

/**
 * Records whether a registered person attended; for staff.
 * @throws NotFound for a registration without a seat.
 */
export async function markAttendance(
  tx: WriteTransaction,
  { registrationId, came }: MarkAttendanceInput,
): Promise<void> {
  const seated: RegistrationStatus[] = ['REGISTERED', 'ATTENDED', 'NO_SHOW'];
  await changeRegistration(tx, registrationId, seated, came ? 'ATTENDED' : 'NO_SHOW');
}

/**
 * Changes the number of seats; the waiting list takes the added ones.
 * @throws Refused for fewer seats than are taken, NotFound.
 */
export async function changeCapacity(
  { orm }: WriteTransaction,
  { eventId, capacity }: ChangeCapacityInput,
): Promise<void> {
  const { count } = await orm.update(events).set({ capacity }).where(eq(events.id, eventId));
  if (count === 0) throw new NotFound('event', eventId);
}
