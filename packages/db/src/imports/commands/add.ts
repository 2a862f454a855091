import type { AddImportInput } from '@namc/inputs/imports';
import { eq } from 'drizzle-orm';
import { actingUser } from '../../engine/acting-user.ts';
import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { giveFile } from '../../files/commands.ts';
import { files } from '../../files/tables.ts';
import { imports } from '../tables.ts';
import { asked } from './decide.ts';
import { stopSilent } from './stop-silent.ts';

const kind = 'BOARD_FILE';
const uploaded = pick(files, ['name', 'bytes', 'ownerId'], 'f');

/**
 * Begins the import of a stored file that the acting person has uploaded: the worker checks it. Returns the import's id. A
 * second request for the same file returns the same one.
 * @throws NotFound for a file that is gone or somebody else’s. @throws Refused for one that is not whole, and while the worker has
 * another one.
 */
export async function addImport(tx: WriteTransaction, { fileId }: AddImportInput): Promise<string> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended('import of file ' || ${fileId}::text, 0))`;
  const [file] = await rowsOf(tx.sql, uploaded)`
    select ${uploaded(tx.sql)} from files f
    where f.id = ${fileId} and f.kind = ${kind} and f.uploaded_by = current_user_id()`;
  if (!file) throw new NotFound('upload', fileId);
  if (file.ownerId) return file.ownerId;
  await stopSilent(tx);
  const [made] = await tx.orm
    .insert(imports)
    .values({ fileName: file.name, fileBytes: file.bytes, uploadedBy: actingUser(tx) })
    .returning({ id: imports.id });
  if (!made) throw new Error('An insert returns its row.');
  await giveFile(tx, { fileId, kind, ownerId: made.id });
  await tx.orm.update(imports).set(asked).where(eq(imports.id, made.id));
  return made.id;
}
