import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { fileKinds, files } from './tables.ts';

export const erasure: Erasure = {
  files: {
    close: {
      does: 'Deletes the files that belong to the account or to nothing. Files of other rows stay with these rows.',
      run: ({ orm }, userId) => {
        const ofAccounts = orm
          .select({ kind: fileKinds.kind })
          .from(fileKinds)
          .where(eq(fileKinds.ownerTable, 'users'));
        return orm
          .delete(files)
          .where(
            or(
              and(eq(files.ownerId, userId), inArray(files.kind, ofAccounts)),
              and(eq(files.uploadedBy, userId), isNull(files.ownerId)),
            ),
          );
      },
    },
    export: {
      as: 'files',
      rows: ({ sql }) =>
        sql`select kind, name, bytes, created_at from files where uploaded_by = current_user_id() order by created_at`,
    },
  },
};
