import {
  acceptCompanyInvitation,
  addCompany,
  addCompanyPicture,
  changeCompanyRole,
  confirmCompany,
  declineCompanyInvitation,
  describeCompany,
  inviteToCompany,
  leaveCompany,
  placeCompany,
  removeCompanyPerson,
  removeCompanyPicture,
  setCompanyLogo,
  shareCompany,
  showInCompany,
  sizeCompany,
  transferCompany,
  withdrawCompanyInvitation,
} from '@namc/db/companies/commands';
import {
  findCompanyInvitation,
  listCompanyInvitations,
  listCompanyPeople,
  listCompanyPictures,
  listOwnCompanies,
  listOwnCompanyInvitations,
  listOwnLicenses,
} from '@namc/db/companies/queries';
import {
  addCompanyInput,
  changeCompanyRoleInput,
  companyInvitationInput,
  companyPersonInput,
  companyPictureInput,
  describeCompanyInput,
  inviteToCompanyInput,
  leaveCompanyInput,
  listCompanyPeopleInput,
  placeCompanyInput,
  shareCompanyInput,
  showInCompanyInput,
  sizeCompanyInput,
} from '@namc/inputs/companies';
import { publicProcedure, router, signedInProcedure } from '../trpc.ts';

export const companiesRouter = router({
  listOwn: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listOwnCompanies, { oneStatement: true }),
  ),
  add: signedInProcedure
    .input(addCompanyInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addCompany(tx, input))),
  describe: signedInProcedure
    .input(describeCompanyInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => describeCompany(tx, input))),
  place: signedInProcedure
    .input(placeCompanyInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => placeCompany(tx, input))),
  size: signedInProcedure
    .input(sizeCompanyInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => sizeCompany(tx, input))),
  share: signedInProcedure
    .input(shareCompanyInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => shareCompany(tx, input))),
  confirm: signedInProcedure
    .input(leaveCompanyInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => confirmCompany(tx, input))),
  listOwnLicenses: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listOwnLicenses, { oneStatement: true }),
  ),
  listPictures: publicProcedure
    .input(listCompanyPeopleInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listCompanyPictures(tx, input), { oneStatement: true }),
    ),
  setLogo: signedInProcedure
    .input(companyPictureInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => setCompanyLogo(tx, input))),
  addPicture: signedInProcedure
    .input(companyPictureInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addCompanyPicture(tx, input))),
  removePicture: signedInProcedure
    .input(companyPictureInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeCompanyPicture(tx, input))),
  listPeople: signedInProcedure
    .input(listCompanyPeopleInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listCompanyPeople(tx, input), { oneStatement: true }),
    ),
  listInvitations: signedInProcedure
    .input(listCompanyPeopleInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listCompanyInvitations(tx, input), { oneStatement: true }),
    ),
  invite: signedInProcedure.input(inviteToCompanyInput).mutation(async ({ ctx, input }) => {
    await ctx.limits.count('invitations by account', ctx.userId);
    await ctx.db.write(ctx.actor, (tx) => inviteToCompany(tx, { ...input, portal: ctx.portal }));
  }),
  withdrawInvitation: signedInProcedure
    .input(companyInvitationInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => withdrawCompanyInvitation(tx, input))),
  listOwnInvitations: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listOwnCompanyInvitations, { oneStatement: true }),
  ),
  findInvitation: signedInProcedure
    .input(companyInvitationInput)
    .query(
      async ({ ctx, input }) =>
        (await ctx.db.read(ctx.actor, (tx) => findCompanyInvitation(tx, input), { oneStatement: true })) ??
        null,
    ),
  acceptInvitation: signedInProcedure.input(companyInvitationInput).mutation(async ({ ctx, input }) => {
    await ctx.db.write(ctx.actor, (tx) => acceptCompanyInvitation(tx, input));
    // A colleague’s membership may cover the person, or does no longer.
    await ctx.sessions.forgetAccounts([ctx.userId]);
  }),
  declineInvitation: signedInProcedure
    .input(companyInvitationInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => declineCompanyInvitation(tx, input))),
  changeRole: signedInProcedure
    .input(changeCompanyRoleInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changeCompanyRole(tx, input))),
  transfer: signedInProcedure
    .input(companyPersonInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => transferCompany(tx, input))),
  showPerson: signedInProcedure
    .input(showInCompanyInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => showInCompany(tx, input))),
  removePerson: signedInProcedure.input(companyPersonInput).mutation(async ({ ctx, input }) => {
    await ctx.db.write(ctx.actor, (tx) => removeCompanyPerson(tx, input));
    await ctx.sessions.forgetAccounts([input.userId]);
  }),
  leave: signedInProcedure.input(leaveCompanyInput).mutation(async ({ ctx, input }) => {
    await ctx.db.write(ctx.actor, (tx) => leaveCompany(tx, input));
    // A colleague’s membership may cover the person, or does no longer.
    await ctx.sessions.forgetAccounts([ctx.userId]);
  }),
});
