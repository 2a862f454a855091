import { changeDeposit, closeDeposit, discardDeposit, makeDeposit } from '@namc/db/deposits/commands';
import { getDeposit, listDeposits, listUndeposited } from '@namc/db/deposits/queries';
import {
  changeDepositInput,
  closeDepositInput,
  getDepositInput,
  makeDepositInput,
} from '@namc/inputs/deposits';
import { page } from '@namc/inputs/text';
import { router, staffProcedure } from '../trpc.ts';

export const depositsRouter = router({
  listUndeposited: staffProcedure('payments.read').query(({ ctx }) =>
    ctx.db.read(ctx.actor, listUndeposited, { oneStatement: true }),
  ),
  list: staffProcedure('payments.read')
    .input(page)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listDeposits(tx, input))),
  get: staffProcedure('payments.read')
    .input(getDepositInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getDeposit(tx, input))),
  make: staffProcedure('payments.manage')
    .input(makeDepositInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => makeDeposit(tx, input))),
  change: staffProcedure('payments.manage')
    .input(changeDepositInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changeDeposit(tx, input))),
  close: staffProcedure('payments.manage')
    .input(closeDepositInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => closeDeposit(tx, input))),
  discard: staffProcedure('payments.manage')
    .input(getDepositInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => discardDeposit(tx, input))),
});
