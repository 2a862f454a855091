import { beginUpload, cancelImport, startImport } from '@namc/db/imports/commands';
import { listImports } from '@namc/db/imports/queries';
import { beginUploadInput, cancelImportInput, startImportInput } from '@namc/inputs/imports';
import { router, staffProcedure } from '../trpc.ts';

export const importsRouter = router({
  list: staffProcedure('contractors.import').query(({ ctx }) => ctx.db.read(ctx.actor, listImports)),
  beginUpload: staffProcedure('contractors.import')
    .input(beginUploadInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => beginUpload(tx, input))),
  start: staffProcedure('contractors.import')
    .input(startImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => startImport(tx, input))),
  cancel: staffProcedure('contractors.import')
    .input(cancelImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => cancelImport(tx, input))),
});
