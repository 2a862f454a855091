import { chooseMatchLetters } from '@namc/db/project-matches/commands/own';
import { getMatchChoice } from '@namc/db/project-matches/queries';
import { chooseMatchLettersInput } from '@namc/inputs/project-matches';
import { router, signedInProcedure } from '../trpc.ts';

export const projectMatchesRouter = router({
  getChoice: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, getMatchChoice, { oneStatement: true }),
  ),
  choose: signedInProcedure
    .input(chooseMatchLettersInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => chooseMatchLetters(tx, input))),
});
