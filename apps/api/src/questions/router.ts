import { answerQuestion, askQuestion, refuseQuestion } from '@namc/db/questions/commands';
import { listQuestions } from '@namc/db/questions/queries';
import {
  answerQuestionInput,
  askQuestionInput,
  listQuestionsInput,
  refuseQuestionInput,
} from '@namc/inputs/questions';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';

// The database decides who reads and decides a question, and lets nobody read who asked.
export const questionsRouter = router({
  list: signedInProcedure
    .input(listQuestionsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listQuestions(tx, input))),
  ask: signedInProcedure
    .input(askQuestionInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => askQuestion(tx, input))),
  answer: signedInProcedure
    .input(answerQuestionInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => answerQuestion(tx, input))),
  refuse: signedInProcedure
    .input(refuseQuestionInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => refuseQuestion(tx, input))),
  forStaff: router({
    list: staffProcedure('projects.manage')
      .input(listQuestionsInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listQuestions(tx, input))),
    answer: staffProcedure('projects.manage')
      .input(answerQuestionInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => answerQuestion(tx, input))),
    refuse: staffProcedure('projects.manage')
      .input(refuseQuestionInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => refuseQuestion(tx, input))),
  }),
});
