import { followLicense, noteFollow, unfollowLicense } from '@namc/db/follows/commands/own';
import { listFollowedNumbers, listFollows } from '@namc/db/follows/queries';
import { followLicenseInput, noteFollowInput, unfollowLicenseInput } from '@namc/inputs/follows';
import { router, signedInProcedure } from '../trpc.ts';

export const followsRouter = router({
  list: signedInProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, listFollows)),
  listNumbers: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listFollowedNumbers, { oneStatement: true }),
  ),
  follow: signedInProcedure
    .input(followLicenseInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => followLicense(tx, input))),
  unfollow: signedInProcedure
    .input(unfollowLicenseInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => unfollowLicense(tx, input))),
  note: signedInProcedure
    .input(noteFollowInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => noteFollow(tx, input))),
});
