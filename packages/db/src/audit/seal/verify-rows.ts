import { pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { auditRowSeals, type Trail, trails } from '../tables.ts';
import { canonicalRow, digestRows, type Entry, type SealKey, sealRow } from './entry.ts';
import { type Findings, mostNamed, report } from './findings.ts';

/** A batch whose rows can be read. */
export interface RowBatch {
  entry: Entry;
  key: SealKey;
  trail: Trail;
  month: Date;
  /** An instant, in milliseconds, before which none of its rows can honestly have been written. */
  notBefore: number | undefined;
}

const sealed = pick(auditRowSeals, ['batch', 'rowId', 'position', 'seal'], 's');
/** Null when the row is gone. */
const found = computed({ createdAt: 'Date | null', canonical: 'string | null' });

interface SealedRow {
  batch: number;
  rowId: string;
  position: number;
  seal: Buffer;
  createdAt: Date | null;
  canonical: string | null;
}

/** Verifies the rows of some batches, names each that differs, and returns how many there were. */
export async function verifyRows(
  sql: TransactionClient,
  batches: RowBatch[],
  findings: Findings,
): Promise<number> {
  let rows = 0;
  for (const trail of trails) {
    const own = batches.filter((batch) => batch.trail === trail);
    if (own.length === 0) continue;
    const read: SealedRow[] = await rowsOf(sql, sealed, found)`
      select ${sealed(sql)}, t.created_at as "createdAt",
             case when t.id is not null then ${canonicalRow(sql, trail)} end as canonical
      from audit_row_seals s left join ${sql(trail)} t on t.id = s.row_id and t.created_at = s.created_at
      where s.batch = any(${own.map(({ entry }) => entry.batch)}::bigint[]) and s.trail = ${trail}
      order by s.batch, s.position`;
    const byBatch = new Map<number, SealedRow[]>();
    for (const row of read) {
      const list = byBatch.get(row.batch);
      if (list) list.push(row);
      else byBatch.set(row.batch, [row]);
    }
    for (const batch of own) verifyBatch(batch, byBatch.get(batch.entry.batch) ?? [], findings);
    rows += read.length;
  }
  return rows;
}

function verifyBatch(
  { entry, key, trail, month, notBefore }: RowBatch,
  rows: SealedRow[],
  findings: Findings,
): void {
  const { batch } = entry;
  const say = (
    kind: 'edited' | 'deleted' | 'reordered' | 'backdated',
    message: string,
    rowId: string | null = null,
  ) => report(findings, kind, message, { trail, batch, rowId });
  const deleted: string[] = [];
  const edited: SealedRow[] = [];
  for (const row of rows) {
    if (row.canonical === null || row.createdAt === null) {
      deleted.push(row.rowId);
    } else if (!sealRow(key, batch, row.position, row.canonical).equals(row.seal)) {
      edited.push(row);
    } else if (notBefore !== undefined && row.createdAt.getTime() < notBefore) {
      say('backdated', `Row ${row.rowId} of ${trail} was backdated.`, row.rowId);
    } else if (monthOf(row.createdAt) !== monthOf(month)) {
      say('edited', `Row ${row.rowId} of ${trail} is in another month than its batch.`, row.rowId);
    }
  }
  for (const rowId of deleted.slice(0, mostNamed))
    say('deleted', `Row ${rowId} of ${trail} was deleted.`, rowId);
  tellRest('deleted', deleted.length);
  for (const row of edited.slice(0, mostNamed)) {
    const { rowId, canonical, seal } = row;
    const isMoved = rows.some(
      ({ position }) =>
        position !== row.position && sealRow(key, batch, position, canonical ?? '').equals(seal),
    );
    if (isMoved) say('reordered', `Row ${rowId} of ${trail} was moved to another position.`, rowId);
    else say('edited', `Row ${rowId} of ${trail} was changed.`, rowId);
  }
  tellRest('edited', edited.length);
  const places = new Set(rows.map(({ position }) => position));
  const empty = Array.from({ length: entry.rows }, (_, at) => at + 1).filter(
    (position) => !places.has(position),
  );
  for (const position of empty.slice(0, mostNamed)) {
    say(
      'deleted',
      `The row at position ${position} of batch ${batch} of ${trail} was deleted, with its seal.`,
    );
  }
  tellRest('deleted', empty.length);
  if (
    empty.length === 0 &&
    !digestRows(rows.map(({ seal }) => seal)).equals(entry.rowsDigest ?? Buffer.alloc(0))
  ) {
    report(
      findings,
      'batch damaged',
      `The row seals of batch ${batch} were changed after they were sealed.`,
      {
        trail,
        batch,
      },
    );
  }

  function tellRest(kind: 'deleted' | 'edited', count: number): void {
    const verb = kind === 'deleted' ? 'deleted' : 'changed';
    if (count > mostNamed)
      say(kind, `${count - mostNamed} more rows of batch ${batch} of ${trail} were ${verb}.`);
  }
}

const monthOf = (at: Date) => at.toISOString().slice(0, 7);
