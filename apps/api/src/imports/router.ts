import { cancelImport, checkImport, startImport, undoLastImport } from '@namc/db/imports/commands/decide';
import { askForFetch } from '@namc/db/imports/commands/fetch';
import { beginUpload } from '@namc/db/imports/commands/upload';
import { getFetchState, getImport, listImports, listOpenImports } from '@namc/db/imports/queries';
import {
  beginUploadInput,
  cancelImportInput,
  checkImportInput,
  getImportInput,
  listImportsInput,
  startImportInput,
  undoLastImportInput,
} from '@namc/inputs/imports';
import { router, staffProcedure } from '../trpc.ts';

export const importsRouter = router({
  list: staffProcedure('contractors.import')
    .input(listImportsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listImports(tx, input))),
  listOpen: staffProcedure('contractors.import').query(({ ctx }) => ctx.db.read(ctx.actor, listOpenImports)),
  get: staffProcedure('contractors.import')
    .input(getImportInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getImport(tx, input))),
  getFetchState: staffProcedure('contractors.import').query(({ ctx }) =>
    ctx.db.read(ctx.actor, getFetchState),
  ),
  askForFetch: staffProcedure('contractors.import').mutation(({ ctx }) =>
    ctx.db.write(ctx.actor, askForFetch),
  ),
  beginUpload: staffProcedure('contractors.import')
    .input(beginUploadInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => beginUpload(tx, input))),
  check: staffProcedure('contractors.import')
    .input(checkImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => checkImport(tx, input))),
  start: staffProcedure('contractors.import')
    .input(startImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => startImport(tx, input))),
  undoLast: staffProcedure('contractors.import')
    .input(undoLastImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => undoLastImport(tx, input))),
  cancel: staffProcedure('contractors.import')
    .input(cancelImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => cancelImport(tx, input))),
});
