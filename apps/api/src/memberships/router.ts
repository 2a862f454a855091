import { findOwnMembership, getMembershipFigures, listOfferedTiers } from '@namc/db/memberships/queries';
import { publicProcedure, router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const membershipsRouter = router({
  findOwn: signedInProcedure.query(
    async ({ ctx }) => (await ctx.db.read(ctx.actor, findOwnMembership, { oneStatement: true })) ?? null,
  ),
  listTiers: publicProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listOfferedTiers, { oneStatement: true }),
  ),
  getFigures: staffProcedure('memberships.read').query(({ ctx }) =>
    ctx.db.read(ctx.actor, getMembershipFigures),
  ),
});
