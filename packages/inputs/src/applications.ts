import { z } from 'zod/mini';
import { licenseNumber } from './contractors.ts';
import {
  email,
  id,
  lineOrNone,
  linesOrNone,
  listOf,
  manyLines,
  oneLine,
  page,
  phone,
  unlessBlank,
} from './text.ts';

/** Tiers that one can apply for. */
export const applicationTiers = ['REGULAR', 'ASSOCIATE', 'CORPORATE', 'STUDENT'] as const;

export const submitApplicationInput = z.object({
  company: oneLine(200),
  licenseNumber: unlessBlank(licenseNumber),
  tierCode: z.enum(applicationTiers, 'is not a membership tier'),
  firstName: oneLine(100),
  lastName: oneLine(100),
  email,
  phone: unlessBlank(phone),
  city: z._default(lineOrNone(100), ''),
  zipCode: unlessBlank(z.string().check(z.regex(/^\d{5}$/, 'must be a five-digit ZIP code'))),
  skills: listOf(oneLine(40), 20, 'skills'),
  statement: z._default(linesOrNone(2000), ''),
});

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

export const approveApplicationsInput = z.object({ ids, reason: z._default(linesOrNone(1000), '') });

export type ApproveApplicationsInput = z.infer<typeof approveApplicationsInput>;

export const declineApplicationsInput = z.object({ ids, reason: manyLines(1000) });

export type DeclineApplicationsInput = z.infer<typeof declineApplicationsInput>;
