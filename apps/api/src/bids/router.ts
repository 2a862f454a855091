import { answerClarification, askBidder } from '@namc/db/bids/commands/clarify';
import { awardProject, shortlistBid, withdrawBid } from '@namc/db/bids/commands/decide';
import {
  addBidFile,
  beginBid,
  noteBid,
  removeBidFile,
  saveBidDraft,
  submitBid,
} from '@namc/db/bids/commands/drafts';
import { grantBidException } from '@namc/db/bids/commands/except';
import { sayInterest } from '@namc/db/bids/commands/interest';
import { askOpening } from '@namc/db/bids/commands/open';
import { listClarifications } from '@namc/db/bids/queries/clarifications';
import { compareBids } from '@namc/db/bids/queries/compare';
import { getBidDraft } from '@namc/db/bids/queries/drafts';
import { listBidExceptions, listFirmsToExcept } from '@namc/db/bids/queries/exceptions';
import { listOwnInterests, listPlanHolders } from '@namc/db/bids/queries/interest';
import { listBiddingActs } from '@namc/db/bids/queries/log';
import { getOwnBid, listOwnBids } from '@namc/db/bids/queries/own';
import { getPosting, listPostings } from '@namc/db/projects/queries/postings';
import {
  answerClarificationInput,
  askBidderInput,
  attachCertificateInput,
  awardProjectInput,
  beginBidInput,
  bidFileInput,
  getBidDraftInput,
  getBidInput,
  getBidsOfProjectInput,
  grantBidExceptionInput,
  listFirmsToExceptInput,
  noteBidInput,
  saveBidDraftInput,
  sayInterestInput,
  shortlistBidInput,
  submitBidInput,
  withdrawBidInput,
} from '@namc/inputs/bids';
import { listPostingsInput } from '@namc/inputs/postings';
import { router, signedInProcedure, staffProcedure } from '../trpc.ts';
import { attachCertificate } from './attach-certificate.ts';

// The database decides who bids for which firm, and who reads what of a bid.
export const bidsRouter = router({
  listOwnInterests: signedInProcedure
    .input(getBidsOfProjectInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listOwnInterests(tx, input))),
  listPlanHolders: signedInProcedure
    .input(getBidsOfProjectInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listPlanHolders(tx, input))),
  sayInterest: signedInProcedure
    .input(sayInterestInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => sayInterest(tx, input))),
  listOwn: signedInProcedure.query(({ ctx }) => ctx.db.read(ctx.actor, listOwnBids)),
  getOwn: signedInProcedure
    .input(getBidInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getOwnBid(tx, ctx.keys, input))),
  getDraft: signedInProcedure
    .input(getBidDraftInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getBidDraft(tx, ctx.keys, input))),
  begin: signedInProcedure
    .input(beginBidInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => beginBid(tx, input))),
  save: signedInProcedure
    .input(saveBidDraftInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => saveBidDraft(tx, ctx.keys, input))),
  addFile: signedInProcedure
    .input(bidFileInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => addBidFile(tx, input))),
  removeFile: signedInProcedure
    .input(bidFileInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => removeBidFile(tx, input))),
  attachCertificate: signedInProcedure
    .input(attachCertificateInput)
    .mutation(({ ctx, input }) => attachCertificate(ctx, input)),
  submit: signedInProcedure
    .input(submitBidInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => submitBid(tx, ctx, { ...input, portal: ctx.portal })),
    ),
  withdraw: signedInProcedure
    .input(withdrawBidInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => withdrawBid(tx, { ...input, portal: ctx.portal })),
    ),
  compare: signedInProcedure
    .input(getBidsOfProjectInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => compareBids(tx, input))),
  shortlist: signedInProcedure
    .input(shortlistBidInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => shortlistBid(tx, input))),
  award: signedInProcedure
    .input(awardProjectInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => awardProject(tx, { ...input, portal: ctx.portal })),
    ),
  askBidder: signedInProcedure
    .input(askBidderInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => askBidder(tx, { ...input, portal: ctx.portal })),
    ),
  listClarifications: signedInProcedure
    .input(getBidInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listClarifications(tx, input))),
  answerClarification: signedInProcedure
    .input(answerClarificationInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => answerClarification(tx, { ...input, portal: ctx.portal })),
    ),
  listExceptions: signedInProcedure
    .input(getBidsOfProjectInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listBidExceptions(tx, input))),
  listFirmsToExcept: signedInProcedure
    .input(listFirmsToExceptInput)
    .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listFirmsToExcept(tx, input))),
  grantException: signedInProcedure
    .input(grantBidExceptionInput)
    .mutation(({ ctx, input }) =>
      ctx.db.write(ctx.actor, (tx) => grantBidException(tx, { ...input, portal: ctx.portal })),
    ),
  askOpening: signedInProcedure
    .input(getBidsOfProjectInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => askOpening(tx, input))),
  note: signedInProcedure
    .input(noteBidInput)
    .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => noteBid(tx, input))),
  // Staff who read bids find their projects here, and need no right to manage them.
  forStaff: router({
    listProjects: staffProcedure('bids.read')
      .input(listPostingsInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listPostings(tx, input))),
    getProject: staffProcedure('bids.read')
      .input(getBidsOfProjectInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => getPosting(tx, input))),
    compare: staffProcedure('bids.read')
      .input(getBidsOfProjectInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => compareBids(tx, input))),
    listExceptions: staffProcedure('projects.manage')
      .input(getBidsOfProjectInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listBidExceptions(tx, input))),
    listFirmsToExcept: staffProcedure('projects.manage')
      .input(listFirmsToExceptInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listFirmsToExcept(tx, input))),
    grantException: staffProcedure('projects.manage')
      .input(grantBidExceptionInput)
      .mutation(({ ctx, input }) =>
        ctx.db.write(ctx.actor, (tx) => grantBidException(tx, { ...input, portal: ctx.portal })),
      ),
    shortlist: staffProcedure('bids.manage')
      .input(shortlistBidInput)
      .mutation(({ ctx, input }) => ctx.db.write(ctx.actor, (tx) => shortlistBid(tx, input))),
    award: staffProcedure('bids.manage')
      .input(awardProjectInput)
      .mutation(({ ctx, input }) =>
        ctx.db.write(ctx.actor, (tx) => awardProject(tx, { ...input, portal: ctx.portal })),
      ),
    askBidder: staffProcedure('bids.manage')
      .input(askBidderInput)
      .mutation(({ ctx, input }) =>
        ctx.db.write(ctx.actor, (tx) => askBidder(tx, { ...input, portal: ctx.portal })),
      ),
    listClarifications: staffProcedure('bids.read')
      .input(getBidInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listClarifications(tx, input))),
    listActs: staffProcedure('bids.read')
      .input(getBidsOfProjectInput)
      .query(({ ctx, input }) => ctx.db.read(ctx.actor, (tx) => listBiddingActs(tx, input))),
  }),
});
