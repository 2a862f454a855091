import { day, fitting, id, text } from '../../../lib/read-address.ts';

export interface AuditFilters {
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

export function readAuditFilters(search: object): AuditFilters {
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
