import type { FollowLicenseInput, NoteFollowInput } from '@namc/inputs/follows';
import { and, eq } from 'drizzle-orm';
import { californiaContractors } from '../../contractors/tables/register.ts';
import { actingUser } from '../../engine/acting-user.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { follows } from '../tables.ts';

const own = (tx: WriteTransaction, licenseNumber: string) =>
  and(eq(follows.userId, actingUser(tx)), eq(follows.licenseNumber, licenseNumber));

/**
 * Lets the acting person follow a license. A second time changes nothing.
 * @throws NotFound for a license that no file has held, Refused for the 201st license and without a membership.
 */
export async function followLicense(
  tx: WriteTransaction,
  { licenseNumber, note }: FollowLicenseInput,
): Promise<void> {
  const [license] = await tx.orm
    .select({ licenseNumber: californiaContractors.licenseNumber })
    .from(californiaContractors)
    .where(eq(californiaContractors.licenseNumber, licenseNumber));
  if (!license) throw new NotFound('contractor with the license number', licenseNumber);
  await tx.orm
    .insert(follows)
    .values({ userId: actingUser(tx), licenseNumber, note: note ?? null })
    .onConflictDoNothing();
}

/** Ends the acting person's following of a license. A second time changes nothing. */
export async function unfollowLicense(
  tx: WriteTransaction,
  { licenseNumber }: { licenseNumber: string },
): Promise<void> {
  await tx.orm.delete(follows).where(own(tx, licenseNumber));
}

/** Changes the acting person's note on a license that they follow; null removes it. @throws NotFound */
export async function noteFollow(
  tx: WriteTransaction,
  { licenseNumber, note }: NoteFollowInput,
): Promise<void> {
  const { count } = await tx.orm.update(follows).set({ note }).where(own(tx, licenseNumber));
  if (count === 0) throw new NotFound('followed license', licenseNumber);
}
