import { followLicense, noteFollow, unfollowLicense } from '@namc/db/follows/commands/own';
import { listFollowedNumbers, listFollows, listLicenseNotices } from '@namc/db/follows/queries';
import {
  followLicenseInput,
  listLicenseNoticesInput,
  noteFollowInput,
  unfollowLicenseInput,
} from '@namc/inputs/follows';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const followsRouter = router({
  list: signedInProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, listFollows)),
  listNumbers: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listFollowedNumbers, { oneStatement: true }),
  ),
  listNotices: staffProcedure('members.read')
    .input(listLicenseNoticesInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listLicenseNotices(tx, input))),
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
