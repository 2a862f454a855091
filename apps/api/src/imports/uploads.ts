import { addImport } from '@namc/db/imports/commands/add';
import { findImportOfFile } from '@namc/db/imports/queries';
import type { AddImportInput } from '@namc/inputs/imports';
import type { SignedInContext } from '../context.ts';
import { finishUpload } from '../files/own-uploads.ts';

/**
 * Looks at an upload that has arrived, stores it, and begins its import. It may be asked again when the first answer was lost, and
 * returns the same id then.
 * @throws Refused for a file that is not whole, that is no plain text or has a virus, and while the worker has another one. @throws
 * NotFound, Unavailable
 */
export async function addUpload(ctx: SignedInContext, input: AddImportInput): Promise<string> {
  const find = () => ctx.db.read(ctx.actor, (tx) => findImportOfFile(tx, input));
  const known = await find();
  if (known) return known;
  try {
    await finishUpload(ctx, input);
    return await ctx.db.write(ctx.actor, (tx) => addImport(tx, input));
  } catch (error) {
    // Another request for the same file may have been faster.
    const made = await find();
    if (made) return made;
    throw error;
  }
}
