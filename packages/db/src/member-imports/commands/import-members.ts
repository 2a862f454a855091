import type { GetFileImportInput } from '@namc/inputs/file-imports';
import type { StartMemberImportInput } from '@namc/inputs/member-imports';
import { and, eq, ne, sql } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import { actingUser } from '../../engine/acting-user.ts';
import { anyOf, computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound, Refused } from '../../engine/errors.ts';
import { cancelImport, dropImport, holdImport, letImportWait } from '../../engine/file-imports/lifecycle.ts';
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
export const dropMemberImport = (tx: WriteTransaction, one: GetFileImportInput): Promise<void> =>
  dropImport(tx, 'member_imports', one);

/**
 * Lets the worker import a checked file, or the rest of one that was canceled or lost its worker.
 * @throws NotFound, Refused for one that is done or on its way.
 */
export async function startMemberImport(
  tx: WriteTransaction,
  { importId, sendsWelcome, joinsCompanies }: StartMemberImportInput,
): Promise<void> {
  await letImportWait(tx, 'member_imports', { importId });
  const [started] = await tx.orm
    .update(imports)
    .set({ sendsWelcome, joinsCompanies })
    .where(eq(imports.id, importId))
    .returning({ fileName: imports.fileName });
  if (!started) throw new NotFound('import', importId);
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

/** Stops an import before its next row. Imported rows stay. @throws NotFound, Refused for one that is over. */
export const cancelMemberImport = (tx: WriteTransaction, one: GetFileImportInput): Promise<void> =>
  cancelImport(tx, 'member_imports', one);

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
  if (!(await holdImport(tx, 'member_imports', { importId }))) return false;
  const [going] = await orm
    .select({ sendsWelcome: imports.sendsWelcome, joinsCompanies: imports.joinsCompanies })
    .from(imports)
    .where(eq(imports.id, importId));
  if (!going) return false;
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
