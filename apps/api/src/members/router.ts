import { emailMembers, reinstateMember, suspendMember } from '@namc/db/members/commands';
import { listExemptions } from '@namc/db/members/queries/exemptions';
import { getLicenseNews } from '@namc/db/members/queries/license-news';
import { countMembers, getMember, searchMembers } from '@namc/db/members/queries/staff';
import { listTimeline } from '@namc/db/members/queries/timeline';
import { endMemberSession } from '@namc/db/sign-in/commands/sessions';
import { endMemberTwoFactor } from '@namc/db/sign-in/commands/two-factor';
import { listSessions } from '@namc/db/sign-in/queries';
import { countMembersInput, listTimelineInput, searchMembersInput } from '@namc/inputs/member-lists';
import {
  emailMembersInput,
  endMemberSessionInput,
  getMemberInput,
  suspendMemberInput,
} from '@namc/inputs/members';
import { withCountries } from '../sessions/countries.ts';
import { router, staffProcedure } from '../trpc.ts';

export const membersRouter = router({
  search: staffProcedure('members.read')
    .input(searchMembersInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => searchMembers(tx, input))),
  count: staffProcedure('members.read')
    .input(countMembersInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => countMembers(tx, input))),
  listExemptions: staffProcedure('members.read').query(({ ctx }) => ctx.db.read(ctx.actor, listExemptions)),
  getLicenseNews: staffProcedure('members.read').query(({ ctx }) => ctx.db.read(ctx.actor, getLicenseNews)),
  get: staffProcedure('members.read')
    .input(getMemberInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getMember(tx, input))),
  listTimeline: staffProcedure('members.read')
    .input(listTimelineInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listTimeline(tx, input))),
  listSessions: staffProcedure('members.edit')
    .input(getMemberInput)
    .query(async ({ ctx, input }) =>
      withCountries(await ctx.db.read(ctx.actor, (tx) => listSessions(tx, input))),
    ),
  suspend: staffProcedure('members.edit')
    .input(suspendMemberInput)
    .mutation(async ({ ctx, input }) => {
      await ctx.db.write(ctx.actor, (tx) => suspendMember(tx, input));
      await ctx.sessions.forgetAccounts([input.userId]);
    }),
  reinstate: staffProcedure('members.edit')
    .input(suspendMemberInput)
    .mutation(async ({ ctx, input }) => {
      await ctx.db.write(ctx.actor, (tx) => reinstateMember(tx, { ...input, portal: ctx.portal }));
      await ctx.sessions.forgetAccounts([input.userId]);
    }),
  email: staffProcedure('members.edit')
    .input(emailMembersInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => emailMembers(tx, input))),
  endTwoFactor: staffProcedure('members.edit')
    .input(suspendMemberInput)
    .mutation(async ({ ctx, input }) => {
      await ctx.db.write(ctx.actor, (tx) => endMemberTwoFactor(tx, { ...input, portal: ctx.portal }));
      await ctx.sessions.forgetAccounts([input.userId]);
    }),
  endSession: staffProcedure('members.edit')
    .input(endMemberSessionInput)
    .mutation(async ({ ctx, input }) => {
      await ctx.db.write(ctx.actor, (tx) => endMemberSession(tx, input));
      await ctx.sessions.forgetAccounts([input.userId]);
    }),
});
