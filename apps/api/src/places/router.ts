import { checkAddress, listNearestPlaces, suggestPlaces } from '@namc/db/places/queries';
import { checkAddressInput, listNearestPlacesInput, suggestPlacesInput } from '@namc/inputs/places';
import { publicProcedure, router } from '../trpc.ts';

export const placesRouter = router({
  suggest: publicProcedure
    .input(suggestPlacesInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => suggestPlaces(tx, input), { oneStatement: true }),
    ),
  checkAddress: publicProcedure
    .input(checkAddressInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => checkAddress(tx, input), { oneStatement: true }),
    ),
  listNearest: publicProcedure
    .input(listNearestPlacesInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listNearestPlaces(tx, input.near), { oneStatement: true }),
    ),
});
