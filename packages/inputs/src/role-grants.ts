import { z } from 'zod/mini';
import { roleCode } from './role-code.ts';
import { calendarDate, id, manyLines } from './text.ts';

export const grantRoleInput = z.object({
  userId: id,
  roleCode,
  reason: manyLines(1000),
  /**
   * The last day on which the role holds, in California. Without it the role holds until it is taken away.
   */
  until: z.optional(calendarDate),
});

export const takeRoleInput = z.object({ userId: id, roleCode, reason: manyLines(1000) });
