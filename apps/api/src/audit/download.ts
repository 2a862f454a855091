import { type Actor, type Database, forRequest } from '@namc/db';
import {
  type AdminActionItem,
  listAdminActions,
  listRowChanges,
  type RowChange,
} from '@namc/db/audit/queries';
import { auditFilters } from '@namc/inputs/audit';
import type { RequestParts } from '../context.ts';
import { type CsvColumn, streamCsv } from '../http/csv-stream.ts';
import { staffActor } from '../trpc.ts';

const rowsPerPage = 100;
const pageLimit = 1_000;

const peopleColumns: CsvColumn<AdminActionItem | RowChange>[] = [
  { header: 'By', of: (row) => row.userId ?? row.actor },
  { header: 'By name', of: (row) => row.userName },
  { header: 'By e-mail', of: (row) => row.userEmail },
  { header: 'About', of: (row) => row.targetUserId },
  { header: 'About name', of: (row) => row.targetName },
  { header: 'About e-mail', of: (row) => row.targetEmail },
];
const actionColumns: CsvColumn<AdminActionItem>[] = [
  { header: 'When (UTC)', of: (row) => row.createdAt.toISOString() },
  { header: 'Action', of: (row) => row.action },
  ...peopleColumns,
  { header: 'Table', of: (row) => row.targetTable },
  { header: 'Row', of: (row) => row.targetId },
  { header: 'Reason', of: (row) => row.reason },
  {
    header: 'Details',
    of: (row) => (Object.keys(row.details).length > 0 ? JSON.stringify(row.details) : null),
  },
  { header: 'Request', of: (row) => row.requestId },
];
const changeColumns: CsvColumn<RowChange>[] = [
  { header: 'When (UTC)', of: (row) => row.createdAt.toISOString() },
  { header: 'Table', of: (row) => row.tableName },
  { header: 'Operation', of: (row) => row.operation },
  { header: 'Row', of: (row) => row.rowId },
  ...peopleColumns,
  { header: 'Changes', of: (row) => JSON.stringify(row.changes) },
  { header: 'Request', of: (row) => row.requestId },
];

/**
 * The entries of the trail that the filters leave, as the page of the trail shows them, at most 100,000.
 * @throws TRPCError for whoever may not read it.
 */
export async function downloadAudit(
  shared: Pick<RequestParts, 'db' | 'logger' | 'requestId' | 'signal' | 'signedIn'>,
  kind: 'actions' | 'changes',
  query: Record<string, string>,
): Promise<ReadableStream<Uint8Array>> {
  const actor = staffActor(shared.signedIn, 'audit.read');
  const filters = auditFilters.parse(query);
  const db = forRequest(shared.db, {
    requestId: shared.requestId,
    signal: shared.signal,
    name: `download ${kind}`,
  });
  return kind === 'actions'
    ? streamCsv(readPages(db, actor, filters, listAdminActions), actionColumns, shared)
    : streamCsv(readPages(db, actor, filters, listRowChanges), changeColumns, shared);
}

async function* readPages<Row>(
  db: Database,
  actor: Actor,
  filters: object,
  list: (
    tx: Parameters<typeof listAdminActions>[0],
    input: Parameters<typeof listAdminActions>[1],
  ) => Promise<{ rows: Row[]; nextCursor: string | null }>,
): AsyncGenerator<Row[], undefined> {
  let cursor: string | null = null;
  for (let page = 0; page < pageLimit; page += 1) {
    const input = { ...filters, limit: rowsPerPage, ...(cursor ? { cursor } : {}) };
    const found: { rows: Row[]; nextCursor: string | null } = await db.read(actor, (tx) => list(tx, input));
    yield found.rows;
    cursor = found.nextCursor;
    if (!cursor) return;
  }
}
