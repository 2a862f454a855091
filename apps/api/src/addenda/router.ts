import { acknowledgeAddendum, sendAddendum } from '@namc/db/addenda/commands';
import { listAddenda } from '@namc/db/addenda/queries';
import { acknowledgeAddendumInput, listAddendaInput, sendAddendumInput } from '@namc/inputs/addenda';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const addendaRouter = router({
  list: signedInProcedure
    .input(listAddendaInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listAddenda(tx, input))),
  send: signedInProcedure
    .input(sendAddendumInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => sendAddendum(tx, input))),
  acknowledge: signedInProcedure
    .input(acknowledgeAddendumInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => acknowledgeAddendum(tx, input))),
  forStaff: router({
    list: staffProcedure('projects.manage')
      .input(listAddendaInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listAddenda(tx, input))),
    send: staffProcedure('projects.manage')
      .input(sendAddendumInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => sendAddendum(tx, input))),
  }),
});
