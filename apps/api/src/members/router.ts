import { reinstateMember, suspendMember } from '@namc/db/members/commands';
import { getMember, searchMembers } from '@namc/db/members/queries/staff';
import { listTimeline } from '@namc/db/members/queries/timeline';
import { endMemberSession } from '@namc/db/sign-in/commands/sessions';
import { endMemberTwoFactor } from '@namc/db/sign-in/commands/two-factor';
import { listSessions } from '@namc/db/sign-in/queries';
import {
  endMemberSessionInput,
  getMemberInput,
  listTimelineInput,
  searchMembersInput,
  suspendMemberInput,
} from '@namc/inputs/members';
import { withCountries } from '../sessions/countries.ts';
import { router, staffProcedure } from '../trpc.ts';

const reading = staffProcedure('members.read');
const editing = staffProcedure('members.edit');

export const membersRouter = router({
  search: reading
    .input(searchMembersInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => searchMembers(tx, input))),
  get: reading
    .input(getMemberInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getMember(tx, input))),
  listTimeline: reading
    .input(listTimelineInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listTimeline(tx, input))),
  listSessions: editing
    .input(getMemberInput)
    .query(async ({ ctx, input }) =>
      withCountries(await ctx.db.read(ctx.actor, (tx) => listSessions(tx, input))),
    ),
  suspend: editing.input(suspendMemberInput).mutation(async ({ ctx, input }) => {
    await ctx.db.write(ctx.actor, (tx) => suspendMember(tx, input));
    await ctx.sessions.forgetAccounts([input.userId]);
  }),
  reinstate: editing.input(suspendMemberInput).mutation(async ({ ctx, input }) => {
    await ctx.db.write(ctx.actor, (tx) => reinstateMember(tx, { ...input, portal: ctx.portal }));
    await ctx.sessions.forgetAccounts([input.userId]);
  }),
  endTwoFactor: editing.input(suspendMemberInput).mutation(async ({ ctx, input }) => {
    await ctx.db.write(ctx.actor, (tx) => endMemberTwoFactor(tx, input));
    await ctx.sessions.forgetAccounts([input.userId]);
  }),
  endSession: editing.input(endMemberSessionInput).mutation(async ({ ctx, input }) => {
    await ctx.db.write(ctx.actor, (tx) => endMemberSession(tx, input));
    await ctx.sessions.forgetAccounts([input.userId]);
  }),
});
