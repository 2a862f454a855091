import { z } from 'zod/mini';
import { isNearDay, manyLines, oneLine, unlessBlank } from './text.ts';

/** The parts of the health page, in its order. */
export const healthAreas = ['servers', 'connections', 'tables', 'safety', 'work'] as const;
export type HealthArea = (typeof healthAreas)[number];

/** Every check, in the order of the page. `@namc/db` has one file for each. */
export const healthCheckNames = [
  'servers',
  'replication-lag',
  'replication-bytes',
  'replication-slots',
  'settings',
  'connections',
  'long-transactions',
  'idle-transactions',
  'lock-waits',
  'dead-rows',
  'transaction-age',
  'invalid-indexes',
  'duplicate-indexes',
  'unused-indexes',
  'sequences',
  'partitions',
  'backups',
  'restores',
  'file-copies',
  'archiving',
  'checksums',
  'policies',
  'audit-seals',
  'job-queue',
  'mail',
  'openings',
  'service-levels',
  'webhooks',
  'cache-hits',
  'temporary-files',
  'checkpoints',
  'deadlocks',
  'sequential-scans',
  'statement-table',
  'pooler',
  'foreign-keys',
  'statistics',
  'oldest-xmin',
  'synchronous-commit',
  'autovacuum',
  'disk',
  'wal-folder',
  'clock',
  'certificates',
  'maintenance',
  'bloated-indexes',
  'keys',
  'directory',
] as const;
export type HealthCheckName = (typeof healthCheckNames)[number];

/** The checks that measure something against two limits, which staff may change. */
export const limitedCheckNames = [
  'replication-lag',
  'replication-bytes',
  'replication-slots',
  'connections',
  'long-transactions',
  'idle-transactions',
  'lock-waits',
  'dead-rows',
  'transaction-age',
  'sequences',
  'backups',
  'restores',
  'file-copies',
  'archiving',
  'audit-seals',
  'job-queue',
  'mail',
  'service-levels',
  'cache-hits',
  'temporary-files',
  'checkpoints',
  'deadlocks',
  'sequential-scans',
  'statement-table',
  'pooler',
  'statistics',
  'oldest-xmin',
  'synchronous-commit',
  'autovacuum',
  'disk',
  'wal-folder',
  'clock',
  'maintenance',
  'bloated-indexes',
  'keys',
] as const satisfies HealthCheckName[];
export type LimitedCheckName = (typeof limitedCheckNames)[number];

/** The largest limit that makes sense, by its unit: more than that a check never measures, or nobody would hear of it in time. */
const mostOfUnit = {
  '%': 100,
  '% used': 100,
  '% wasted': 100,
  '% of its limit': 10_000,
  seconds: 604_800,
  minutes: 10_080,
  hours: 8_760,
  'hours late': 720,
  days: 3_650,
  MB: 10_000_000,
  'MB an hour': 10_000_000,
  'deadlocks an hour': 100_000,
  'evictions an hour': 1_000_000,
  'million rows an hour': 1_000_000,
  times: 1_000,
  'times its own threshold': 1_000,
  transactions: 500_000_000,
} as const;

/** The unit of each check that has limits. */
export const limitUnits: Record<LimitedCheckName, keyof typeof mostOfUnit> = {
  'replication-lag': 'seconds',
  'replication-bytes': 'MB',
  'replication-slots': 'MB',
  connections: '%',
  'long-transactions': 'seconds',
  'idle-transactions': 'seconds',
  'lock-waits': 'seconds',
  'dead-rows': 'times its own threshold',
  'transaction-age': '%',
  sequences: '%',
  backups: 'hours',
  restores: 'hours',
  'file-copies': 'minutes',
  archiving: 'seconds',
  'audit-seals': 'seconds',
  'job-queue': 'seconds',
  mail: 'seconds',
  'service-levels': 'times',
  'cache-hits': '%',
  'temporary-files': 'MB an hour',
  checkpoints: '%',
  deadlocks: 'deadlocks an hour',
  'sequential-scans': 'million rows an hour',
  'statement-table': 'evictions an hour',
  pooler: 'seconds',
  statistics: 'times its own threshold',
  'oldest-xmin': 'transactions',
  'synchronous-commit': 'seconds',
  autovacuum: 'minutes',
  disk: '% used',
  'wal-folder': '% of its limit',
  clock: 'seconds',
  maintenance: 'hours late',
  'bloated-indexes': '% wasted',
  keys: 'days',
};

