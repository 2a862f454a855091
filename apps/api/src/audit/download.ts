import type { WriteTransaction } from '@namc/db';
import { recordAdminAction } from '@namc/db/audit/commands';
import {
  type AdminActionItem,
  listAdminActions,
  listRowChanges,
  type RowChange,
} from '@namc/db/audit/queries';
import { auditFilters } from '@namc/inputs/audit';
import { download } from '../download.ts';
import type { CsvColumn } from '../http/csv-stream.ts';
import { allowedBy } from '../trpc.ts';
import { auditRouter } from './router.ts';

const peopleColumns: CsvColumn<AdminActionItem | RowChange>[] = [
  { header: 'By', of: (row) => row.userId ?? row.actor },
  { header: 'By name', of: (row) => row.userName },
  { header: 'By email', of: (row) => row.userEmail },
  { header: 'About', of: (row) => row.targetUserId },
  { header: 'About name', of: (row) => row.targetName },
  { header: 'About email', of: (row) => row.targetEmail },
];
const detailsOf = ({ details }: AdminActionItem) =>
  Object.keys(details).length > 0 ? JSON.stringify(details) : null;

/** Both downloads apply the filters in the URL and hold at most 100,000 rows. */
const shared = {
  input: (query: URLSearchParams) => auditFilters.parse(Object.fromEntries(query)),
  rowsPerPage: 100,
  mostPages: 1_000,
};

/** Reading the trail in bulk is an act of staff like any other. */
const traceOf = (targetTable: string) => (tx: WriteTransaction, input: object) =>
  recordAdminAction(
    tx,
    { action: 'audit.download', targetTable },
    Object.fromEntries(Object.entries(input).map(([name, value]) => [name, String(value)])),
  );

export const adminActionsDownload = download({
  ...shared,
  path: '/api/audit/actions.csv',
  permission: allowedBy(auditRouter.listActions),
  fileName: 'audit-actions',
  list: listAdminActions,
  trace: traceOf('admin_actions'),
  columns: [
    { header: 'When (UTC)', of: (row) => row.createdAt.toISOString() },
    { header: 'Action', of: (row) => row.action },
    ...peopleColumns,
    { header: 'Table', of: (row) => row.targetTable },
    { header: 'Row', of: (row) => row.targetId },
    { header: 'Reason', of: (row) => row.reason },
    { header: 'Details', of: detailsOf },
    { header: 'Request', of: (row) => row.requestId },
  ],
});

export const rowChangesDownload = download({
  ...shared,
  path: '/api/audit/changes.csv',
  permission: allowedBy(auditRouter.listChanges),
  fileName: 'audit-changes',
  list: listRowChanges,
  trace: traceOf('audit_log'),
  columns: [
    { header: 'When (UTC)', of: (row) => row.createdAt.toISOString() },
    { header: 'Table', of: (row) => row.tableName },
    { header: 'Operation', of: (row) => row.operation },
    { header: 'Row', of: (row) => row.rowId },
    ...peopleColumns,
    { header: 'Changes', of: (row) => JSON.stringify(row.changes) },
    { header: 'Request', of: (row) => row.requestId },
  ],
});
