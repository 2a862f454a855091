import { findOwnMembership, getMembershipFigures } from '@namc/db/memberships/queries';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const membershipsRouter = router({
  findOwn: signedInProcedure.query(
    async ({ ctx }) => (await ctx.db.read(ctx.actor, findOwnMembership, { oneStatement: true })) ?? null,
  ),
  getFigures: staffProcedure('memberships.read').query(({ ctx }) =>
    ctx.db.read(ctx.actor, getMembershipFigures),
  ),
});
