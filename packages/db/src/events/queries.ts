import type { ListEventsInput, RegistrationStatus } from '@namc/inputs/events';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { keyed, keyset } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { eventRegistrations, events } from './tables.ts';

const event = pick(events, [
  'id',
  'title',
  'type',
  'status',
  'startAt',
  'endAt',
  'timeZone',
  'venue',
  'city',
  'capacity',
  'registeredCount',
]);

export type EventItem = RowOf<typeof event>;

/**
 * Announced events that have not started yet, the next one first.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function listEvents({ sql }: Transaction, input: ListEventsInput): Promise<Page<EventItem>> {
  const pages = keyset(sql, 'events', input, 'start_at', 'asc');
  return pages.page(
    await rowsOf(sql, event, keyed)`
    select ${event(sql)}, ${pages.key} from events
    where status in ('PUBLISHED', 'REGISTRATION_OPEN', 'REGISTRATION_CLOSED') and start_at >= ${input.from ?? new Date()}
      ${input.type ? sql`and type = ${input.type}` : sql``} ${pages.after}
    order by ${pages.order} limit ${pages.limit}`,
  );
}

const registration = pick(eventRegistrations, ['id', 'eventId', 'userId', 'status', 'registeredAt']);
const queue = computed({ waitingBefore: 'number | null' });

/** `waitingBefore` is the number of people ahead on the waiting list; null for a person with a seat. */
export type Registration = RowOf<typeof registration> & RowOf<typeof queue>;

/**
 * An event's registrations: seats first, then the waiting list in its order. Members see their own, staff all.
 */
export async function listRegistrations(
  { sql }: Transaction,
  { eventId }: { eventId: string },
): Promise<Registration[]> {
  return rowsOf(sql, registration, queue)`
    select ${registration(sql)},
           case when status = 'WAITLISTED'
                then row_number() over (partition by status order by queue_number)::int - 1 end as "waitingBefore"
    from event_registrations where event_id = ${eventId}
    order by status = 'WAITLISTED', queue_number`;
}

const status = pick(eventRegistrations, ['status']);
const counted = computed({ count: 'number' });

/**
 * The number of an event's registrations by status; for staff. A status without registrations is missing.
 */
export async function countRegistrations(
  { sql }: Transaction,
  { eventId }: { eventId: string },
): Promise<Partial<Record<RegistrationStatus, number>>> {
  const rows = await rowsOf(sql, status, counted)`
    select ${status(sql)}, count(*)::int as count
    from event_registrations where event_id = ${eventId} group by status`;
  return Object.fromEntries(rows.map((row) => [row.status, row.count]));
}
