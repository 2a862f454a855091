import { readProjectFile } from '@namc/db/project-imports/commands/check-list';
import {
  cancelProjectImport,
  dropProjectImport,
  startProjectImport,
} from '@namc/db/project-imports/commands/import-projects';
import { getProjectImport, listProjectImports, listProjectRows } from '@namc/db/project-imports/queries';
import { getFileImportInput } from '@namc/inputs/file-imports';
import {
  listProjectRowsInput,
  readProjectFileInput,
  startProjectImportInput,
} from '@namc/inputs/project-imports';
import { router, staffProcedure } from '../trpc.ts';

export const projectImportsRouter = router({
  list: staffProcedure('projects.manage').query(({ ctx }) => ctx.db.read(ctx.actor, listProjectImports)),
  get: staffProcedure('projects.manage')
    .input(getFileImportInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getProjectImport(tx, input))),
  listRows: staffProcedure('projects.manage')
    .input(listProjectRowsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listProjectRows(tx, input))),
  read: staffProcedure('projects.manage')
    .input(readProjectFileInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => readProjectFile(tx, input))),
  start: staffProcedure('projects.manage')
    .input(startProjectImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => startProjectImport(tx, input))),
  cancel: staffProcedure('projects.manage')
    .input(getFileImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => cancelProjectImport(tx, input))),
  drop: staffProcedure('projects.manage')
    .input(getFileImportInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => dropProjectImport(tx, input))),
});
