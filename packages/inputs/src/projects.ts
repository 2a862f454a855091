import { z } from 'zod';
import { amountCents, around, id, line, page, words } from './text.ts';

export const projectCategories = [
  'COMMERCIAL',
  'RESIDENTIAL',
  'PUBLIC_WORKS',
  'INFRASTRUCTURE',
  'INDUSTRIAL',
  'TENANT_IMPROVEMENT',
] as const;
export const projectStatuses = [
  'DRAFT',
  'PUBLISHED',
  'BIDDING_OPEN',
  'CLOSED',
  'AWARDED',
  'CANCELLED',
] as const;
export const applicationStatuses = ['SUBMITTED', 'SHORTLISTED', 'WITHDRAWN', 'DECLINED', 'AWARDED'] as const;

/** Where a deadline or a start is meant; the portal shows it in Los Angeles' time with the zone named. */
export const timeZones = [
  'America/Los_Angeles',
  'America/Phoenix',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Anchorage',
  'Pacific/Honolulu',
] as const;

export const projectId = z.object({ projectId: id });
export const applicationId = z.object({ applicationId: id });

/** What narrows the list of opportunities. */
export const projectSearch = page.extend(around.shape).extend({
  /** What a person typed: web-search syntax. */
  q: line(200).default(''),
  categories: z.array(z.enum(projectCategories)).max(projectCategories.length).default([]),
  /** Codes of skills and license classifications, any of which the project asks for. */
  skills: z.array(words(40)).max(20, 'names more than 20 skills').default([]),
  /** Projects that may pay as much. */
  budgetCents: amountCents.optional(),
});
export type ProjectSearch = z.infer<typeof projectSearch>;

export const projectList = page.extend({
  status: z.enum(projectStatuses).default('BIDDING_OPEN'),
  category: z.enum(projectCategories).optional(),
});
export type ProjectList = z.infer<typeof projectList>;

export const applicationDraft = z.object({
  projectId: id,
  message: words(10_000),
  amountCents: amountCents.optional(),
});
export type ApplicationDraft = z.infer<typeof applicationDraft>;
