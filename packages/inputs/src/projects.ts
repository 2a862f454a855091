import { z } from 'zod';
import { amountCents, around, id, oneLine, page, searchText } from './text.ts';

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

export type ProjectStatus = (typeof projectStatuses)[number];

export const getProjectInput = z.object({ projectId: id });

/** The filters of the list of opportunities. */
export const searchProjectsInput = page.extend(around.shape).extend({
  /** The typed text, in web-search syntax. */
  q: searchText(200).default(''),
  categories: z.array(z.enum(projectCategories)).max(projectCategories.length).default([]),
  /** Codes of skills and license classifications. The project asks for any one of them. */
  skills: z.array(oneLine(40)).max(20, 'must list at most 20 skills').default([]),
  /** Only projects that may pay this much. */
  budgetCents: amountCents.optional(),
});

export type SearchProjectsInput = z.infer<typeof searchProjectsInput>;

export const changeProjectStatusInput = z.object({ projectId: id, status: z.enum(projectStatuses) });

export type ChangeProjectStatusInput = z.infer<typeof changeProjectStatusInput>;

export const extendBiddingInput = z.object({ projectId: id, deadlineAt: z.date() });

export type ExtendBiddingInput = z.infer<typeof extendBiddingInput>;

export const listProjectsInput = page.extend({
  status: z.enum(projectStatuses).default('BIDDING_OPEN'),
  category: z.enum(projectCategories).optional(),
});

export type ListProjectsInput = z.infer<typeof listProjectsInput>;
