import { z } from 'zod/mini';
import { amountCents, around, id, listOf, oneLine, page, searchText } from './text.ts';

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
export const searchProjectsInput = z.extend(z.extend(page, around.shape), {
  /** The typed text, in web-search syntax. */
  q: z._default(searchText(200), ''),
  categories: listOf(z.enum(projectCategories), projectCategories.length, 'categories'),
  /** Codes of skills and license classifications. The project asks for any one of them. */
  skills: listOf(oneLine(40), 20, 'skills'),
  /** Only projects that may pay this much. */
  budgetCents: z.optional(amountCents),
});

export type SearchProjectsInput = z.infer<typeof searchProjectsInput>;

export const changeProjectStatusInput = z.object({ projectId: id, status: z.enum(projectStatuses) });

export type ChangeProjectStatusInput = z.infer<typeof changeProjectStatusInput>;

export const extendBiddingInput = z.object({ projectId: id, deadlineAt: z.date() });

export type ExtendBiddingInput = z.infer<typeof extendBiddingInput>;

export const listProjectsInput = z.extend(page, {
  status: z._default(z.enum(projectStatuses), 'BIDDING_OPEN'),
  category: z.optional(z.enum(projectCategories)),
});

export type ListProjectsInput = z.infer<typeof listProjectsInput>;
