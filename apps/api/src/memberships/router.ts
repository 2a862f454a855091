import { findOwnMembership } from '@namc/db/memberships/queries';
import { router, signedInProcedure } from '../trpc.ts';

export const membershipsRouter = router({
  findOwn: signedInProcedure.query(
    async ({ ctx }) => (await ctx.db.read(ctx.actor, findOwnMembership, { oneStatement: true })) ?? null,
  ),
});
