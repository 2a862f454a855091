import type { WriteTransaction } from '@namc/db';
import { recordAdminAction } from '@namc/db/audit/commands';
import {
  type AdminActionItem,
  listAdminActions,
  listRowChanges,
  type RowChange,
} from '@namc/db/audit/queries';
import { auditFilters } from '@namc/inputs/audit';
import {
  actorInWords,
  changesInWords,
  detailsInWords,
  inText,
  sentenceOfAction,
  sentenceOfChange,
  wordsOf,
} from '@namc/inputs/audit-words';
import { tableInWords } from '@namc/inputs/audited-tables';
import { download } from '../download.ts';
import type { CsvColumn } from '../http/csv-stream.ts';
import { allowedBy } from '../trpc.ts';
import { auditRouter } from './router.ts';

const peopleColumns: CsvColumn<AdminActionItem | RowChange>[] = [
  { header: 'By', of: (row) => row.userName ?? actorInWords(row.actor) },
  { header: 'By email', of: (row) => row.userEmail },
  { header: 'About', of: (row) => row.targetName },
  { header: 'About email', of: (row) => row.targetEmail },
];
const california = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/Los_Angeles',
  dateStyle: 'short',
  timeStyle: 'medium',
});
/** As staff read a clock, in a form that a spreadsheet sorts. */
const whenColumn: CsvColumn<AdminActionItem | RowChange> = {
  header: 'When (Pacific time)',
  of: (row) => california.format(row.createdAt),
};
/** Ids and instants, for those who look an entry up in the portal or in its logs. */
const idColumns: CsvColumn<AdminActionItem | RowChange>[] = [
  { header: 'When (UTC)', of: (row) => row.createdAt.toISOString() },
  { header: 'By ID', of: (row) => row.userId },
  { header: 'About ID', of: (row) => row.targetUserId },
  { header: 'Request', of: (row) => row.requestId },
];
const namesOf = ({ userId, userName, actor, targetName, targetUserId }: AdminActionItem | RowChange) => ({
  who: userName ?? userId ?? actorInWords(actor),
  whom: targetName ?? targetUserId ?? '',
});
const whomOf = ({ userId, targetUserId }: RowChange) =>
  targetUserId === null ? 'nobody' : targetUserId === userId ? 'self' : 'other';

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
    whenColumn,
    {
      header: 'What happened',
      of: (row) => inText(sentenceOfAction(row.action, row.targetUserId !== null), namesOf(row)),
    },
    { header: 'Reason', of: (row) => row.reason },
    { header: 'Action', of: (row) => wordsOf(row.action) },
    ...peopleColumns,
    { header: 'Details', of: (row) => detailsInWords(row.details) || null },
    { header: 'Kind of record', of: (row) => row.targetTable && tableInWords(row.targetTable) },
    { header: 'Record ID', of: (row) => row.targetId },
    ...idColumns,
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
    whenColumn,
    { header: 'What happened', of: (row) => inText(sentenceOfChange(row, whomOf(row)), namesOf(row)) },
    { header: 'Before and after', of: (row) => changesInWords(row.changes) },
    ...peopleColumns,
    { header: 'Kind of record', of: (row) => tableInWords(row.tableName) },
    { header: 'Record ID', of: (row) => row.rowId },
    ...idColumns,
  ],
});
