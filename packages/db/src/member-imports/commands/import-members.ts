import type { StartMemberImportInput } from '@namc/inputs/member-imports';
import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import { actingUser } from '../../engine/acting-user.ts';
import { anyOf, computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound, Refused } from '../../engine/errors.ts';
import { sendLetter } from '../../mail/commands.ts';
import { users } from '../../members/tables.ts';
import { insertMember } from '../../memberships/commands/new-members.ts';
import { judgeNewMember, listNamesakes } from '../../memberships/queries/newcomers.ts';
import { listAllTiers } from '../../memberships/queries/tiers.ts';
import { memberImportRows as importRows, memberImports as imports } from '../tables.ts';
import { readMemberFile } from './read-file.ts';

const judged = computed({
  line: 'number',
  verdict: anyOf(['NEW', 'KNOWN', 'REJECTED']),
  field: 'string | null',
  reason: 'string | null',
});

const atOnce = 500;

/**
 * Reads a file of members and tells row by row what an import would do. No member changes. Returns the id under which the file is
 * imported.
 * @throws InvalidInput for a file that can’t be read.
 */
export async function checkMemberFile(
  tx: WriteTransaction,
  { fileName, bytes }: { fileName: string; bytes: Uint8Array },
): Promise<string> {
  const tiers = await listAllTiers(tx);
  const { header, notes, rows } = readMemberFile(bytes, fileName, tiers);
  const asked = rows.flatMap(({ line, facts }) =>
    facts ? [{ line, ...facts, licenseNumber: facts.licenseNumber ?? null }] : [],
  );
  const verdicts = await rowsOf(tx.sql, judged)`
    select line, judged.verdict, judged.field, judged.reason
    from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) as row (line integer, email text, "licenseNumber" text,
           "tierCode" text, "startsOn" date, "endsOn" date, basis text),
         judge_new_member(email, "licenseNumber", "tierCode", "startsOn", "endsOn", row.basis) judged`;
  const isNew = new Set(verdicts.flatMap(({ line, verdict }) => (verdict === 'NEW' ? [line] : [])));
  const namesakes = await countNamesakes(
    tx,
    asked.filter(({ line, company }) => company !== '' && isNew.has(line)),
  );
  const verdictOf = new Map(verdicts.map(({ line, ...verdict }) => [line, verdict]));
  const [made] = await tx.orm
    .insert(imports)
    .values({ uploadedBy: actingUser(tx), fileName, header, notes, rowsRead: rows.length, namesakes })
    .returning({ id: imports.id });
  if (!made) throw new Refused('Only staff who manage memberships import members.');
  const values = rows.map(({ line, cells, facts, fault }) => ({
    importId: made.id,
    line,
    cells,
    facts: facts ?? null,
    ...(fault
      ? { verdict: 'REJECTED' as const, ...fault }
      : { verdict: 'NEW' as const, ...verdictOf.get(line) }),
  }));
  for (let at = 0; at < values.length; at += atOnce) {
    await tx.orm.insert(importRows).values(values.slice(at, at + atOnce));
  }
  return made.id;
}

const counted = computed({ count: 'number' });

/** The number of rows whose company is here already, or stands in an earlier row. */
async function countNamesakes(
  { sql: run }: WriteTransaction,
  rows: { line: number; company: string }[],
): Promise<number> {
  const [row] = await rowsOf(run, counted)`
    with asked as materialized (
      select line, lower(btrim(company)) as name
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row (line integer, company text)
    ), here as materialized (
      select lower(c.name) as name from companies_named(array(select name from asked)) c
    )
    select count(*) from asked
    where name in (select name from here)
      or exists (select from asked earlier where earlier.name = asked.name and earlier.line < asked.line)`;
  return row?.count ?? 0;
}

/** Deletes a checked file that nobody imports. @throws NotFound, Refused for one that was begun. */
export async function dropMemberImport(
  { orm }: WriteTransaction,
  { importId }: { importId: string },
): Promise<void> {
  const { count } = await orm.delete(imports).where(eq(imports.id, importId));
  if (count > 0) return;
  const [known] = await orm.select({ id: imports.id }).from(imports).where(eq(imports.id, importId));
  if (!known) throw new NotFound('import', importId);
  throw new Refused('This import was begun already.');
}

/** True for an import whose worker was lost. */
const isSilent = and(
  inArray(imports.status, ['WAITING', 'RUNNING']),
  sql`${imports.updatedAt} < now() - interval '2 minutes'`,
);

/**
 * Lets the worker import a checked file, or the rest of one that was canceled or lost its worker.
 * @throws NotFound, Refused for one that is done or on its way.
 */
export async function startMemberImport(
  tx: WriteTransaction,
  { importId, sendsWelcome, joinsCompanies }: StartMemberImportInput,
): Promise<void> {
  // A waiting one cannot wait anew: it is canceled first.
  await tx.orm
    .update(imports)
    .set({ status: 'CANCELED' })
    .where(and(eq(imports.id, importId), isSilent));
  const [started] = await tx.orm
    .update(imports)
    .set({ status: 'WAITING', isCanceled: false, sendsWelcome, joinsCompanies })
    .where(and(eq(imports.id, importId), inArray(imports.status, ['CHECKED', 'CANCELED'])))
    .returning({ fileName: imports.fileName });
  if (!started) {
    const [known] = await tx.orm
      .select({ status: imports.status })
      .from(imports)
      .where(eq(imports.id, importId));
    if (!known) throw new NotFound('import', importId);
    throw new Refused(
      known.status === 'DONE' ? 'This file was imported already.' : 'This file is being imported already.',
    );
  }
  await recordAdminAction(
    tx,
    { action: 'memberships.import', targetTable: 'member_imports', targetId: importId },
    {
      file: started.fileName,
      welcome: sendsWelcome ? 'yes' : 'no',
      joinsCompanies: joinsCompanies ? 'yes' : 'no',
    },
  );
}

