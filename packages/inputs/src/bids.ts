import { z } from 'zod/mini';
import { clockTime, dollars } from './projects.ts';
import {
  calendarDate,
  changed,
  id,
  lineOrNone,
  linesOrNone,
  manyLines,
  oneLine,
  searchText,
  unlessBlank,
} from './text.ts';

export const bidStatuses = ['SUBMITTED', 'SHORTLISTED', 'WITHDRAWN', 'DECLINED', 'AWARDED'] as const;
export type BidStatus = (typeof bidStatuses)[number];

/** The reasons for which an opening leaves an offer closed: it cannot be decrypted, or its fingerprint is another one’s. */
export const offerProblems = ['DAMAGED', 'CHANGED'] as const;

export const stances = ['INTERESTED', 'NOT_BIDDING', 'UNDECIDED'] as const;
export type Stance = (typeof stances)[number];

/** The part that a firm wants in a project. */
export const bidderRoles = ['PRIME', 'SUBCONTRACTOR', 'SUPPLIER'] as const;

/** The kinds of lines in a bidding log. */
/** The changes of a deadline. */
export const deadlineActs = ['DEADLINE_SET', 'DEADLINE_MOVED', 'CLOSED_EARLY', 'REOPENED'] as const;
export const biddingActs = [
  'PUBLISHED',
  ...deadlineActs,
  'INTERESTED',
  'ADDENDUM',
  'ACKNOWLEDGED',
  'EXCEPTION',
  'SUBMITTED',
  'REVISED',
  'WITHDRAWN',
  'OPENED',
  'ASKED',
  'ANSWERED',
  'AWARDED',
  'DECLINED',
] as const;

export const getBidsOfProjectInput = z.object({ projectId: id });

export const sayInterestInput = z.object({
  projectId: id,
  companyId: id,
  stance: z.enum(stances, 'must be one of the choices'),
  bidsAs: z._default(z.enum(bidderRoles, 'must be one of the choices'), 'PRIME'),
  /** Other members and the poster find the firm on the list of plan holders. */
  isShown: z._default(z.boolean(), false),
});
export type SayInterestInput = z.infer<typeof sayInterestInput>;

export const mostSubcontractors = 50;

const percent = z.pipe(
  changed(z.string(), (typed) => typed.replace(/[%\s]/g, '')),
  z.string().check(
    z.regex(/^\d{1,3}(?:\.\d{1,2})?$/, 'must be a percentage such as 12 or 12.5'),
    z.refine((typed) => Number(typed) > 0 && Number(typed) <= 100, 'must be more than 0 and at most 100'),
  ),
);

/**
 * A subcontractor as section 4104 of the Public Contract Code has it listed. A draft may leave out anything; `submit_bid` says what
 * is lacking.
 */
const typedSubcontractor = z.object({
  name: z._default(lineOrNone(200), ''),
  place: z._default(lineOrNone(200), ''),
  licenseNumber: z._default(
    z.string().check(
      z.overwrite((typed) => typed.replace(/[\s#-]/g, '')),
      z.regex(/^\d{0,8}$/, 'must be a number of up to eight digits'),
    ),
    '',
  ),
  dirNumber: z._default(lineOrNone(20), ''),
  work: z._default(lineOrNone(300), ''),
  amount: unlessBlank(dollars),
  percent: unlessBlank(percent),
});

/** All that a firm says in its bid but for the files. */
const offerFields = {
  amount: unlessBlank(dollars),
  message: z._default(linesOrNone(10_000), ''),
  subcontractors: z._default(
    z
      .array(typedSubcontractor)
      .check(z.maxLength(mostSubcontractors, `must list at most ${mostSubcontractors} subcontractors`)),
    [],
  ),
};
/** A draft's content as it is stored, encrypted. */
export const draftOffer = z.object(offerFields);
export type DraftOffer = z.output<typeof draftOffer>;

/** A subcontractor of a submitted bid. */
export interface ListedSubcontractor {
  name: string;
  place: string;
  licenseNumber: string;
  dirNumber: string;
  work: string;
  amountCents: number | null;
  percent: number | null;
}

export const beginBidInput = z.object({ projectId: id, companyId: id });
export type BeginBidInput = z.infer<typeof beginBidInput>;

export const getBidDraftInput = z.object({ draftId: id });
export type GetBidDraftInput = z.infer<typeof getBidDraftInput>;

/** `version` is the one that the editor’s page showed. */
export const saveBidDraftInput = z.object({
  draftId: id,
  version: z.int().check(z.minimum(1)),
  ...offerFields,
});
export type SaveBidDraftInput = z.output<typeof saveBidDraftInput>;

export const bidFileInput = z.object({ draftId: id, fileId: id });
export type BidFileInput = z.infer<typeof bidFileInput>;

export const attachCertificateInput = z.object({ draftId: id, certificationId: id });
export type AttachCertificateInput = z.infer<typeof attachCertificateInput>;

/** `revision` counts the saves and the files that the person looked at. */
export const submitBidInput = z.object({ draftId: id, revision: z.int().check(z.minimum(1)) });
export type SubmitBidInput = z.infer<typeof submitBidInput>;

export const bidOutcomes = ['SUBMITTED', 'ALREADY', 'STALE'] as const;

export const getBidInput = z.object({ bidId: id });

/** After the deadline a reason is needed. */
export const withdrawBidInput = z.object({ bidId: id, reason: unlessBlank(oneLine(300)) });
export type WithdrawBidInput = z.output<typeof withdrawBidInput>;

export const noteBidInput = z.object({ draftId: id, notes: z._default(linesOrNone(5_000), '') });
export type NoteBidInput = z.infer<typeof noteBidInput>;

export const shortlistBidInput = z.object({ bidId: id, isShortlisted: z.boolean() });
export type ShortlistBidInput = z.infer<typeof shortlistBidInput>;

export const awardProjectInput = z.object({ bidId: id, reason: oneLine(300) });
export type AwardProjectInput = z.infer<typeof awardProjectInput>;

/** Lets one firm submit until a later time than the deadline, on the clock of the project’s zone. */
export const grantBidExceptionInput = z.object({
  projectId: id,
  companyId: z.uuid('Choose a firm from the list'),
  until: clockTime,
  reason: oneLine(300),
});
export type GrantBidExceptionInput = z.infer<typeof grantBidExceptionInput>;

/** Words of the name of a firm for which an exception can be. */
export const listFirmsToExceptInput = z.object({ projectId: id, q: searchText(100) });
export type ListFirmsToExceptInput = z.infer<typeof listFirmsToExceptInput>;

/** The firm answers until the end of the day, on the clocks of the project. */
export const askBidderInput = z.object({ bidId: id, question: manyLines(5_000), answerBy: calendarDate });
export type AskBidderInput = z.infer<typeof askBidderInput>;

export const answerClarificationInput = z.object({ questionId: id, answer: manyLines(5_000) });
export type AnswerClarificationInput = z.infer<typeof answerClarificationInput>;
