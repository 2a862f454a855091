import { searchPortal, searchRecords } from '@namc/db/search/queries/search';
import { searchPortalInput, searchRecordsInput } from '@namc/inputs/search';
import { publicProcedure, router, staffProcedure } from '../trpc.ts';

// The database decides what its reader finds.
export const searchRouter = router({
  searchPortal: publicProcedure
    .input(searchPortalInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => searchPortal(tx, input), { oneStatement: true }),
    ),
  searchRecords: staffProcedure('members.read')
    .input(searchRecordsInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => searchRecords(tx, input), { oneStatement: true }),
    ),
});