/** The largest limit that a check may have, in its unit. */
export const largestLimit = (check: LimitedCheckName): number => mostOfUnit[limitUnits[check]];

/** The state that a check found. `unknown` is never as good as `ok`. */
export const healthStates = ['ok', 'warn', 'bad', 'unknown', 'not applicable'] as const;
export type HealthState = (typeof healthStates)[number];

/** What an alert is about, the worst last. */
export const alertStates = ['unknown', 'warn', 'bad'] as const satisfies HealthState[];
export type AlertState = (typeof alertStates)[number];

export const listHealthInput = z.object({ area: z.enum(healthAreas) });
export type ListHealthInput = z.infer<typeof listHealthInput>;

/** A number as a person types it in a form. */
const limit = z
  .string('must be a number')
  .check(z.regex(/^ *\d{1,9}(\.\d{1,3})? *$/, 'must be a number such as 60 or 0.5'));

const tooLarge = (field: 'warn' | 'bad') =>
  z.refine<{ check: LimitedCheckName; warn: string; bad: string }>(
    (given) => Number(given[field]) <= largestLimit(given.check),
    {
      path: [field],
      error: ({ input }) =>
        `must be at most ${largestLimit((input as { check: LimitedCheckName }).check).toLocaleString('en-US')}`,
    },
  );

/** Staff change from where on a check warns and is bad. Larger values are worse in every check. */
export const changeThresholdsInput = z
  .object({ check: z.enum(limitedCheckNames), warn: limit, bad: limit, reason: manyLines(1000) })
  .check(
    tooLarge('warn'),
    tooLarge('bad'),
    z.refine(({ warn, bad }) => Number(warn) <= Number(bad), {
      path: ['bad'],
      error: 'must be at least the limit of the warning',
    }),
  );
export type ChangeThresholdsInput = z.infer<typeof changeThresholdsInput>;

/** Back to the limits that the portal comes with. */
export const resetThresholdsInput = z.object({ check: z.enum(limitedCheckNames), reason: manyLines(1000) });
export type ResetThresholdsInput = z.infer<typeof resetThresholdsInput>;

/** So long staff may say that they know of an alert, or work on the servers. */
export const hoursOfQuiet = [1, 4, 12, 24, 72, 168] as const;

const hours = hoursOfQuiet.map(String);

/** A day and a time in California, as a field for both gives them: `2026-12-31T15:00`. */
const californiaTime = z.iso
  .datetime({ local: true, precision: -1, error: 'must be a day and a time' })
  .check(z.regex(/\d$/, 'must be a day and a time'), isNearDay());

/** Staff know of an alert, and want to hear of it again after so many hours, or at a time of their choice. */
export const acknowledgeAlertInput = z
  .object({
    id: z.uuid(),
    lasts: z.enum([...hours, 'until'], 'must be one of the choices'),
    /** With `until`. */
    until: unlessBlank(californiaTime),
    reason: oneLine(300),
  })
  .check(
    z.refine(({ lasts, until }) => lasts !== 'until' || until !== undefined, {
      path: ['until'],
      error: 'Choose a day and a time',
    }),
  );
export type AcknowledgeAlertInput = z.infer<typeof acknowledgeAlertInput>;

/** So long nobody may leave a bad alert unanswered before administrators are told: five minutes to a day. */
export const escalationBounds = { least: 5, most: 1_440, usual: 30 } as const;
const { least, most } = escalationBounds;