/** Stops an import before its next row. What was imported stays. @throws NotFound, Refused for one that is over. */
export async function cancelMemberImport(
  { orm }: WriteTransaction,
  { importId }: { importId: string },
): Promise<void> {
  const { count } = await orm
    .update(imports)
    .set({
      isCanceled: true,
      status: sql`case when ${imports.status} = 'WAITING' then 'CANCELED' else ${imports.status} end`,
    })
    .where(and(eq(imports.id, importId), inArray(imports.status, ['WAITING', 'RUNNING'])));
  if (count > 0) return;
  const [known] = await orm.select({ id: imports.id }).from(imports).where(eq(imports.id, importId));
  if (!known) throw new NotFound('import', importId);
  throw new Refused('This import is over.');
}

/** Begins an import, or goes on with one whose worker was lost. False if there is nothing to do. For the system. */
export async function takeMemberImport(
  { orm }: WriteTransaction,
  { importId }: { importId: string },
): Promise<boolean> {
  const { count } = await orm
    .update(imports)
    .set({ status: 'RUNNING' })
    .where(and(eq(imports.id, importId), inArray(imports.status, ['WAITING', 'RUNNING'])));
  return count > 0;
}

/** Ends an import whose rows are done. For the system. */
export async function finishMemberImport(
  { orm }: WriteTransaction,
  { importId }: { importId: string },
): Promise<void> {
  await orm
    .update(imports)
    .set({ status: 'DONE', finishedAt: sql`now()` })
    .where(and(eq(imports.id, importId), eq(imports.status, 'RUNNING')));
}

/**
 * Imports one row: a new member with the term, or the phone number of a member who has none. The row is judged anew, because hours
 * may have passed since the check, and goes in the same transaction. False once somebody has canceled the import. For the system.
 * @throws Refused for a member whom the database refuses.
 */
export async function importMemberRow(
  tx: WriteTransaction,
  { importId, line, portal }: { importId: string; line: number; portal: string },
): Promise<boolean> {
  const { orm } = tx;
  const [going] = await orm
    .select({
      isCanceled: imports.isCanceled,
      sendsWelcome: imports.sendsWelcome,
      joinsCompanies: imports.joinsCompanies,
    })
    .from(imports)
    .where(and(eq(imports.id, importId), eq(imports.status, 'RUNNING')))
    .for('update');
  if (!going) return false;
  if (going.isCanceled) {
    await orm
      .update(imports)
      .set({ status: 'CANCELED', finishedAt: sql`now()` })
      .where(eq(imports.id, importId));
    return false;
  }
  const itself = and(eq(importRows.importId, importId), eq(importRows.line, line));
  const [row] = await orm.select({ facts: importRows.facts }).from(importRows).where(itself);
  const facts = row?.facts;
  if (!facts) return true;
  const { verdict, field, reason } = await judgeNewMember(tx, facts);
  const [company, ...others] =
    verdict === 'NEW' && going.joinsCompanies ? await listNamesakes(tx, { name: facts.company }) : [];
  const cannotJoin =
    company &&
    (others.length > 0
      ? 'is the name of several companies. Add this person by hand'
      : facts.licenseNumber && 'is here already, and this license isn’t its own. Add this person by hand');
  if (verdict === 'REJECTED' || cannotJoin) {
    await orm
      .update(importRows)
      .set({
        verdict: 'REJECTED',
        ...(cannotJoin ? { field: 'company', reason: cannotJoin } : { field, reason }),
      })
      .where(itself);
    return true;
  }
  const userId =
    verdict === 'NEW'
      ? await insertMember(tx, facts, { companyId: company?.id, isAnotherCompany: !company })
      : undefined;
  if (userId && going.sendsWelcome) {
    await sendLetter(tx, { userId, email: facts.email }, 'member-added', { origin: portal });
  }
  if (!userId && facts.phone) {
    // What a member has said stays.
    await orm
      .update(users)
      .set({ phone: facts.phone })
      .where(and(eq(users.emailKey, facts.email), sql`${users.phone} is null`, ne(users.status, 'CLOSED')));
  }
  await orm.delete(importRows).where(itself);
  await orm
    .update(imports)
    .set(userId ? { rowsAdded: sql`rows_added + 1` } : { rowsKnown: sql`rows_known + 1` })
    .where(eq(imports.id, importId));
  return true;
}

/** Rejects a row that the database refused, in its words. For the system. */
export async function rejectMemberRow(
  { orm }: WriteTransaction,
  { importId, line, reason }: { importId: string; line: number; reason: string },
): Promise<void> {
  await orm
    .update(importRows)
    .set({ verdict: 'REJECTED', field: 'row', reason })
    .where(and(eq(importRows.importId, importId), eq(importRows.line, line)));
}

/** Deletes the rows of files that were checked 30 days ago. The counts stay. For the system. */
export async function forgetMemberRows({ orm }: WriteTransaction): Promise<void> {
  const old = orm
    .select({ id: imports.id })
    .from(imports)
    .where(
      and(
        sql`${imports.createdAt} < now() - interval '30 days'`,
        or(inArray(imports.status, ['CHECKED', 'DONE', 'CANCELED']), isSilent),
      ),
    );
  await orm.delete(importRows).where(inArray(importRows.importId, old));
}
