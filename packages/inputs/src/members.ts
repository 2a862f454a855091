import { z } from 'zod/mini';
import { id, linesOrNone, manyLines, oneLine } from './text.ts';

/** Kinds of membership. */
export const memberTypes = ['REGULAR', 'ASSOCIATE', 'CORPORATE', 'STUDENT', 'HONORARY'] as const;

export type MemberType = (typeof memberTypes)[number];

export const getMemberInput = z.object({ userId: id });

export const suspendMemberInput = z.object({ userId: id, reason: manyLines(1000) });

/** A message of staff to members whom they chose. Each gets an email of their own. */
export const emailMembersInput = z.object({
  userIds: z
    .array(id)
    .check(
      z.minLength(1, 'must name at least one member'),
      z.maxLength(100, 'must name at most 100 members'),
    ),
  subject: oneLine(150),
  body: manyLines(5000),
});

export type EmailMembersInput = z.infer<typeof emailMembersInput>;

export const endMemberSessionInput = z.object({
  userId: id,
  sessionId: id,
  reason: z._default(linesOrNone(1000), ''),
});
