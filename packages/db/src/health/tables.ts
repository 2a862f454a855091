import {
  alertStates,
  deliveryKinds,
  deliveryStatuses,
  healthCheckNames,
  largestLimit,
  limitedCheckNames,
  healthStates as states,
} from '@namc/inputs/health';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea } from '../engine/columns/bytea.ts';
import { areLines, createdAt, instant, key, oneOf, updatedAt } from '../engine/columns/standard.ts';
import { users } from '../members/tables.ts';

/** The rows that show what a check found: a name and a value for each column of the table that shows them. */
export type Evidence = Record<string, string | number | boolean | null>[];

/** The last finding of each check. One row for each check, so old results do not pile up. */
export const healthStates = pgTable(
  'health_states',
  {
    checkName: text('check_name', { enum: healthCheckNames }).primaryKey(),
    state: text('state', { enum: states }).notNull(),
    /** In the check's unit; null if the check has no number, or could not measure it. */
    value: doublePrecision('value'),
    says: text('says').notNull(),
    /** The rows that made it so. Text, not `jsonb`, because the columns have an order. */
    evidence: json('evidence').$type<Evidence>().notNull(),
    tookMs: doublePrecision('took_ms').notNull(),
    /** The time of the round that found this state first. */
    since: instant('since').notNull(),
    checkedAt: instant('checked_at').notNull(),
    /** So many rounds in a row found a fault, or none, or could not tell. */
    rounds: integer('rounds').notNull().default(1),
  },
  () => [
    check('health_states_state_known', oneOf('state', states)),
    check('health_states_one_line', areLines('check_name', 'says')),
  ],
);

/** A limit that a check can never pass would silence it. */
function areAtMostTheLargest() {
  const lines = limitedCheckNames.map((name) => `when '${name}' then ${largestLimit(name)}`);
  return sql.raw(`bad <= case check_name ${lines.join(' ')} end`);
}

/** The limits that staff have set in place of a check's own. */
export const healthThresholds = pgTable(
  'health_thresholds',
  {
    checkName: text('check_name', { enum: healthCheckNames }).primaryKey(),
    warn: doublePrecision('warn').notNull(),
    bad: doublePrecision('bad').notNull(),
    updatedAt: updatedAt(),
  },
  () => [
    check('health_thresholds_in_order', sql`warn >= 0 and bad >= warn`),
    check('health_thresholds_possible', areAtMostTheLargest()),
    check('health_thresholds_one_line', areLines('check_name')),
  ],
);

/** One row, written every two seconds. The age that a replica shows of it is the age of the replica's data. */
export const portalHeartbeat = pgTable(
  'portal_heartbeat',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    beatAt: instant('beat_at').notNull(),
  },
  () => [check('portal_heartbeat_one_row', sql`is_only`)],
);

/** A fault that lasted. The one open alert of a check keeps its row while it gets worse or better. */
export const healthAlerts = pgTable(
  'health_alerts',
  {
    id: key(),
    checkName: text('check_name', { enum: healthCheckNames }).notNull(),
    state: text('state', { enum: alertStates }).notNull(),
    says: text('says').notNull(),
    evidence: json('evidence').$type<Evidence>().notNull(),
    openedAt: instant('opened_at').notNull().default(sql`now()`),
    resolvedAt: instant('resolved_at'),
    /** The worst state that staff were told of; null before the first notice. */
    toldState: text('told_state', { enum: alertStates }),
    toldAt: instant('told_at'),
    toldEndAt: instant('told_end_at'),
    /** Until then staff know of this state. A worse one is told all the same. */
    acknowledgedState: text('acknowledged_state', { enum: alertStates }),
    acknowledgedUntil: instant('acknowledged_until'),
    acknowledgedReason: text('acknowledged_reason'),
    /** A trigger sets both. */
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: uuid('acknowledged_by'),
    /** The time when administrators were told that nobody had answered. */
    escalatedAt: instant('escalated_at'),
  },
  (table) => [
    uniqueIndex('health_alerts_one_open').on(table.checkName).where(sql`resolved_at is null`),
    index('idx_health_alerts_resolved')
      .on(table.resolvedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`resolved_at is not null`),
    check('health_alerts_state_known', oneOf('state', alertStates)),
    check('health_alerts_told_known', oneOf('told_state', alertStates)),
    check('health_alerts_acknowledged_known', oneOf('acknowledged_state', alertStates)),
    check('health_alerts_one_line', areLines('check_name', 'says', 'acknowledged_reason')),
    check(
      'health_alerts_acknowledged_whole',
      sql`num_nonnulls(acknowledged_state, acknowledged_until, acknowledged_reason) in (0, 3)`,
    ),
    check(
      'health_alerts_acknowledged_ahead',
      sql`acknowledged_until > acknowledged_at and acknowledged_until <= acknowledged_at + interval '744 hours'`,
    ),
  ],
);

