import { listTimelineInput, searchMembersInput } from '@namc/inputs/members';
import type { z } from 'zod';
import { readLeniently } from '../../../lib/lenient.ts';

const memberSearch = searchMembersInput.pick({ q: true, status: true, role: true });

type MemberSearch = z.output<typeof memberSearch>;
export type MemberFilters = { [Name in keyof MemberSearch]?: MemberSearch[Name] | undefined };

export const readMemberFilters = (given: object): MemberFilters => readLeniently(memberSearch, given);

const timelineSearch = listTimelineInput.pick({ kind: true });

export type TimelineFilter = z.output<typeof timelineSearch>;

export const readTimelineFilter = (given: object): TimelineFilter => readLeniently(timelineSearch, given);
