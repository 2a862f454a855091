import { type SubmitApplicationInput, submitApplicationInput } from '@namc/inputs/applications';
import { eq, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  assertLicenseIsFree,
  resendConfirmation,
  submitApplication,
} from '../../applications/commands/apply.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { users } from '../../members/tables.ts';
import { noteClaim } from '../../outreach/commands.ts';
import { noteAccountEvent, type Origin, shortUserAgent } from '../../sign-in/commands/account-events.ts';
import { requestPasswordReset } from '../../sign-in/commands/password.ts';
import { accountRequests } from '../tables.ts';

type Kind = (typeof accountRequests.$inferSelect)['kind'];

/**
 * Notes what a visitor asks about an email address. The statements are the same whether or not the address has an
 * account; the worker finds that out later (`takeAccountRequest`). For the system.
 */
export async function addAccountRequest(
  { orm, sql: query }: WriteTransaction,
  request: { kind: Kind; email: string; about?: object } & Origin,
): Promise<void> {
  const [made] = await orm
    .insert(accountRequests)
    .values({
      kind: request.kind,
      email: request.email,
      about: request.about ?? {},
      address: request.address ?? null,
      userAgent: shortUserAgent(request.userAgent),
    })
    .returning({ requestId: accountRequests.id });
  await query`select enqueue_job('take-account-request', ${JSON.stringify(made)}::text::jsonb)`;
}

/**
 * Notes an application for membership. For the system.
 * @throws InvalidInput if the license is unknown or belongs to a member.
 */
export async function requestMembership(
  tx: WriteTransaction,
  { application, portal, ...origin }: { application: SubmitApplicationInput; portal: string } & Origin,
): Promise<void> {
  // The request is stored, and the token of a personal link is not.
  const { claim, ...answers } = application;
  const { email, licenseNumber } = answers;
  if (licenseNumber) await assertLicenseIsFree(tx, licenseNumber);
  if (claim && licenseNumber) await noteClaim(tx, { claim, licenseNumber });
  await addAccountRequest(tx, { ...origin, kind: 'APPLY', email, about: { application: answers, portal } });
}

const withPortal = z.object({ portal: z.string() });
const withApplication = withPortal.extend({ application: submitApplicationInput });

/** Does what a visitor asked for, and forgets the request. For the system. */
export async function takeAccountRequest(
  tx: WriteTransaction,
  { requestId }: { requestId: string },
): Promise<void> {
  const [request] = await tx.orm.delete(accountRequests).where(eq(accountRequests.id, requestId)).returning();
  if (!request) return;
  await tx.sql`select set_config('app.request_id', ${request.requestId ?? ''}, true)`;
  const { kind, email, about, createdAt } = request;
  const origin = { address: request.address ?? undefined, userAgent: request.userAgent ?? undefined };
  switch (kind) {
    case 'SIGN_IN_REFUSED': {
      const [known] = await tx.orm.select({ userId: users.id }).from(users).where(eq(users.emailKey, email));
      if (known) await noteAccountEvent(tx, { ...origin, ...known, kind, createdAt });
      return;
    }
    case 'RESET_PASSWORD':
      return requestPasswordReset(tx, { email, ...withPortal.parse(about) });
    case 'CONFIRM_AGAIN':
      await resendConfirmation(tx, { email, ...withPortal.parse(about) });
      return;
    case 'APPLY': {
      const { application, portal } = withApplication.parse(about);
      return submitApplication(tx, { ...application, ...origin, portal });
    }
  }
}

/** Deletes requests that the worker could not take within a week. For the system. */
export async function forgetOldRequests({ orm }: WriteTransaction): Promise<void> {
  await orm.delete(accountRequests).where(lt(accountRequests.createdAt, sql`now() - interval '7 days'`));
}