/** One row at most: while staff work on the servers, nobody is told of what begins. */
export const healthMaintenance = pgTable(
  'health_maintenance',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    reason: text('reason').notNull(),
    /** A trigger sets it. */
    startedBy: uuid('started_by'),
  },
  () => [
    check('health_maintenance_one_row', sql`is_only`),
    check('health_maintenance_in_order', sql`ends_at > starts_at`),
    check('health_maintenance_one_line', areLines('reason')),
  ],
);

/** What a person wants to be told of alerts. Without a row: everything. */
export const alertChoices = pgTable('alert_choices', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  byEmail: boolean('by_email').notNull(),
  inPortal: boolean('in_portal').notNull(),
  updatedAt: updatedAt(),
});

/** What a probe outside the portal saw in a minute. A minute without a row is unknown. */
export const probeSamples = pgTable(
  'probe_samples',
  {
    /** The name that the probe has in its own settings. */
    probe: text('probe').notNull(),
    minute: instant('minute').notNull(),
    asked: integer('asked').notNull(),
    answered: integer('answered').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.probe, table.minute] }),
    check('probe_samples_one_line', areLines('probe')),
    check('probe_samples_whole_minutes', sql`minute = date_trunc('minute', minute, 'UTC')`),
    check('probe_samples_in_range', sql`asked > 0 and answered between 0 and asked`),
  ],
);

/** An address to which alerts are sent. Only the host of it is shown: whoever knows the address can write there. */
export const alertWebhooks = pgTable(
  'alert_webhooks',
  {
    id: key(),
    name: text('name').notNull(),
    host: text('host').notNull(),
    /** Both are null only within the transaction that makes the row. */
    encryptedAddress: bytea('encrypted_address'),
    encryptedSecret: bytea('encrypted_secret'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    unique('alert_webhooks_one_of_name').on(table.name),
    check('alert_webhooks_one_line', areLines('name', 'host')),
    check('alert_webhooks_sensible', sql`btrim(name) <> '' and length(name) <= 60 and length(host) <= 300`),
  ],
);

/** A message as Slack and its like read it. */
export interface WebhookMessage {
  text: string;
  attachments: { color: string; fields: { title: string; value: string; short: boolean }[] }[];
}

/** One message to one webhook. */
export const alertDeliveries = pgTable(
  'alert_deliveries',
  {
    id: key(),
    webhookId: uuid('webhook_id')
      .notNull()
      .references(() => alertWebhooks.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: deliveryKinds }).notNull(),
    /** Null for a test. */
    message: jsonb('message').$type<WebhookMessage>(),
    status: text('status', { enum: deliveryStatuses }).notNull().default('WAITING'),
    attempts: integer('attempts').notNull().default(0),
    /** The HTTP status of the last attempt; null if none came. */
    answer: integer('answer'),
    problem: text('problem'),
    createdAt: createdAt(),
    triedAt: instant('tried_at'),
  },
  (table) => [
    index('idx_alert_deliveries_webhook').on(
      table.webhookId,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    check('alert_deliveries_kind_known', oneOf('kind', deliveryKinds)),
    check('alert_deliveries_status_known', oneOf('status', deliveryStatuses)),
    check('alert_deliveries_one_line', areLines('problem')),
    check('alert_deliveries_message_known', sql`(kind = 'TEST') = (message is null)`),
  ],
);

const counter = (name: string) => bigint(name, { mode: 'number' }).notNull();

/** A large table or index, with what its server has counted of it. Blocks have 8 KiB. */
export interface RelationCounters {
  name: string;
  kind: 'table' | 'index';
  /** The table itself, or that of the index. */
  table: string;
  /** An estimate. */
  rows: number;
  /** Blocks that were found in the server's memory, and that were not. */
  hit: number;
  read: number;
  /** Rows that were read by going through the whole table. */
  scanned: number;
}

/** What each server had counted at a moment. Kept for some hours, for the differences. */
export const serverCounters = pgTable(
  'server_counters',
  {
    /** `host:port` */
    server: text('server').notNull(),
    takenAt: instant('taken_at').notNull().default(sql`now()`),
    isReplica: boolean('is_replica').notNull(),
    startedAt: instant('started_at').notNull(),
    databaseResetAt: instant('database_reset_at'),
    checkpointsResetAt: instant('checkpoints_reset_at'),
    deadlocks: counter('deadlocks'),
    tempFiles: counter('temp_files'),
    tempBytes: counter('temp_bytes'),
    checkpointsTimed: counter('checkpoints_timed'),
    checkpointsRequested: counter('checkpoints_requested'),
    relations: jsonb('relations').$type<RelationCounters[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.server, table.takenAt] }),
    check('server_counters_one_line', areLines('server')),
  ],
);

