import type { StartImportInput } from '@namc/inputs/imports';
import { and, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import { lastAcceptedRun } from '../../contractors/queries/last-run.ts';
import { actingUser } from '../../engine/acting-user.ts';
import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { imports } from '../tables.ts';
import { tellOutcome, tellUndoing } from './outcome.ts';
import { isSilent, stopSilent } from './stop-silent.ts';

type Import = typeof imports.$inferSelect;

/** States in which a file can be checked again. */
const mayBeChecked: Import['status'][] = ['STOPPED', 'FAILED', 'REFUSED', 'CHECKED'];

/** The change of an import that waits for the worker. */
export const asked = { cancelRequestedAt: null, status: 'WAITING', heartbeatAt: sql`now()` } as const;

/**
 * Lets the worker check a file again: what it is, and what it would change. Nothing changes.
 * @throws Refused for a file that is no longer stored, while the worker has another one, and for an upload that is over, in words that name
 * who ended it; NotFound for none.
 */
export async function checkImport(tx: WriteTransaction, { importId }: { importId: string }): Promise<void> {
  await stopSilent(tx);
  const { count } = await tx.orm
    .update(imports)
    .set({ ...asked, task: 'CHECK', forced: false })
    .where(and(eq(imports.id, importId), ne(imports.task, 'UNDO'), inArray(imports.status, mayBeChecked)));
  if (count === 0) await tellOutcome(tx, importId);
}

/** True for a row whose check saw the licenses as they are now. */
const isUpToDate = sql`${imports.checkedRunId} is not distinct from (${sql.raw(lastAcceptedRun(`contractor_imports.findings->>'kind'`))})`;

/**
 * Lets the worker load a checked file. One that looks cut short, old or broken is loaded only by force.
 * @throws Refused for a file that was not checked, or checked before another one was loaded, while the worker has another
 * file, without force where it is needed, and for an import that is over, in words that name who ended it. NotFound for none.
 */
export async function startImport(
  tx: WriteTransaction,
  { importId, forced }: Pick<StartImportInput, 'importId' | 'forced'>,
): Promise<void> {
  await stopSilent(tx);
  const isChecked = and(eq(imports.id, importId), isNotNull(imports.findings));
  const { count } = await tx.orm
    .update(imports)
    .set({ ...asked, task: 'LOAD', forced })
    .where(
      and(
        isChecked,
        or(
          eq(imports.status, 'CHECKED'),
          and(eq(imports.task, 'LOAD'), inArray(imports.status, ['STOPPED', 'FAILED'])),
        ),
        isUpToDate,
        forced ? undefined : sql`${imports.findings}->>'warning' is null`,
      ),
    );
  if (count === 0) await sayWhyNot(tx, importId);
  await recordAdminAction(tx, {
    action: 'contractors.import',
    targetTable: 'contractor_imports',
    targetId: importId,
  });
}

/** Names what spoke against a load that did not start. */
async function sayWhyNot(tx: WriteTransaction, importId: string): Promise<never> {
  const [found] = await tx.orm
    .select({ status: imports.status, findings: imports.findings, isUpToDate: sql<boolean>`${isUpToDate}` })
    .from(imports)
    .where(and(eq(imports.id, importId), isNotNull(imports.findings)));
  if (!found || !['CHECKED', 'STOPPED', 'FAILED'].includes(found.status)) return tellOutcome(tx, importId);
  if (!found.isUpToDate)
    throw new Refused('The licenses have changed since this file was checked. Check it again.');
  throw new Refused(`Something looks wrong with this file. ${found.findings?.warning}`);
}

const begunUndoing = pick(imports, ['id'], 'contractor_imports');

/**
 * Lets the worker undo the last accepted run, and returns the id under which it tells its progress.
 * @throws Refused for any other run, in words that name who undid it, and while the worker has another task.
 */
export async function undoLastImport(tx: WriteTransaction, { runId }: { runId: string }): Promise<string> {
  await stopSilent(tx);
  const [begun] = await rowsOf(tx.sql, begunUndoing)`
    insert into contractor_imports (uploaded_by, file_name, file_bytes, task, run_id)
    select ${actingUser(tx)}, left(regexp_replace(file_name, '[[:cntrl:]]', ' ', 'g'), 200), greatest(file_bytes, 1), 'UNDO', id
    from contractor_import_runs where id = ${runId} and rows_kept is not null and undone_at is null
    returning id`;
  if (!begun) return tellUndoing(tx, runId);
  await tx.orm.update(imports).set(asked).where(eq(imports.id, begun.id));
  await recordAdminAction(tx, {
    action: 'contractors.undo',
    targetTable: 'contractor_import_runs',
    targetId: runId,
  });
  return begun.id;
}

/**
 * Cancels a check, an import or an undoing, or puts a checked file away. What runs stops within some seconds, and
 * leaves the contractors as they were. A cancellation that comes after the commit comes too late: the outcome stands.
 * @throws Refused for one that is over, in words that name who ended it; NotFound for none.
 */
export async function cancelImport(tx: WriteTransaction, { importId }: { importId: string }): Promise<void> {
  const { count } = await tx.orm
    .update(imports)
    .set({
      cancelRequestedAt: sql`now()`,
      status: sql`case when ${imports.status} <> 'RUNNING' then 'CANCELED' when ${isSilent} then 'STOPPED' else 'RUNNING' end`,
    })
    .where(and(eq(imports.id, importId), inArray(imports.status, ['WAITING', 'RUNNING', 'CHECKED'])));
  if (count === 0) await tellOutcome(tx, importId);
}
