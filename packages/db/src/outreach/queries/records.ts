import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { outreachRecords, projectOutreach } from '../tables.ts';

const search = pick(projectOutreach, ['criteria'], 'o');

/** The different searches that found the firms of a project’s list, the first one first. */
export async function listOutreachSearches(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<RowOf<typeof search>[]> {
  return rowsOf(sql, search)`
    select ${search(sql)} from project_outreach o where o.project_id = ${projectId}
    group by o.criteria order by min(o.added_at), o.criteria`;
}

const certification = computed({
  licenseNumber: 'string',
  name: 'string',
  issuer: 'string | null',
  number: 'string | null',
  expiresOn: 'string | null',
  isVerified: 'boolean',
});

/** The certifications that are good on a day, of the firms on a project’s list, as members find them in the directory. */
export async function listOutreachCertifications(
  { sql }: Transaction,
  { projectId, on }: { projectId: string; on: string },
): Promise<RowOf<typeof certification>[]> {
  return rowsOf(sql, certification)`
    select license_number as "licenseNumber", name, issuer, number, to_char(expires_on, 'YYYY-MM-DD') as "expiresOn",
      is_verified as "isVerified"
    from certifications_of_outreach(${projectId}, ${on}::date)`;
}

const made = pick(outreachRecords, ['id', 'madeAt'], 'r');
const size = computed({ firms: 'number' });

/** The records of a project’s outreach, the latest first, for those who manage the project. */
export async function listOutreachRecords(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<(RowOf<typeof made> & RowOf<typeof size>)[]> {
  return rowsOf(sql, made, size)`
    select ${made(sql)}, jsonb_array_length(r.snapshot -> 'firms') as firms
    from outreach_records r where r.project_id = ${projectId} order by r.made_at desc, r.id desc limit 100`;
}

const record = pick(outreachRecords, ['madeAt', 'snapshot'], 'r');

/** A record as it was made. @throws NotFound for everybody who does not manage the project. */
export async function getOutreachRecord(
  { sql }: Transaction,
  { recordId }: { recordId: string },
): Promise<RowOf<typeof record>> {
  const [row] = await rowsOf(sql, record)`
    select ${record(sql)} from outreach_records r where r.id = ${recordId}`;
  if (!row) throw new NotFound('record', recordId);
  return row;
}
