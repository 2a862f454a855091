import { z } from 'zod';
import { instant } from './instant.ts';
import { calendarDate, id, linesOrNone, oneLine, page } from './text.ts';

const narrowing = {
  /** The person who did it. */
  userId: id.optional(),
  /** The person it was done to. */
  targetUserId: id.optional(),
  action: oneLine(100).optional(),
  tableName: oneLine(63).optional(),
  rowId: oneLine(100).optional(),
  /** The first and the last day, in California. */
  from: calendarDate.optional(),
  to: calendarDate.optional(),
  /** Everything of one request, and an instant near it. */
  requestId: oneLine(100).optional(),
  at: instant.optional(),
};

interface Narrowing {
  from?: string | undefined;
  to?: string | undefined;
  requestId?: string | undefined;
  at?: string | undefined;
}

const isInOrder = ({ from, to }: Narrowing) => !from || !to || from <= to;
const lastDayFirst = { path: ['to'], message: 'must not be before the first day' };
/** No index holds request ids, so the instant limits what is read. */
const isBounded = ({ requestId, at }: Narrowing) => !requestId || at !== undefined;
const withoutInstant = { path: ['at'], message: 'is required with a request' };

/** The filters of the audit trail. */
export const auditFilters = z
  .object(narrowing)
  .refine(isInOrder, lastDayFirst)
  .refine(isBounded, withoutInstant);

/** One page of the audit trail. */
export const listAuditInput = page
  .extend(narrowing)
  .refine(isInOrder, lastDayFirst)
  .refine(isBounded, withoutInstant);
export type ListAuditInput = z.infer<typeof listAuditInput>;

export const recordAdminActionInput = z.object({
  /** `members.approve` */
  action: z.string().regex(/^[a-z_]+\.[a-z_]+$/, 'must have the form noun.verb'),
  targetUserId: id.optional(),
  targetTable: oneLine(63).optional(),
  targetId: oneLine(100).optional(),
  reason: linesOrNone(1000).optional(),
});
export type RecordAdminActionInput = z.infer<typeof recordAdminActionInput>;
