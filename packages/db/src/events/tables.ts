import { eventStatuses, eventTypes, registrationStatuses } from '@namc/inputs/events';
import { timeZones } from '@namc/inputs/text';
import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { geographyPoint } from '../engine/columns/geography.ts';
import { areLines, createdAt, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { storedFile } from '../engine/columns/stored-file.ts';
import { users } from '../members/tables.ts';

export const events = pgTable(
  'events',
  {
    id: key(),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    title: text('title').notNull(),
    description: text('description').notNull(),
    type: text('type', { enum: eventTypes }).notNull(),
    status: text('status', { enum: eventStatuses }).notNull().default('DRAFT'),
    startAt: instant('start_at').notNull(),
    endAt: instant('end_at').notNull(),
    /** The time zone in which the times were entered. */
    timeZone: text('time_zone', { enum: timeZones }).notNull().default('America/Los_Angeles'),
    venue: text('venue'),
    street: text('street'),
    city: text('city'),
    onlineUrl: text('online_url'),
    coordinates: geographyPoint('coordinates'),
    /** Seats; null for no limit. */
    capacity: integer('capacity'),
    /** Maintained by the triggers of `event_registrations`. The check below prevents overselling. */
    registeredCount: integer('registered_count').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('idx_events_date_status')
      .on(table.startAt, table.id)
      .where(sql`status in ('PUBLISHED', 'REGISTRATION_OPEN', 'REGISTRATION_CLOSED')`),
    index('idx_events_created_by').on(table.createdBy),
    check('events_one_line', areLines('title', 'venue', 'street', 'city', 'online_url')),
    check('events_type_known', oneOf('type', eventTypes)),
    check('events_status_known', oneOf('status', eventStatuses)),
    check('events_time_zone_known', oneOf('time_zone', timeZones)),
    check('events_end_after_start', sql`end_at > start_at`),
    check(
      'events_texts_sensible',
      sql`btrim(title) <> '' and length(title) <= 200 and length(description) <= 20000`,
    ),
    check('events_never_oversold', sql`registered_count >= 0 and registered_count <= capacity`),
    check('events_capacity_positive', sql`capacity > 0`),
  ],
);

/**
 * A seat or a place on the waiting list. The triggers decide which, and promote people from the list in order.
 */
export const eventRegistrations = pgTable(
  'event_registrations',
  {
    id: key(),
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'restrict' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    status: text('status', { enum: registrationStatuses }).notNull().default('REGISTERED'),
    /** The order of the waiting list. A trigger assigns it while the event's row is locked. */
    queueNumber: bigint('queue_number', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    registeredAt: instant('registered_at').notNull().default(sql`now()`),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('event_registrations_one_live')
      .on(table.eventId, table.userId)
      .where(sql`status <> 'CANCELLED'`),
    index('idx_event_registrations_waiting')
      .on(table.eventId, table.queueNumber)
      .where(sql`status = 'WAITLISTED'`),
    index('idx_event_registrations_user_event').on(table.userId, table.eventId),
    index('idx_event_analytics').on(table.eventId, table.status, table.registeredAt),
    check('event_registrations_status_known', oneOf('status', registrationStatuses)),
  ],
);

export const eventFiles = pgTable(
  'event_files',
  {
    eventId: uuid('event_id')
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    ...storedFile(() => users.id),
  },
  (table) => [
    index('idx_event_files_event').on(table.eventId, table.createdAt, table.id),
    index('idx_event_files_uploaded_by').on(table.uploadedBy),
    check('event_files_one_line', areLines('file_name', 'content_type')),
    check('event_files_bytes_positive', sql`bytes > 0`),
    check('event_files_sha256', sql`sha256 ~ '^[0-9a-f]{64}$'`),
  ],
);
