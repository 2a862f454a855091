import {
  addCertification,
  changeCertification,
  refuseCertification,
  removeCertification,
  verifyCertification,
  wantCertifications,
} from '@namc/db/certifications/commands';
import {
  listCertificationKinds,
  listCertifications,
  listMemberCertifications,
  listOwnEndingCertifications,
  listWantedCertifications,
} from '@namc/db/certifications/queries';
import {
  addCertificationInput,
  changeCertificationInput,
  judgeCertificationInput,
  listCertificationsInput,
  removeCertificationInput,
  wantCertificationsInput,
} from '@namc/inputs/certifications';
import { getMemberInput } from '@namc/inputs/members';
import { publicProcedure, router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const certificationsRouter = router({
  listKinds: publicProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listCertificationKinds, { oneStatement: true }),
  ),
  list: signedInProcedure
    .input(listCertificationsInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listCertifications(tx, input), { oneStatement: true }),
    ),
  listWanted: signedInProcedure
    .input(listCertificationsInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listWantedCertifications(tx, input), { oneStatement: true }),
    ),
  listOwnEnding: signedInProcedure.query(({ ctx }) =>
    ctx.db.read(ctx.actor, listOwnEndingCertifications, { oneStatement: true }),
  ),
  add: signedInProcedure
    .input(addCertificationInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addCertification(tx, input))),
  change: signedInProcedure
    .input(changeCertificationInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => changeCertification(tx, input))),
  remove: signedInProcedure
    .input(removeCertificationInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeCertification(tx, input))),
  want: signedInProcedure
    .input(wantCertificationsInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => wantCertifications(tx, input))),
  listOfMember: staffProcedure('members.read')
    .input(getMemberInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listMemberCertifications(tx, input), { oneStatement: true }),
    ),
  verify: staffProcedure('members.edit')
    .input(judgeCertificationInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => verifyCertification(tx, input))),
  refuse: staffProcedure('members.edit')
    .input(judgeCertificationInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => refuseCertification(tx, { ...input, portal: ctx.portal })),
    ),
});
