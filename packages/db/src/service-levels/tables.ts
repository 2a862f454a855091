import { levelNames, levelStandards, levelUnits, serviceClasses } from '@namc/inputs/service-levels';
import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  doublePrecision,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant, oneOf } from '../engine/columns/standard.ts';

/** What is promised, by the design document and by ourselves. */
export const serviceLevels = pgTable(
  'service_levels',
  {
    name: text('name', { enum: levelNames }).notNull(),
    standard: text('standard', { enum: levelStandards }).notNull(),
    target: doublePrecision('target').notNull(),
    unit: text('unit', { enum: levelUnits }).notNull(),
    /** The share of the requests that must keep to it, such as 0.95; null for a level that is not about requests. */
    share: doublePrecision('share'),
  },
  (table) => [
    primaryKey({ columns: [table.name, table.standard] }),
    check('service_levels_name_known', oneOf('name', levelNames)),
    check('service_levels_standard_known', oneOf('standard', levelStandards)),
    check('service_levels_unit_known', oneOf('unit', levelUnits)),
    check('service_levels_target_possible', sql`target > 0`),
    check('service_levels_share_possible', sql`share > 0 and share < 1`),
    check('service_levels_limit_is_bound', sql`unit <> 'ms' or target = any (service_bucket_bounds())`),
  ],
);

/** The minutes in which an API process ran. Partitioned by day. */
export const serviceProcesses = pgTable(
  'service_processes',
  {
    /** The beginning of the minute, by the clock of the process. */
    minute: instant('minute').notNull(),
    /** Made anew when a process starts. */
    process: uuid('process').notNull(),
    /** The highest use of its pool of connections in the minute; null where it has none. */
    poolPercent: doublePrecision('pool_percent'),
    /** The most signed-in people who had a page of this process open at the same time; null if it did not count them. */
    people: integer('people'),
  },
  (table) => [primaryKey({ columns: [table.minute, table.process] })],
);

const count = (name: string) => bigint(name, { mode: 'number' }).notNull();

const measured = () => ({
  /** The beginning of the minute or hour in UTC, or of the day in California. */
  at: instant('at').notNull(),
  class: text('class', { enum: serviceClasses }).notNull(),
  requests: count('requests'),
  /** Of the requests, those that failed on the portal's side. */
  errors: count('errors'),
  /** Of the requests, those over the design document's limit of their day. */
  overLimit: count('over_limit'),
  /** How many requests took so long, by the bounds of `bucketBounds`; the last one is above them. */
  buckets: bigint('buckets', { mode: 'number' }).array().notNull(),
});

const checks = (name: string) => [
  check(`${name}_class_known`, oneOf('class', serviceClasses)),
  check(`${name}_whole`, sql`cardinality(buckets) = 122`),
];

/** What requests took in each minute, hour and day. Partitioned; the first and second by day, the third by month. */
export const serviceMinutes = pgTable('service_minutes', measured(), (table) => [
  primaryKey({ columns: [table.at, table.class] }),
  ...checks('service_minutes'),
]);
export const serviceHours = pgTable('service_hours', measured(), (table) => [
  primaryKey({ columns: [table.at, table.class] }),
  ...checks('service_hours'),
]);
export const serviceDays = pgTable('service_days', measured(), (table) => [
  primaryKey({ columns: [table.at, table.class] }),
  ...checks('service_days'),
]);

/** The minutes of each hour in which at least one API process ran. A minute without its bit is unknown. */
export const serviceCoverage = pgTable('service_coverage', {
  hour: instant('hour').primaryKey(),
  /** Bit n stands for minute n. */
  minutes: bigint('minutes', { mode: 'bigint' }).notNull(),
  /** The highest use of a process's pool of connections. */
  poolPercent: doublePrecision('pool_percent'),
  rolledAt: instant('rolled_at'),
  rolledIntoDayAt: instant('rolled_into_day_at'),
  /** The signed-in people of all processes together, in the fullest minute. */
  people: bigint('people', { mode: 'number' }),
});
