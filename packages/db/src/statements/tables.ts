import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { areLines, instant, oneOf } from '../engine/columns/standard.ts';

export const samplingStates = ['SAMPLED', 'UNKNOWN', 'NOT_APPLICABLE'] as const;
export const statementKinds = ['STATEMENT', 'UTILITY', 'WITHHELD'] as const;

const count = (name: string) => bigint(name, { mode: 'number' }).notNull();
/** The server's own hash of a statement; 64 bits, so that JavaScript sees it as text. */
const queryId = () => bigint('query_id', { mode: 'bigint' }).notNull();

/** The columns of `pg_stat_statements` that are kept. Blocks have 8 KiB. */
const counters = () => ({
  calls: count('calls'),
  totalMs: doublePrecision('total_ms').notNull(),
  rows: count('rows'),
  blocksHit: count('blocks_hit'),
  blocksRead: count('blocks_read'),
  tempBlocks: count('temp_blocks'),
  walBytes: count('wal_bytes'),
});

/** Each server whose statements are counted, and what its last reading said. */
export const statementServers = pgTable(
  'statement_servers',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    /** `host:port` */
    name: text('name').notNull(),
    state: text('state', { enum: samplingStates }).notNull(),
    /** The reason of another state than SAMPLED, in words for staff. */
    problem: text('problem'),
    /** The last attempt, by the clock of the primary. */
    triedAt: instant('tried_at').notNull().default(sql`now()`),
    /** The last reading and the server's start, by the clock of the server itself. */
    readAt: instant('read_at'),
    startedAt: instant('started_at'),
    /** The time since which the server counts, and how often it has evicted statements since. */
    resetAt: instant('reset_at'),
    evictions: bigint('evictions', { mode: 'number' }),
  },
  (table) => [
    uniqueIndex('statement_servers_name').on(table.name),
    check('statement_servers_state_known', oneOf('state', samplingStates)),
    check('statement_servers_one_line', areLines('name', 'problem')),
  ],
);

/** The text of each statement, once, without any value. */
export const statementTexts = pgTable(
  'statement_texts',
  {
    queryId: queryId().primaryKey(),
    kind: text('kind', { enum: statementKinds }).notNull(),
    text: text('text'),
    firstSeenAt: instant('first_seen_at').notNull().default(sql`now()`),
    /** The same for each text that differs in its values alone (`keyOfText`). */
    textKey: text('text_key'),
  },
  () => [
    check('statement_texts_kind_known', oneOf('kind', statementKinds)),
    check('statement_texts_only_of_statements', sql`(kind = 'STATEMENT') = (text is not null)`),
    check('statement_texts_without_values', sql`strpos(text, '''') = 0 and length(text) <= 100000`),
  ],
);

/** The counters at the last reading of each server, from which the next one subtracts. */
export const statementCounters = pgTable(
  'statement_counters',
  {
    serverId: integer('server_id')
      .notNull()
      .references(() => statementServers.id, { onDelete: 'cascade' }),
    roleId: bigint('role_id', { mode: 'number' }).notNull(),
    isTopLevel: boolean('is_top_level').notNull(),
    queryId: queryId(),
    ...counters(),
  },
  (table) => [primaryKey({ columns: [table.serverId, table.queryId, table.roleId, table.isTopLevel] })],
);

const spans = () => ({
  /** The beginning of the minute, hour or day, in UTC. */
  at: instant('at').notNull(),
  serverId: integer('server_id').notNull(),
  queryId: queryId(),
  ...counters(),
});

/** The work of each statement in each minute, hour and day. Partitioned; the first and second by day, the third by month. */
export const statementMinutes = pgTable('statement_minutes', spans(), (table) => [
  primaryKey({ columns: [table.at, table.serverId, table.queryId] }),
]);
export const statementHours = pgTable('statement_hours', spans(), (table) => [
  primaryKey({ columns: [table.at, table.serverId, table.queryId] }),
]);
export const statementDays = pgTable('statement_days', spans(), (table) => [
  primaryKey({ columns: [table.at, table.serverId, table.queryId] }),
]);

/** The minutes of each hour in which a server was counted. A minute without its bit is a gap and no zero. */
export const statementCoverage = pgTable(
  'statement_coverage',
  {
    serverId: integer('server_id')
      .notNull()
      .references(() => statementServers.id, { onDelete: 'cascade' }),
    hour: instant('hour').notNull(),
    /** Bit n stands for minute n. */
    minutes: bigint('minutes', { mode: 'bigint' }).notNull(),
    /** Statements that lost their counters before they were read: the hour's figures are “at least”. */
    evictions: count('evictions'),
    /** Readings after which counting began anew. */
    resets: integer('resets').notNull(),
    rolledAt: instant('rolled_at'),
    rolledIntoDayAt: instant('rolled_into_day_at'),
  },
  (table) => [primaryKey({ columns: [table.serverId, table.hour] })],
);

/** Each version of the portal that has run. A row says that another one ran before it. */
export const deploys = pgTable(
  'deploys',
  {
    /** Two processes that start at once with a new version count the same number, and one of them adds the row. */
    number: integer('number').primaryKey(),
    version: text('version').notNull(),
    firstSeenAt: instant('first_seen_at').notNull().default(sql`now()`),
  },
  () => [check('deploys_in_order', sql`number > 0`), check('deploys_one_line', areLines('version'))],
);

/** The procedures, and the functions of the portal's own work, whose transactions sent a statement. */
export const statementCallers = pgTable(
  'statement_callers',
  {
    name: text('name').notNull(),
    textKey: text('text_key').notNull(),
    firstSeenAt: instant('first_seen_at').notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.name, table.textKey] }),
    index('idx_statement_callers_text_key').on(table.textKey),
    check('statement_callers_one_line', areLines('name')),
    check('statement_callers_text_key_plain', sql`text_key ~ '^[0-9a-f]{32}$'`),
  ],
);
