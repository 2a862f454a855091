import type {
  ApproveApplicationsInput,
  AskApplicantInput,
  DeclineApplicationsInput,
} from '@namc/inputs/applications';
import { cutText } from '@namc/inputs/cut-text';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound, Refused } from '../../engine/errors.ts';
import { brokenConstraint } from '../../engine/refusals.ts';
import { sendLetter } from '../../mail/commands.ts';
import { addresseeColumns } from '../../members/queries/addressee.ts';
import { users } from '../../members/tables.ts';
import { memberships, membershipTiers } from '../../memberships/tables.ts';
import { applicationMessages, membershipApplications as applications } from '../tables.ts';

/** Without `seen` a decision is about whatever the answers are. */
type Many<Input> = Omit<Input, 'seen'> & Partial<Pick<ApproveApplicationsInput, 'seen'>>;
/** `seenAt` is the state of the application that the decider has seen, if that is known. */
type One<Input> = Omit<Input, 'ids' | 'seen'> & { id: string; seenAt?: string | undefined };
/** The base URL of the portal, for links in letters. */
interface WithPortal {
  portal: string;
}

/** @throws NotFound for an unknown application. */
async function getApplicant({ orm }: WriteTransaction, id: string) {
  const [applicant] = await orm
    .select({ ...addresseeColumns, lastName: users.lastName, status: applications.status })
    .from(applications)
    .innerJoin(users, eq(users.id, applications.userId))
    .where(eq(applications.id, id));
  if (!applicant) throw new NotFound('application', id);
  return { ...applicant, fullName: `${applicant.name} ${applicant.lastName}` };
}

/**
 * Decides an application that waits for a decision. If several people try at once, the first one decides.
 * @throws NotFound, Refused if it is already decided, if the license belongs to another member, or if the applicant has
 * changed it since `seenAt`.
 */
async function decide(
  tx: WriteTransaction,
  { id, reason, seenAt }: { id: string; reason: string; seenAt?: string | undefined },
  status: 'APPROVED' | 'DECLINED',
): Promise<Awaited<ReturnType<typeof getApplicant>>> {
  const applicant = await getApplicant(tx, id);
  const { count } = await tx.orm
    .update(applications)
    .set({ status, reason: reason || null })
    .where(
      and(
        eq(applications.id, id),
        inArray(applications.status, ['SUBMITTED', 'QUESTION']),
        // A browser knows the instant to the millisecond. A change that began first may commit last, with the earlier
        // instant, so that no other instant will do.
        seenAt
          ? sql`date_trunc('milliseconds', ${applications.updatedAt}) = ${seenAt}::timestamptz`
          : undefined,
      ),
    )
    .catch((error: unknown) => {
      if (brokenConstraint(error) !== 'companies_license_once') throw error;
      const words = `The license that ${applicant.fullName} names belongs to another member.`;
      throw new Refused(words, { cause: error });
    });
  if (count > 0) return applicant;
  const { fullName, status: current } = await getApplicant(tx, id);
  if (current === 'UNVERIFIED') throw new Refused(`${fullName} has not confirmed the email address yet.`);
  if (current === 'SUBMITTED' || current === 'QUESTION') {
    throw new Refused(
      seenAt
        ? `The application of ${fullName} has changed since you opened it. Look at it again.`
        : 'You may not decide applications.',
    );
  }
  throw new Refused(`The application of ${fullName} is already ${current.toLowerCase()}.`);
}

/** Always in the same order, so that two people who decide at once never wait for each other. */
const inOrder = ({ ids, seen = [] }: Many<Pick<ApproveApplicationsInput, 'ids'>>) =>
  [...new Set(ids)].sort().map((id) => ({ id, seenAt: seen.find((one) => one.id === id)?.updatedAt }));

/**
 * Approves an application: the account becomes a member's, the company and the license that it names become a company of which
 * the member is the owner, and a year of membership starts. Returns the account's id.
 * @throws NotFound, Refused if it is already decided.
 */
export async function approveApplication(
  tx: WriteTransaction,
  input: One<ApproveApplicationsInput> & WithPortal,
): Promise<string> {
  const { userId, email } = await decide(tx, input, 'APPROVED');
  await record(tx, 'applications.approve', input.id, userId, input.reason);
  const [term] = await tx.orm
    .select({ tier: membershipTiers.name, lastDay: memberships.endsOn })
    .from(memberships)
    .innerJoin(membershipTiers, eq(membershipTiers.code, memberships.tierCode))
    .where(and(eq(memberships.userId, userId), eq(memberships.status, 'ACTIVE')))
    .orderBy(desc(memberships.startsOn))
    .limit(1);
  await sendLetter(tx, { userId, email }, 'application-approved', { origin: input.portal, ...term });
  return userId;
}

/**
 * Approves all of the applications or none, and returns the applicants' accounts.
 * @throws the errors of `approveApplication`.
 */
export async function approveApplications(
  tx: WriteTransaction,
  input: Many<ApproveApplicationsInput> & WithPortal,
): Promise<string[]> {
  const userIds: string[] = [];
  for (const one of inOrder(input)) userIds.push(await approveApplication(tx, { ...input, ...one }));
  return userIds;
}

/**
 * Declines an application, tells the applicant the reason and how to apply again, and returns the account's id.
 * @throws NotFound, Refused if it is already decided.
 */
export async function declineApplication(
  tx: WriteTransaction,
  input: One<DeclineApplicationsInput> & WithPortal,
): Promise<string> {
  const { userId, email } = await decide(tx, input, 'DECLINED');
  await record(tx, 'applications.decline', input.id, userId, input.reason);
  await sendLetter(tx, { userId, email }, 'application-declined', {
    origin: input.portal,
    reason: input.reason,
  });
  return userId;
}

/**
 * Declines all of the applications with the same reason, or none, and returns the applicants' accounts.
 * @throws the errors of `declineApplication`.
 */
export async function declineApplications(
  tx: WriteTransaction,
  input: Many<DeclineApplicationsInput> & WithPortal,
): Promise<string[]> {
  const userIds: string[] = [];
  for (const one of inOrder(input)) userIds.push(await declineApplication(tx, { ...input, ...one }));
  return userIds;
}

/**
 * Asks the applicant a question; the application then waits for the answer.
 * @throws NotFound, Refused if it is decided.
 */
export async function askApplicant(
  tx: WriteTransaction,
  { id, body, portal }: AskApplicantInput & WithPortal,
): Promise<void> {
  const { userId, email } = await getApplicant(tx, id);
  const authorId = tx.actor.kind === 'staff' ? tx.actor.userId : null;
  await tx.orm.insert(applicationMessages).values({ applicationId: id, authorId, isFromStaff: true, body });
  await record(tx, 'applications.ask', id, userId, cutText(body, 1000));
  await sendLetter(tx, { userId, email }, 'application-question', { origin: portal, body });
}

const record = (tx: WriteTransaction, action: string, id: string, userId: string, reason: string) =>
  recordAdminAction(tx, {
    action,
    targetUserId: userId,
    targetTable: 'membership_applications',
    targetId: id,
    ...(reason ? { reason } : {}),
  });
