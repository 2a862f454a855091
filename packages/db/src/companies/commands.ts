import type {
  AddCompanyInput,
  ChangeCompanyRoleInput,
  CompanyInvitationInput,
  CompanyPersonInput,
  CompanyPictureInput,
  DescribeCompanyInput,
  InviteToCompanyInput,
  LeaveCompanyInput,
  PlaceCompanyInput,
  ShareCompanyInput,
  ShowInCompanyInput,
  SizeCompanyInput,
} from '@namc/inputs/companies';
import { toMeters } from '@namc/inputs/miles';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import { giveFile } from '../files/commands.ts';
import { files } from '../files/tables.ts';
import { sendLetter } from '../mail/commands.ts';
import { users } from '../members/tables.ts';
import { findPlace } from '../places/queries.ts';
import { companies, companyInvitations, companyPeople } from './tables.ts';

const made = computed({ id: 'string' });
const done = computed({ isDone: 'boolean' });

/** The functions of the database answer false when there is nothing that the person could act on. */
function assertDone([row]: { isDone: boolean }[], noun: string, id: string): void {
  if (!row?.isDone) throw new NotFound(noun, id);
}

/**
 * Adds a company of the acting member, who becomes its owner, and returns its id.
 * @throws Refused for an applicant, and for an eleventh company.
 */
export async function addCompany({ sql }: WriteTransaction, { name }: AddCompanyInput): Promise<string> {
  const [company] = await rowsOf(sql, made)`select add_company(${name}) as id`;
  if (!company) throw new NotFound('company', name);
  return company.id;
}

/** @throws NotFound for a company that the acting person does not belong to, Refused for one owned by others. */
async function change(
  { orm }: WriteTransaction,
  companyId: string,
  facts: PgUpdateSetSource<typeof companies>,
): Promise<void> {
  const { count } = await orm.update(companies).set(facts).where(eq(companies.id, companyId));
  if (count > 0) return;
  const [own] = await orm
    .select({ id: companyPeople.id })
    .from(companyPeople)
    .where(eq(companyPeople.companyId, companyId));
  if (!own) throw new NotFound('company', companyId);
  throw new Refused('Only an owner of the company can do this.');
}

/** Notes that an owner finds the facts of a company right today. @throws the errors of `change`. */
export function confirmCompany(tx: WriteTransaction, { companyId }: LeaveCompanyInput): Promise<void> {
  // The trigger `stamp_company_check` notes the time.
  return change(tx, companyId, { name: sql`name` });
}

const logo = 'COMPANY_LOGO';
const picture = 'COMPANY_PICTURE';

/**
 * Shows an uploaded picture as the logo of a company, in place of the one before. @throws NotFound, and Refused for anybody but
 * an owner and as `giveFile`.
 */
export async function setCompanyLogo(
  tx: WriteTransaction,
  { companyId, fileId }: CompanyPictureInput,
): Promise<void> {
  await tx.orm.delete(files).where(and(eq(files.kind, logo), eq(files.ownerId, companyId)));
  await giveFile(tx, { fileId, kind: logo, ownerId: companyId });
}

/**
 * Adds an uploaded picture to those of a company. @throws NotFound, and Refused for the 13th, for anybody but an owner, and as
 * `giveFile`.
 */
export async function addCompanyPicture(
  tx: WriteTransaction,
  { companyId, fileId }: CompanyPictureInput,
): Promise<void> {
  await giveFile(tx, { fileId, kind: picture, ownerId: companyId });
}

/** Removes the logo or a picture of a company. @throws NotFound also for anybody but an owner. */
export async function removeCompanyPicture(
  { orm }: WriteTransaction,
  { companyId, fileId }: CompanyPictureInput,
): Promise<void> {
  const { count } = await orm
    .delete(files)
    .where(and(eq(files.id, fileId), eq(files.ownerId, companyId), inArray(files.kind, [logo, picture])));
  if (count === 0) throw new NotFound('picture', fileId);
}

/** Changes what a company says about itself. @throws the errors of `change`. */
export async function describeCompany(
  tx: WriteTransaction,
  { companyId, name, story, phone, email, website, languages }: DescribeCompanyInput,
): Promise<void> {
  await change(tx, companyId, {
    name,
    story: story || null,
    phone: phone ?? null,
    email: email ?? null,
    website: website ?? null,
    languages,
  });
}

/** Changes the place of a company and the area in which it works. @throws the errors of `change`. */
export async function placeCompany(tx: WriteTransaction, input: PlaceCompanyInput): Promise<void> {
  const { companyId, street, city, zipCode, addressShown, serviceCounties, serviceMiles } = input;
  const where = zipCode ?? city;
  await change(tx, companyId, {
    street: street || null,
    city: city || null,
    zipCode: zipCode ?? null,
    coordinates: (where && (await findPlace(tx, where))) || null,
    addressShown,
    serviceCounties,
    serviceRadiusMeters: serviceMiles ? Math.round(toMeters(serviceMiles)) : null,
  });
}

/** Changes who sees a company in the directory, and which ways to reach it. @throws the errors of `change`. */
export function shareCompany(
  tx: WriteTransaction,
  { companyId, ...audiences }: ShareCompanyInput,
): Promise<void> {
  return change(tx, companyId, audiences);
}

