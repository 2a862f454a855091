import { mergeCompanies } from '@namc/db/company-merges/commands';
import {
  findCompanyToday,
  getCompanyMerge,
  getMergeCompany,
  listCompaniesOfMember,
  searchDuplicates,
} from '@namc/db/company-merges/queries';
import {
  findMergeCompanyInput,
  getCompanyMergeInput,
  mergeCompaniesInput,
  searchDuplicatesInput,
} from '@namc/inputs/company-merges';
import { getMemberInput } from '@namc/inputs/members';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';

export const companyMergesRouter = router({
  findToday: signedInProcedure
    .input(findMergeCompanyInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => findCompanyToday(tx, input), { oneStatement: true }),
    ),
  listOfMember: staffProcedure('members.read')
    .input(getMemberInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => listCompaniesOfMember(tx, input), { oneStatement: true }),
    ),
  getCompany: staffProcedure('members.edit')
    .input(findMergeCompanyInput)
    .query(({ ctx, input }) =>
      ctx.db.read(ctx.actor, (tx) => getMergeCompany(tx, input), { oneStatement: true }),
    ),
  search: staffProcedure('members.edit')
    .input(searchDuplicatesInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => searchDuplicates(tx, input))),
  get: staffProcedure('members.edit')
    .input(getCompanyMergeInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getCompanyMerge(tx, input))),
  merge: staffProcedure('members.edit')
    .input(mergeCompaniesInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => mergeCompanies(tx, { ...input, portal: ctx.portal })),
    ),
});
