import { findCovering } from '@namc/db/coverings/queries';
import { findCoveringInput } from '@namc/inputs/memberships';
import { router, staffProcedure } from '../trpc.ts';

export const coveringsRouter = router({
  find: staffProcedure('memberships.read')
    .input(findCoveringInput)
    .query(
      async ({ ctx, input }) =>
        (await ctx.db.read(ctx.actor, (tx) => findCovering(tx, input), { oneStatement: true })) ?? null,
    ),
});
