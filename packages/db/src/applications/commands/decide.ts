import { recordAdminAction } from '../../audit/commands.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound, Refused } from '../../engine/errors.ts';
import { brokenConstraint } from '../../engine/refusals.ts';
import { type Addressee, sendLetter } from '../../mail/commands.ts';

interface Decided extends Addressee {
  userId: string;
}

/**
 * Moves an application that waits, whoever else tries the same at once.
 * @throws NotFound, Refused when it was decided meanwhile, or when the license is another member's
 */
async function decide(
  { sql }: WriteTransaction,
  id: string,
  status: 'APPROVED' | 'DECLINED',
  reason: string,
): Promise<Decided> {
  const [person] = await sql<(Decided & { fullName: string })[]>`
    select u.id as "userId", u.email::text as email, u.first_name as name, u.first_name || ' ' || u.last_name as "fullName"
    from membership_applications a join users u on u.id = a.user_id where a.id = ${id}`;
  if (!person) throw new NotFound('application', id);
  const moved = await sql`
    update membership_applications set status = ${status}, reason = ${reason || null}
    where id = ${id} and status in ('SUBMITTED', 'QUESTION')`.catch((error: unknown) => {
    if (brokenConstraint(error) !== 'users_license_of_one_member') throw error;
    const words = `The license that ${person.fullName} names belongs to another member.`;
    throw new Refused(words, { cause: error });
  });
  if (moved.count > 0) return person;
  const [now] = await sql<{ status: string }[]>`
    select lower(status) as status from membership_applications where id = ${id}`;
  if (now?.status === 'unverified')
    throw new Refused(`${person.fullName} has not confirmed the e-mail address yet.`);
  if (now && /^(submitted|question)$/.test(now.status)) throw new Refused('You may not decide applications.');
  throw new Refused(`The application of ${person.fullName} is ${now?.status ?? 'gone'} already.`);
}

/** In one order everywhere, so that two who decide at once never wait for one another. */
const inOrder = (ids: string[]) => [...new Set(ids)].sort();

/**
 * Approves an application: the account becomes a member's, its license a member's license, and a year of membership
 * begins. Returns the account's id. @throws NotFound, Refused when it was decided meanwhile
 */
export async function approveApplication(
  tx: WriteTransaction,
  input: { id: string; reason: string; portal: string },
): Promise<string> {
  const person = await decide(tx, input.id, 'APPROVED', input.reason);
  await sendLetter(tx, person, 'application-approved', { origin: input.portal });
  await record(tx, 'applications.approve', input.id, person.userId, input.reason);
  return person.userId;
}

/** Approves each, or none, and returns the accounts of the applicants. @throws as `approveApplication` */
export async function approveApplications(
  tx: WriteTransaction,
  input: { ids: string[]; reason: string; portal: string },
): Promise<string[]> {
  const userIds: string[] = [];
  for (const id of inOrder(input.ids)) userIds.push(await approveApplication(tx, { ...input, id }));
  return userIds;
}

/** Declines an application, with a reason that the applicant is told. Returns the account's id. @throws NotFound, Refused when it was decided meanwhile */
export async function declineApplication(
  tx: WriteTransaction,
  input: { id: string; reason: string },
): Promise<string> {
  const person = await decide(tx, input.id, 'DECLINED', input.reason);
  await sendLetter(tx, person, 'application-declined', { reason: input.reason });
  await record(tx, 'applications.decline', input.id, person.userId, input.reason);
  return person.userId;
}

/** Declines each with the same reason, or none, and returns the accounts of the applicants. @throws as `declineApplication` */
export async function declineApplications(
  tx: WriteTransaction,
  input: { ids: string[]; reason: string },
): Promise<string[]> {
  const userIds: string[] = [];
  for (const id of inOrder(input.ids)) userIds.push(await declineApplication(tx, { ...input, id }));
  return userIds;
}

/** Asks the applicant something; the application waits for the answer. @throws NotFound, Refused when it was decided */
export async function askApplicant(
  tx: WriteTransaction,
  input: { id: string; body: string; portal: string },
): Promise<void> {
  const { sql, actor } = tx;
  const [person] = await sql<Decided[]>`
    select u.id as "userId", u.email::text as email, u.first_name as name
    from membership_applications a join users u on u.id = a.user_id where a.id = ${input.id}`;
  if (!person) throw new NotFound('application', input.id);
  await sql`
    insert into application_messages (application_id, author_id, is_from_staff, body)
    values (${input.id}, ${actor.kind === 'staff' ? actor.userId : null}, true, ${input.body})`;
  await sendLetter(tx, person, 'application-question', { origin: input.portal, body: input.body });
  await record(tx, 'applications.ask', input.id, person.userId, input.body.slice(0, 1000));
}

const record = (tx: WriteTransaction, action: string, id: string, userId: string, reason: string) =>
  recordAdminAction(tx, {
    action,
    targetUserId: userId,
    targetTable: 'membership_applications',
    targetId: id,
    ...(reason ? { reason } : {}),
  });
