import type { GetFileImportInput } from '@namc/inputs/file-imports';
import type { ProjectRowVerdict } from '@namc/inputs/project-columns';
import type { ListedTerms, StartProjectImportInput } from '@namc/inputs/project-imports';
import { and, eq, sql } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound, Refused } from '../../engine/errors.ts';
import { cancelImport, dropImport, holdImport, letImportWait } from '../../engine/file-imports/lifecycle.ts';
import { findPlace } from '../../places/queries.ts';
import { projects } from '../../projects/tables.ts';
import { projectImportRows as importRows, projectImports as imports } from '../tables.ts';
import { columnsOf, judgeProjectRows } from './judge-rows.ts';

const table = 'project_imports';

/** Deletes a checked list that nobody imports. @throws NotFound, Refused for one that was begun. */
export const dropProjectImport = (tx: WriteTransaction, one: GetFileImportInput): Promise<void> =>
  dropImport(tx, table, one);

/** Stops an import before its next row. Imported rows stay. @throws NotFound, Refused for one that is over. */
export const cancelProjectImport = (tx: WriteTransaction, one: GetFileImportInput): Promise<void> =>
  cancelImport(tx, table, one);

/**
 * Lets the worker import a checked list, or the rest of one that was canceled or lost its worker. The projects belong to the acting
 * person.
 * @throws NotFound, Refused for one that is done or on its way.
 */
export async function startProjectImport(
  tx: WriteTransaction,
  { importId, updatesDrafts }: StartProjectImportInput,
): Promise<void> {
  await letImportWait(tx, table, { importId });
  const [started] = await tx.orm
    .update(imports)
    .set({ updatesDrafts })
    .where(eq(imports.id, importId))
    .returning({ fileName: imports.fileName, beginsAs: imports.beginsAs });
  if (!started) throw new NotFound('import', importId);
  await recordAdminAction(
    tx,
    { action: 'projects.import', targetTable: table, targetId: importId },
    { file: started.fileName, as: started.beginsAs, updatesDrafts: updatesDrafts ? 'yes' : 'no' },
  );
}

const permitted = computed({ isPermitted: 'boolean' });

/**
 * Imports one row: a new project, or what it says otherwise of a draft. The row is judged anew, because hours may have passed since
 * the check. A row with another verdict than people saw changes nothing. False once somebody has canceled the import, and when the
 * person who started it may not manage projects anymore. For the system.
 * @throws Refused for a project that the database refuses.
 */
export async function importProjectRow(
  tx: WriteTransaction,
  { importId, line }: { importId: string; line: number },
): Promise<boolean> {
  const { orm } = tx;
  if (!(await holdImport(tx, table, { importId }))) return false;
  const [going] = await orm.select().from(imports).where(eq(imports.id, importId));
  if (!going?.startedBy) return false;
  const [may] = await rowsOf(tx.sql, permitted)`
    select may_post_for_agencies(${going.startedBy}) as "isPermitted"`;
  if (!may?.isPermitted) {
    await orm
      .update(imports)
      .set({ status: 'CANCELED', finishedAt: sql`now()` })
      .where(eq(imports.id, importId));
    return false;
  }
  const itself = and(eq(importRows.importId, importId), eq(importRows.line, line));
  const [row] = await orm.select().from(importRows).where(itself);
  if (!row?.facts) return true;
  const { facts } = row;
  // Two lists with the same project: the second one waits, and sees what the first one made.
  await tx.sql`
    select pg_advisory_xact_lock(hashtextextended(project_reference(${facts.agency}, ${facts.solicitationNumber}), 480))`;
  const judgment = (await judgeProjectRows(tx, [{ line, facts }], going)).get(line);
  if (!judgment) throw new TypeError('Each row is judged.');
  const end = (verdict: ProjectRowVerdict, more: { reason?: string | null; projectId?: string | null }) =>
    orm
      .update(importRows)
      .set({ verdict, field: more.reason ? 'row' : null, ...more })
      .where(itself);
  const { verdict, projectId, reason } = judgment;
  const isAsSeen = verdict === row.verdict && projectId === row.projectId && judgment.version === row.version;
  if (verdict === 'SAME' || verdict === 'KEPT' || verdict === 'REJECTED')
    await end(verdict, { reason, projectId });
  else if (!isAsSeen)
    await end('KEPT', {
      reason: 'is of a draft that was made or changed since the check. Check the file again',
      projectId,
    });
  else if (projectId) {
    const changed = columnsOf(facts, judgment.changes);
    await orm
      .update(projects)
      .set({ ...changed, ...('city' in changed || 'zipCode' in changed ? await placeOf(tx, facts) : {}) })
      .where(eq(projects.id, projectId));
    await end('UPDATED', {});
    await orm.update(imports).set({ rowsUpdated: sql`rows_updated + 1` }).where(eq(imports.id, importId));
  } else {
    await end('ADDED', { projectId: await addProject(tx, facts, going) });
    await orm.update(imports).set({ rowsAdded: sql`rows_added + 1` }).where(eq(imports.id, importId));
  }
  return true;
}

async function placeOf(tx: WriteTransaction, { zipCode, city }: ListedTerms) {
  const where = zipCode ?? city;
  return { state: where ? 'CA' : null, coordinates: (where && (await findPlace(tx, where))) || null };
}

/** A project begins as a draft. The rules of publishing decide about the rest. */
async function addProject(
  tx: WriteTransaction,
  facts: ListedTerms,
  { startedBy, category, beginsAs }: typeof imports.$inferSelect,
): Promise<string> {
  if (!startedBy) throw new Refused('Nobody has started this import.');
  const [made] = await tx.orm
    .insert(projects)
    .values({
      ownerId: startedBy,
      title: facts.title,
      description: '',
      category,
      ...columnsOf(facts),
      ...(await placeOf(tx, facts)),
    })
    .returning({ id: projects.id });
  if (!made) throw new TypeError('An insert returns its row.');
  if (beginsAs !== 'DRAFT')
    await tx.orm.update(projects).set({ status: beginsAs }).where(eq(projects.id, made.id));
  return made.id;
}
