import type { BeginUploadInput } from '@namc/inputs/imports';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { actingUser } from '../../engine/acting-user.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { imports } from '../tables.ts';
import { stopSilent } from './stop-silent.ts';

/**
 * Announces a file that the acting person uploads, and returns the id of the upload. Its parts follow. It takes the place
 * of an upload that the same person has not finished.
 * @throws Refused while another file is being imported, or uploaded by somebody else.
 */
export async function beginUpload(
  tx: WriteTransaction,
  { fileName, fileBytes }: BeginUploadInput,
): Promise<string> {
  const uploadedBy = actingUser(tx);
  await stopSilent(tx);
  await tx.orm
    .update(imports)
    .set({ status: 'STOPPED' })
    .where(and(eq(imports.status, 'UPLOADING'), eq(imports.uploadedBy, uploadedBy)));
  const [begun] = await tx.orm
    .insert(imports)
    .values({ fileName, fileBytes, uploadedBy })
    .returning({ id: imports.id });
  if (!begun) throw new Error('An insert returns its row.');
  return begun.id;
}

/**
 * Records that a part of the acting person's file was stored. The last part may come twice: its sender has not seen the
 * answer.
 * @throws Refused for a part that does not follow the last one, and when the upload has ended.
 */
export async function receivePart(
  tx: WriteTransaction,
  { importId, from, bytes }: { importId: string; from: number; bytes: number },
): Promise<void> {
  const { count } = await tx.orm
    .update(imports)
    .set({ receivedBytes: from + bytes, heartbeatAt: sql`now()` })
    .where(
      and(
        eq(imports.id, importId),
        eq(imports.uploadedBy, actingUser(tx)),
        eq(imports.status, 'UPLOADING'),
        inArray(imports.receivedBytes, [from, from + bytes]),
      ),
    );
  if (count === 0) throw new Refused('This upload has ended. Upload the file again.');
}
