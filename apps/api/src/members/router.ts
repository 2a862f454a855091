import { reinstateAccount, suspendAccount } from '@namc/db/members/commands';
import { getAccount, searchAccounts } from '@namc/db/members/queries/staff';
import { listTimeline } from '@namc/db/members/queries/timeline';
import { endSessionOf } from '@namc/db/sign-in/commands/sessions';
import { endTwoFactorOf } from '@namc/db/sign-in/commands/two-factor';
import { listSessions } from '@namc/db/sign-in/queries';
import {
  accountById,
  accountSearch,
  accountSuspension,
  accountTimeline,
  sessionEnd,
} from '@namc/inputs/roles';
import { withCountries } from '../sign-in/countries.ts';
import { router, staffProcedure } from '../trpc.ts';

const reading = staffProcedure('members.read');
const editing = staffProcedure('members.edit');

export const membersRouter = router({
  search: reading
    .input(accountSearch)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => searchAccounts(tx, input))),
  get: reading
    .input(accountById)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getAccount(tx, input))),
  listTimeline: reading
    .input(accountTimeline)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listTimeline(tx, input))),
  listSessions: editing
    .input(accountById)
    .query(async ({ ctx, input }) =>
      withCountries(await ctx.db.read(ctx.actor, (tx) => listSessions(tx, input))),
    ),
  suspend: editing
    .input(accountSuspension)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => suspendAccount(tx, input))),
  reinstate: editing
    .input(accountSuspension)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => reinstateAccount(tx, { ...input, portal: ctx.portal })),
    ),
  endTwoFactor: editing
    .input(accountSuspension)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => endTwoFactorOf(tx, input))),
  endSession: editing
    .input(sessionEnd)
    .mutation(async ({ ctx, input }) =>
      ctx.store.forget(await ctx.db.write(ctx.actor, (tx) => endSessionOf(tx, input))),
    ),
});
