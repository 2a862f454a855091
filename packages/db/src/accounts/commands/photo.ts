import type { SetPhotoInput } from '@namc/inputs/files';
import { and, eq } from 'drizzle-orm';
import { actingUser } from '../../engine/acting-user.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { giveFile } from '../../files/commands.ts';
import { files } from '../../files/tables.ts';

const kind = 'PROFILE_PHOTO';
const isPhotoOf = (userId: string) => and(eq(files.kind, kind), eq(files.ownerId, userId));

/** Shows an uploaded picture as the acting person’s photo, in place of the one before. @throws NotFound, Refused as `giveFile`. */
export async function setPhoto(tx: WriteTransaction, { fileId }: SetPhotoInput): Promise<void> {
  const userId = actingUser(tx);
  await tx.orm.delete(files).where(isPhotoOf(userId));
  await giveFile(tx, { fileId, kind, ownerId: userId });
}

/** Removes the acting person’s photo. @throws NotFound when there is none. */
export async function removePhoto(tx: WriteTransaction): Promise<void> {
  const userId = actingUser(tx);
  const { count } = await tx.orm.delete(files).where(isPhotoOf(userId));
  if (count === 0) throw new NotFound('photo of', userId);
}
