import { countContractors } from '@namc/db/contractors/queries/count';
import { getContractorSnapshot, listCountyCounts } from '@namc/db/contractors/queries/counties';
import { findExtent } from '@namc/db/contractors/queries/extent';
import { countFacets } from '@namc/db/contractors/queries/facets';
import { getLicense, listNeighbors } from '@namc/db/contractors/queries/license';
import { listLicenseChanges } from '@namc/db/contractors/queries/license-changes';
import { mapContractors } from '@namc/db/contractors/queries/map';
import { getLicensePeople } from '@namc/db/contractors/queries/people';
import { getPersonnel } from '@namc/db/contractors/queries/personnel';
import { searchContractorTable } from '@namc/db/contractors/queries/search';
import {
  contractorFilters,
  countFacetsInput,
  getLicenseInput,
  mapContractorsInput,
  searchContractorsInput,
} from '@namc/inputs/contractors';
import { publicProcedure, router, signedInProcedure, staffProcedure } from '../trpc.ts';

// The board's files are public. The database gives the mailing address to members and staff alone, and
// the names of people to staff.
export const contractorsRouter = router({
  search: publicProcedure
    .input(searchContractorsInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => searchContractorTable(tx, input), { endsWithLast: true }),
    ),
  count: publicProcedure
    .input(contractorFilters)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => countContractors(tx, input))),
  countFacets: publicProcedure
    .input(countFacetsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => countFacets(tx, input))),
  map: publicProcedure
    .input(mapContractorsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => mapContractors(tx, input))),
  findExtent: publicProcedure
    .input(contractorFilters)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => findExtent(tx, input))),
  getLicense: publicProcedure
    .input(getLicenseInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getLicense(tx, input), { oneStatement: true })),
  getLicensePeople: publicProcedure
    .input(getLicenseInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getLicensePeople(tx, input))),
  getPersonnel: staffProcedure('members.read')
    .input(getLicenseInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getPersonnel(tx, input))),
  listLicenseChanges: signedInProcedure
    .input(getLicenseInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listLicenseChanges(tx, input), { oneStatement: true }),
    ),
  listNeighbors: publicProcedure
    .input(getLicenseInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listNeighbors(tx, input))),
  listCountyCounts: publicProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listCountyCounts, { oneStatement: true }),
  ),
  getSnapshot: publicProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, getContractorSnapshot, { oneStatement: true }),
  ),
});
