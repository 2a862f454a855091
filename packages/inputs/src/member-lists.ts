import { z } from 'zod/mini';
import { roleCode } from './role-code.ts';
import { id, page, searchText } from './text.ts';

/** The statuses from the application for membership to the closed account. */
export const memberStatuses = ['PENDING', 'ACTIVE', 'LAPSED', 'SUSPENDED', 'DECLINED', 'CLOSED'] as const;

export type MemberStatus = (typeof memberStatuses)[number];

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

/** The kinds of entries in an account's timeline. */
export const timelineKinds = ['event', 'action', 'mail', 'change'] as const;

export type TimelineKind = (typeof timelineKinds)[number];

export const listTimelineInput = z.extend(page, { userId: id, kind: z.optional(z.enum(timelineKinds)) });
