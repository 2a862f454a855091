import {
  cancelMemberImport,
  dropMemberImport,
  startMemberImport,
} from '@namc/db/member-imports/commands/import-members';
import { getMemberImport, listMemberImports, listMemberRows } from '@namc/db/member-imports/queries';
import { getFileImportInput } from '@namc/inputs/file-imports';
import { listMemberRowsInput, startMemberImportInput } from '@namc/inputs/member-imports';
import { router, staffProcedure } from '../trpc.ts';

export const memberImportsRouter = router({
  list: staffProcedure('memberships.manage').query(({ ctx }) => ctx.db.read(ctx.actor, listMemberImports)),
  get: staffProcedure('memberships.manage')
    .input(getFileImportInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getMemberImport(tx, input))),
  listRows: staffProcedure('memberships.manage')
    .input(listMemberRowsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listMemberRows(tx, input))),
  start: staffProcedure('memberships.manage')
    .input(startMemberImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => startMemberImport(tx, input))),
  cancel: staffProcedure('memberships.manage')
    .input(getFileImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => cancelMemberImport(tx, input))),
  drop: staffProcedure('memberships.manage')
    .input(getFileImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => dropMemberImport(tx, input))),
});
