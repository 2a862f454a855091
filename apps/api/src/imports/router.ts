import { getFileRules } from '@namc/db/files/queries';
import { cancelImport, checkImport, startImport, undoLastImport } from '@namc/db/imports/commands/decide';
import { askForFetch } from '@namc/db/imports/commands/fetch';
import { getFetchState, getImport, listImports, listOpenImports } from '@namc/db/imports/queries';
import {
  addImportInput,
  beginUploadInput,
  cancelImportInput,
  cancelUploadInput,
  checkImportInput,
  getImportInput,
  listImportsInput,
  startImportInput,
  undoLastImportInput,
} from '@namc/inputs/imports';
import { beginUpload, cancelUpload, listUnfinished } from '../files/own-uploads.ts';
import { router, staffProcedure } from '../trpc.ts';
import { addUpload } from './uploads.ts';

const kind = 'BOARD_FILE';

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
  getFileRules: staffProcedure('contractors.import').query(({ ctx }) =>
    ctx.db.read(ctx.actor, (tx) => getFileRules(tx, { kind })),
  ),
  listUploads: staffProcedure('contractors.import').query(({ ctx }) =>
    listUnfinished(ctx, { kind, withWhole: true }),
  ),
  beginUpload: staffProcedure('contractors.import')
    .input(beginUploadInput)
    .mutation(({ ctx, input }) => beginUpload(ctx, { kind, ...input })),
  cancelUpload: staffProcedure('contractors.import')
    .input(cancelUploadInput)
    .mutation(({ ctx, input }) => cancelUpload(ctx, input)),
  add: staffProcedure('contractors.import')
    .input(addImportInput)
    .mutation(({ ctx, input }) => addUpload(ctx, input)),
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
