import { removePhoto, setPhoto } from '@namc/db/accounts/commands/photo';
import { getFileRules } from '@namc/db/files/queries';
import {
  beginFileInput,
  cancelFileInput,
  finishFileInput,
  getFileRulesInput,
  listUnfinishedInput,
  setPhotoInput,
} from '@namc/inputs/files';
import { router, signedInProcedure } from '../trpc.ts';
import { beginUpload, cancelUpload, finishUpload, listUnfinished } from './own-uploads.ts';

export const filesRouter = router({
  getRules: signedInProcedure
    .input(getFileRulesInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getFileRules(tx, input))),
  listUnfinished: signedInProcedure
    .input(listUnfinishedInput)
    .query(({ ctx, input }) => listUnfinished(ctx, input)),
  begin: signedInProcedure.input(beginFileInput).mutation(({ ctx, input }) => beginUpload(ctx, input)),
  finish: signedInProcedure.input(finishFileInput).mutation(({ ctx, input }) => finishUpload(ctx, input)),
  cancel: signedInProcedure.input(cancelFileInput).mutation(({ ctx, input }) => cancelUpload(ctx, input)),
  setPhoto: signedInProcedure
    .input(setPhotoInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => setPhoto(tx, input))),
  removePhoto: signedInProcedure.mutation(({ ctx }) => ctx.db.write(ctx.actor, removePhoto)),
});
