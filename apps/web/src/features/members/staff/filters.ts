import { listTimelineInput, searchMembersInput } from '@namc/inputs/member-lists';
import { z } from 'zod/mini';
import { readLeniently } from '../../../lib/lenient.ts';

const memberSearch = z.pick(searchMembersInput, { q: true, status: true, role: true, order: true });

type MemberSearch = z.output<typeof memberSearch>;
export type MemberFilters = { [Name in keyof MemberSearch]?: MemberSearch[Name] | undefined };

export const readMemberFilters = (given: object): MemberFilters => readLeniently(memberSearch, given);

const timelineSearch = z.pick(listTimelineInput, { kind: true });

export type TimelineFilter = z.output<typeof timelineSearch>;

export const readTimelineFilter = (given: object): TimelineFilter => readLeniently(timelineSearch, given);

let last: MemberFilters = {};

/** Remembers the list that staff may come back to from a member. */
export function rememberMemberFilters(filters: MemberFilters): void {
  last = filters;
}

export const lastMemberFilters = (): MemberFilters => last;
