import type { ChangeApplicationInput } from '@namc/inputs/applications';
import { and, eq, inArray } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { userSkills, users } from '../../members/tables.ts';
import { findPlace } from '../../places/queries.ts';
import { noteAccountEvent, type Origin } from '../../sign-in/commands/account-events.ts';
import { membershipApplications as applications } from '../tables.ts';
import { addSkills, assertLicenseIsFree } from './apply.ts';

const waits = (userId: string) =>
  and(eq(applications.userId, userId), inArray(applications.status, ['SUBMITTED', 'QUESTION']));

/**
 * Changes the answers of a person's application while it waits for a decision. Its license may not belong to a member.
 * For the system.
 * @throws InvalidInput for the license, Refused if the application does not wait.
 */
export async function changeApplication(
  tx: WriteTransaction,
  input: ChangeApplicationInput & { userId: string } & Origin,
): Promise<void> {
  const { userId, tierCode, statement, licenseNumber = null } = input;
  const company = input.company || null;
  // The row stays locked until the end, so that no decision comes between.
  const { count } = await tx.orm
    .update(applications)
    .set({ tierCode, statement, company, licenseNumber })
    .where(waits(userId));
  if (count === 0)
    throw new Refused('Your application isn’t waiting for a decision, so it can’t be changed.');
  if (licenseNumber) await assertLicenseIsFree(tx, licenseNumber);
  const where = input.zipCode ?? input.city;
  await tx.orm
    .update(users)
    .set({
      firstName: input.firstName,
      lastName: input.lastName,
      phone: input.phone ?? null,
      city: input.city || null,
      zipCode: input.zipCode ?? null,
      coordinates: (where && (await findPlace(tx, where))) || null,
    })
    .where(eq(users.id, userId));
  await tx.orm.delete(userSkills).where(eq(userSkills.userId, userId));
  await addSkills(tx, input);
  await noteAccountEvent(tx, { ...input, kind: 'APPLICATION_CHANGED' });
}

/**
 * Withdraws a person's application while it waits for a decision. The account stays. For the system.
 * @throws Refused if the application does not wait.
 */
export async function withdrawApplication(
  tx: WriteTransaction,
  input: { userId: string } & Origin,
): Promise<void> {
  const { count } = await tx.orm.update(applications).set({ status: 'WITHDRAWN' }).where(waits(input.userId));
  if (count === 0) throw new Refused('Your application isn’t waiting for a decision.');
  await noteAccountEvent(tx, { ...input, kind: 'APPLICATION_WITHDRAWN' });
}

/**
 * Sends a withdrawn or declined application to staff again, with the answers that it has, and returns the account's id.
 * For the system.
 * @throws Refused if the application waits or is approved.
 */
export async function reopenApplication(
  tx: WriteTransaction,
  input: { userId: string } & Origin,
): Promise<string> {
  const { count } = await tx.orm
    .update(applications)
    .set({ status: 'SUBMITTED' })
    .where(
      and(eq(applications.userId, input.userId), inArray(applications.status, ['WITHDRAWN', 'DECLINED'])),
    );
  if (count === 0) throw new Refused('Only a withdrawn or declined application can be sent again.');
  await noteAccountEvent(tx, { ...input, kind: 'APPLICATION_SENT_AGAIN' });
  return input.userId;
}
