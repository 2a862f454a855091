import { stopOwnRenewal, stopRenewalByLink } from '@namc/db/renewals/commands';
import { findOwnCustomer, findOwnRenewal } from '@namc/db/renewals/queries';
import { stopByLinkInput } from '@namc/inputs/renewals';
import { actorOf } from '../actors.ts';
import { openCustomerPage } from '../checkouts/settle.ts';
import { publicProcedure, router, signedInProcedure } from '../trpc.ts';

/** Everybody with the link of the email may switch the renewal off, signed in or not. */
const byLink = actorOf(undefined, 'system:automatic renewals');

export const renewalsRouter = router({
  /** The saved card with which the membership renews, and the charge that comes next; no `renewal` if it doesn’t renew by itself. */
  findOwn: signedInProcedure.query(async ({ ctx }) => ({
    isOnline: ctx.payments.online !== undefined,
    ...(await ctx.db.read(ctx.actor, async (tx) => ({
      renewal: (await findOwnRenewal(tx)) ?? null,
      hasCustomerPage: (await findOwnCustomer(tx)) !== undefined,
    }))),
  })),
  stop: signedInProcedure.mutation(({ ctx }) => ctx.db.write(ctx.actor, stopOwnRenewal)),
  stopByLink: publicProcedure
    .input(stopByLinkInput)
    .mutation(
      async ({ ctx, input }) => (await ctx.db.write(byLink, (tx) => stopRenewalByLink(tx, input))) ?? null,
    ),
  /** The address of Stripe’s own page with the member’s cards and receipts. */
  openCustomerPage: signedInProcedure.mutation(({ ctx }) => openCustomerPage(ctx)),
});
