import {
  changeSavedSearch,
  markSearchSeen,
  removeSavedSearch,
  saveProjectSearch,
  saveSearch,
} from '@namc/db/saved-searches/commands';
import { listProjectSearches, listSavedSearches } from '@namc/db/saved-searches/queries';
import {
  changeSavedSearchInput,
  markSearchSeenInput,
  removeSavedSearchInput,
  saveProjectSearchInput,
  saveSearchInput,
} from '@namc/inputs/saved-searches';
import { router, signedInProcedure } from '../trpc.ts';

export const savedSearchesRouter = router({
  list: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listSavedSearches, { oneStatement: true }),
  ),
  listForProjects: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listProjectSearches, { oneStatement: true }),
  ),
  saveForProjects: signedInProcedure
    .input(saveProjectSearchInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => saveProjectSearch(tx, input))),
  save: signedInProcedure
    .input(saveSearchInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => saveSearch(tx, input))),
  change: signedInProcedure
    .input(changeSavedSearchInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changeSavedSearch(tx, input))),
  markSeen: signedInProcedure
    .input(markSearchSeenInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => markSearchSeen(tx, input))),
  remove: signedInProcedure
    .input(removeSavedSearchInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeSavedSearch(tx, input))),
});