/** The room on one disk of a server, by the folder that is on it. */
export interface DiskReport {
  /** `data`, `log`, or `archive` and its path. */
  folder: string;
  bytes: number;
  /** What the server's account may still use. */
  free: number;
}

/** What the agent beside a server told of its machine. The agent's login adds rows through a function alone. */
export const agentReports = pgTable(
  'agent_reports',
  {
    /** `host:port`, as the portal names the server. */
    server: text('server').notNull(),
    reportedAt: instant('reported_at').notNull().default(sql`now()`),
    disks: jsonb('disks').$type<DiskReport[]>().notNull(),
    /** The folder of the server's log. */
    walBytes: counter('wal_bytes'),
    walFiles: integer('wal_files').notNull(),
    /** The larger of `max_wal_size` and `wal_keep_size`. */
    walLimitBytes: counter('wal_limit_bytes'),
    /** How far the machine's clock is ahead of the primary's, and by how much that may be wrong. */
    clockMs: doublePrecision('clock_ms').notNull(),
    clockErrorMs: doublePrecision('clock_error_ms').notNull(),
    /** Null for a server that does not use TLS. */
    certificateEndsAt: instant('certificate_ends_at'),
  },
  (table) => [
    primaryKey({ columns: [table.server, table.reportedAt] }),
    check('agent_reports_one_line', areLines('server')),
  ],
);

export const portalKeyKinds = ['ENCRYPTION', 'SEAL', 'BIDS', 'COOKIE', 'METRICS'] as const;
export type PortalKeyKind = (typeof portalKeyKinds)[number];

/** Since when the worker has seen each secret key. No key is stored. */
export const portalKeys = pgTable(
  'portal_keys',
  {
    kind: text('kind', { enum: portalKeyKinds }).notNull(),
    /** Tells keys apart: the first digits of an HMAC with the key itself. */
    fingerprint: text('fingerprint').notNull(),
    /** The id of a key that has one. */
    name: text('name'),
    firstSeenAt: instant('first_seen_at').notNull().default(sql`now()`),
    lastSeenAt: instant('last_seen_at').notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.fingerprint] }),
    check('portal_keys_kind_known', oneOf('kind', portalKeyKinds)),
    check('portal_keys_fingerprint_short', sql`fingerprint ~ '^[0-9a-f]{16}$'`),
    check('portal_keys_one_line', areLines('name')),
  ],
);
