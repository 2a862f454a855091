import { getServiceReport, listServicePoints, showServiceLevels } from '@namc/db/service-levels/queries';
import {
  getServiceReportInput,
  listServiceLevelsInput,
  listServicePointsInput,
} from '@namc/inputs/service-levels';
import { router, staffProcedure } from '../trpc.ts';

export const serviceLevelsRouter = router({
  list: staffProcedure('health.read')
    .input(listServiceLevelsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => showServiceLevels(tx, input))),
  listPoints: staffProcedure('health.read')
    .input(listServicePointsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listServicePoints(tx, input))),
  getReport: staffProcedure('health.read')
    .input(getServiceReportInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getServiceReport(tx, input))),
});
