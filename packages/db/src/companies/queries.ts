import {
  type CompanyInvitationInput,
  companyFacts,
  companyRoles,
  type ListCompanyPeopleInput,
} from '@namc/inputs/companies';
import {
  type ContractorListItem,
  listColumns,
  listShape,
  toListItem,
} from '../contractors/queries/list-items.ts';
import { californiaDay } from '../contractors/standing/california-day.ts';
import { pick } from '../engine/columns/pick.ts';
import { anyOf, computed, listOf, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { files } from '../files/tables.ts';
import { companies, companyInvitations, companyPeople } from './tables.ts';

/** The facts of a company, for those who may read all of them. */
export const company = pick(
  companies,
  [
    'id',
    'name',
    'story',
    'phone',
    'email',
    'website',
    'street',
    'city',
    'zipCode',
    'addressShown',
    'directoryAudience',
    'phoneAudience',
    'emailAudience',
    'websiteAudience',
    'streetAudience',
    'serviceCounties',
    'serviceRadiusMeters',
    'bondingSingleCents',
    'bondingAggregateCents',
    'crewSize',
    'languages',
    'licenseNumber',
  ],
  'c',
);
const own = pick(companyPeople, { ownRole: 'role' }, 'p');
const lacking = computed({
  missing: listOf(companyFacts),
  /** A year has passed since an owner looked at the facts. */
  isCheckDue: 'boolean',
});

/** A company of the acting person, the person's role there, and the facts that the company still lacks. */
export type OwnCompany = RowOf<typeof company> & RowOf<typeof own> & RowOf<typeof lacking>;

/** The companies that the acting person belongs to. The first one shows in the person's profile. */
export async function listOwnCompanies({ sql }: Transaction): Promise<OwnCompany[]> {
  return rowsOf(sql, company, own, lacking)`
    select ${company(sql)}, ${own(sql)},
      array_remove(array[
        case when c.story is null then 'story' end,
        case when c.phone is null then 'phone' end,
        case when c.city is null and c.zip_code is null then 'place' end,
        case when c.service_counties = '{}' and c.service_radius_meters is null then 'service_area' end,
        case when c.crew_size is null then 'crew_size' end,
        case when c.bonding_single_cents is null and c.bonding_aggregate_cents is null then 'bonding' end,
        case when c.languages = '{}' then 'languages' end], null) as missing,
      is_check_due(c) as "isCheckDue"
    from company_people p join companies c on c.id = p.company_id
    where p.user_id = current_user_id() order by p.since, p.id`;
}

const person = computed({
  userId: 'string',
  firstName: 'string',
  lastName: 'string',
  role: anyOf(companyRoles),
  since: 'Date',
  isSelf: 'boolean',
  /** True for somebody who stands on the company’s page in the directory. */
  isShown: 'boolean',
});

export type CompanyPerson = RowOf<typeof person>;

/** The people of a company of the acting person, by the length of their time there. Nobody for any other company. */
export async function listCompanyPeople(
  { sql }: Transaction,
  { companyId }: ListCompanyPeopleInput,
): Promise<CompanyPerson[]> {
  return rowsOf(sql, person)`
    select user_id as "userId", first_name as "firstName", last_name as "lastName", role, since, is_self as "isSelf", is_shown as "isShown"
    from people_of_company(${companyId})`;
}

const invitation = pick(companyInvitations, ['id', 'email', 'role', 'expiresAt'], 'i');
const inTime = computed({ isExpired: 'boolean' });

export type CompanyInvitation = RowOf<typeof invitation> & RowOf<typeof inTime>;

/** The invitations into a company that nobody has accepted, for its owners. */
export async function listCompanyInvitations(
  { sql }: Transaction,
  { companyId }: ListCompanyPeopleInput,
): Promise<CompanyInvitation[]> {
  return rowsOf(sql, invitation, inTime)`
    select ${invitation(sql)}, i.expires_at <= now() as "isExpired"
    from company_invitations i where i.company_id = ${companyId} and i.accepted_at is null
    order by i.created_at, i.id`;
}

const offer = computed({
  invitationId: 'string',
  companyName: 'string',
  role: anyOf(companyRoles),
  /** Null once that account is gone. */
  invitedBy: 'string | null',
  expiresAt: 'Date',
});

export type OwnCompanyInvitation = RowOf<typeof offer>;

/** The open invitations to the confirmed address of the acting person. */
export async function listOwnCompanyInvitations({ sql }: Transaction): Promise<OwnCompanyInvitation[]> {
  return rowsOf(sql, offer)`
    select invitation_id as "invitationId", company_name as "companyName", role, invited_by as "invitedBy",
           expires_at as "expiresAt"
    from own_company_invitations()`;
}

const found = computed({
  state: anyOf(['open', 'other_address', 'accepted', 'expired']),
  email: 'string',
});

/** Whether the acting person can accept an invitation, and the address that it is for. Undefined for one that is gone. */
export async function findCompanyInvitation(
  { sql }: Transaction,
  { invitationId }: CompanyInvitationInput,
): Promise<RowOf<typeof found> | undefined> {
  const [row] = await rowsOf(sql, found)`select state, email from find_company_invitation(${invitationId})`;
  return row;
}

const asked = pick(companies, ['id'], 'c');

/** The companies with an active owner that are due for the yearly check and were not asked. For the system. */
export async function listCompaniesToAsk({ sql }: Transaction): Promise<string[]> {
  const rows = await rowsOf(sql, asked)`
    select ${asked(sql)} from companies c
    where is_check_due(c) and (c.asked_at is null or c.asked_at < now() - interval '1 year')
      and exists (select from company_people p join users u on u.id = p.user_id
                  where p.company_id = c.id and p.role = 'OWNER' and u.status = 'ACTIVE')
    order by c.id`;
  return rows.map(({ id }) => id);
}

const due = computed({ isDue: 'boolean' });

/** Whether a person still owns a company whose yearly check is due. For the system. */
export async function isOwnerToAsk(
  { sql }: Transaction,
  { userId, companyId }: { userId: string; companyId: string },
): Promise<boolean> {
  const [row] = await rowsOf(sql, due)`
    select exists (
      select from companies c join company_people p on p.company_id = c.id
      where c.id = ${companyId} and p.user_id = ${userId} and p.role = 'OWNER' and is_check_due(c)) as "isDue"`;
  return row?.isDue ?? false;
}

/**
 * The licenses of the companies that the acting person belongs to, with their standing today. A license that the board's file
 * does not hold is left out.
 */
export async function listOwnLicenses({ sql }: Transaction): Promise<ContractorListItem[]> {
  const rows = await rowsOf(sql, listShape)`
    select ${listColumns(sql)} from california_contractors
    where license_number in (
      select c.license_number from company_people p join companies c on c.id = p.company_id
      where p.user_id = current_user_id())
    order by license_number`;
  const on = californiaDay(new Date());
  return rows.map((row) => toListItem(row, on, null));
}

const shown = pick(files, ['id', 'kind'], 'f');

/** The logo and the pictures of a company, which everybody sees who finds the company in the directory. The logo comes first. */
export async function listCompanyPictures(
  { sql }: Transaction,
  { companyId }: ListCompanyPeopleInput,
): Promise<RowOf<typeof shown>[]> {
  return rowsOf(sql, shown)`
    select ${shown(sql)} from files f
    where f.owner_id = ${companyId} and f.kind in ('COMPANY_LOGO', 'COMPANY_PICTURE')
    order by f.kind, f.created_at, f.id`;
}
