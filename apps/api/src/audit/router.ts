import { getSealState, listAdminActions, listRowChanges } from '@namc/db/audit/queries';
import { listAuditInput } from '@namc/inputs/audit';
import { router, staffProcedure } from '../trpc.ts';

export const auditRouter = router({
  getSealState: staffProcedure('audit.read').query(({ ctx }) => ctx.db.read(ctx.actor, getSealState)),
  listActions: staffProcedure('audit.read')
    .input(listAuditInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listAdminActions(tx, input))),
  listChanges: staffProcedure('audit.read')
    .input(listAuditInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listRowChanges(tx, input))),
});
