import { and, eq, inArray, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { addOwnFile } from '../../files/commands.ts';
import { files } from '../../files/tables.ts';
import { imports } from '../tables.ts';

const isOf = (importId: string) => and(eq(files.ownerId, importId), eq(files.kind, 'REJECTED_ROWS'));

/** Takes the place of what an import’s earlier check had rejected. Undefined for nothing. For the system. */
export async function replaceRejectedRows(
  tx: WriteTransaction,
  importId: string,
  rows: { contentId: string; sha256: string; bytes: number } | undefined,
): Promise<void> {
  await tx.orm.delete(files).where(isOf(importId));
  if (rows)
    await addOwnFile(tx, { ...rows, kind: 'REJECTED_ROWS', name: 'rejected-rows.csv', ownerId: importId });
}

/** A file is kept while the worker has it, and for a week to be imported. */
const isNeeded = sql`${imports.status} in ('WAITING', 'RUNNING')
  or (${imports.status} in ('CHECKED', 'STOPPED', 'FAILED', 'REFUSED') and ${imports.createdAt} > now() - interval '7 days')`;
/** The rejected rows are kept for 30 days. */
const hasRows = sql`${imports.status} in ('WAITING', 'RUNNING') or ${imports.createdAt} > now() - interval '30 days'`;

/** Removes the files and rejected rows of which nothing is needed any more. Their bytes go with the next collection. For the system. */
export async function dropOldImportFiles({ orm }: WriteTransaction): Promise<void> {
  for (const [kind, isKept] of [
    ['BOARD_FILE', isNeeded],
    ['REJECTED_ROWS', hasRows],
  ] as const) {
    const old = orm.select({ id: imports.id }).from(imports).where(sql`not (${isKept})`);
    await orm.delete(files).where(and(eq(files.kind, kind), inArray(files.ownerId, old)));
  }
}
