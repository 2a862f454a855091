import { addMemberByHand, welcomeMember } from '@namc/db/memberships/commands/new-members';
import { endPause, pauseMembership } from '@namc/db/memberships/commands/pauses';
import { renewMembership } from '@namc/db/memberships/commands/terms';
import { addTier, changeTier } from '@namc/db/memberships/commands/tiers';
import { getRenewal, listOwnUpgrades, listUpgrades } from '@namc/db/memberships/queries/renewals';
import { findOwnMembership, listPauses } from '@namc/db/memberships/queries/standing';
import { getMembershipFigures, listOwnMemberships } from '@namc/db/memberships/queries/terms';
import { listAllTiers, listOfferedTiers } from '@namc/db/memberships/queries/tiers';
import {
  addMemberInput,
  addTierInput,
  changeTierInput,
  endPauseInput,
  getRenewalInput,
  listPausesInput,
  listUpgradesInput,
  pauseMembershipInput,
  renewMembershipInput,
  welcomeMemberInput,
} from '@namc/inputs/memberships';
import { publicProcedure, router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const membershipsRouter = router({
  findOwn: signedInProcedure.query(
    async ({ ctx }) => (await ctx.db.read(ctx.actor, findOwnMembership, { oneStatement: true })) ?? null,
  ),
  listOwn: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listOwnMemberships, { oneStatement: true }),
  ),
  listOwnUpgrades: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listOwnUpgrades, { oneStatement: true }),
  ),
  listUpgrades: staffProcedure('payments.manage')
    .input(listUpgradesInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listUpgrades(tx, input), { oneStatement: true }),
    ),
  listTiers: publicProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listOfferedTiers, { oneStatement: true }),
  ),
  listAllTiers: staffProcedure('memberships.manage').query(({ ctx }) =>
    ctx.db.read(ctx.actor, listAllTiers, { oneStatement: true }),
  ),
  addTier: staffProcedure('memberships.manage')
    .input(addTierInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addTier(tx, input))),
  changeTier: staffProcedure('memberships.manage')
    .input(changeTierInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changeTier(tx, input))),
  getFigures: staffProcedure('memberships.read').query(({ ctx }) =>
    ctx.db.read(ctx.actor, getMembershipFigures),
  ),
  getRenewal: staffProcedure('memberships.manage')
    .input(getRenewalInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getRenewal(tx, input))),
  renew: staffProcedure('memberships.manage')
    .input(renewMembershipInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => renewMembership(tx, { ...input, portal: ctx.portal })),
    ),
  listPauses: staffProcedure('memberships.read')
    .input(listPausesInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listPauses(tx, input), { oneStatement: true })),
  pause: staffProcedure('memberships.manage')
    .input(pauseMembershipInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => pauseMembership(tx, { ...input, portal: ctx.portal })),
    ),
  endPause: staffProcedure('memberships.manage')
    .input(endPauseInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => endPause(tx, { ...input, portal: ctx.portal })),
    ),
  addMember: staffProcedure('memberships.manage')
    .input(addMemberInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => addMemberByHand(tx, { ...input, portal: ctx.portal })),
    ),
  welcome: staffProcedure('memberships.manage')
    .input(welcomeMemberInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => welcomeMember(tx, { ...input, portal: ctx.portal })),
    ),
});
