import { z } from 'zod/mini';
import { code } from './sign-in.ts';
import { manyLines, oneLine } from './text.ts';

/** What staff may do to a session of a server: stop the statement that it runs, or close its connection. */
export const endings = ['cancel', 'terminate'] as const;
export type Ending = (typeof endings)[number];

/** Staff stop the work of one session. A process id is used again, so the session is named by its start as well. */
export const endSessionInput = z.object({
  server: oneLine(300),
  pid: z.int().check(z.minimum(1), z.maximum(2_147_483_647)),
  /** Seconds since 1970 with six digits, as the server said it. */
  startedAt: z.string().check(z.regex(/^\d{1,12}\.\d{6}$/, 'must be the start of a session')),
  ending: z.enum(endings),
  reason: manyLines(1000),
  code,
});
export type EndSessionInput = z.infer<typeof endSessionInput>;

/** The spans that the page of replicas shows, up to the present. */
export const replicationRanges = ['1h', '6h', '1d', '7d', '30d', '90d'] as const;
export type ReplicationRange = (typeof replicationRanges)[number];

/** The length of each range and the step of its points, in PostgreSQL’s own words. Minutes are kept for two days. */
export const replicationSpans = {
  '1h': { length: '1 hour', step: '1 minute' },
  '6h': { length: '6 hours', step: '1 minute' },
  '1d': { length: '1 day', step: '10 minutes' },
  '7d': { length: '7 days', step: '1 hour' },
  '30d': { length: '30 days', step: '6 hours' },
  '90d': { length: '90 days', step: '1 day' },
} as const satisfies Record<ReplicationRange, { length: string; step: string }>;

export const listReplicationPointsInput = z.object({
  range: z._default(z.enum(replicationRanges), '1d'),
});
export type ListReplicationPointsInput = z.infer<typeof listReplicationPointsInput>;

/** An index is called unused after so many days without a read. A yearly job's index may still be unused by then. */
export const daysOfCounting = 30;

/** One table, by its name as PostgreSQL writes it. */
export const tableInput = z.object({ table: oneLine(200) });
export type TableInput = z.infer<typeof tableInput>;
