import type { ListEventsInput } from '@namc/inputs/events';
import { z } from 'zod';
import type { Transaction } from '../engine/database.ts';
import { readKeyset, toPage } from '../engine/keyset.ts';

export interface EventItem {
  id: string;
  title: string;
  type: string;
  status: string;
  startAt: Date;
  endAt: Date;
  /** The zone in which the times were meant. */
  timeZone: string;
  venue: string | null;
  city: string | null;
  /** NULL: without a limit. */
  capacity: number | null;
  registeredCount: number;
}

/** Events that are announced and have not begun, the nearest first. */
export async function listEvents(
  { sql }: Transaction,
  input: ListEventsInput,
): Promise<{ rows: EventItem[]; nextCursor: string | null }> {
  const after = readKeyset('events', z.tuple([z.string().max(40), z.uuid()]), input.cursor);
  const rows = await sql<(EventItem & { startKey: string })[]>`
    select id, title, type, status, start_at as "startAt", end_at as "endAt", time_zone as "timeZone", venue, city,
           capacity, registered_count as "registeredCount", start_at::text as "startKey"
    from events
    where status in ('PUBLISHED', 'REGISTRATION_OPEN', 'REGISTRATION_CLOSED') and start_at >= ${input.from ?? new Date()}
      ${input.type ? sql`and type = ${input.type}` : sql``}
      ${after ? sql`and (start_at, id) > (${after[0]}::text::timestamptz, ${after[1]})` : sql``}
    order by start_at, id limit ${input.limit + 1}`;
  const page = toPage('events', rows, input.limit, (row) => [row.startKey, row.id]);
  return { rows: page.rows.map(({ startKey: _, ...item }) => item), nextCursor: page.nextCursor };
}

export interface Registration {
  id: string;
  eventId: string;
  userId: string;
  status: string;
  registeredAt: Date;
  /** How many wait before this one; null for who has a seat. */
  waitingBefore: number | null;
}

/** Who comes to an event: for staff everybody, for a member his own registrations. Seats first, then the queue. */
export async function listRegistrations(
  { sql }: Transaction,
  { eventId }: { eventId: string },
): Promise<Registration[]> {
  return sql<Registration[]>`
    select id, event_id as "eventId", user_id as "userId", status, registered_at as "registeredAt",
           case when status = 'WAITLISTED'
                then row_number() over (partition by status order by queue_number)::int - 1 end as "waitingBefore"
    from event_registrations where event_id = ${eventId}
    order by status = 'WAITLISTED', queue_number`;
}

/** How registrations of an event divide by status. For staff. */
export async function countRegistrations(
  { sql }: Transaction,
  { eventId }: { eventId: string },
): Promise<Record<string, number>> {
  const rows = await sql<{ status: string; count: number }[]>`
    select status, count(*)::int as count from event_registrations where event_id = ${eventId} group by status`;
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
