import { stopOwnRenewal, stopRenewalByLink } from '@namc/db/renewals/commands';
import { findOwnRenewal } from '@namc/db/renewals/queries';
import { stopByLinkInput } from '@namc/inputs/renewals';
import { actorOf } from '../actors.ts';
import { publicProcedure, router, signedInProcedure } from '../trpc.ts';

/** Whoever holds the link of the email may switch the renewal off, signed in or not. */
const byLink = actorOf(undefined, 'system:automatic renewals');

export const renewalsRouter = router({
  /** The saved card with which the membership renews, and the charge that comes next; null if it doesn’t renew by itself. */
  findOwn: signedInProcedure.query(async ({ ctx }) => (await ctx.db.read(ctx.actor, findOwnRenewal)) ?? null),
  stop: signedInProcedure.mutation(({ ctx }) => ctx.db.write(ctx.actor, stopOwnRenewal)),
  stopByLink: publicProcedure
    .input(stopByLinkInput)
    .mutation(
      async ({ ctx, input }) => (await ctx.db.write(byLink, (tx) => stopRenewalByLink(tx, input))) ?? null,
    ),
});
