import { sql } from 'drizzle-orm';
import { check, doublePrecision, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { areLines, instant, oneOf } from '../engine/columns/standard.ts';

export const serverRoles = ['PRIMARY', 'REPLICA', 'SILENT'] as const;
export type ServerRole = (typeof serverRoles)[number];

/** How far each server was behind: a row for each minute of two days, then one for each hour of 90. */
export const replicationPoints = pgTable(
  'replication_points',
  {
    /** `host:port` */
    server: text('server').notNull(),
    /** The beginning of the minute or hour, by the primary's clock. */
    at: instant('at').notNull(),
    /** 1 for a minute, 60 for an hour, which has the largest lag of its minutes. */
    minutes: integer('minutes').notNull(),
    /** SILENT: the server gave no answer. */
    role: text('role', { enum: serverRoles }).notNull(),
    /** The age of a replica's data; null where nobody could tell. */
    seconds: doublePrecision('seconds'),
    /** The log that a replica has yet to replay. */
    bytes: doublePrecision('bytes'),
  },
  (table) => [
    primaryKey({ columns: [table.server, table.minutes, table.at] }),
    check('replication_points_minutes_known', sql`minutes in (1, 60)`),
    check('replication_points_role_known', oneOf('role', serverRoles)),
    check('replication_points_only_of_replicas', sql`role = 'REPLICA' or num_nonnulls(seconds, bytes) = 0`),
    check('replication_points_one_line', areLines('server')),
  ],
);
