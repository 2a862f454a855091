import { retryJob } from '@namc/db/jobs/commands';
import { listJobs, listQueues } from '@namc/db/jobs/queries';
import { listJobsInput, retryJobInput } from '@namc/inputs/jobs';
import { router, staffProcedure } from '../trpc.ts';

export const jobsRouter = router({
  list: staffProcedure('jobs.manage')
    .input(listJobsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listJobs(tx, input))),
  listQueues: staffProcedure('jobs.manage').query(({ ctx }) => ctx.db.read(ctx.actor, listQueues)),
  retry: staffProcedure('jobs.manage')
    .input(retryJobInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => retryJob(tx, input))),
});
