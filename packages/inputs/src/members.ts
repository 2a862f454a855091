import { z } from 'zod/mini';
import { around, id, linesOrNone, listOf, manyLines, oneLine, page, searchText } from './text.ts';

/** Kinds of membership. */
export const memberTypes = ['REGULAR', 'ASSOCIATE', 'CORPORATE', 'STUDENT', 'HONORARY'] as const;

export type MemberType = (typeof memberTypes)[number];

/** The filters of the directory. */
export const searchDirectoryInput = z.extend(z.extend(page, around.shape), {
  q: z._default(searchText(200), ''),
  types: listOf(z.enum(memberTypes), memberTypes.length, 'types'),
  /** Codes of skills and license classifications. A member needs any one of them. */
  skills: listOf(oneLine(40), 20, 'skills'),
});

export type SearchDirectoryInput = z.infer<typeof searchDirectoryInput>;

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
