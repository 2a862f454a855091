import { closeDifference, requestRefund } from '@namc/db/checkouts/commands';
import {
  findLiveCheckout,
  getCheckoutOutcome,
  listDifferences,
  listDisputes,
  listLiveCheckouts,
  listOwnCheckouts,
} from '@namc/db/checkouts/queries';
import {
  beginCheckoutInput,
  closeDifferenceInput,
  findCheckoutInput,
  refundOnlineInput,
  settleOwnCheckoutInput,
} from '@namc/inputs/checkouts';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';
import { beginOnline, sendRefunds, settleOwn } from './settle.ts';

export const checkoutsRouter = router({
  /** Whether members can pay online here, and what is under way. */
  listOwn: signedInProcedure.query(async ({ ctx }) => ({
    online: ctx.payments.online ?? null,
    checkouts: await ctx.db.read(ctx.actor, listOwnCheckouts),
  })),
  begin: signedInProcedure.input(beginCheckoutInput).mutation(({ ctx, input }) => beginOnline(ctx, input)),
  /** Asks the provider, and says what became of the attempt. */
  settleOwn: signedInProcedure.input(settleOwnCheckoutInput).mutation(async ({ ctx, input }) => {
    await settleOwn(ctx, input);
    return ctx.db.read(ctx.actor, (tx) => getCheckoutOutcome(tx, input), { freshness: 'latest' });
  }),
  findLive: staffProcedure('payments.read')
    .input(findCheckoutInput)
    .query(
      async ({ ctx, input }) => (await ctx.db.read(ctx.actor, (tx) => findLiveCheckout(tx, input))) ?? null,
    ),
  listLive: staffProcedure('payments.read').query(({ ctx }) => ctx.db.read(ctx.actor, listLiveCheckouts)),
  listDifferences: staffProcedure('payments.read').query(({ ctx }) =>
    ctx.db.read(ctx.actor, listDifferences),
  ),
  listDisputes: staffProcedure('payments.read').query(({ ctx }) => ctx.db.read(ctx.actor, listDisputes)),
  /** The request is kept before the provider is asked, and the job repeats it until there is an answer. */
  refund: staffProcedure('payments.manage')
    .input(refundOnlineInput)
    .mutation(async ({ ctx, input }) => {
      const refundId = await ctx.db.write(ctx.actor, (tx) => requestRefund(tx, input));
      await sendRefunds(ctx, { refundId });
    }),
  closeDifference: staffProcedure('payments.manage')
    .input(closeDifferenceInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => closeDifference(tx, input))),
});
