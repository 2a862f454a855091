import { companyRoles } from '@namc/inputs/companies';
import type {
  FindMergeCompanyInput,
  GetCompanyMergeInput,
  SearchDuplicatesInput,
} from '@namc/inputs/company-merges';
import { certificationKinds, certifications } from '../certifications/tables.ts';
import { company as facts } from '../companies/queries.ts';
import { companies, companyInvitations, companyPeople } from '../companies/tables.ts';
import { optional, pick } from '../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import { files } from '../files/tables.ts';
import { users } from '../members/tables.ts';

/** The facts of a company, as the page of a merge shows them. */
export type MergeFacts = RowOf<typeof facts>;

const person = pick(users, ['id', 'firstName', 'lastName'], 'u');
/** Null for somebody who is not there. */
const role = optional(pick(companyPeople, ['role'], 's'));
const duplicateRole = optional(pick(companyPeople, { duplicateRole: 'role' }, 'd'));
const mergedRole = computed({ mergedRole: anyOf(companyRoles) });
const certification = pick(certifications, ['id', 'companyId', 'number', 'expiresOn', 'verification'], 'h');
const ofKind = pick(certificationKinds, { kindName: 'name' }, 'k');
const picture = pick(files, ['id', 'kind', 'ownerId'], 'f');
const invitation = pick(companyInvitations, ['id', 'companyId', 'email', 'role'], 'i');
const problem = computed({ problem: 'string | null' });
const moving = computed({ ofTable: 'string', rows: 'number' });

/** Two companies side by side, and the company that they become. `problem` says why they cannot be merged. */
export interface CompanyMerge extends RowOf<typeof problem> {
  company: MergeFacts;
  duplicate: MergeFacts;
  merged: MergeFacts;
  people: (RowOf<typeof person> &
    RowOf<typeof role> &
    RowOf<typeof duplicateRole> &
    RowOf<typeof mergedRole>)[];
  /** The current ones of both. */
  certifications: (RowOf<typeof certification> & RowOf<typeof ofKind>)[];
  pictures: RowOf<typeof picture>[];
  /** The open ones of both. */
  invitations: RowOf<typeof invitation>[];
  /** The rows of the duplicate that move, by table, without the tables that have none. */
  moving: RowOf<typeof moving>[];
}

/** Said when somebody merges a company with itself. */
export const itself = 'A company can’t be merged into itself.';

const found = pick(companies, ['id', 'name', 'city', 'licenseNumber'], 'c');
const counted = computed({ people: 'number' });

/** A company to choose: its place, its license, and how many people belong to it. */
export type MergeChoice = RowOf<typeof found> & RowOf<typeof counted>;

/** A company of the members, for staff. @throws NotFound */
export async function getMergeCompany(
  { sql }: Transaction,
  { companyId }: FindMergeCompanyInput,
): Promise<MergeChoice> {
  const [row] = await rowsOf(sql, found, counted)`
    select ${found(sql)}, (select count(*)::int from company_people p where p.company_id = c.id) as people
    from companies c where c.id = ${companyId}`;
  if (!row) throw new NotFound('company', companyId);
  return row;
}

/** Up to twenty other companies whose name holds the words, or that have the license `q`, by name. For staff. */
export async function searchDuplicates(
  { sql }: Transaction,
  { companyId, q }: SearchDuplicatesInput,
): Promise<MergeChoice[]> {
  if (!q) return [];
  return rowsOf(sql, found, counted)`
    select ${found(sql)}, (select count(*)::int from company_people p where p.company_id = c.id) as people
    from companies c
    where c.id <> ${companyId} and (strpos(lower(c.name), lower(${q})) > 0 or c.license_number = ${q})
    order by lower(c.name), c.id limit 20`;
}

/** The companies that a member belongs to, by the length of the time there. For staff. */
export async function listCompaniesOfMember(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<MergeChoice[]> {
  return rowsOf(sql, found, counted)`
    select ${found(sql)}, (select count(*)::int from company_people o where o.company_id = c.id) as people
    from company_people p join companies c on c.id = p.company_id
    where p.user_id = ${userId} order by p.since, p.id`;
}

const today = computed({ companyId: 'string' });

/** The id of the company that a company is today: another one after a merge. */
export async function findCompanyToday(
  { sql }: Transaction,
  { companyId }: FindMergeCompanyInput,
): Promise<string> {
  const [row] = await rowsOf(sql, today)`select company_today(${companyId}) as "companyId"`;
  return row?.companyId ?? companyId;
}

/**
 * Two companies, what belongs to each, and the company that they would become. The functions of the merge compute it. For staff.
 * @throws Refused for a company and itself, NotFound where one of them is gone.
 */
export async function getCompanyMerge(
  { sql }: Transaction,
  { companyId, duplicateId }: GetCompanyMergeInput,
): Promise<CompanyMerge> {
  const both = [companyId, duplicateId];
  const rows = await rowsOf(
    sql,
    facts,
  )`select ${facts(sql)} from companies c where c.id = any (${both}::uuid[])`;
  const [company, duplicate] = both.map((id) => rows.find((row) => row.id === id));
  if (companyId === duplicateId) throw new Refused(itself);
  if (!company || !duplicate) throw new NotFound('company', company ? duplicateId : companyId);
  const pair = sql`companies s, companies d where s.id = ${companyId} and d.id = ${duplicateId}`;
  const [merged] = await rowsOf(
    sql,
    facts,
  )`select ${facts(sql)} from (select (merged_facts(s, d)).* from ${pair}) c`;
  const [judged] = await rowsOf(sql, problem)`select merge_problem(s, d) as problem from ${pair}`;
  if (!merged || !judged) throw new NotFound('company', duplicateId);
  const people = await rowsOf(sql, person, role, duplicateRole, mergedRole)`
    select ${person(sql)}, ${role(sql)}, ${duplicateRole(sql)}, stronger_role(s.role, d.role) as "mergedRole"
    from users u
    left join company_people s on s.user_id = u.id and s.company_id = ${companyId}
    left join company_people d on d.user_id = u.id and d.company_id = ${duplicateId}
    where u.id in (select p.user_id from company_people p where p.company_id = any (${both}::uuid[]))
    order by least(s.since, d.since), u.id`;
  const held = await rowsOf(sql, certification, ofKind)`
    select ${certification(sql)}, ${ofKind(sql)}
    from certifications h join certification_kinds k on k.code = h.kind
    where h.company_id = any (${both}::uuid[]) and h.replacement_id is null
    order by k.position, h.number, h.id`;
  const pictures = await rowsOf(sql, picture)`
    select ${picture(sql)} from files f
    where f.owner_id = any (${both}::uuid[]) and f.kind in ('COMPANY_LOGO', 'COMPANY_PICTURE')
    order by f.kind, f.created_at, f.id`;
  const invitations = await rowsOf(sql, invitation)`
    select ${invitation(sql)} from company_invitations i
    where i.company_id = any (${both}::uuid[]) and i.accepted_at is null order by i.email, i.id`;
  const moved = await rowsOf(sql, moving)`
    select of_table as "ofTable", rows from count_rows_of_company(${duplicateId})`;
  return {
    company,
    duplicate,
    merged,
    ...judged,
    people,
    certifications: held,
    pictures,
    invitations,
    moving: moved,
  };
}
