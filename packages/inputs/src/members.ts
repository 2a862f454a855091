import { z } from 'zod/mini';
import { roleCode } from './role-code.ts';
import { around, id, linesOrNone, listOf, manyLines, oneLine, page, searchText } from './text.ts';

/** Kinds of membership. */
export const memberTypes = ['REGULAR', 'ASSOCIATE', 'CORPORATE', 'STUDENT', 'HONORARY'] as const;

export type MemberType = (typeof memberTypes)[number];

/** The statuses from the application for membership to the closed account. */
export const memberStatuses = ['PENDING', 'ACTIVE', 'LAPSED', 'SUSPENDED', 'DECLINED', 'CLOSED'] as const;

export type MemberStatus = (typeof memberStatuses)[number];

/** The filters of the directory. */
export const searchDirectoryInput = z.extend(z.extend(page, around.shape), {
  q: z._default(searchText(200), ''),
  types: listOf(z.enum(memberTypes), memberTypes.length, 'types'),
  /** Codes of skills and license classifications. A member needs any one of them. */
  skills: listOf(oneLine(40), 20, 'skills'),
});

export type SearchDirectoryInput = z.infer<typeof searchDirectoryInput>;

/** The filters of the staff's list of members that a total per status keeps. */
export const countMembersInput = z.object({
  q: z._default(searchText(200), ''),
  role: z.optional(roleCode),
});

export type CountMembersInput = z.infer<typeof countMembersInput>;

/** The orders of the staff's list of members. `ends` is by the last day of the membership, the earliest first. */
export const memberOrders = ['newest', 'name', 'company', 'ends'] as const;

export type MemberOrder = (typeof memberOrders)[number];

/** The filters of the staff's file of members. */
export const exportMembersInput = z.extend(countMembersInput, {
  status: z.optional(z.enum(memberStatuses)),
  order: z._default(z.enum(memberOrders), 'newest'),
});

/** The filters of the staff's list of members. */
export const searchMembersInput = z.extend(page, exportMembersInput.shape);

export type SearchMembersInput = z.infer<typeof searchMembersInput>;

export const getMemberInput = z.object({ userId: id });

/** The kinds of entries in an account's timeline. */
export const timelineKinds = ['event', 'action', 'mail', 'change'] as const;

export type TimelineKind = (typeof timelineKinds)[number];

export const listTimelineInput = z.extend(page, { userId: id, kind: z.optional(z.enum(timelineKinds)) });

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
