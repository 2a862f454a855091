import { followProject, unfollowProject } from '@namc/db/project-follows/commands';
import { listFollowedProjects } from '@namc/db/project-follows/queries';
import { followProjectInput } from '@namc/inputs/project-follows';
import { router, signedInProcedure } from '../trpc.ts';

export const projectFollowsRouter = router({
  list: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listFollowedProjects, { oneStatement: true }),
  ),
  follow: signedInProcedure
    .input(followProjectInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => followProject(tx, input))),
  unfollow: signedInProcedure
    .input(followProjectInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => unfollowProject(tx, input))),
});
