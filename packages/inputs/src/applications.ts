import { z } from 'zod/mini';
import { applicationAnswers, companyUnlessStudent } from './application-answers.ts';
import { linkToken } from './sign-in.ts';
import { email, id, instant, linesOrNone, manyLines, page, unlessBlank } from './text.ts';

const hasCompany = companyUnlessStudent('company', 'is required');

/** The answers that applicants may change while their application waits. The address has a change of its own. */
export const changeApplicationInput = applicationAnswers.check(hasCompany);

export type ChangeApplicationInput = z.infer<typeof changeApplicationInput>;

export const submitApplicationInput = z
  .extend(applicationAnswers, {
    email,
    /** The token of the personal link that led here. */
    claim: unlessBlank(linkToken),
  })
  .check(hasCompany);

export type SubmitApplicationInput = z.infer<typeof submitApplicationInput>;

export const answerQuestionInput = z.object({ body: manyLines(4000) });

export type AnswerQuestionInput = z.infer<typeof answerQuestionInput>;

/** The states of an application for membership. */
export const applicationStatuses = [
  'UNVERIFIED',
  'SUBMITTED',
  'QUESTION',
  'APPROVED',
  'DECLINED',
  'WITHDRAWN',
] as const;

export type ApplicationStatus = (typeof applicationStatuses)[number];

export const listApplicationsInput = z.extend(page, {
  status: z._default(z.enum(applicationStatuses), 'SUBMITTED'),
});

export type ListApplicationsInput = z.infer<typeof listApplicationsInput>;

export const getApplicationInput = z.object({ id });

export type GetApplicationInput = z.infer<typeof getApplicationInput>;

export const beginReviewInput = z.object({ id });

export type BeginReviewInput = z.infer<typeof beginReviewInput>;

export const endReviewInput = z.object({ id });

export type EndReviewInput = z.infer<typeof endReviewInput>;

export const askApplicantInput = z.object({ id, body: manyLines(4000) });

export type AskApplicantInput = z.infer<typeof askApplicantInput>;

const ids = z
  .array(id)
  .check(
    z.minLength(1, 'must list at least one application'),
    z.maxLength(100, 'must list at most 100 applications'),
  );

/** The state of an application on the decider’s page: a decision is about these answers and no later ones. */
const seen = z._default(
  z.array(z.object({ id, updatedAt: instant })).check(z.maxLength(100, 'must list at most 100 applications')),
  [],
);

export const approveApplicationsInput = z.object({ ids, seen, reason: z._default(linesOrNone(1000), '') });

export type ApproveApplicationsInput = z.infer<typeof approveApplicationsInput>;

export const declineApplicationsInput = z.object({ ids, seen, reason: manyLines(1000) });

export type DeclineApplicationsInput = z.infer<typeof declineApplicationsInput>;