/** Changes the crew and the bonding capacity of a company. @throws the errors of `change`. */
export async function sizeCompany(
  tx: WriteTransaction,
  { companyId, crewSize, bondingSingle, bondingAggregate }: SizeCompanyInput,
): Promise<void> {
  await change(tx, companyId, {
    crewSize: crewSize ?? null,
    bondingSingleCents: bondingSingle ? bondingSingle * 100 : null,
    bondingAggregateCents: bondingAggregate ? bondingAggregate * 100 : null,
  });
}

/**
 * Invites an address into a company, or invites it once more, and mails it a link. `portal` is the portal's own address.
 * @throws NotFound, Refused for anybody but an owner, for somebody who is in the company, and for too many invitations.
 */
export async function inviteToCompany(
  { sql }: WriteTransaction,
  { companyId, email, role, portal }: InviteToCompanyInput & { portal: string },
): Promise<void> {
  assertDone(
    await rowsOf(sql, done)`select invite_to_company(${companyId}, ${email}, ${role}, ${portal}) as "isDone"`,
    'company',
    companyId,
  );
}

/** Takes an open invitation of one's company back. @throws NotFound */
export async function withdrawCompanyInvitation(
  { orm }: WriteTransaction,
  { invitationId }: CompanyInvitationInput,
): Promise<void> {
  const { count } = await orm
    .delete(companyInvitations)
    .where(and(eq(companyInvitations.id, invitationId), isNull(companyInvitations.acceptedAt)));
  if (count === 0) throw new NotFound('invitation', invitationId);
}

/**
 * Accepts an invitation, which makes the acting person one of the company's people.
 * @throws NotFound, Refused for another account than the invited one, a second time, and once it has expired.
 */
export async function acceptCompanyInvitation(
  { sql }: WriteTransaction,
  { invitationId }: CompanyInvitationInput,
): Promise<void> {
  assertDone(
    await rowsOf(sql, done)`select accept_company_invitation(${invitationId}) as "isDone"`,
    'invitation',
    invitationId,
  );
}

/** Declines an invitation of the acting person. @throws NotFound */
export async function declineCompanyInvitation(
  { sql }: WriteTransaction,
  { invitationId }: CompanyInvitationInput,
): Promise<void> {
  assertDone(
    await rowsOf(sql, done)`select decline_company_invitation(${invitationId}) as "isDone"`,
    'invitation',
    invitationId,
  );
}

/**
 * Gives one of a company's people another role.
 * @throws NotFound, Refused for anybody but an owner, and for the last owner.
 */
export async function changeCompanyRole(
  { sql }: WriteTransaction,
  { companyId, userId, role }: ChangeCompanyRoleInput,
): Promise<void> {
  assertDone(
    await rowsOf(sql, done)`select set_company_role(${companyId}, ${userId}, ${role}) as "isDone"`,
    'person of the company',
    userId,
  );
}

/**
 * Makes another of a company's people its owner, and the acting owner a member of it.
 * @throws NotFound, Refused for anybody but an owner.
 */
export async function transferCompany(
  { sql }: WriteTransaction,
  { companyId, userId }: CompanyPersonInput,
): Promise<void> {
  assertDone(
    await rowsOf(sql, done)`select transfer_company(${companyId}, ${userId}) as "isDone"`,
    'person of the company',
    userId,
  );
}

/** Removes somebody from a company. @throws NotFound, Refused for anybody but an owner, and for the last owner. */
export async function removeCompanyPerson(
  { sql }: WriteTransaction,
  { companyId, userId }: CompanyPersonInput,
): Promise<void> {
  assertDone(
    await rowsOf(sql, done)`select remove_from_company(${companyId}, ${userId}) as "isDone"`,
    'person of the company',
    userId,
  );
}

/**
 * Shows the acting person on the company’s page in the directory, or takes one of its people off it.
 * @throws NotFound, Refused for anybody but an owner who takes another person off, and for putting another person there.
 */
export async function showInCompany(
  { sql }: WriteTransaction,
  { companyId, userId, isShown }: ShowInCompanyInput,
): Promise<void> {
  assertDone(
    await rowsOf(sql, done)`select show_in_company(${companyId}, ${userId}, ${isShown}) as "isDone"`,
    'person of the company',
    userId,
  );
}

/** Takes the acting person out of a company. @throws NotFound, Refused for the last owner. */
export async function leaveCompany(
  { sql }: WriteTransaction,
  { companyId }: LeaveCompanyInput,
): Promise<void> {
  assertDone(await rowsOf(sql, done)`select leave_company(${companyId}) as "isDone"`, 'company', companyId);
}

const isUnasked = sql`(${companies.askedAt} is null or ${companies.askedAt} < now() - interval '1 year')`;

/**
 * Asks the owners of a company whether its facts are still right, once for each year without a check. `origin` is the portal's
 * own address. A repetition asks nobody. For the system.
 */
export async function askAboutCompany(
  tx: WriteTransaction,
  { companyId, origin }: { companyId: string; origin: string },
): Promise<void> {
  const [asked] = await tx.orm
    .update(companies)
    .set({ askedAt: sql`now()` })
    .where(and(eq(companies.id, companyId), sql`is_check_due(${companies})`, isUnasked))
    .returning({ name: companies.name });
  if (!asked) return;
  const owners = await tx.orm
    .select({ userId: users.id, email: users.email })
    .from(companyPeople)
    .innerJoin(users, and(eq(users.id, companyPeople.userId), eq(users.status, 'ACTIVE')))
    .where(and(eq(companyPeople.companyId, companyId), eq(companyPeople.role, 'OWNER')))
    .orderBy(users.id);
  for (const owner of owners)
    await sendLetter(tx, owner, 'company-check', { origin, companyId, name: asked.name });
}
