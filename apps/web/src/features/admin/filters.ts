import type { MemberStatus } from '@namc/inputs/members';

/** By hand, because the first script of every page holds how each address is read. */
const text = (value: unknown, longest: number) =>
  (typeof value === 'string' || typeof value === 'number') && String(value).trim() !== ''
    ? String(value).slice(0, longest)
    : undefined;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const id = (value: unknown) => (typeof value === 'string' && uuid.test(value) ? value : undefined);
const fitting = (value: unknown, pattern: RegExp) =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

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

export const jobTabs = ['failed', 'waiting', 'running', 'done'] as const;
export type JobTab = (typeof jobTabs)[number];

export const readJobTab = (state: unknown): JobTab => jobTabs.find((tab) => tab === state) ?? 'failed';

export const timelineTabs = ['event', 'action', 'mail', 'change'] as const;
export interface TimelineFilter {
  kind?: (typeof timelineTabs)[number] | undefined;
}

export const readTimelineFilter = ({ kind }: { kind?: unknown }): TimelineFilter => ({
  kind: timelineTabs.find((tab) => tab === kind),
});

const day = (value: unknown) => {
  const given = fitting(value, /^20\d{2}-\d{2}-\d{2}$/);
  // The engine takes February 30 for a day of March.
  return given && new Date(given).toJSON()?.startsWith(given) ? given : undefined;
};

export interface TrailFilters {
  kind: 'actions' | 'changes';
  userId?: string | undefined;
  targetUserId?: string | undefined;
  action?: string | undefined;
  tableName?: string | undefined;
  rowId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** Everything of one request, around an instant. */
  requestId?: string | undefined;
  at?: string | undefined;
}

export function readTrailFilters(search: object): TrailFilters {
  const given = search as Record<string, unknown>;
  const kind = given.kind === 'changes' ? 'changes' : 'actions';
  const from = day(given.from);
  const to = day(given.to);
  const at = fitting(given.at, /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/);
  const requestId = at && text(given.requestId, 100);
  return {
    kind,
    userId: id(given.userId),
    targetUserId: id(given.targetUserId),
    action: kind === 'actions' ? text(given.action, 100) : undefined,
    tableName: text(given.tableName, 63),
    rowId: text(given.rowId, 100),
    from,
    to: from && to && to < from ? undefined : to,
    requestId,
    at: requestId && at,
  };
}

export const applicationTabs = ['SUBMITTED', 'QUESTION', 'UNVERIFIED', 'APPROVED', 'DECLINED'] as const;
export type ApplicationTab = (typeof applicationTabs)[number];

export const readApplicationTab = (status: unknown): ApplicationTab =>
  applicationTabs.find((tab) => tab === status) ?? 'SUBMITTED';
