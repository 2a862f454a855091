import { stopMaintenanceRun } from '@namc/db/maintenance/commands';
import { listMaintenanceRuns, listMaintenanceStates } from '@namc/db/maintenance/queries';
import { startJob } from '@namc/db/maintenance/start-job';
import { startMaintenanceJobInput, stopMaintenanceRunInput } from '@namc/inputs/maintenance';
import { router, staffProcedure } from '../trpc.ts';

export const maintenanceRouter = router({
  listRuns: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, listMaintenanceRuns)),
  listStates: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, listMaintenanceStates)),
  start: staffProcedure('health.manage')
    .input(startMaintenanceJobInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => startJob(tx, input, ctx.servers))),
  stop: staffProcedure('health.manage')
    .input(stopMaintenanceRunInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => stopMaintenanceRun(tx, input))),
});
