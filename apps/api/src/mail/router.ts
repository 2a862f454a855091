import { stopLetters } from '@namc/db/mail/commands';
import { stopLettersInput } from '@namc/inputs/mail';
import { publicProcedure, router } from '../trpc.ts';

export const mailRouter = router({
  // The key in the letter is the right to end it.
  stopLetters: publicProcedure
    .input(stopLettersInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => stopLetters(tx, input))),
});
