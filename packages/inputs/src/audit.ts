import { z } from 'zod';
import { id, line, page, words } from './text.ts';

/** What narrows the trail. */
export const auditFilters = page.extend({
  userId: id.optional(),
  targetUserId: id.optional(),
  action: words(100).optional(),
  tableName: words(63).optional(),
  rowId: words(100).optional(),
});
export type AuditFilters = z.infer<typeof auditFilters>;

export const adminAction = z.object({
  /** `members.approve` */
  action: z.string().regex(/^[a-z_]+\.[a-z_]+$/, 'is not of the form noun.verb'),
  targetUserId: id.optional(),
  targetTable: words(63).optional(),
  targetId: words(100).optional(),
  reason: line(1000).optional(),
});
export type AdminAction = z.infer<typeof adminAction>;
