import { listIndexMeasurements } from '@namc/db/maintenance/queries';
import { listTableDays } from '@namc/db/metrics/queries';
import { listReplicationPoints } from '@namc/db/servers/queries';
import { listReplication } from '@namc/db/servers/replication';
import { listConnections, listLockWaits, listOpenTransactions } from '@namc/db/servers/sessions';
import { listTableIndexes } from '@namc/db/servers/table-indexes';
import { listTableSizes } from '@namc/db/servers/table-sizes';
import { endSessionInput, listReplicationPointsInput, tableInput } from '@namc/inputs/servers';
import { router, staffProcedure } from '../trpc.ts';
import { endSession } from './end-session.ts';

export const serversRouter = router({
  listConnections: staffProcedure('health.read').query(({ ctx }) => listConnections(ctx.servers)),
  listOpenTransactions: staffProcedure('health.read').query(({ ctx }) => listOpenTransactions(ctx.servers)),
  listLockWaits: staffProcedure('health.read').query(({ ctx }) => listLockWaits(ctx.servers)),
  listReplication: staffProcedure('health.read').query(({ ctx }) => listReplication(ctx.servers)),
  listReplicationPoints: staffProcedure('health.read')
    .input(listReplicationPointsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listReplicationPoints(tx, input))),
  listTableSizes: staffProcedure('health.read').query(({ ctx }) => listTableSizes(ctx)),
  listTableIndexes: staffProcedure('health.read')
    .input(tableInput)
    .query(({ ctx, input }) => listTableIndexes(ctx, input)),
  listTableDays: staffProcedure('health.read')
    .input(tableInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listTableDays(tx, input))),
  listIndexMeasurements: staffProcedure('health.read').query(({ ctx }) =>
    ctx.db.read(ctx.actor, listIndexMeasurements),
  ),
  endSession: staffProcedure('health.manage')
    .input(endSessionInput)
    .mutation(({ ctx, input }) => endSession(ctx, input)),
});
