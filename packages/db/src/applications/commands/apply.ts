import type { SubmitApplicationInput } from '@namc/inputs/applications';
import type { Transaction, WriteTransaction } from '../../engine/database.ts';
import { InvalidInput, Refused } from '../../engine/errors.ts';
import { type Addressee, sendLetter } from '../../mail/commands.ts';
import { findPlace } from '../../places/queries.ts';
import { noteAccountEvent, type Origin } from '../../sign-in/commands/account-events.ts';
import { makeLink } from '../../sign-in/commands/links.ts';

/** Before anything depends on the address: a refusal must not tell whether that has an account. */
async function assertLicenseIsFree({ sql }: Transaction, licenseNumber: string): Promise<void> {
  const [found] = await sql<{ isKnown: boolean; isTaken: boolean }[]>`
    select exists (select from california_contractors where license_number = ${licenseNumber}) as "isKnown",
           exists (select from users where license_number = ${licenseNumber}
                   and status in ('ACTIVE', 'LAPSED', 'SUSPENDED')) as "isTaken"`;
  if (!found?.isKnown) {
    throw new InvalidInput(
      'licenseNumber',
      'is not in the license board’s file: check it, or leave it empty and name it under “About you”',
    );
  }
  if (found.isTaken)
    throw new InvalidInput('licenseNumber', 'belongs to another member: write to us if it is yours');
}

/**
 * Takes an application for membership: the account, its password, and a mail that asks for the address to be confirmed.
 * An address that has an account gets another mail, and nobody is told: the answer is the same. The license's classes count
 * as skills. Several may apply with one license; staff decide whose it is. For the system. @throws InvalidInput when the license is unknown or a member's.
 */
export async function submitApplication(
  tx: WriteTransaction,
  input: Omit<SubmitApplicationInput, 'password'> & { passwordHash: string; portal: string } & Origin,
): Promise<void> {
  const { sql } = tx;
  if (input.licenseNumber) await assertLicenseIsFree(tx, input.licenseNumber);
  const where = input.zipCode ?? input.city;
  const place = where ? await findPlace(tx, where) : undefined;
  // From here on the transaction is on behalf of the applicant in the audit trail.
  const [person] = await sql<{ id: string }[]>`
    insert into users (email, first_name, last_name, company, phone, city, state, zip_code, license_number, coordinates)
    select ${input.email}, ${input.firstName}, ${input.lastName}, ${input.company}, ${input.phone ?? null},
           ${input.city || null}, 'CA', ${input.zipCode ?? null}, ${input.licenseNumber ?? null},
           ST_SetSRID(ST_MakePoint(${place?.longitude ?? null}::float8, ${place?.latitude ?? null}::float8), 4326)
    on conflict (email_key) do nothing
    returning id, set_config('app.on_behalf_of', id::text, true)`;
  if (!person) {
    await sendLetter(tx, { userId: null, email: input.email, name: input.firstName }, 'application-again', {
      origin: input.portal,
    });
    return;
  }
  const userId = person.id;
  await sql`insert into user_credentials (user_id, password_hash) values (${userId}, ${input.passwordHash})`;
  await sql`
    insert into user_skills (user_id, skill_code)
    select ${userId}, code from skills
    where code = any (${input.skills}::text[])
      or code = any ((select classifications from california_contractors
                      where license_number = ${input.licenseNumber ?? null})::text[])`;
  await sql`
    insert into membership_applications (user_id, tier_code, statement)
    values (${userId}, ${input.tierCode}, ${input.statement})`;
  await noteAccountEvent(tx, { ...input, userId, kind: 'APPLIED' });
  await askForConfirmation(tx, { userId, email: input.email, name: input.firstName, portal: input.portal });
}

async function askForConfirmation(
  tx: WriteTransaction,
  person: Addressee & { userId: string; portal: string },
) {
  const token = await makeLink(tx, { ...person, purpose: 'VERIFY_EMAIL' });
  await sendLetter(tx, person, 'verify-email', { origin: person.portal, token });
}

/** Mails the link again if the address waits to be confirmed, and tells nobody whether it does. For the system. */
export async function resendConfirmation(
  tx: WriteTransaction,
  input: { email: string; portal: string },
): Promise<void> {
  const [person] = await tx.sql<{ userId: string; email: string; name: string }[]>`
    select id as "userId", email::text as email, first_name as name from users
    where email_key = ${input.email} and email_verified_at is null and status = 'PENDING'`;
  if (person) await askForConfirmation(tx, { ...person, portal: input.portal });
}

/** Answers staff's question about one's own application. @throws Refused when none was asked. */
export async function answerQuestion({ sql }: WriteTransaction, input: { body: string }): Promise<void> {
  const added = await sql`
    insert into application_messages (application_id, author_id, is_from_staff, body)
    select id, user_id, false, ${input.body} from membership_applications where user_id = current_user_id()`;
  if (added.count === 0) throw new Refused('You have no application.');
}
