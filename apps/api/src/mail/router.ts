import { resumeLetters, stopLetters } from '@namc/db/mail/commands';
import { findLettersOfKeyInput, resumeLettersInput, stopLettersInput } from '@namc/inputs/mail';
import { publicProcedure, router } from '../trpc.ts';
import { findLettersOfKey } from './letters-of-key.ts';

// The key in the letter is the right to end what the letter is about, and to bring it back.
export const mailRouter = router({
  // A mutation, because the address of a query holds its input, and the logs of servers hold addresses.
  findLettersOfKey: publicProcedure
    .input(findLettersOfKeyInput)
    .mutation(({ ctx, input }) => findLettersOfKey(ctx, input)),
  stopLetters: publicProcedure
    .input(stopLettersInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => stopLetters(tx, input))),
  resumeLetters: publicProcedure
    .input(resumeLettersInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => resumeLetters(tx, input))),
});
