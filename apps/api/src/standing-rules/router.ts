import { listOwnRules, listStandingRules } from '@namc/db/standing-rules/queries';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const standingRulesRouter = router({
  listOwn: signedInProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, listOwnRules, { oneStatement: true })),
  list: staffProcedure('memberships.manage').query(({ ctx }) =>
    ctx.db.read(ctx.actor, listStandingRules, { oneStatement: true }),
  ),
});
