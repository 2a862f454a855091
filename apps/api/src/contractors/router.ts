import { countContractors } from '@namc/db/contractors/queries/count';
import { getContractorSnapshot, listCountyCounts } from '@namc/db/contractors/queries/counties';
import { getLicense, listNeighbors } from '@namc/db/contractors/queries/license';
import { mapContractors } from '@namc/db/contractors/queries/map';
import { searchContractors } from '@namc/db/contractors/queries/search';
import {
  contractorFilters,
  getLicenseInput,
  mapContractorsInput,
  searchContractorsInput,
} from '@namc/inputs/contractors';
import { TRPCError } from '@trpc/server';
import { procedure, router } from '../trpc.ts';
import { maySeeContractors } from './policy.ts';

const reading = procedure.use(({ ctx, next }) => {
  if (!maySeeContractors(ctx.actor)) throw new TRPCError({ code: 'FORBIDDEN' });
  return next();
});

export const contractorsRouter = router({
  search: reading
    .input(searchContractorsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => searchContractors(tx, input))),
  count: reading
    .input(contractorFilters)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => countContractors(tx, input))),
  map: reading
    .input(mapContractorsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => mapContractors(tx, input))),
  getLicense: reading
    .input(getLicenseInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getLicense(tx, input))),
  listNeighbors: reading
    .input(getLicenseInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listNeighbors(tx, input))),
  listCountyCounts: reading.query(({ ctx }) => ctx.db.read(ctx.actor, listCountyCounts)),
  getSnapshot: reading.query(({ ctx }) => ctx.db.read(ctx.actor, getContractorSnapshot)),
});
