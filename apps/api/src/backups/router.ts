import { listBackupRuns } from '@namc/db/backups/queries';
import { router, staffProcedure } from '../trpc.ts';

export const backupsRouter = router({
  list: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, listBackupRuns)),
});
