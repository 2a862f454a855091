import { getMonth, listJournal } from '@namc/db/ledger/queries/month';
import { getOverview, listMonths } from '@namc/db/ledger/queries/overview';
import { getMonthInput } from '@namc/inputs/ledger';
import { router, staffProcedure } from '../trpc.ts';

export const ledgerRouter = router({
  getOverview: staffProcedure('payments.read').query(({ ctx }) => ctx.db.read(ctx.actor, getOverview)),
  listMonths: staffProcedure('payments.read').query(({ ctx }) => ctx.db.read(ctx.actor, listMonths)),
  getMonth: staffProcedure('payments.read')
    .input(getMonthInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getMonth(tx, input))),
  listJournal: staffProcedure('payments.read')
    .input(getMonthInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listJournal(tx, input))),
});
