import {
  explainStatement,
  listChangedStatements,
  listDeploys,
  listProcedures,
  listStatementPoints,
  listStatementServers,
  listStatements,
} from '@namc/db/statements/queries';
import {
  explainStatementInput,
  listChangedStatementsInput,
  listProceduresInput,
  listStatementPointsInput,
  listStatementsInput,
} from '@namc/inputs/statements';
import { router, staffProcedure } from '../trpc.ts';

export const statementsRouter = router({
  listServers: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, listStatementServers)),
  list: staffProcedure('health.read')
    .input(listStatementsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listStatements(tx, input))),
  listPoints: staffProcedure('health.read')
    .input(listStatementPointsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listStatementPoints(tx, input))),
  listChanged: staffProcedure('health.read')
    .input(listChangedStatementsInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listChangedStatements(tx, input))),
  listDeploys: staffProcedure('health.read').query(({ ctx }) => ctx.db.read(ctx.actor, listDeploys)),
  listProcedures: staffProcedure('health.read')
    .input(listProceduresInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listProcedures(tx, input))),
  explain: staffProcedure('health.read')
    .input(explainStatementInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => explainStatement(tx, input))),
});
