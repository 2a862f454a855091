import { z } from 'zod';
import { roleCode } from './roles.ts';
import { around, id, linesOrNone, manyLines, oneLine, page, searchText } from './text.ts';

/** Kinds of membership. */
export const memberTypes = ['REGULAR', 'ASSOCIATE', 'CORPORATE', 'STUDENT', 'HONORARY'] as const;

export type MemberType = (typeof memberTypes)[number];

/** The statuses from the application for membership to the closed account. */
export const memberStatuses = ['PENDING', 'ACTIVE', 'LAPSED', 'SUSPENDED', 'DECLINED', 'CLOSED'] as const;

export type MemberStatus = (typeof memberStatuses)[number];

/** The filters of the directory. */
export const searchDirectoryInput = page.extend(around.shape).extend({
  q: searchText(200).default(''),
  types: z.array(z.enum(memberTypes)).max(memberTypes.length).default([]),
  /** Codes of skills and license classifications. A member needs any one of them. */
  skills: z.array(oneLine(40)).max(20, 'must list at most 20 skills').default([]),
});

export type SearchDirectoryInput = z.infer<typeof searchDirectoryInput>;

/** The filters of the staff's list of members. */
export const searchMembersInput = page.extend({
  q: searchText(200).default(''),
  status: z.enum(memberStatuses).optional(),
  role: roleCode.optional(),
});

export type SearchMembersInput = z.infer<typeof searchMembersInput>;

export const getMemberInput = z.object({ userId: id });

/** The kinds of entries in an account's timeline. */
export const timelineKinds = ['event', 'action', 'mail', 'change'] as const;

export type TimelineKind = (typeof timelineKinds)[number];

export const listTimelineInput = page.extend({ userId: id, kind: z.enum(timelineKinds).optional() });

export const suspendMemberInput = z.object({ userId: id, reason: manyLines(1000) });

export const endMemberSessionInput = z.object({
  userId: id,
  sessionId: id,
  reason: linesOrNone(1000).default(''),
});
