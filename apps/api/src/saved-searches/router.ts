import {
  changeSavedSearch,
  markSearchSeen,
  removeSavedSearch,
  saveSearch,
} from '@namc/db/saved-searches/commands';
import { listSavedSearches } from '@namc/db/saved-searches/queries';
import {
  changeSavedSearchInput,
  markSearchSeenInput,
  removeSavedSearchInput,
  saveSearchInput,
} from '@namc/inputs/saved-searches';
import { router, signedInProcedure } from '../trpc.ts';

export const savedSearchesRouter = router({
  list: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listSavedSearches, { oneStatement: true }),
  ),
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
