import { listAdminActions, listRowChanges } from '@namc/db/audit/queries';
import { listAuditInput } from '@namc/inputs/audit';
import { router, staffProcedure } from '../trpc.ts';

const reading = staffProcedure('audit.read').input(listAuditInput);

export const auditRouter = router({
  listActions: reading.query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listAdminActions(tx, input))),
  listChanges: reading.query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listRowChanges(tx, input))),
});
