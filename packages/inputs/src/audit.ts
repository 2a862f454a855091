import { z } from 'zod/mini';
import { calendarDate, id, instant, linesOrNone, oneLine, page } from './text.ts';

const narrowing = {
  /** The person who did it. */
  userId: z.optional(id),
  /** The person it was done to. */
  targetUserId: z.optional(id),
  action: z.optional(oneLine(100)),
  tableName: z.optional(oneLine(63)),
  rowId: z.optional(oneLine(100)),
  /** The first and the last day, in California. */
  from: z.optional(calendarDate),
  to: z.optional(calendarDate),
  /** Everything of one request, and an instant near it. */
  requestId: z.optional(oneLine(100)),
  at: z.optional(instant),
};

interface Narrowing {
  from?: string | undefined;
  to?: string | undefined;
  requestId?: string | undefined;
  at?: string | undefined;
}

const rules = [
  z.refine<Narrowing>(({ from, to }) => !from || !to || from <= to, {
    path: ['to'],
    message: 'must not be before the first day',
  }),
  // No index holds request ids, so the instant limits what is read.
  z.refine<Narrowing>(({ requestId, at }) => !requestId || at !== undefined, {
    path: ['at'],
    message: 'is required with a request',
  }),
] as const;

/** The filters of the audit trail. */
export const auditFilters = z.object(narrowing).check(...rules);

/** One page of the audit trail. */
export const listAuditInput = z.extend(page, narrowing).check(...rules);
export type ListAuditInput = z.infer<typeof listAuditInput>;

export const recordAdminActionInput = z.object({
  /** `members.approve` */
  action: z.string().check(z.regex(/^[a-z_]+\.[a-z_]+$/, 'must have the form noun.verb')),
  targetUserId: z.optional(id),
  targetTable: z.optional(oneLine(63)),
  targetId: z.optional(oneLine(100)),
  reason: z.optional(linesOrNone(1000)),
});
export type RecordAdminActionInput = z.infer<typeof recordAdminActionInput>;
