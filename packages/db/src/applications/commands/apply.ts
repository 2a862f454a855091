import type { AnswerQuestionInput, SubmitApplicationInput } from '@namc/inputs/applications';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction, WriteTransaction } from '../../engine/database.ts';
import { InvalidInput, Refused } from '../../engine/errors.ts';
import { sendLetter } from '../../mail/commands.ts';
import { addresseeColumns } from '../../members/queries/addressee.ts';
import { users } from '../../members/tables.ts';
import { findPlace } from '../../places/queries.ts';
import { noteAccountEvent, type Origin } from '../../sign-in/commands/account-events.ts';
import { nameInTrail } from '../../sign-in/commands/links.ts';
import { membershipApplications } from '../tables.ts';

const claim = computed({ isKnown: 'boolean', isTaken: 'boolean' });

/**
 * Runs before the email is looked up, so a refusal cannot reveal whether an account exists.
 * @throws InvalidInput if the license is unknown or belongs to a member.
 */
export async function assertLicenseIsFree({ sql }: Transaction, licenseNumber: string): Promise<void> {
  const [license] = await rowsOf(sql, claim)`
    select exists (select from california_contractors where license_number = ${licenseNumber}) as "isKnown",
           exists (select from companies where license_number = ${licenseNumber}) as "isTaken"`;
  if (!license?.isKnown) {
    throw new InvalidInput(
      'licenseNumber',
      'isn’t in the license board’s file. Check the number, or leave it blank and mention it under “About you”',
    );
  }
  if (license.isTaken)
    throw new InvalidInput('licenseNumber', 'belongs to another member. If it’s yours, contact us');
}

/** Adds the skills that an applicant names, and the classifications of the license. */
export async function addSkills(
  { sql }: WriteTransaction,
  {
    userId,
    skills,
    licenseNumber,
  }: Pick<SubmitApplicationInput, 'skills' | 'licenseNumber'> & { userId: string },
): Promise<void> {
  await sql`
    insert into user_skills (user_id, skill_code)
    select ${userId}, code from skills
    where code = any (${skills}::text[])
      or code = any ((select classifications from california_contractors
                      where license_number = ${licenseNumber ?? null})::text[])`;
}

/**
 * Submits an application for membership: the account, and a letter that asks the applicant to confirm the address and
 * choose a password. An address that already has an account gets another letter, or the link again while it is unconfirmed, and
 * the caller cannot tell the difference. What was sent first stays. The license's classifications count as skills. Several people may apply with one license; staff
 * decide who owns it. The caller has checked the license (`requestMembership`). For the system.
 */
export async function submitApplication(
  tx: WriteTransaction,
  input: SubmitApplicationInput & { portal: string } & Origin,
): Promise<void> {
  const { email, firstName, lastName, phone, zipCode, licenseNumber, portal } = input;
  const where = zipCode ?? input.city;
  const place = where ? await findPlace(tx, where) : undefined;
  const city = input.city || null;
  const [applicant] = await tx.orm
    .insert(users)
    .values({
      email,
      firstName,
      lastName,
      phone,
      city,
      state: 'CA',
      zipCode,
      coordinates: place,
    })
    .onConflictDoNothing({ target: users.emailKey })
    .returning({ ...addresseeColumns, onBehalfOf: nameInTrail(users.id) });
  if (!applicant) {
    // Without a confirmed address nobody can sign in, so the link comes again.
    if (await resendConfirmation(tx, input)) return;
    await sendLetter(tx, { userId: null, email }, 'application-again', { origin: portal });
    return;
  }
  const { userId } = applicant;
  await addSkills(tx, { ...input, userId });
  const { tierCode, statement } = input;
  const company = input.company || null;
  await tx.orm.insert(membershipApplications).values({ userId, tierCode, statement, company, licenseNumber });
  await noteAccountEvent(tx, { ...input, userId, kind: 'APPLIED' });
  await sendLetter(tx, applicant, 'verify-email', { origin: portal });
}

/**
 * Mails the link once more if the address is unconfirmed, and returns whether it is. A visitor must not learn it. For the system.
 */
export async function resendConfirmation(
  tx: WriteTransaction,
  input: { email: string; portal: string },
): Promise<boolean> {
  const isWaiting = and(
    eq(users.emailKey, input.email),
    isNull(users.emailVerifiedAt),
    inArray(users.status, ['PENDING', 'ACTIVE', 'LAPSED']),
  );
  const [found] = await tx.orm
    .select({ ...addresseeColumns, status: users.status })
    .from(users)
    .where(isWaiting);
  if (!found) return false;
  const { status, ...person } = found;
  // Staff added the ones who are members already.
  const letter = status === 'PENDING' ? 'verify-email' : 'member-added';
  await sendLetter(tx, person, letter, { origin: input.portal });
  return true;
}

/** Answers staff's question about the acting person's application. @throws Refused if there is no question. */
export async function answerQuestion(
  { sql }: WriteTransaction,
  { body }: AnswerQuestionInput,
): Promise<void> {
  const { count } = await sql`
    insert into application_messages (application_id, author_id, is_from_staff, body)
    select id, user_id, false, ${body} from membership_applications where user_id = current_user_id()`;
  if (count === 0) throw new Refused('You don’t have an application.');
}
