import { findFirmPreview, getFirm, listShownPeople } from '@namc/db/directory/queries/firm';
import {
  countDirectory,
  findDirectoryExtent,
  mapDirectory,
  searchDirectory,
} from '@namc/db/directory/queries/search';
import { findTeams } from '@namc/db/directory/queries/teams';
import {
  directoryFilters,
  findPreviewInput,
  findTeamsInput,
  getFirmInput,
  mapDirectoryInput,
  searchDirectoryInput,
} from '@namc/inputs/directory';
import { publicProcedure, router, signedInProcedure } from '../trpc.ts';

// The database decides what a visitor, a member and staff see of a firm.
export const directoryRouter = router({
  search: publicProcedure
    .input(searchDirectoryInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => searchDirectory(tx, input), { endsWithLast: true }),
    ),
  count: publicProcedure
    .input(directoryFilters)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => countDirectory(tx, input), { endsWithLast: true }),
    ),
  map: publicProcedure
    .input(mapDirectoryInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => mapDirectory(tx, input), { endsWithLast: true }),
    ),
  findExtent: publicProcedure
    .input(directoryFilters)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => findDirectoryExtent(tx, input), { endsWithLast: true }),
    ),
  getFirm: publicProcedure
    .input(getFirmInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getFirm(tx, input), { oneStatement: true })),
  listPeople: publicProcedure
    .input(getFirmInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listShownPeople(tx, input), { oneStatement: true }),
    ),
  findTeams: signedInProcedure
    .input(findTeamsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => findTeams(tx, input))),
  findPreview: signedInProcedure
    .input(findPreviewInput)
    .query(
      async ({ ctx, input }) =>
        (await ctx.db.read(ctx.actor, (tx) => findFirmPreview(tx, input), { oneStatement: true })) ?? null,
    ),
});
