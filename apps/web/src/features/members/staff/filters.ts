import type { MemberStatus } from '@namc/inputs/members';
import { fitting, text } from '../../../lib/read-address.ts';

export interface MemberFilters {
  q?: string | undefined;
  status?: MemberStatus | undefined;
  role?: string | undefined;
}

const statuses: readonly string[] = [
  'PENDING',
  'ACTIVE',
  'LAPSED',
  'SUSPENDED',
  'DECLINED',
  'CLOSED',
] satisfies MemberStatus[];

export function readMemberFilters(search: Record<keyof MemberFilters, unknown> | object): MemberFilters {
  const { q, status, role } = search as Record<string, unknown>;
  return {
    q: text(q, 200),
    status: statuses.includes(status as string) ? (status as MemberStatus) : undefined,
    role: fitting(role, /^[a-z][a-z_]{1,39}$/),
  };
}

export const timelineTabs = ['event', 'action', 'mail', 'change'] as const;

export interface TimelineFilter {
  kind?: (typeof timelineTabs)[number] | undefined;
}

export const readTimelineFilter = ({ kind }: { kind?: unknown }): TimelineFilter => ({
  kind: timelineTabs.find((tab) => tab === kind),
});
