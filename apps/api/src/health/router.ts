import { changeThresholds, resetThresholds } from '@namc/db/health/commands';
import { getVerdict, listHealth } from '@namc/db/health/show-health';
import { changeThresholdsInput, listHealthInput, resetThresholdsInput } from '@namc/inputs/health';
import { router, staffProcedure } from '../trpc.ts';

export const healthRouter = router({
  getVerdict: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, getVerdict)),
  list: staffProcedure('health.read')
    .input(listHealthInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listHealth(tx, input))),
  changeThresholds: staffProcedure('health.manage')
    .input(changeThresholdsInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changeThresholds(tx, input))),
  resetThresholds: staffProcedure('health.manage')
    .input(resetThresholdsInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => resetThresholds(tx, input))),
});