export const changeEscalationInput = z.object({
  minutes: z.string('must be a number').check(
    z.regex(/^ *\d{1,4} *$/, { error: 'must be a whole number of minutes', abort: true }),
    z.refine(
      (text) => Number(text) >= least && Number(text) <= most,
      `must be from ${least} to ${most.toLocaleString('en-US')} minutes`,
    ),
  ),
  reason: oneLine(300),
});
export type ChangeEscalationInput = z.infer<typeof changeEscalationInput>;

/** The ways in which a person hears of alerts. An alert that nobody answers is told to administrators in any case. */
export const chooseAlertsInput = z.object({ byEmail: z.boolean(), inPortal: z.boolean() });
export type ChooseAlertsInput = z.infer<typeof chooseAlertsInput>;

const urlOf = (text: string) => (URL.canParse(text) ? new URL(text) : undefined);

/** An address outside of the portal, or on this machine for a developer. */
const webhookAddress = z.string().check(
  z.trim(),
  z.maxLength(1000, 'must have at most 1,000 characters'),
  z.refine((text) => urlOf(text) !== undefined, {
    error: 'must be a whole address, such as https://hooks.example.org/…',
    abort: true,
  }),
  z.refine(
    (text) => {
      const url = urlOf(text);
      return url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === '127.0.0.1');
    },
    { error: 'must be an address that begins with https://', abort: true },
  ),
  z.refine((text) => {
    const url = urlOf(text);
    return url?.username === '' && url.password === '';
  }, 'must have no name and no password in it'),
  z.refine(
    (text) => (urlOf(text)?.host.length ?? 0) <= 300,
    'must name a server with at most 300 characters',
  ),
);

/** Staff let alerts be sent to a chat or a pager. */
export const addWebhookInput = z.object({ name: oneLine(60), address: webhookAddress });
export type AddWebhookInput = z.infer<typeof addWebhookInput>;

/** One webhook: to test it, to give it a new secret, or to remove it. */
export const webhookInput = z.object({ id: z.uuid() });
export type WebhookInput = z.infer<typeof webhookInput>;

/** What became of a message to a webhook, and what it was about. */
export const deliveryStatuses = ['WAITING', 'SENT', 'FAILED'] as const;
export const deliveryKinds = ['ALERTS', 'ESCALATION', 'TEST'] as const;

/** Nobody is told of what begins in the coming hours. The same changes a maintenance that runs. */
export const startMaintenanceInput = z.object({
  hours: z.enum(hours, 'must be one of the choices'),
  reason: oneLine(300),
});
export type StartMaintenanceInput = z.infer<typeof startMaintenanceInput>;

/** The worst first: what a person should look at, in this order. */
const attention: readonly HealthState[] = ['bad', 'warn', 'unknown'];

/** The worst of several states. `not applicable` counts for nothing beside another state. */
export const worstState = (states: readonly HealthState[]): HealthState =>
  attention.find((state) => states.includes(state)) ?? (states.includes('ok') ? 'ok' : 'not applicable');

/** True for a state that somebody should look at. */
export const needsAttention = (state: HealthState): boolean => attention.includes(state);

const things = (count: number) => (count === 1 ? 'One thing' : `${count} things`);

/** The state of the whole in words: “Healthy. One thing to look at: …”. `says` is a check's own sentence. */
export function verdictInWords(found: readonly { state: HealthState; says: string }[]): string {
  const of = (state: HealthState) => found.filter((one) => one.state === state);
  const [bad, warn, unknown] = [of('bad'), of('warn'), of('unknown')];
  const first = (list: typeof bad) => (list[0] ? `: ${list[0].says}` : '.');
  if (bad.length > 0) {
    return `Not healthy. ${things(bad.length)} ${bad.length === 1 ? 'needs' : 'need'} somebody now${first(bad)}`;
  }
  if (warn.length > 0) return `Healthy. ${things(warn.length)} to look at${first(warn)}`;
  if (unknown.length > 0) {
    return `Nothing is known to be wrong. ${things(unknown.length)} could not be checked${first(unknown)}`;
  }
  return 'Healthy. Nothing needs attention.';
}
